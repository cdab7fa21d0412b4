"""Every requirement that is written anywhere in a ruleset, and whether it was ever seen to hold or to fail.

A requirement stands for one or more clauses; with `{area}` in it, for as many again in each area. It is
judged by the eyes that matter: an order's by its power's, as sealed, and by the truth, as carried out; a
doctrine's by its power's; all others by the truth.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from wargame.analysis.lint.findings import Path
from wargame.ruleset import schema
from wargame.ruleset.conditions import ConditionBook
from wargame.ruleset.names import Names
from wargame.ruleset.tables import Flags, Ints, Ruleset

TRUTH = -1
"""Eyes that see everything; the others are the powers', by number."""


@dataclass(frozen=True)
class Written:
    """A requirement where it is written."""

    section: str
    entry: str
    path: Path
    words: str
    clauses: tuple[tuple[int, ...], ...]
    """For each area that it may be about, the clauses that must hold together."""
    eyes: tuple[int, ...]
    part: bool
    """Whether it is one of several of which any will do."""

    @property
    def about(self) -> str:
        steps = [str(step + 1) if isinstance(step, int) else step for step in self.path]
        return ".".join([self.entry, *steps])


class Requirements:
    """The requirements of a ruleset, as thresholds that can be looked at for a whole batch."""

    def __init__(self, rules: Ruleset) -> None:
        self.rules = rules
        self._book = ConditionBook(Names(rules.document), rules.meters)
        self.written = list(self._written())
        table = self._book.table()
        self._row, self._low, self._high = table.row, table.low[:, None], table.high[:, None]
        self._clauses = table.clauses  # (Q, A)
        powers = range(len(rules.powers))
        cells = [(rules.cell_power == power) & ~rules.cell_green for power in powers]
        everything = np.arange(rules.meters.count, dtype=np.int32)
        self._sight = {TRUTH: everything, **{p: rules.seat_sight(cells[p]) for p in powers}}
        count = len(self._clauses)
        self.held: dict[int, Flags] = {eyes: np.zeros(count, np.bool_) for eyes in self._sight}
        self.failed: dict[int, Flags] = {eyes: np.zeros(count, np.bool_) for eyes in self._sight}

    def look(self, meters: Ints) -> None:
        """Note which clauses hold and which fail in some game, for all eyes. `meters` is (M, G)."""
        for eyes, sight in self._sight.items():
            held, failed = self.held[eyes], self.failed[eyes]
            open_ = np.flatnonzero(~(held & failed))
            if not open_.size:
                continue
            clauses = self._clauses[open_]
            some, at = np.unique(clauses, return_inverse=True)
            value = meters[sight[self._row[some]]]
            met = (value >= self._low[some]) & (value <= self._high[some])
            holds = met[at.reshape(clauses.shape)].any(axis=1)
            held[open_] |= holds.any(axis=1)
            failed[open_] |= ~holds.all(axis=1)

    def always(self, one: Written) -> bool:
        """Whether it held at every moment that was looked at."""
        return not any(self.failed[eyes][list(group)].any() for eyes in one.eyes for group in one.clauses)

    def never(self, one: Written) -> bool:
        """Whether, in every area, something of it held at no moment."""
        return not any(self.held[eyes][list(group)].all() for eyes in one.eyes for group in one.clauses)

    def rows(self, one: Written) -> set[int]:
        """Meters that it looks at."""
        return {row for group in one.clauses for clause in group for row in self._book.rows_of(clause)}

    # Where they are written

    def _written(self) -> Iterator[Written]:
        document, powers = self.rules.document, self.rules.powers
        for section in ("statement", "move", "operation"):
            for order in document.of(section):
                eyes = (TRUTH, *self._powers_of(order.cells))
                areas = tuple(order.areas) or (None,)
                yield from self._all(section, order.id, ("requires",), order.requires, eyes, areas)
        for deal in document.of("deal"):
            eyes = (TRUTH, *(powers.index(power) for power in deal.between))
            yield from self._all("deal", deal.id, ("requires",), deal.requires, eyes)
        for section in ("event", "end"):
            for entry in document.of(section):
                yield from self._all(section, entry.id, ("requires",), entry.requires, (TRUTH,))
        for victory in document.of("victory"):
            for number, term in enumerate(victory.terms):
                path: Path = ("terms", number, "requires")
                yield from self._all("victory", victory.power, path, term.requires, (TRUTH,))
        for doctrine in document.of("doctrine"):
            eyes = (powers.index(doctrine.power),)
            for number, row in enumerate(doctrine.row):
                yield from self._all("doctrine", doctrine.id, ("row", number, "when"), row.when, eyes)

    def _powers_of(self, names: tuple[str, ...]) -> list[int]:
        """Powers named, or those of the cells named."""
        rules = self.rules
        return sorted(
            {
                rules.powers.index(name)
                if name in rules.powers
                else int(rules.cell_power[rules.cells.index(name)])
                for name in names
            }
        )

    def _all(
        self,
        section: str,
        entry: str,
        path: Path,
        requirements: tuple[schema.Requirement, ...],
        eyes: tuple[int, ...],
        areas: tuple[str | None, ...] = (None,),
    ) -> Iterator[Written]:
        for number, requirement in enumerate(requirements):
            here = (*path, number)
            yield self._one(section, entry, here, requirement, eyes, areas, part=False)
            for part, option in enumerate(requirement.any_of or ()):
                where = (*here, "any_of", part)
                yield self._one(section, entry, where, option, eyes, areas, part=True)

    def _one(
        self,
        section: str,
        entry: str,
        path: Path,
        requirement: schema.Requirement,
        eyes: tuple[int, ...],
        areas: tuple[str | None, ...],
        *,
        part: bool,
    ) -> Written:
        groups = [tuple(self._book.clause(requirement, section, entry, "requires", area)) for area in areas]
        return Written(section, entry, path, said(requirement), tuple(groups), eyes, part)


def said(requirement: schema.Requirement) -> str:
    """A requirement as its author wrote it, in short."""
    r = requirement
    if r.any_of is not None:
        return " or ".join(said(option) for option in r.any_of)
    if r.meter is not None:
        if r.exactly is not None:
            return f"{r.meter} exactly {r.exactly}"
        bounds = [f"at least {r.at_least}"] * (r.at_least is not None)
        bounds += [f"at most {r.at_most}"] * (r.at_most is not None)
        return f"{r.meter} {' and '.join(bounds)}"
    if r.clock is not None:
        return "in a crisis step" if r.clock == "crisis" else "in a monthly turn"
    return f"the {'deal' if r.deal else 'line'} {r.deal or r.line} is {r.state}"
