"""Scripted opponents: ordered rows of condition, order and target, for a whole batch at once.

For every free place of its sheet, in order, a doctrine takes the first row whose conditions hold as
far as its seat knows, whose die allows it, and whose order is legal, affordable and not yet on the
sheet. The row is kept beside the order: it is the reason, printed for the class.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

import numpy as np
from numpy.typing import NDArray

from wargame.engine.dice import Dice, Words
from wargame.ruleset.conditions import HIGH, LOW
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
        self._tries = [_Tries.of(rules, doctrine, place) for place in self.places]
        self._chancy = [number for number, row in enumerate(doctrine.rows) if row.chance < 100]
        self._chances = np.array([doctrine.rows[number].chance for number in self._chancy], np.int32)

        # What is asked of the world, each thing once: thresholds, clauses (any of them), lists of clauses (all).
        orders = sorted({order for tries in self._tries for order in tries.order.tolist()} - {0})
        asked = [_asked(row.clauses) for row in doctrine.rows] + [_asked(book.clauses[o]) for o in orders]
        lists = sorted(set(asked))
        clauses = sorted({clause for listed in lists for clause in listed})
        table = rules.conditions
        used = np.array(sorted(set(table.clauses[clauses].ravel().tolist())))
        # Most are open at one end: first those without a high end, last those without a low one.
        ends = (table.high[used] < HIGH) * 1 + (table.low[used] <= LOW)
        by_end = np.argsort(ends, kind="stable")
        thresholds = used[by_end]
        self._lows = slice(int((ends < 2).sum()))
        self._highs = slice(int((ends < 1).sum()), None)
        self._seen = self.sight[table.row[thresholds]]
        self._low, self._high = table.low[thresholds, None], table.high[thresholds, None]
        self._any_of = np.argsort(by_end)[np.searchsorted(used, table.clauses[clauses])].T  # (A, clauses)
        width = max(map(len, lists))
        padded = [listed + listed[-1:] * (width - len(listed)) for listed in lists]
        self._all_of = np.searchsorted(clauses, padded).T  # (Q, lists)
        number = {listed: at for at, listed in enumerate(lists)}
        self._rows_ask = [number[listed] for listed in asked[: len(doctrine.rows)]]
        self._prices = {o: _prices(rules, o) for o in orders}
        self._orders_ask = {
            o: number[listed] for o, listed in zip(orders, asked[len(doctrine.rows) :], strict=True)
        }

    def choose(self, meters: Ints, seeds: Words, step: int) -> Choice:
        """Fill the seat's places for every game. `meters` (M, G) is read through the seat's sight only.

        Sets of games are held as the bits of integers: hundreds of rows are tried at the cost of a few.
        """
        rules, book = self.rules, self.rules.programs
        games = meters.shape[1]
        everywhere = (1 << games) - 1
        crisis = _bits(meters[rules.meters.row["world.clock"]] == 1)
        clocks = (everywhere, everywhere & ~crisis, crisis)
        met = self._met(meters)
        fire = [met[listed] for listed in self._rows_ask]
        self._roll(fire, seeds, step)
        can = {o: met[listed] & clocks[book.clock[o]] for o, listed in self._orders_ask.items()}
        purse = _Purse(rules, meters, self._prices)

        given = np.empty((len(self.places), games), np.int32)
        fired = np.empty_like(given)
        for line, (place, tries) in enumerate(zip(self.places, self._tries, strict=True)):
            free = everywhere if rules.places.crisis[place] else clocks[1]
            planes = [0] * tries.order.size.bit_length()  # which try was taken, written in binary
            for number, first, orders in tries.rows:
                if not free:
                    break
                for at, order in enumerate(orders, first):
                    ok = free & fire[number]
                    if not ok:
                        break
                    ok &= can[order]
                    ok = ok and ok & purse.affords(order)
                    if ok:
                        can[order] &= ~ok
                        free &= ~ok
                        if self.doctrine.rows[number].once:
                            fire[number] &= ~ok
                        planes = [plane | ok if at >> bit & 1 else plane for bit, plane in enumerate(planes)]
            picked = _numbers(planes, games)
            given[line], fired[line] = tries.order.take(picked), tries.row.take(picked)
            if line + 1 < len(self.places):
                purse.pay(tries, picked)
        return Choice(self.places, given, fired, len(rules.places.cell))

    def _met(self, meters: Ints) -> list[int]:
        """For each list of clauses that is asked about, the games in which all hold, as the seat knows them."""
        value = meters.take(self._seen, axis=0)
        holds = np.ones(value.shape, np.bool_)
        lows, highs = self._lows, self._highs
        np.greater_equal(value[lows], self._low[lows], out=holds[lows])
        holds[highs] &= value[highs] <= self._high[highs]
        sets = np.packbits(holds, axis=1, bitorder="little")
        clauses = reduce(or_, (sets.take(threshold, axis=0) for threshold in self._any_of))
        return _sets(reduce(and_, (clauses.take(clause, axis=0) for clause in self._all_of)))

    def _roll(self, fire: list[int], seeds: Words, step: int) -> None:
        """Let rows fire by chance; their die knows nothing of the game's."""
        if any(fire[number] for number in self._chancy):
            falls = Dice(seeds, step).under(f"doctrine {self.doctrine.name}", self._chances)
            for number, fell in zip(
                self._chancy, _sets(np.packbits(falls, axis=1, bitorder="little")), strict=True
            ):
                fire[number] &= fell


