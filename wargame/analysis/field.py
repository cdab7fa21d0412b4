"""Games with players of their own, side by side in one batch: every doctrine against every other at once.

A step costs milliseconds however few games it is for, so hundreds of line-ups are played together rather than
one after the other. A game is still a function of ruleset, scenario, seed, line-up and its number, which
stands for its luck: it is the game of that number in a series of `runner.py` with the same players.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from wargame.analysis.runner import TILE, players_of
from wargame.engine.dice import seeds_of
from wargame.engine.games import Games
from wargame.engine.step import Step
from wargame.opponents.doctrine import Choice
from wargame.ruleset.tables import Flags, Ints, Ruleset, Scenario

NULL = "null"

HOME = "standoff"

Entrants = tuple[tuple[str, ...], ...]
"""By power, the players that may hold it: doctrines by name, or the null bot."""


def main_scenario(rules: Ruleset) -> str:
    """The scenario that is meant where none is named: the stand-off, where there is one; else the first."""
    return HOME if HOME in rules.scenarios else next(iter(rules.scenarios))


def entrants_of(rules: Ruleset, *, null: bool = True) -> Entrants:
    """All doctrines of every power, in the order of the files; the null bot last."""
    return tuple(
        (*(name for name, d in rules.doctrines.items() if d.power == power), *([NULL] if null else []))
        for power in range(len(rules.powers))
    )


def all_line_ups(counts: Sequence[int]) -> Ints:
    """Every combination of players numbered below `counts`: (P, n)."""
    return np.array(list(product(*map(range, counts))), np.int32).reshape(-1, len(counts)).T


def some_line_ups(counts: Sequence[int], most: int, seed: int) -> Ints:
    """All combinations, or `most` of them drawn by lot so that each player of a power comes up as often."""
    if prod(counts) <= most:
        return all_line_ups(counts)
    rows = [
        np.arange(most, dtype=np.int32)[np.argsort(seeds_of(seed, most, power * most))] % count
        for power, count in enumerate(counts)
    ]
    return np.array(rows, np.int32)


@dataclass(frozen=True)
class Outcomes:
    """How games came out, in the order in which they were asked for."""

    ends: Ints  # (n,)
    scores: Ints  # (P, n)


class Witness(Protocol):
    """Looks on while a field is played. The arrays it is shown are the engine's own: not to be written to."""

    def begins(self, field: Field) -> None:
        """A step is about to be opened."""

    def due(self, field: Field) -> None:
        """The step is open, and orders are due."""

    def chosen(self, power: int, player: str, choice: Choice) -> None:
        """A player has filled the sheets of its games."""

    def resolved(self, field: Field, step: Step) -> None:
        """The step is over; games that ended in it are still in the batch."""


class Field:
    """A batch of games on its way, each with its own line-up."""

    def __init__(
        self, rules: Ruleset, scenario: Scenario, entrants: Entrants, line_up: Ints, numbers: Ints, seed: int
    ) -> None:
        self.entrants = entrants
        self.line_up = line_up  # (P, G)
        self.places: NDArray[np.intp] = np.arange(numbers.size)  # (G,)  among the games asked for
        first = int(numbers.min())
        at, count, powers = numbers - first, int(numbers.max()) - first + 1, len(rules.powers)
        other = int(seeds_of(seed, 1, 1 << 40)[0] >> np.uint64(16))
        own = seeds_of(other, count * powers, first * powers)
        self.luck = [own[power::powers][at] for power in range(powers)]  # by power, each (G,)
        self.games = Games(rules, scenario, seeds_of(seed, count, first)[at])
        self.players = [
            players_of(rules, ((power, name) for name in names))
            for power, names in zip(rules.powers, entrants, strict=True)
        ]

    @property
    def of_doctrines(self) -> Flags:
        """Games in which no power is held by the null bot: (G,)."""
        null = np.array([[names.index(NULL) if NULL in names else -1] for names in self.entrants])
        return np.asarray((self.line_up != null).all(axis=0))

    def play_step(self, witness: Witness | None = None) -> NDArray[np.intp]:
        """Play a step of every game; the games of the batch that end in it."""
        games = self.games
        live = ~games.over
        if witness is not None:
            witness.begins(self)
        games.open()
        if witness is not None:
            witness.due(self)
        orders = games.blank_orders()
        for power, players in enumerate(self.players):
            for number, player in enumerate(players):
                mine = np.flatnonzero(self.line_up[power] == number)
                if mine.size:
                    meters = np.take(games.state.meters, mine, axis=1)
                    choice = player.choose(meters, self.luck[power][mine], games.state.step)
                    orders[np.array(choice.places, np.intp)[:, None], mine] = choice.given
                    if witness is not None:
                        witness.chosen(power, self.entrants[power][number], choice)
        step = games.resolve(orders)
        if witness is not None:
            witness.resolved(self, step)
        return np.flatnonzero(live & games.over)

    def compact(self) -> None:
        stay = self.games.compact()
        self.places, self.line_up = self.places[stay], self.line_up[:, stay]
        self.luck = [luck[stay] for luck in self.luck]


def play_field(
    rules: Ruleset,
    scenario: Scenario,
    entrants: Entrants,
    line_up: Ints,
    numbers: Ints,
    seed: int,
    witness: Witness | None = None,
    tile: int = TILE,
) -> Outcomes:
    """Play games with line-ups (P, n) and numbers (n,) to their ends."""
    count = numbers.size
    ends, scores = np.zeros(count, np.int32), np.zeros((len(rules.powers), count), np.int32)
    rows = [rules.meters.row[f"{power}.score"] for power in rules.powers]
    for first in range(0, count, tile):
        some = slice(first, first + tile)
        field = Field(rules, scenario, entrants, line_up[:, some], numbers[some], seed)
        while field.games.state.games:
            ended = field.play_step(witness)
            if ended.size:
                at = first + field.places[ended]
                ends[at] = field.games.state.ended[ended]
                scores[:, at] = field.games.state.meters[rows][:, ended]
            field.compact()
    return Outcomes(ends, scores)
