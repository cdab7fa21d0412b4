"""The seats that papers are written for, and what each may read in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from wargame.engine.fog import EXACT, UNKNOWN, Seat, seats_of
from wargame.ruleset.problems import suggest
from wargame.ruleset.tables import Ruleset

COUNTERS = (
    "world.acts",
    "world.misreads",
    "world.traps",
    "washington.forecast-words",
    "washington.forecast-count",
)
"""Meters that only count for studies and debriefs: nobody plays by them."""


@dataclass(frozen=True)
class Chair:
    """A seat of a seating plan, and what its papers are called."""

    table: str
    seat: Seat
    file: str
    """Its part of a file's name."""


def chairs(rules: Ruleset, table: str | None = None) -> list[Chair]:
    """Every seat of a table, or of all tables that scenarios name. ValueError for a table that is not there."""
    if table is not None and table not in rules.tables:
        raise ValueError(f"'{table}' is not a table{suggest(table, rules.tables, 'tables')}")
    plans = [table] if table else list(dict.fromkeys(s.table for s in rules.scenarios.values()))
    found: list[Chair] = []
    for plan in plans:
        for seat in seats_of(rules, plan):
            same = [c for c in found if c.seat.name == seat.name]
            if not any(np.array_equal(c.seat.cells, seat.cells) for c in same):
                found.append(Chair(plan, seat, f"{seat.name}-{plan}" if same else seat.name))
    return found


def sits_in(rules: Ruleset, chair: Chair, table: str) -> bool:
    """Whether a table has this seat, with the same cells."""
    plan = rules.tables[table]
    return any(
        name == chair.seat.name and np.array_equal(plan.cells[n], chair.seat.cells)
        for n, name in enumerate(plan.seats)
    )


def labels(rules: Ruleset, seat: Seat, certainty: int) -> list[str]:
    """Meters that a seat knows so well, shortened where it knows all of a family alike."""
    return list(dict.fromkeys(_short(rules, seat, row) for row in _rows(rules, seat, certainty)))


def known_to_nobody(rules: Ruleset, row: int) -> bool:
    """Whether no cell sees a meter, not even as an estimate."""
    return not bool((rules.sight[:, row] > 0).any())


def unseen(rules: Ruleset, seat: Seat) -> tuple[list[str], list[str]]:
    """What others can know and this seat cannot; and what nobody can."""
    mine: list[str] = []
    nobody: list[str] = []
    for row in _rows(rules, seat, UNKNOWN):
        (nobody if known_to_nobody(rules, row) else mine).append(_short(rules, seat, row))
    return list(dict.fromkeys(mine)), list(dict.fromkeys(nobody))


def _rows(rules: Ruleset, seat: Seat, certainty: int) -> Iterator[int]:
    counters = {rules.meters.row.get(name) for name in COUNTERS}
    for row in range(1, rules.meters.count):
        if not rules.meters.derived[row] and seat.certainty[row] == certainty and row not in counters:
            yield row


def _short(rules: Ruleset, seat: Seat, row: int) -> str:
    """A label without the one of several that it stands for, or `of others` if the seat sees its own."""
    family = next((f for f in rules.meters.families.values() if f.start <= row < f.stop), None)
    label = rules.meters.labels[row]
    if family is None:
        return label
    short = label.partition(",")[0]
    own = any(seat.certainty[r] == EXACT for r in range(family.start, family.stop))
    return f"{short} of others" if own and seat.certainty[row] != EXACT else short
