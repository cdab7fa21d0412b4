"""Scripted opponents: ordered rows of condition, order and target, for a whole batch at once.

For every free place of its sheet, in order, a doctrine takes the first row whose conditions hold as
far as its seat knows, whose die allows it, and whose order is legal, affordable and not yet on the
sheet. The row is kept beside the order: it is the reason, printed for the class.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wargame.engine.dice import Dice, Words
from wargame.ruleset.tables import STANDING, Doctrine, Flags, Ints, Ruleset


@dataclass(frozen=True)
class Choice:
    """What a scripted player puts on its sheet."""

    places: list[int]
    """The places of the sheet, n of them, among all K."""
    given: Ints  # (n, G)  orders, 0 for none
    fired: Ints  # (n, G)  rows of the doctrine that gave them, -1 for none
    count: int
    """K."""

    @property
    def orders(self) -> Ints:
        """The orders at their places among all sheets: (K, G)."""
        return self.onto(np.zeros((self.count, self.given.shape[1]), np.int32))

    @property
    def rows(self) -> Ints:
        """The rows that fired, likewise: (K, G)."""
        rows = np.full((self.count, self.fired.shape[1]), -1, np.int32)
        rows[self.places] = self.fired
        return rows

    def onto(self, sheets: Ints) -> Ints:
        """Write the orders onto the sheets (K, G) of all seats."""
        sheets[self.places] = self.given
        return sheets


class DoctrinePlayer:
    """Plays one doctrine with one seat's eyes."""

    def __init__(self, rules: Ruleset, doctrine: Doctrine, cells: Flags) -> None:
        self.rules = rules
        self.doctrine = doctrine
        self.sight = rules.seat_sight(cells)
        places, book = rules.places, rules.programs
        own = np.flatnonzero((rules.cell_power == doctrine.power) & cells)
        self.places = [
            k for k in range(len(places.cell)) if places.cell[k] in own and places.kind[k] < STANDING
        ]
        self._tries: list[list[tuple[int, int]]] = []
        """For each place, (row of the doctrine, order) in the order in which they are tried."""
        for place in self.places:
            self._tries.append(
                [
                    (number, order)
                    for number, row in enumerate(doctrine.rows)
                    for order in row.orders
                    if book.slot[order] == places.kind[place] and book.cells[order, places.cell[place]]
                ]
            )
        named = sorted({order for tries in self._tries for _, order in tries})
        self._orders = named
        clauses = {c for row in doctrine.rows for c in row.clauses}
        clauses |= {int(c) for order in named for c in book.clauses[order]}
        self._clauses = sorted(clauses - {0})
        self._thresholds = np.unique(rules.conditions.clauses[self._clauses])
        self._costs = _cost_tables(rules, named)

    def choose(self, meters: Ints, seeds: Words, step: int) -> Choice:
        """Fill the seat's places for every game. `meters` (M, G) is read through the seat's sight only.

        Sets of games are held as the bits of integers: hundreds of rows are tried at the cost of a few.
        """
        rules, book = self.rules, self.rules.programs
        games = meters.shape[1]
        everywhere = (1 << games) - 1
        holds = self._clauses_hold(meters)
        row_ok = self._rows_that_fire(holds, seeds, step, everywhere)
        clock = meters[rules.meters.row["world.clock"]]
        crisis = _bits(clock == 1)
        clocks = (everywhere, everywhere & ~crisis, crisis)
        order_ok = {o: self._all(book.clauses[o], holds, clocks[book.clock[o]]) for o in self._orders}
        purse = _Purse(rules, meters, self._costs)

        given = np.empty((len(self.places), games), np.int32)
        fired = np.empty_like(given)
        taken: dict[int, int] = {}
        for line, (place, tries) in enumerate(zip(self.places, self._tries, strict=True)):
            free = everywhere if rules.places.crisis[place] else clocks[1]
            planes = [0] * len(tries).bit_length()  # which try was taken, written in binary
            for at, (number, order) in enumerate(tries, 1):
                ok = free & row_ok[number] & order_ok[order] & ~taken.get(order, 0)
                ok = ok and ok & purse.affords(order)
                if ok:
                    taken[order] = taken.get(order, 0) | ok
                    free &= ~ok
                    if self.doctrine.rows[number].once:
                        row_ok[number] &= ~ok
                    planes = [plane | ok if at >> bit & 1 else plane for bit, plane in enumerate(planes)]
                    if not free:
                        break
            picked = np.zeros(games, np.intp)
            for bit, plane in enumerate(planes):
                picked += _flags(plane, games) << bit
            given[line] = np.array([0, *[o for _, o in tries]], np.int32)[picked]
            fired[line] = np.array([-1, *[n for n, _ in tries]], np.int32)[picked]
            if line + 1 < len(self.places):
                purse.pay(given[line])
        return Choice(self.places, given, fired, len(rules.places.cell))

    def _clauses_hold(self, meters: Ints) -> dict[int, int]:
        """For each clause that matters here, the games in which it holds, as the seat knows them."""
        table, some = self.rules.conditions, self._thresholds
        value = meters[self.sight[table.row[some]]]
        holds = (value >= table.low[some, None]) & (value <= table.high[some, None])
        packed = np.packbits(holds, axis=1, bitorder="little")
        bits = {int(t): int.from_bytes(row.tobytes(), "little") for t, row in zip(some, packed, strict=True)}
        found: dict[int, int] = {}
        for clause in self._clauses:
            found[clause] = 0
            for threshold in table.clauses[clause].tolist():
                found[clause] |= bits[threshold]
        return found

    def _all(self, clauses: Iterable[int], holds: dict[int, int], start: int) -> int:
        for clause in clauses:
            if clause:
                start &= holds[int(clause)]
        return start

    def _rows_that_fire(self, holds: dict[int, int], seeds: Words, step: int, everywhere: int) -> list[int]:
        """Games in which each row fires; its die knows nothing of the game's."""
        fire = [self._all(row.clauses, holds, everywhere) for row in self.doctrine.rows]
        chancy = [number for number, row in enumerate(self.doctrine.rows) if row.chance < 100]
        if chancy:
            dice = Dice(seeds)
            dice.at(step)
            hundred = np.full((len(chancy), 1), 100, np.int32)
            fell = dice.below_each(f"doctrine {self.doctrine.name}", hundred)
            for at, number in enumerate(chancy):
                if fire[number]:
                    fire[number] &= _bits(fell[at] < self.doctrine.rows[number].chance)
        return fire


