"""Scripted opponents: ordered rows of condition, order and target, for a whole batch at once.

For every free place of its sheet, in order, a doctrine takes the first row whose conditions hold as
far as its seat knows, whose die allows it, and whose order is legal, affordable and not yet on the
sheet. The row is kept beside the order: it is the reason, printed for the class.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wargame.engine.dice import Dice, Words
from wargame.ruleset.tables import STANDING, Doctrine, Flags, Ints, Ruleset


@dataclass(frozen=True)
class Choice:
    """What a doctrine puts on its sheet: orders and the rows that fired, both (K, G); 0 and -1 for none."""

    orders: Ints
    rows: Ints


class DoctrinePlayer:
    """Plays one doctrine with one seat's eyes."""

    def __init__(self, rules: Ruleset, doctrine: Doctrine, cells: Flags) -> None:
        self.rules = rules
        self.doctrine = doctrine
        self.sight = rules.seat_sight(cells)
        places, book = rules.places, rules.programs
        own = np.flatnonzero((rules.cell_power == doctrine.power) & cells)
        self.places = [
            k for k in range(len(places.cell)) if places.cell[k] in own and places.kind[k] != STANDING
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
        pay = {int(r) for order in named for r in book.cost_row[order]} - {0}
        self._pay = sorted(pay)

    def choose(self, meters: Ints, seeds: Words, step: int) -> Choice:
        """Fill the seat's places for every game. `meters` (M, G) is read through the seat's sight only."""
        rules, book = self.rules, self.rules.programs
        games = meters.shape[1]
        known = _Known(rules, meters, self.sight)
        holds = known.clauses(self._clauses)
        everywhere = np.ones(games, np.bool_)
        row_ok = [self._row_holds(row, holds, everywhere) for row in range(len(self.doctrine.rows))]
        self._roll(row_ok, seeds, step)
        clock = known["world.clock"]
        shut = known["tehran-washington.channel"] == 0
        left = {row: meters[row] - rules.meters.low[row] for row in self._pay}
        order_ok = {o: self._order_holds(o, holds, clock, everywhere) for o in self._orders}

        orders = np.zeros((len(rules.places.cell), games), np.int32)
        rows = np.full((len(rules.places.cell), games), -1, np.int32)
        taken: dict[int, Flags] = {}
        for place, tries in zip(self.places, self._tries, strict=True):
            free = everywhere if rules.places.crisis[place] else clock == 0
            for number, order in tries:
                ok = free & row_ok[number] & order_ok[order]
                if order in taken:
                    ok = ok & ~taken[order]
                if not ok.any():
                    continue
                price = [(int(r), int(c)) for r, c in zip(book.cost_row[order], book.cost[order], strict=True) if c]
                for at, (row, cost) in enumerate(price):
                    ok &= left[row] >= (cost - shut if at == 0 and book.gray[order] else cost)
                if not ok.any():
                    continue
                for at, (row, cost) in enumerate(price):
                    left[row] = left[row] - (cost - shut if at == 0 and book.gray[order] else cost) * ok
                orders[place] += np.int32(order) * ok
                rows[place] += np.int32(number + 1) * ok
                taken[order] = ok | taken[order] if order in taken else ok
                free = free & ~ok
                if not free.any():
                    break
        return Choice(orders, rows)

    def _row_holds(self, row: int, holds: dict[int, Flags], everywhere: Flags) -> Flags:
        ok = everywhere
        for clause in self.doctrine.rows[row].clauses:
            if clause:
                ok = ok & holds[clause]
        return ok

    def _order_holds(self, order: int, holds: dict[int, Flags], clock: Ints, everywhere: Flags) -> Flags:
        book = self.rules.programs
        ok = everywhere if book.clock[order] == 0 else clock == book.clock[order] - 1
        for clause in book.clauses[order]:
            if clause:
                ok = ok & holds[int(clause)]
        return ok

    def _roll(self, row_ok: list[Flags], seeds: Words, step: int) -> None:
        """The dice of rows with a chance: the doctrine's own, which know nothing of the game's."""
        dice = Dice(seeds)
        dice.at(step)
        for number, row in enumerate(self.doctrine.rows):
            if row.chance < 100:
                fell = dice.below(f"doctrine {self.doctrine.name}", 100, number)
                row_ok[number] = row_ok[number] & (fell < row.chance)


class _Known:
    """Meters as a seat reads them, fetched a row at a time."""

    def __init__(self, rules: Ruleset, meters: Ints, sight: Ints) -> None:
        self.rules, self.meters, self.sight = rules, meters, sight

    def __getitem__(self, name: str) -> Ints:
        return self.meters[self.sight[self.rules.meters.row[name]]]

    def clauses(self, wanted: list[int]) -> dict[int, Flags]:
        table = self.rules.conditions
        cache: dict[int, Flags] = {}

        def threshold(number: int) -> Flags:
            if number not in cache:
                value = self.meters[self.sight[table.row[number]]]
                low, high = int(table.low[number]), int(table.high[number])
                if high >= 1000:
                    cache[number] = value >= low
                elif low <= -1000:
                    cache[number] = value <= high
                else:
                    cache[number] = (value >= low) & (value <= high)
            return cache[number]

        holds: dict[int, Flags] = {}
        for clause in wanted:
            options = dict.fromkeys(table.clauses[clause].tolist())
            good = None
            for option in options:
                good = threshold(option) if good is None else good | threshold(option)
            assert good is not None
            holds[clause] = good
        return holds
