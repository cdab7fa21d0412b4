"""Measures: a number for each game, gathered step by step for a whole batch.

A measure of a hypothesis is taken apart into plain ones: itself, what it is divided by (`per`), and
whether the games that it is `among` qualify. Plain measures are gathered side by side in one pass, and
hypotheses that ask the same of the same games share them.

Every plain measure is a quantity that each step has, folded over the steps of the months that count:

    end     100 if the game ended so in this step            their sum
    meter   where the meter stands after the step            as `at` says
    share   100 if the requirements hold after the step      their mean
    ever    the same                                         the most; 0 of none
    first   the month if they hold, else one past the last   the least; one past the last of none
    orders  orders of the step that match                    their sum
    deal    100 if such a deal was made in this step         the most; 0 of none
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wargame.engine.games import Games
from wargame.engine.step import Step
from wargame.ruleset.conditions import ConditionBook, Threshold
from wargame.ruleset.names import Names
from wargame.ruleset.problems import RulesetError
from wargame.ruleset.schema import Count, Measure, Requirement
from wargame.ruleset.studies import matching
from wargame.ruleset.tables import Flags, Ints, Ruleset, Scenario

Where = NDArray[np.intp]
Numbers = NDArray[np.float64]


def plain(measure: Measure) -> Measure:
    """A measure's own number for each game, whatever is made of the numbers of all games."""
    return measure.model_copy(update={"per": None, "among": (), "variance": False})


def parts(measure: Measure) -> tuple[Measure, ...]:
    """The plain measures that one is made of: its own; then `per`'s; then, of `among`, which games qualify."""
    found = [plain(measure)]
    if measure.per is not None:
        found.append(measure.per)
    if measure.among:
        found.append(qualifying(measure))
    return tuple(found)


def qualifying(measure: Measure) -> Measure:
    """Above nought in the games that a measure is among."""
    return Measure(ever=measure.among)


@dataclass
class Look:
    """What there is to see when a step is over; each thing is worked out once, for whoever asks."""

    games: Games
    step: Step
    made: Flags  # (D, G)  deals made in this step
    month: Ints  # (G,)

    def __post_init__(self) -> None:
        self._clauses: dict[int, Flags] = {}
        self._windows: dict[tuple[int, int], Flags] = {}
        self._counts: dict[Count, Ints] = {}

    def window(self, first: int, last: int) -> Flags:
        """Games in one of these months. What is noted of a game that has ended does no harm: its row is written."""
        if (first, last) not in self._windows:
            self._windows[first, last] = (self.month >= first) & (self.month <= last)
        return self._windows[first, last]

    def holds(self, clauses: Sequence[tuple[int, Clause]]) -> Flags:
        """Where all clauses hold, each known by its number."""
        result = None
        for number, clause in clauses:
            if number not in self._clauses:
                self._clauses[number] = clause(self.games.state.meters)
            flags = self._clauses[number]
            result = flags if result is None else result & flags
        return np.ones(self.month.size, np.bool_) if result is None else result

    def count(self, count: Count, wanted: Flags) -> Ints:
        """Orders of the step that are wanted (N,), by game: (G,). Void ones are gone from the list."""
        if count not in self._counts:
            _, games, orders = self.step.listed()
            some = games[wanted[orders]]
            self._counts[count] = np.bincount(some, minlength=self.month.size).astype(np.int32)
        return self._counts[count]


Clause = Callable[[Ints], Flags]
"""Whether any of a clause's thresholds holds, by the meters (M, G)."""

Quantity = Callable[[Look], Ints]
"""What a step has: (G,)."""


@dataclass(frozen=True)
class Gauge:
    """A plain measure, compiled: what to look at, in which months, and how to fold it."""

    how: str
    quantity: Quantity
    window: tuple[int, int]
    none: float
    """The number of a game that has no step in those months."""
    row: int = 0
    """The meter that is looked at; 0 if it is none."""


class Fold:
    """What a gauge has gathered of each game of a batch."""

    def __init__(self, gauge: Gauge, games: Games) -> None:
        self.gauge = gauge
        self.steps = np.zeros(games.state.games, np.int32)
        self.value = np.zeros(games.state.games, np.int32)
        self.base = games.state.meters[gauge.row].copy()

    def add(self, look: Look) -> None:
        how, now, counts = self.gauge.how, self.gauge.quantity(look), look.window(*self.gauge.window)
        if how in ("sum", "mean"):
            self.value = self.value + now * counts
        elif how in ("most", "least"):
            better = np.maximum if how == "most" else np.minimum
            self.value = np.where(counts, np.where(self.steps > 0, better(self.value, now), now), self.value)
        else:
            if how == "change":
                # Until its months have begun, the base goes with the quantity.
                self.base = np.where((self.steps == 0) & ~counts, now, self.base)
            self.value = np.where(counts, now, self.value)
        self.steps = self.steps + counts

    def values(self, which: Where) -> Numbers:
        steps = self.steps[which]
        value = self.value[which].astype(np.float64)
        if self.gauge.how == "mean":
            value /= np.maximum(steps, 1)
        elif self.gauge.how == "change":
            value -= self.base[which]
        return np.where(steps > 0, value, self.gauge.none)

    def take(self, games: Where) -> Fold:
        some = copy(self)
        some.steps, some.value, some.base = self.steps[games], self.value[games], self.base[games]
        return some


