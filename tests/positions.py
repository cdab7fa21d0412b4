"""Positions to try a rule in: a scenario's start with some meters set, then one rule, or a whole step.

Dice may be loaded. With eleven games, one for each fall of 2d6, a test reads exact odds and needs no luck.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from wargame.engine.dice import Dice, Words, seeds_of
from wargame.engine.games import Games
from wargame.engine.legality import fits
from wargame.engine.step import Step
from wargame.engine.turn import OPENING, RESOLUTION, rule_name
from wargame.ruleset import vocabulary
from wargame.ruleset.book import tag_bit
from wargame.ruleset.tables import Flags, Ints, Ruleset

ROLLS: Ints = np.arange(2, 13, dtype=np.int32)
"""Every fall of 2d6."""

WAYS: Ints = (6 - np.abs(ROLLS - 7)).astype(np.int32)
"""How many of the 36 pairs of dice fall so."""

Falls = Mapping[str, object]
"""Purpose of a roll -> how it falls: a number for all games, or one for each (G,)."""


def odds(happens: Flags) -> Fraction:
    """The chance of what happens (11,) in a game for each fall of 2d6."""
    assert happens.shape == (11,)
    return Fraction(int(WAYS[happens].sum()), 36)


def mean(values: Ints) -> Fraction:
    """The mean of what comes (11,) of each fall of 2d6."""
    assert values.shape == (11,)
    return Fraction(int((WAYS * values).sum()), 36)


class LoadedDice(Dice):
    """Dice of which those named in `falls` fall as told."""

    def __init__(self, seeds: Words, falls: Falls) -> None:
        super().__init__(seeds)
        self.falls = falls

    def two(self, purpose: str, index: object = 0, games: NDArray[np.intp] | None = None) -> Ints:
        return self._told(purpose, super().two(purpose, index, games), games)

    def below(
        self, purpose: str, sides: object, index: object = 0, games: NDArray[np.intp] | None = None
    ) -> Ints:
        return self._told(purpose, super().below(purpose, sides, index, games), games)

    def below_each(self, purpose: str, sides: Ints) -> Ints:
        return self._told(purpose, super().below_each(purpose, sides), None)

    def two_each(self, purpose: str, count: int, index: object, games: NDArray[np.intp]) -> Ints:
        return self._told(purpose, super().two_each(purpose, count, index, games), games)

    def _told(self, purpose: str, rolled: Ints, games: NDArray[np.intp] | None) -> Ints:
        if purpose not in self.falls:
            return rolled
        told = np.broadcast_to(np.asarray(self.falls[purpose], np.int32), len(self.seeds))
        return np.broadcast_to(told if games is None else told[games], rolled.shape).copy()


class Position:
    """Some games in the same position, and the luck that they will have.

    The deck and planned injects stay shut, so that nothing moves but what the test is about.
    """

    def __init__(
        self,
        rules: Ruleset,
        meters: Mapping[str, object] | None = None,
        *,
        games: int = 1,
        dice: Falls | None = None,
        off: Sequence[str] = (),
        scenario: str = "standoff",
        constants: Mapping[str, object] | None = None,
        seed: int = 1,
    ) -> None:
        plan = rules.scenarios[scenario]
        changed = plan.constants.model_copy(update=dict(constants or {}))
        plan = replace(plan, off=frozenset(off), events=False, injects=(), crisis=False, constants=changed)
        seeds = seeds_of(seed, games)
        self.rules = rules
        self.games = Games(rules, plan, seeds, keep=True)
        self.games.dice = LoadedDice(seeds, dice or {})
        for name, value in (meters or {}).items():
            row = rules.meters.row[name]
            self.games.state.meters[row] = np.asarray(value)
            least, most = rules.meters.low[row], rules.meters.high[row]
            assert (self[name] >= least).all(), name
            assert (self[name] <= most).all(), name
        self.before = self.games.state.meters.copy()

    def __getitem__(self, name: str) -> Ints:
        """A meter as it stands (G,)."""
        meter: Ints = self.games.state.meters[self.rules.meters.row[name]]
        return meter

    def moved(self, name: str) -> Ints:
        """How far a meter has moved since the test set the position (G,)."""
        row = self.rules.meters.row[name]
        moved: Ints = self.games.state.meters[row] - self.before[row]
        return moved

    def one(self, name: str) -> int:
        """How far a meter has moved, the same in every game."""
        moved = np.unique(self.moved(name))
        assert moved.size == 1, (name, moved)
        return int(moved[0])

    def booked(self, name: str, why: str, game: int = 0) -> int:
        """What the entries of this step whose cause begins with `why` add to a meter."""
        row = self.rules.meters.row[name]
        entries = self.games.ledger.entries(game)
        return sum(e.amount for e in entries if e.row == row and e.why.startswith(why))

    def noted(self, kind: str) -> Flags:
        """The games in which this step's notes tell of such a thing (G,)."""
        found = np.zeros(self.games.state.games, np.bool_)
        found[[game for game, note in self.games.ledger.notes if note.kind == kind]] = True
        return found

    def facts(self, kind: str, game: int = 0) -> dict[str, int]:
        """The numbers of the only note of its kind in a game."""
        found = [n.facts for n in self.games.ledger.notes_of(game) if n.kind == kind]
        assert len(found) == 1, (kind, found)
        return found[0]

    def place(self, orders: Sequence[str]) -> Ints:
        """Sheets with these orders on them, each in the first free place that takes it (K, G)."""
        sheets = self.games.blank_orders()
        for name in orders:
            order = self.rules.order(name)
            free = (k for k in range(len(sheets)) if not sheets[k, 0] and fits(self.rules, k, order))
            sheets[next(free)] = order
        return sheets

    def play(self, *orders: str) -> Step:
        """A whole step with these orders, legal or not."""
        self.games.open()
        return self.games.resolve(self.place(orders))

    def run(self, *names: str, orders: Sequence[str] = (), crisis: bool = False) -> Step:
        """Some rules alone, in this order; those of one phase settle together."""
        games = self.games
        if crisis:
            games.state.meters[self.rules.meters.row["world.clock"]] = 1
        games.dice.at(games.state.step)
        games.ledger.open(games.state)
        step = Step(self.rules, games.scenario, games.state, games.dice, games.ledger, self.place(orders))
        phases = {rule_name(rule): (phase, rule) for phase in (*OPENING, *RESOLUTION) for rule in phase.rules}
        now = phases[names[0]][0]
        for name in names:
            phase, rule = phases[name]
            if phase is not now:
                games.ledger.settle()
            now = phase
            games.ledger.phase = phase.number
            if name not in games.scenario.off:
                rule(step)
        games.ledger.settle()
        return step


