"""What is kept of each game of a series: one row of small whole numbers.

Most columns are read off the last position. A few cannot be, such as deals that were made and broken
again; they are counted while the game goes on.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wargame.engine.games import Games
from wargame.engine.step import Step
from wargame.ruleset.tables import Flags, Ints, Ruleset
from wargame.ruleset.vocabulary import DEAL_FORMS, VERDICTS

TRAFFIC = ".traffic"
"""How the meters of sea lanes end."""


@dataclass(frozen=True)
class Column:
    name: str
    text: str
    words: tuple[str, ...] = ()
    """What the numbers stand for, from 0; empty where they are numbers."""


def columns_of(rules: Ruleset) -> tuple[Column, ...]:
    """The columns of a row, in order; the number of the game stands before them in every file."""

    def plain(name: str) -> str:
        return name.replace("-", "_").replace(".", "_")

    def found() -> Iterator[Column]:
        yield Column("end", "how the game ended", rules.ends.names)
        yield Column("steps", "steps played, months and crisis steps together")
        yield Column("months", "months begun")
        yield Column("crisis_steps", "steps played by the crisis clock")
        yield Column("peak", "highest rung reached by any pair of powers")
        yield Column("accidents", "accidents at sea or in the air")
        yield Column("casualties", "steps with mass casualties")
        yield Column("deaths", rules.say("Washington's deaths, at the end"))
        yield Column("crossings", "times a red line was crossed, as its owner read it")
        yield Column("deals", "deals in force at the end of the step that made them")
        for form in DEAL_FORMS:
            yield Column(f"deals_{form}", f"of these: {form}")
        for name in _lanes(rules):
            label = rules.meters.labels[rules.meters.row[name]]
            yield Column(plain(rules.typed(name)), f"{label} at the end")
        for power, label in zip(rules.powers, rules.power_labels, strict=True):
            name = plain(rules.typed(power))
            yield Column(f"{name}_score", f"{label}: points")
            yield Column(f"{name}_verdict", f"{label}: verdict", VERDICTS)

    return tuple(found())


def _lanes(rules: Ruleset) -> list[str]:
    return [name for name in rules.meters.names if name.endswith(TRAFFIC) and ":" not in name]


class Tracker:
    """Counts, for a batch of games, what the last position does not tell."""

    def __init__(self, rules: Ruleset, games: Games) -> None:
        self.rules, count = rules, games.state.games
        self.crisis_steps = np.zeros(count, np.int32)
        self.casualties = np.zeros(count, np.int32)
        self.deals = np.zeros((len(DEAL_FORMS), count), np.int32)
        forms = list(DEAL_FORMS)
        self._lanes = _lanes(rules)
        self._form = np.array([forms.index(form) for form in rules.deals.form], np.intp)  # (D,)

    def before(self, games: Games) -> None:
        """Note what is about to change; sheets have been sealed and not yet opened."""
        meters, row = games.state.meters, self.rules.meters.row
        self._left = meters[self.rules.deals.left].copy()  # (D, G)
        self.crisis_steps += (meters[row["world.clock"]] == 1) & ~games.over

    def after(self, games: Games, step: Step, live: Flags) -> None:
        """Count what the step brought to the games (G,) that were still going on."""
        del step
        meters, row = games.state.meters, self.rules.meters.row
        self.casualties += (meters[row["world.casualty"]] > 0) & live
        made = (meters[self.rules.deals.left] > self._left) & live
        for deal in np.flatnonzero(made.any(axis=1)):
            self.deals[self._form[deal]] += made[deal]

    def rows(self, games: Games, which: NDArray[np.intp]) -> Ints:
        """The rows (columns, n) of games that have just ended."""
        rules, state = self.rules, games.state
        deals = self.deals[:, which]

        def now(name: str) -> Ints:
            value: Ints = state.meters[rules.meters.row[name]].take(which)
            return value

        parts = [
            state.ended[which],
            np.full(which.size, state.step, np.int32),
            now("world.month"),
            self.crisis_steps[which],
            now("world.peak"),
            now("world.accidents"),
            self.casualties[which],
            now("washington.deaths"),
            state.meters[rules.lines.crossed].take(which, axis=1).sum(axis=0),
            deals.sum(axis=0),
            *deals,
            *(now(name) for name in self._lanes),
        ]
        for power, name in enumerate(rules.powers):
            score = now(f"{name}.score")
            parts += [score, (score >= rules.ends.verdicts[power][:, None]).sum(axis=0)]
        return np.array(parts, np.int32)

    def take(self, games: NDArray[np.intp]) -> Tracker:
        """The counts of some of the games."""
        some = copy(self)
        some.crisis_steps, some.casualties = self.crisis_steps[games], self.casualties[games]
        some.deals = self.deals[:, games]
        return some