class Gathering:
    """Gathers plain measures of a batch: a row for each, in their order."""

    def __init__(self, rules: Ruleset, gauges: Sequence[Gauge], games: Games) -> None:
        self.rules = rules
        self.folds = [Fold(gauge, games) for gauge in gauges]

    def before(self, games: Games) -> None:
        self._left = games.state.meters[self.rules.deals.left].copy()  # (D, G)

    def after(self, games: Games, step: Step, live: Flags) -> None:
        del live
        meters = games.state.meters
        made = meters[self.rules.deals.left] > self._left
        month = meters[self.rules.meters.row["world.month"]]
        look = Look(games, step, made, month)
        for fold in self.folds:
            fold.add(look)

    def rows(self, games: Games, which: Where) -> Numbers:
        del games
        return np.array([fold.values(which) for fold in self.folds]).reshape(-1, which.size)

    def take(self, games: Where) -> Gathering:
        some = copy(self)
        some.folds = [fold.take(games) for fold in self.folds]
        return some


def gauges_of(rules: Ruleset, scenario: Scenario, measures: Iterable[Measure]) -> list[Gauge]:
    """Plain measures, compiled. Raises RulesetError if they name what does not exist."""
    maker = _Maker(rules, scenario)
    gauges = [maker.gauge(measure) for measure in measures]
    if maker.names.problems:
        raise RulesetError(rules.name, maker.names.problems)
    return gauges


class _Maker:
    """Makes plain measures into gauges."""

    def __init__(self, rules: Ruleset, scenario: Scenario) -> None:
        self.rules, self.never = rules, scenario.months + 1
        self.names = Names(rules.document)
        self.book = ConditionBook(self.names, rules.meters)

    def gauge(self, measure: Measure) -> Gauge:
        window = (measure.from_month, measure.to_month)
        if measure.meter is not None:
            row = self.book.meter(measure.meter, "measure", "", "meter")
            none = 0.0 if measure.at == "sum" else np.nan
            return Gauge(measure.at, lambda look: look.games.state.meters[row], window, none, row)
        if measure.end is not None:
            end = self.rules.ends.names.index(measure.end)
            return Gauge("sum", lambda look: per_cent(look.games.state.ended == end), window, 0.0)
        if measure.orders is not None:
            count, wanted = measure.orders, np.zeros(self.rules.programs.count, np.bool_)
            wanted[matching(self.rules, count)] = True
            return Gauge("sum", lambda look: look.count(count, wanted), window, 0.0)
        if measure.deal is not None:
            some = self._deals(measure.deal)
            return Gauge("most", lambda look: per_cent(np.asarray(look.made[some].any(axis=0))), window, 0.0)
        clauses = self._clauses(measure.share or measure.ever or measure.first or ())
        if measure.first is not None:
            never = self.never
            return Gauge(
                "least",
                lambda look: np.where(look.holds(clauses), look.month, np.int32(never)),
                window,
                float(never),
            )
        if measure.share is not None:
            return Gauge("mean", lambda look: per_cent(look.holds(clauses)), window, np.nan)
        return Gauge("most", lambda look: per_cent(look.holds(clauses)), window, 0.0)

    def _deals(self, word: str) -> list[int]:
        deals = self.rules.deals
        return [
            number
            for number, (name, form) in enumerate(zip(deals.names, deals.form, strict=True))
            if word in ("any", name, form)
        ]

    def _clauses(self, requirements: tuple[Requirement, ...]) -> list[tuple[int, Clause]]:
        numbers = self.book.clauses(requirements, "measure", "", "requirements")
        return [(number, _any_of(self.book.thresholds_of(number))) for number in numbers]


def _any_of(thresholds: list[Threshold]) -> Clause:
    def holds(meters: Ints) -> Flags:
        flags = np.zeros(meters.shape[1], np.bool_)
        for row, low, high in thresholds:
            flags |= (meters[row] >= low) & (meters[row] <= high)
        return flags

    return holds


def per_cent(flags: Flags) -> Ints:
    return flags * np.int32(100)
