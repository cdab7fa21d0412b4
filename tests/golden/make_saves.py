"""Finds a game for every end of the ruleset and records it in `saves/`, one file for each: `saves/END.jsonl`.

    python tests/golden/make_saves.py

Match-ups of doctrines are played in batches, over many seeds. Each end is shown where it is commonest:
the match-up that reaches it most often, in the campaign if it is not rare there, and of its games the
one with the most steps, up to a lesson's length. That game is then played at the table, with its sheets
and reasons, and written down; the other files in `saves/` stay as they are. The sequences of record are
played as well, with every seat empty: `saves/SCENARIO.jsonl`. The search takes a minute
or two, and finds the same games again as long as the rules are the same. A save carries its ruleset, so
content may change without new saves.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from wargame.engine.dice import Words, seeds_of
from wargame.engine.games import Games
from wargame.opponents.bench import Opponents, player_for
from wargame.record.game import Game
from wargame.ruleset.load import load
from wargame.ruleset.tables import Ints, Ruleset

SAVES = Path(__file__).parents[2] / "saves"
SCENARIOS = ("standoff", "crisis")
RARE = 50
"""Per mille of the games of a match-up."""

LESSON = 24
"""Steps that a class can read through; longer games are taken only if there is nothing else."""


@dataclass(frozen=True)
class MatchUp:
    """A scenario, and a doctrine for each power."""

    scenario: str
    doctrines: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.scenario}: {', '.join(self.doctrines)}"


@dataclass(frozen=True)
class Found:
    """How often a match-up has reached an end, and the game of it to show."""

    match_up: MatchUp
    share: int
    """Per mille of its games."""
    seed: int
    steps: int

    @property
    def worth(self) -> tuple[bool, bool, int]:
        """What is not rare before what is, the campaign before other scenarios, the commoner first."""
        return self.share >= RARE, self.match_up.scenario == SCENARIOS[0], self.share


def match_ups(rules: Ruleset, number: int) -> Iterator[MatchUp]:
    """Each scenario with its own doctrines, then so many others drawn by lot, always the same."""
    own = [MatchUp(s, tuple(rules.scenarios[s].doctrines[p] for p in rules.powers)) for s in SCENARIOS]
    sides = [[d.name for d in rules.doctrines.values() if d.power == p] for p in range(len(rules.powers))]
    every = [MatchUp(s, names) for s in SCENARIOS for names in itertools.product(*sides)]
    others = [match_up for match_up in every if match_up not in own]
    return iter([*own, *random.Random(0).sample(others, min(number, len(others)))])


def play(rules: Ruleset, match_up: MatchUp, seeds: range) -> tuple[Ints, Ints]:
    """The end and the number of steps of the games that a table would play with these seeds."""
    scenario = rules.scenarios[match_up.scenario]
    seats = rules.tables[scenario.table]
    players = [
        player_for(rules, scenario, power, seats.cells[seats.seats.index(name)], f"doctrine {doctrine}")
        for power, (name, doctrine) in enumerate(zip(rules.powers, match_up.doctrines, strict=True))
    ]
    bots = [int(seeds_of(seed, 1, 1 << 40)[0] >> np.uint64(16)) for seed in seeds]
    luck = [_each(bots, power) for power in range(len(players))]
    games = Games(rules, scenario, _each(list(seeds), 0))
    ends, steps = np.full(len(seeds), -1, np.int32), np.zeros(len(seeds), np.int32)
    here = np.arange(len(seeds))
    while here.size:
        games.open()
        orders = games.blank_orders()
        for player, own in zip(players, luck, strict=True):
            orders += player.choose(games.state.meters, own[here], games.state.step).orders
        games.resolve(orders)
        over = games.over
        ends[here[over]], steps[here[over]] = games.state.ended[over], games.state.step
        here = here[games.compact()]
    return ends, steps


def _each(masters: list[int], number: int) -> Words:
    """The seed of one game of each of several series."""
    return np.concatenate([seeds_of(master, 1, number) for master in masters])


def search(rules: Ruleset, number: int, games: int) -> dict[str, Found]:
    """For every end that was reached, where it is commonest."""
    best: dict[str, Found] = {}
    for match_up in match_ups(rules, number):
        ends, steps = play(rules, match_up, range(games))
        for end, name in enumerate(rules.ends.names):
            at = np.flatnonzero(ends == end)
            if not at.size:
                continue
            length = np.where(steps[at] <= LESSON, steps[at], -steps[at])
            seed = int(at[length.argmax()])
            found = Found(match_up, at.size * 1000 // games, seed, int(steps[seed]))
            if name not in best or found.worth > best[name].worth:
                best[name] = found
    return best


def record(rules: Ruleset, found: Found, path: Path | None) -> Game:
    """Play the game at the table; with a path, write it down."""
    seats = dict(zip(rules.powers, found.match_up.doctrines, strict=True))
    players = {seat: f"doctrine {doctrine}" for seat, doctrine in seats.items()}
    game = Game.new(rules, found.match_up.scenario, seed=found.seed, players=players, path=path)
    opponents = Opponents(game)
    while not game.over:
        opponents.fill()
        game.advance()
    game.close()
    return game


def sequences(rules: Ruleset) -> list[str]:
    """Scenarios that follow a sequence of dates."""
    return [name for name, scenario in rules.scenarios.items() if scenario.deeds]


def replayed(rules: Ruleset, scenario: str, path: Path | None, tries: int = 50) -> Game:
    """The deeds of record with every seat empty, and the first luck under which the last date is reached."""
    last = rules.ends.names[rules.ends.last_date]
    players = dict.fromkeys(rules.tables[rules.scenarios[scenario].table].seats, "absent")

    def played(seed: int, where: Path | None) -> Game:
        game = Game.new(rules, scenario, seed=seed, players=players, path=where)
        opponents = Opponents(game)
        while not game.over:
            opponents.fill()
            game.advance()
        game.close()
        return game

    seed = next((seed for seed in range(tries) if played(seed, None).end == last), 0)
    return played(seed, path)


def main() -> int:
    options = argparse.ArgumentParser(description="Record a game for every end of the ruleset.")
    options.add_argument("--ruleset", default="standoff")
    options.add_argument("--out", type=Path, default=SAVES)
    options.add_argument("--match-ups", type=int, default=60, help="drawn by lot, beside the scenarios' own")
    options.add_argument("--games", type=int, default=400, help="seeds tried for each match-up")
    chosen = options.parse_args()
    rules = load(chosen.ruleset)
    best = search(rules, chosen.match_ups, chosen.games)
    chosen.out.mkdir(parents=True, exist_ok=True)
    for end in rules.ends.names:
        if end not in best:
            print(f"{end}: not reached")
            continue
        with tempfile.TemporaryDirectory(dir=chosen.out) as folder:
            path = Path(folder) / f"{end}.jsonl"
            game = record(rules, best[end], path)
            assert game.end == end, f"the table played {game.end}, the batch {end}"
            assert Game.load(path).difference is None
            os.replace(path, chosen.out / path.name)
        share = best[end].share / 10
        print(f"{end}: {game.step} steps, seed {best[end].seed}, {best[end].match_up} ({share} % of games)")
    for name in sequences(rules):
        with tempfile.TemporaryDirectory(dir=chosen.out) as folder:
            path = Path(folder) / f"{name}.jsonl"
            game = replayed(rules, name, path)
            assert Game.load(path).difference is None
            os.replace(path, chosen.out / path.name)
        print(f"{name}: {game.step} steps, {game.end}")
    return 0 if set(best) == set(rules.ends.names) else 1


if __name__ == "__main__":
    sys.exit(main())
