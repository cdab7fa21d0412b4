"""The null bot: random legal sheets, the baseline in every table."""

from __future__ import annotations

import numpy as np

from wargame.engine.dice import Dice, Words
from wargame.engine.legality import price, requirements_met
from wargame.opponents.doctrine import Choice
from wargame.ruleset.tables import STANDING, Flags, Ints, Ruleset

TRIES = 6
"""Candidates drawn for a place before it is left empty."""


class NullPlayer:
    """Fills each place with the first legal and affordable one of a few random orders."""

    def __init__(self, rules: Ruleset, power: int, cells: Flags) -> None:
        self.rules = rules
        self.power = power
        self.sight = rules.seat_sight(cells)
        places, book = rules.places, rules.programs
        own = np.flatnonzero((rules.cell_power == power) & cells)
        self.places = [
            k for k in range(len(places.cell)) if places.cell[k] in own and places.kind[k] < STANDING
        ]
        self._menus = [
            np.flatnonzero(
                (book.slot[: book.orders] == places.kind[k]) & book.cells[: book.orders, places.cell[k]]
            ).astype(np.int32)
            for k in self.places
        ]

    def choose(self, meters: Ints, seeds: Words, step: int) -> Choice:
        """Orders (K, G) for the seat's places, judged on what it sees."""
        rules = self.rules
        games = meters.shape[1]
        dice = Dice(seeds)
        dice.at(step)
        orders = np.zeros((len(rules.places.cell), games), np.int32)
        spent = np.zeros_like(meters)
        crisis = meters[rules.meters.row["world.clock"]] > 0
        for place, menu in zip(self.places, self._menus, strict=True):
            if not menu.size:
                continue
            open_ = np.ones(games, np.bool_) if rules.places.crisis[place] else ~crisis
            for number in range(TRIES):
                free = np.flatnonzero(open_ & (orders[place] == 0))
                if not free.size:
                    break
                drawn = menu[dice.below("null", menu.size, place * TRIES + number, free)]
                good = requirements_met(rules, meters, drawn, free, self.sight)
                good &= ~(orders[:, free] == drawn).any(axis=0)
                rows, cost = price(rules, meters, drawn, free)
                left = meters[rows, free[:, None]] - spent[rows, free[:, None]] - rules.meters.low[rows]
                good &= (left >= cost).all(axis=1)
                some = np.flatnonzero(good)
                orders[place, free[some]] = drawn[some]
                np.add.at(spent, (rows[some], free[some, None]), cost[some])
        given = orders[self.places]
        return Choice(self.places, given, np.full_like(given, -1), len(orders))
