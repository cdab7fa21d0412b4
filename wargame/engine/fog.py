"""Fog of war: what a seat may know, built from a whitelist.

A seat reads every meter through its sight: the true number if one of its cells sees it, its power's
estimate if it holds one, and otherwise the nought row. There is no other way from the state to a seat.
Entries and notes of the ledger pass the same gate.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from wargame.engine.ledger import Entry, Note
from wargame.engine.legality import menu, open_places
from wargame.engine.state import State
from wargame.ruleset.tables import PUBLIC, Flags, Ints, Ruleset

UNKNOWN, ESTIMATE, EXACT = 0, 1, 2
"""How a seat knows a meter."""

SECRET_MOVE = "5.1 diplomatic moves"
"""The cause shown for what a secret deal moves, to those who do not know of it."""


@dataclass(frozen=True)
class Seat:
    """A chair at the table and what can be seen from it."""

    name: str
    label: str
    cells: Flags  # (C,)
    powers: tuple[int, ...]
    sight: Ints  # (M,)  where each meter is read
    certainty: Ints  # (M,)
    spread: Ints  # (M,)  how far off an estimate may be


def seats_of(rules: Ruleset, table: str) -> tuple[Seat, ...]:
    """The seats of a seating plan."""
    plan = rules.tables[table]
    return tuple(
        make_seat(rules, name, label, plan.cells[number])
        for number, (name, label) in enumerate(zip(plan.seats, plan.labels, strict=True))
    )


def make_seat(rules: Ruleset, name: str, label: str, cells: Flags) -> Seat:
    sight = rules.seat_sight(cells)
    own = np.arange(rules.meters.count)
    certainty = np.where(sight == own, EXACT, np.where(sight > 0, ESTIMATE, UNKNOWN)).astype(np.int32)
    certainty[0] = UNKNOWN
    spread = np.zeros(rules.meters.count, np.int32)
    by_row = dict(zip(rules.estimates.row.tolist(), rules.estimates.spread.tolist(), strict=True))
    for row in np.flatnonzero(certainty == ESTIMATE):
        spread[row] = by_row.get(int(sight[row]), 0)
    powers = tuple(sorted({int(p) for p in rules.cell_power[cells]}))
    return Seat(name, label, cells, powers, sight, certainty, spread)


@dataclass(frozen=True)
class View:
    """What a seat knows at the moment of giving orders."""

    seat: Seat
    step: int
    values: Ints  # (M,)  as the seat reads them
    menu: tuple[int, ...]
    """Orders that it could give, each alone."""
    places: tuple[int, ...]
    """Open places of its sheet."""

    def known(self, row: int) -> int | None:
        """The number of a meter as the seat knows it; None if it does not."""
        return None if self.seat.certainty[row] == UNKNOWN else int(self.values[row])


def look(rules: Ruleset, seat: Seat, state: State, game: int = 0) -> View:
    """The view of a seat."""
    values = state.meters[seat.sight, game]
    crisis = bool(state.meters[rules.meters.row["world.clock"], game])
    return View(
        seat=seat,
        step=state.step,
        values=values,
        menu=tuple(menu(rules, state.meters, seat.sight, seat.cells, game)),
        places=tuple(open_places(rules, seat.cells, crisis)),
    )


def sees_order(rules: Ruleset, seat: Seat, order: int) -> bool:
    """Whether a seat may know what an order was: its own, a public one, an event, a deal it knows of."""
    if order >= rules.programs.orders:
        return not _secret_deal(rules, seat, order)
    return int(rules.programs.power[order]) in seat.powers or int(rules.programs.seen[order]) == PUBLIC


def _secret_deal(rules: Ruleset, seat: Seat, program: int) -> bool:
    """Whether a program is the work of an understanding of which the seat is not told."""
    deals = rules.deals
    works = np.array([deals.making, deals.monthly, deals.ending, deals.breaking])
    found = np.flatnonzero((works == program).any(axis=0))
    return any(
        deals.form[d] == "understanding" and seat.certainty[deals.left.start + d] != EXACT for d in found
    )


def entries_for(rules: Ruleset, seat: Seat, entries: list[Entry]) -> list[Entry]:
    """The entries a seat may read: of meters it sees exactly and of its own estimates.

    An order that the seat cannot know is left out of the entry, and a secret deal looks like any secret move.
    So are the dice, where what was added to them is more than the seat can see: with the result they would
    tell it.
    """
    own_estimates = {int(r) for r in seat.sight[seat.certainty == ESTIMATE]}
    shown = []
    for entry in entries:
        if seat.certainty[entry.row] == EXACT or entry.row in own_estimates:
            if entry.order and not sees_order(rules, seat, entry.order):
                why = SECRET_MOVE if entry.order >= rules.programs.orders else entry.why
                entry = Entry(entry.step, entry.phase, entry.row, entry.amount, why)
            if entry.roll and not _sees_dice(rules, seat, entry.order):
                entry = replace(entry, roll=0)
            shown.append(entry)
    return shown


def _sees_dice(rules: Ruleset, seat: Seat, order: int) -> bool:
    """Whether a seat sees everything that was added to the dice of an order."""
    rows = rules.programs.mod_row[order]
    return bool((seat.certainty[rows[rows > 0]] == EXACT).all())


def notes_for(seat: Seat, notes: list[Note]) -> list[Note]:
    """The notes a seat may read."""
    return [note for note in notes if any(note.sees[p] for p in seat.powers)]
