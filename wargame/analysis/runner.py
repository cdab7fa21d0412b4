"""Plays some games of a series: the unit of work that is handed to a process or a cluster.

A game of a series is a function of the series and its number alone. So the games can be cut into
chunks in any way and played anywhere, and come out the same. What is kept of a game is the business of
a gatherer, which looks on while a batch is played.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from wargame.analysis.columns import Tracker, columns_of
from wargame.engine.dice import Words, seeds_of
from wargame.engine.games import Games
from wargame.engine.step import Step
from wargame.opponents.absent import AbsentPlayer
from wargame.opponents.doctrine import DoctrinePlayer
from wargame.opponents.null import NullPlayer
from wargame.ruleset.load import load
from wargame.ruleset.tables import Flags, Ints, Ruleset, Scenario

TILE = 8192
"""Games of a batch. A step costs milliseconds however few games it is for, and memory grows with the games:
8,192 play about 1.4 times as fast as 2,048, and little slower than any more, in some 50 MB."""

COMPACT = 12
"""Per cent of a batch that have ended when they are dropped from it."""


@dataclass(frozen=True)
class Series:
    """Everything that decides the games of a series."""

    ruleset: str
    """Name of one that ships, or path of a folder."""
    digest: str
    """Of the ruleset's files, so that a worker that finds others says so."""
    scenario: str
    players: tuple[tuple[str, str], ...]
    """(power, doctrine or "null")"""
    seed: int


Player = DoctrinePlayer | NullPlayer | AbsentPlayer


class RulesetChanged(Exception):
    """A worker read other ruleset files than the series was begun with."""


class Gatherer(Protocol):
    """Looks on while a batch is played, and keeps what makes a row of each game that ends."""

    def before(self, games: Games) -> None:
        """Note what is about to change; sheets have been sealed and not yet opened."""

    def after(self, games: Games, step: Step, live: Flags) -> None:
        """Note what the step brought to the games (G,) that were still going on."""

    def rows(self, games: Games, which: NDArray[np.intp]) -> NDArray[Any]:
        """The rows (columns, n) of games that have just ended."""

    def take(self, games: NDArray[np.intp]) -> Gatherer:
        """What was noted of some of the games."""


@lru_cache(maxsize=1)
def rules_of(ruleset: str, digest: str) -> Ruleset:
    """The ruleset of a series, compiled once in each worker."""
    rules = load(ruleset)
    if rules.digest != digest:
        raise RulesetChanged(f"the files of ruleset {ruleset} changed while its games were being played")
    return rules


def play_chunk(series: Series, first: int, count: int) -> Ints:
    """Play games `first` to `first + count` of a series to the end: their rows (columns, count)."""
    return play_games(rules_of(series.ruleset, series.digest), series, first, count)


def play_games(rules: Ruleset, series: Series, first: int, count: int, tile: int = TILE) -> Ints:
    """The same with a compiled ruleset. `tile` is the size of a batch; the rows do not depend on it."""
    rows = np.zeros((len(columns_of(rules)), count), np.int32)
    scenario, players = rules.scenarios[series.scenario], players_of(rules, series.players)
    play(rules, scenario, players, series.seed, first, rows, lambda games: Tracker(rules, games), tile)
    return rows


def play(
    rules: Ruleset,
    scenario: Scenario,
    players: list[Player],
    seed: int,
    first: int,
    rows: NDArray[Any],
    gatherer: Callable[[Games], Gatherer],
    tile: int = TILE,
) -> None:
    """Play as many games as there are rows (columns, n), from number `first`, and let a gatherer fill them."""
    count = rows.shape[1]
    for at in range(0, count, tile):
        numbers = np.arange(at, min(at + tile, count))
        batch = Batch.begin(rules, scenario, seed, first, numbers, gatherer)
        while batch.games.state.games:
            batch.play_step(players, rows)
            batch.compact()


def players_of(rules: Ruleset, players: Iterable[tuple[str, str]]) -> list[Player]:
    """Who plays each power: "null", "absent" or a doctrine; each has the eyes of all the cells of its power."""
    made: list[Player] = []
    for power, name in players:
        number = rules.powers.index(power)
        cells = (rules.cell_power == number) & ~rules.cell_green
        if name == "null":
            made.append(NullPlayer(rules, number, cells))
        elif name == "absent":
            made.append(AbsentPlayer(rules))
        else:
            made.append(DoctrinePlayer(rules, rules.doctrines[name], cells))
    return made


@dataclass
class Batch:
    """A batch of games on its way, and which games of its chunk they are."""

    games: Games
    numbers: NDArray[np.intp]  # (G,)  place in the chunk
    luck: list[Words]  # by power, each (G,)
    gatherer: Gatherer

    @classmethod
    def begin(
        cls,
        rules: Ruleset,
        scenario: Scenario,
        seed: int,
        first: int,
        numbers: NDArray[np.intp],
        gatherer: Callable[[Games], Gatherer],
    ) -> Batch:
        count, start = len(numbers), first + int(numbers[0])
        powers = len(rules.powers)
        # As at the table, where the opponents' dice know nothing of the game's: game 0 of a series is the
        # game that is played there with the same seed.
        other = int(seeds_of(seed, 1, 1 << 40)[0] >> np.uint64(16))
        luck = seeds_of(other, count * powers, start * powers)
        games = Games(rules, scenario, seeds_of(seed, count, start))
        return cls(games, numbers, [luck[power::powers] for power in range(powers)], gatherer(games))

    def play_step(self, players: list[Player], rows: NDArray[Any]) -> None:
        """Play one step of every game; write the rows of those that end in it."""
        games = self.games
        games.open()
        orders = games.blank_orders()
        for player, luck in zip(players, self.luck, strict=True):
            player.choose(games.state.meters, luck, games.state.step).onto(orders)
        self.gatherer.before(games)
        live = ~games.over
        step = games.resolve(orders)
        self.gatherer.after(games, step, live)
        ended = np.flatnonzero(games.over & live)
        if ended.size:
            rows[:, self.numbers[ended]] = self.gatherer.rows(games, ended)

    def compact(self) -> None:
        """Drop the finished games, once they are many enough to be worth it."""
        over = int(self.games.over.sum())
        if over * 100 > COMPACT * self.games.state.games:
            stay = self.games.compact()
            self.numbers = self.numbers[stay]
            self.luck = [luck[stay] for luck in self.luck]
            self.gatherer = self.gatherer.take(stay)
