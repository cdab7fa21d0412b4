"""Batches of games played by scripted players: the raw material of the laws."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from wargame.engine.dice import Words, seeds_of
from wargame.engine.games import Games
from wargame.engine.state import State
from wargame.engine.step import Step
from wargame.opponents.doctrine import DoctrinePlayer
from wargame.opponents.null import NullPlayer
from wargame.ruleset.load import load
from wargame.ruleset.tables import Flags, Ints, Ruleset, Scenario

Player = DoctrinePlayer | NullPlayer


def players(rules: Ruleset, scenario: Scenario, kind: str) -> list[Player]:
    """One player for each power: `null` ones, or the scenario's `doctrine`s."""
    made: list[Player] = []
    for power, name in enumerate(rules.powers):
        cells = (rules.cell_power == power) & ~rules.cell_green
        if kind == "null":
            made.append(NullPlayer(rules, power, cells))
        else:
            made.append(DoctrinePlayer(rules, rules.doctrines[scenario.doctrines[name]], cells))
    return made


@dataclass
class Play:
    """A batch, its players, and the players' own seeds; one of each for every game."""

    games: Games
    players: list[Player]
    seeds: list[Words]

    @classmethod
    def start(
        cls, rules: Ruleset, scenario: str, kind: str, numbers: Ints, *, master: int = 1, keep: bool = False
    ) -> Play:
        """Games number `numbers` of a series: each is the same whatever else is in the batch."""
        plan = rules.scenarios[scenario]
        most = int(numbers.max()) + 1
        own = seeds_of(master, most)[numbers]
        bots = [seeds_of(master + 1000 + power, most)[numbers] for power in range(len(rules.powers))]
        return cls(Games(rules, plan, own, keep=keep), players(rules, plan, kind), bots)

    def choose(self) -> Ints:
        """The sheets of all players: (K, G)."""
        orders = self.games.blank_orders()
        for player, seeds in zip(self.players, self.seeds, strict=True):
            orders += player.choose(self.games.state.meters, seeds, self.games.state.step).orders
        return orders

    def step(self) -> Step:
        self.games.open()
        return self.games.resolve(self.choose())

    def steps(self) -> Iterator[Step]:
        """Step after step until every game is over."""
        while not self.games.over.all():
            yield self.step()


@dataclass(frozen=True, repr=False)
class Opened:
    """Positions at the moment of giving orders, side by side as one batch."""

    meters: Ints  # (M, n)
    drawn: Flags  # (V, n)
    cases: Ints  # (fields, cases, n)

    def __repr__(self) -> str:
        return f"<{self.count} positions>"

    @property
    def count(self) -> int:
        return int(self.meters.shape[1])

    def state(self, number: int) -> State:
        """One of them, as a batch of one."""
        at = slice(number, number + 1)
        ended = np.full(1, -1, np.int32)
        return State(
            self.meters[:, at].copy(), self.drawn[:, at].copy(), self.cases[..., at].copy(), ended, step=3
        )


@cache
def shipped() -> Ruleset:
    """The ruleset that ships. Hypothesis prints all arguments of a failure, so its tests ask here."""
    return load("standoff")


@cache
def reached(games: int = 48) -> Opened:
    """Positions of all scenarios under random play, monthly turns and crisis steps alike."""
    rules, parts = shipped(), list[State]()
    for number, scenario in enumerate(sorted(rules.scenarios)):
        play = Play.start(
            rules, scenario, "null", np.arange(games // len(rules.scenarios)), master=50 + number
        )
        while not play.games.over.all():
            play.games.open()
            parts.append(play.games.state.take(np.flatnonzero(~play.games.over)))
            play.games.resolve(play.choose())
    return Opened(
        np.concatenate([p.meters for p in parts], axis=1),
        np.concatenate([p.drawn for p in parts], axis=1),
        np.concatenate([p.cases for p in parts], axis=2),
    )