@dataclass(frozen=True)
class _Tries:
    """What a doctrine tries for one place of its sheet; tries are numbered from 1, and 0 is none."""

    rows: list[tuple[int, int, list[int]]]
    """(row of the doctrine, number of its first try, orders)"""
    order: Ints  # (T,)
    row: Ints  # (T,)  of the doctrine, -1 for none
    costs: dict[int, Ints]
    """By meter that pays: (T,)"""
    rebates: dict[int, Flags]
    """By meter that pays: (T,) where it pays one less with the channel shut."""

    @classmethod
    def of(cls, rules: Ruleset, doctrine: Doctrine, place: int) -> _Tries:
        places, book = rules.places, rules.programs
        rows: list[tuple[int, int, list[int]]] = []
        order, row = [0], [-1]
        for number, line in enumerate(doctrine.rows):
            fits = [
                o for o in line.orders
                if book.slot[o] == places.kind[place] and book.cells[o, places.cell[place]]
            ]  # fmt: skip
            rows.append((number, len(order), fits))
            order += fits
            row += [number] * len(fits)
        payers = sorted({int(r) for r in book.cost_row[order].ravel()} - {0})
        costs = {
            r: (book.cost[order] * (book.cost_row[order] == r)).sum(axis=1).astype(np.int32) for r in payers
        }
        rebates = {r: book.gray[order] & (book.cost_row[order, 0] == r) for r in payers}
        return cls(
            [tried for tried in rows if tried[2]],
            np.array(order, np.int32),
            np.array(row, np.int32),
            costs,
            {r: rebate for r, rebate in rebates.items() if rebate.any()},
        )


_Price = tuple[int, int, bool]
"""(meter that pays, how much, whether it is one less with the channel shut)"""


class _Purse:
    """What a seat has left to spend while its sheet is filled."""

    def __init__(self, rules: Ruleset, meters: Ints, prices: dict[int, list[_Price]]) -> None:
        self._prices = prices
        self._meters, self._low = meters, rules.meters.low
        self._shut: Flags = meters[rules.meters.row["tehran-washington.channel"]] == 0
        self._left: dict[int, Ints] = {}
        self._enough: dict[_Price, int] = {}

    def affords(self, order: int) -> int:
        """Games in which the order can be paid, as bits."""
        ok = -1
        for price in self._prices[order]:
            if price not in self._enough:
                row, cost, cheaper = price
                self._enough[price] = _bits(self._has(row) >= (cost - self._shut if cheaper else cost))
            ok &= self._enough[price]
        return ok

    def pay(self, tries: _Tries, picked: NDArray[np.intp]) -> None:
        """Take off what the tries (G,) cost that were picked for a place."""
        for row, costs in tries.costs.items():
            self._left[row] = self._has(row) - costs.take(picked)
            if row in tries.rebates:
                self._left[row] += tries.rebates[row].take(picked) & self._shut
        self._enough.clear()

    def _has(self, row: int) -> Ints:
        if row not in self._left:
            self._left[row] = self._meters[row] - self._low[row]
        return self._left[row]


def _prices(rules: Ruleset, order: int) -> list[_Price]:
    book = rules.programs
    paid = zip(book.cost_row[order].tolist(), book.cost[order].tolist(), strict=True)
    return [(row, cost, at == 0 and bool(book.gray[order])) for at, (row, cost) in enumerate(paid) if row]


def _asked(clauses: Iterable[int]) -> tuple[int, ...]:
    """A list of clauses as what is asked: each once, and the clause that always holds if there is none."""
    return tuple(sorted({int(clause) for clause in clauses} - {0})) or (0,)


def _bits(flags: Flags) -> int:
    """A set of games as the bits of an integer."""
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def _sets(packed: NDArray[np.uint8]) -> list[int]:
    """Sets of games, packed row by row, as the bits of integers."""
    raw, width = packed.tobytes(), packed.shape[1]
    return [int.from_bytes(raw[at : at + width], "little") for at in range(0, len(raw), width)]


def _numbers(planes: list[int], games: int) -> NDArray[np.intp]:
    """The numbers (G,) of which the planes are the binary digits, the lowest first."""
    width = (games + 7) // 8
    raw = np.frombuffer(b"".join(plane.to_bytes(width, "little") for plane in planes), np.uint8)
    digits = np.unpackbits(raw.reshape(-1, width), axis=1, count=games, bitorder="little")
    shifted = digits << np.arange(len(planes), dtype=np.uint16)[:, None]
    numbers: NDArray[np.intp] = np.bitwise_or.reduce(shifted).astype(np.intp)
    return numbers
