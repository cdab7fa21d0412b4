"""What may be ordered: the one place that knows.

An order is judged twice by the same functions: at sealing on what the seat knows (`sight` says
where it reads each meter), and at resolution on the truth, where one that has become impossible is
void. Interface, bots, fuzzers and the record all ask here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wargame.engine.sparse import found, indices, pick, unfold
from wargame.ruleset.tables import STANDING, Flags, Ints, Ruleset


def clauses_hold(
    rules: Ruleset, meters: Ints, clauses: Ints, games: NDArray[np.intp], sight: Ints | None = None
) -> Flags:
    """Whether clause `clauses` (n,) holds in game `games` (n,)."""
    table = rules.conditions

    def holds(threshold: Ints, games: NDArray[np.intp]) -> Flags:
        row = table.row.take(threshold)
        value = pick(meters, row if sight is None else sight.take(row), games)
        return (value >= table.low.take(threshold)) & (value <= table.high.take(threshold))

    result = holds(table.first.take(clauses), games)
    several = indices(table.several.take(clauses))
    if several.size:
        for option in range(1, table.clauses.shape[1]):
            result[several] |= holds(table.clauses[clauses[several], option], games[several])
    return result


def all_hold(
    rules: Ruleset, meters: Ints, clauses: tuple[int, ...] | Ints, sight: Ints | None = None
) -> Flags:
    """Whether every clause of the list holds, for every game: (G,)."""
    good = np.ones(meters.shape[1], np.bool_)
    for clause in clauses:
        if clause:
            any_of = np.zeros(meters.shape[1], np.bool_)
            for row, low, high in rules.conditions.thresholds[clause]:
                value = meters[row if sight is None else sight[row]]
                any_of |= (value >= low) & (value <= high)
            good &= any_of
    return good


def requirements_met(
    rules: Ruleset, meters: Ints, orders: Ints, games: NDArray[np.intp], sight: Ints | None = None
) -> Flags:
    """Whether the requirements and the clock of orders (n,) are met in games (n,)."""
    book = rules.programs
    clock, due = meters[rules.meters.row["world.clock"]].take(games) + 1, book.clock.take(orders)
    met: Flags = (due == 0) | (due == clock)
    at, column = unfold(orders, book.clause_used)
    clauses = pick(book.clauses, orders.take(at), column)
    lacking = ~clauses_hold(rules, meters, clauses, games.take(at), sight)
    met[at[indices(lacking)]] = False
    return met


def price(rules: Ruleset, meters: Ints, orders: Ints, games: NDArray[np.intp]) -> tuple[Ints, Ints]:
    """Meters that pay (n, 3) and how much (n, 3)."""
    book = rules.programs
    cost = book.cost.take(orders, axis=0)
    cost[:, 0] = np.maximum(cost[:, 0] - discount(rules, meters, orders, games), 0)
    return book.cost_row.take(orders, axis=0), cost


def discount(rules: Ruleset, meters: Ints, orders: Ints, games: NDArray[np.intp]) -> Flags:
    """Whether the first of an order's costs is one less.

    [3.2] Theatre substitution. Mechanism 2: with the channel between Tehran and Washington shut,
    deniable gray-zone acts cost Tehran one less.
    """
    gray: Flags = rules.programs.gray.take(orders)
    name = "tehran-washington.channel"
    if name in rules.meters.row and found(gray):
        gray = gray & (meters[rules.meters.row[name], games] == 0)
    return gray


def affordable(rules: Ruleset, meters: Ints, orders: Ints, games: NDArray[np.intp]) -> Flags:
    """Whether each order alone (n,) can be paid from what its power has; prices are always seen exactly."""
    rows, cost = price(rules, meters, orders, games)
    have = pick(meters, rows, games[:, None]) - rules.meters.low[rows]
    return np.asarray((have >= cost).all(axis=1))


def legal(
    rules: Ruleset, meters: Ints, orders: Ints, games: NDArray[np.intp], sight: Ints | None = None
) -> Flags:
    """Whether orders (n,) could each be given alone in games (n,)."""
    return requirements_met(rules, meters, orders, games, sight) & affordable(rules, meters, orders, games)


def open_places(rules: Ruleset, cells: Flags, crisis: bool) -> list[int]:
    """Places on the sheet of a seat of these cells (C,), in order."""
    places = rules.places
    return [
        k
        for k in range(len(places.cell))
        if cells[places.cell[k]] and places.kind[k] < STANDING and (places.crisis[k] or not crisis)
    ]


def fits(rules: Ruleset, place: int, order: int) -> bool:
    """Whether a place may take an order: right kind, right cell."""
    places, book = rules.places, rules.programs
    return bool(places.kind[place] == book.slot[order] and book.cells[order, places.cell[place]])


@dataclass(frozen=True)
class Fault:
    """Why an order cannot be given: `order` is its name, `reason` a sentence."""

    order: str
    reason: str


def faults(
    rules: Ruleset, meters: Ints, order: int, sight: Ints, game: int = 0, spent: dict[int, int] | None = None
) -> list[str]:
    """What an order lacks, in words, as far as the seat can know; `spent` has been used by the sheet."""
    book = rules.programs
    one, here = np.array([order], np.int32), np.array([game])
    found: list[str] = []
    clock = int(meters[rules.meters.row["world.clock"], game])
    if book.clock[order] not in (0, clock + 1):
        found.append("only in a crisis step" if book.clock[order] == 2 else "only in a monthly turn")
    found += [
        f"needs {rules.conditions.words[clause]}"
        for clause in book.clauses[order].tolist()
        if clause and not clauses_hold(rules, meters, np.array([clause], np.int32), here, sight)[0]
    ]
    rows, cost = price(rules, meters, one, here)
    for row, amount in zip(rows[0], cost[0], strict=True):
        have = int(meters[row, game] - rules.meters.low[row]) - (spent or {}).get(int(row), 0)
        if have < amount:
            found.append(f"costs {amount} {rules.meters.labels[row]}, {max(0, have)} left")
    return found


def fit_sheet(
    rules: Ruleset, meters: Ints, sight: Ints, cells: Flags, orders: list[int], game: int = 0
) -> tuple[dict[int, int], list[Fault]]:
    """Put a seat's orders on the places of its sheet: place -> order, and what is wrong with the rest.

    Orders are taken as written: earlier ones are paid first. An order may stand on a sheet once.
    """
    crisis = bool(meters[rules.meters.row["world.clock"], game])
    free = open_places(rules, cells, crisis)
    taken: dict[int, int] = {}
    spent: dict[int, int] = {}
    wrong: list[Fault] = []
    for order in orders:
        name = rules.programs.names[order]
        if not (rules.programs.cells[order] & cells).any():  # before anything is said of another's means
            wrong.append(Fault(name, "not an order of this seat"))
            continue
        if order in taken.values():
            wrong.append(Fault(name, "stands on the sheet already"))
            continue
        lacking = faults(rules, meters, order, sight, game, spent)
        if lacking:
            wrong.append(Fault(name, "; ".join(lacking)))
            continue
        if not _place(rules, free, taken, order):
            wrong.append(Fault(name, "no free place for it on this sheet"))
            continue
        rows, cost = price(rules, meters, np.array([order], np.int32), np.array([game]))
        for row, amount in zip(rows[0].tolist(), cost[0].tolist(), strict=True):
            spent[row] = spent.get(row, 0) + amount
    return taken, wrong


def _place(rules: Ruleset, free: list[int], taken: dict[int, int], order: int) -> bool:
    """Find a place for one more order, moving earlier ones to other places of theirs only if need be."""
    for place in free:
        if place not in taken and fits(rules, place, order):
            taken[place] = order
            return True
    seen: set[int] = set()

    def seat(wanted: int) -> bool:
        for place in free:
            if place in seen or not fits(rules, place, wanted):
                continue
            seen.add(place)
            if place not in taken or seat(taken[place]):
                taken[place] = wanted
                return True
        return False

    return seat(order)


def menu(rules: Ruleset, meters: Ints, sight: Ints, cells: Flags, game: int = 0) -> list[int]:
    """Every order that a seat could give now, alone, judged on what it knows."""
    book = rules.programs
    crisis = bool(meters[rules.meters.row["world.clock"], game])
    places = rules.places
    can = np.zeros(book.orders, np.bool_)
    for place in open_places(rules, cells, crisis):
        can |= (book.slot[: book.orders] == places.kind[place]) & book.cells[
            : book.orders, places.cell[place]
        ]
    orders = np.flatnonzero(can).astype(np.int32)
    good = legal(rules, meters, orders, np.full(orders.size, game), sight)
    return [int(o) for o in orders[good]]
