"""Fog of war: what a seat may know, built from a whitelist.

A seat reads every meter through its sight: the true number if one of its cells sees it, its power's
estimate if it holds one, and otherwise the nought row. There is no other way from the state to a seat.
Entries and notes of the ledger pass the same gate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from wargame.engine.ledger import Entry, Note
from wargame.engine.legality import menu, open_places
from wargame.engine.note_dice import DICE, behind
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
    tell it. What has lost its order stands after the entries of the same cause, so that its place tells nothing.
    """
    own_estimates = {int(r) for r in seat.sight[seat.certainty == ESTIMATE]}
    runs: list[tuple[tuple[str, str], list[Entry], list[Entry]]] = []
    for entry in entries:
        if seat.certainty[entry.row] != EXACT and entry.row not in own_estimates:
            continue
        known = not entry.order or sees_order(rules, seat, entry.order)
        if entry.roll and not _sees_dice(rules, seat, entry.order):
            entry = replace(entry, roll=0)
        if not known:
            why = SECRET_MOVE if entry.order >= rules.programs.orders else entry.why
            entry = Entry(entry.step, entry.phase, entry.row, entry.amount, why)
        cause = (entry.phase, entry.why)
        at = len(runs) - 1
        if cause[1] == SECRET_MOVE:  # moves come first in their phase; deals in force have their turn later
            at = next((n for n, run in enumerate(runs) if run[0][0] == entry.phase), len(runs))
            if at == len(runs) or runs[at][0] != cause:
                runs.insert(at, (cause, [], []))
        elif at < 0 or runs[at][0] != cause:
            runs.append((cause, [], []))
            at += 1
        _, signed, hidden = runs[at]
        (signed if known else hidden).append(entry)
    for _, _, hidden in runs:
        hidden.sort(key=lambda entry: (entry.row, entry.amount))
    return [entry for _, signed, hidden in runs for entry in (*signed, *hidden)]


def _sees_dice(rules: Ruleset, seat: Seat, order: int) -> bool:
    """Whether a seat sees everything that was added to the dice of an order."""
    rows = rules.programs.mod_row[order]
    return bool((seat.certainty[rows[rows > 0]] == EXACT).all())


def notes_for(rules: Ruleset, seat: Seat, notes: list[Note]) -> list[Note]:
    """The notes a seat may read, with no fact in them that it cannot know.

    An act whose author it cannot know stands as `unsigned` would have it, after the acts that somebody signed, so
    that its place in the list tells nothing either. Dice, and what went into them, are left out where the seat
    does not see every meter behind them: with the result they would tell it.
    """
    told = []
    for note in notes:
        sees = tuple(sees and power in seat.powers for power, sees in enumerate(note.sees))
        if any(sees):
            told.append(replace(note, sees=sees))  # who else is told is not said
    return masked(rules, seat, told)


def masked(rules: Ruleset, seat: Seat, notes: list[Note]) -> list[Note]:
    """The same of notes of which it is known that the seat is told of them."""
    groups: dict[tuple[str, str], tuple[list[Note], list[Note]]] = {}
    for note in notes:
        signed, hidden = groups.setdefault((note.phase, note.kind), ([], []))
        order = note.facts.get("order", 0)
        known = not order or sees_order(rules, seat, order)
        facts = {name: note.facts[name] for name in _telling(rules, seat, note, known)}
        if not known:
            facts["order"] = unsigned(rules, seat, order)
        (signed if known else hidden).append(replace(note, facts=facts))
    for _, hidden in groups.values():
        hidden.sort(key=lambda note: tuple(note.facts.items()))
    return [note for signed, hidden in groups.values() for note in (*signed, *hidden)]


def unsigned(rules: Ruleset, seat: Seat, order: int) -> int:
    """The first order that is not the seat's own and looks from outside like this one.

    What is seen of an act that nobody signed is what was done, where, to whom, and with what; not by whom or how
    much of it was meant.
    """
    book = rules.programs
    if order >= book.orders:
        return order
    columns = [book.act, book.area, book.against, book.weapon, book.strike_at, book.salvo_at, book.seen]
    if book.strike_at[order] >= 0:  # then the network is the one that was hit, not the one that fired
        columns.append(book.network)
    same = np.all([column[: book.orders] == column[order] for column in columns], axis=0)
    same &= ~np.isin(book.power[: book.orders], seat.powers)
    same[0] = False
    return int(same.argmax())


def _telling(rules: Ruleset, seat: Seat, note: Note, known: bool) -> Iterator[str]:
    """The facts of a note that a seat may know; `known` is whether it may know who did what it is about."""
    facts, exact = note.facts, seat.certainty == EXACT
    exact[0] = True
    rows = behind(rules, note) if DICE & facts.keys() else []
    dice = rows is not None and bool(exact[rows].all())
    owner = int(rules.lines.owner[facts["line"]]) if "line" in facts else -1
    hidden = {
        **dict.fromkeys(DICE, not dice or (note.kind == "strike" and not known)),
        "met": not exact[rules.meters.row.get("washington.interceptors", 0)],
        "clause": "clause" in facts and not exact[_rows_of(rules, facts["clause"])].all(),
        "perceived": note.kind == "line crossed" and owner not in seat.powers,
        # Where an order stands on its sheet tells of others that stand before it.
        "place": "order" in facts and int(rules.programs.power[facts["order"]]) not in seat.powers,
    }
    return (fact for fact in facts if not hidden.get(fact, False))


def _rows_of(rules: Ruleset, clause: int) -> Ints:
    """The meters that a clause looks at."""
    table = rules.conditions
    rows: Ints = table.row[table.clauses[clause]]
    return rows