def orders_where(rules: Ruleset, **wanted: str | int) -> list[str]:
    """Names of the orders of the book with these properties: `power`, `act`, `against`, `seen`, `rung`, `entry`."""
    book = rules.programs
    good = np.arange(book.count) < book.orders
    good[0] = False
    for what, value in wanted.items():
        if what == "entry":
            good &= np.array([entry == value for entry in book.entry])
        elif what in ("power", "against"):
            good &= getattr(book, what) == rules.powers.index(str(value))
        elif what == "area":
            good &= book.area == rules.areas.index(str(value))
        elif what == "act":
            good &= book.act == list(vocabulary.ACTS).index(str(value))
        elif what == "seen":
            good &= book.seen == list(vocabulary.SEEN).index(str(value))
        else:
            good &= getattr(book, what) == value
    return [book.names[n] for n in np.flatnonzero(good)]


def tagged(rules: Ruleset, power: str, tag: str, **wanted: str | int) -> list[str]:
    """Names of a power's orders that bear a tag, and no other."""
    bits = rules.programs.tags
    return [n for n in orders_where(rules, power=power, **wanted) if bits[rules.order(n)] == tag_bit(tag)]


def effect(rules: Ruleset, program: str, meter: str) -> int:
    """What a program adds to a meter, whatever its dice say; raising and lowering do not count."""
    book, n = rules.programs, rules.programs.index[program]
    row = rules.meters.row[meter]
    return int(book.effect_by[n][(book.effect_row[n] == row) & (book.effect_mode[n] == 0)].sum())