class _Purse:
    """What a seat has left to spend while its sheet is filled."""

    def __init__(self, rules: Ruleset, meters: Ints, costs: dict[int, Ints]) -> None:
        self.rules = rules
        self._costs = costs
        self._left = {row: meters[row] - rules.meters.low[row] for row in costs}
        self._shut = (meters[rules.meters.row["tehran-washington.channel"]] == 0).astype(np.int32)
        self._enough: dict[tuple[int, int, bool], int] = {}

    def affords(self, order: int) -> int:
        """Games in which the order can be paid, as bits."""
        book, ok = self.rules.programs, -1
        for at, row in enumerate(book.cost_row[order].tolist()):
            if row:
                key = (row, int(book.cost[order, at]), at == 0 and bool(book.gray[order]))
                if key not in self._enough:
                    cost = key[1] - self._shut if key[2] else key[1]
                    self._enough[key] = _bits(self._left[row] >= cost)
                ok &= self._enough[key]
        return ok

    def pay(self, orders: Ints) -> None:
        """Take off what the orders (G,) of a place cost."""
        book = self.rules.programs
        gray = book.gray[orders] * self._shut if self._shut.any() else self._shut
        some = gray.any()
        for row, costs in self._costs.items():
            self._left[row] -= costs[orders]
            if some:
                self._left[row] += gray * (book.cost_row[orders, 0] == row)
        self._enough.clear()


def _cost_tables(rules: Ruleset, orders: list[int]) -> dict[int, Ints]:
    """What every order (N,) costs in each meter that pays for one of `orders`."""
    book = rules.programs
    rows = {int(r) for order in orders for r in book.cost_row[order]} - {0}
    return {row: (book.cost * (book.cost_row == row)).sum(axis=1).astype(np.int32) for row in sorted(rows)}


def _bits(flags: Flags) -> int:
    """A set of games as the bits of an integer."""
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def _flags(bits: int, games: int) -> NDArray[np.uint8]:
    """The set of games as noughts and ones (G,)."""
    raw = np.frombuffer(bits.to_bytes((games + 7) // 8, "little"), np.uint8)
    return np.unpackbits(raw, count=games, bitorder="little")
