"""A batch of games being played: open a step, take the sealed sheets, resolve it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from wargame.engine.dice import Dice, Words
from wargame.engine.ledger import RULING, Ledger
from wargame.engine.state import State, set_up
from wargame.engine.step import Step
from wargame.engine.turn import OPENING, RESOLUTION, play
from wargame.ruleset.tables import Flags, Ints, Ruleset, Scenario


class Games:
    """G games of one scenario, all at the same step. A game at the table is a batch of one.

    `keep` keeps the entries and notes of the current step in `ledger`.
    """

    def __init__(
        self,
        rules: Ruleset,
        scenario: Scenario,
        seeds: Words,
        *,
        keep: bool = False,
        state: State | None = None,
    ) -> None:
        self.rules = rules
        self.scenario = scenario
        self.dice = Dice(seeds)
        self.state = set_up(rules, scenario, self.dice) if state is None else state
        self.ledger = Ledger(rules, self.state, keep=keep)

    @property
    def over(self) -> Flags:
        return self.state.ended >= 0

    def blank_orders(self) -> Ints:
        """Empty sheets: (K, G)."""
        return np.zeros((len(self.rules.places.cell), self.state.games), np.int32)

    def open(self, injects: Ints | None = None, rulings: Sequence[Mapping[int, int]] = ()) -> None:
        """Play the phases before orders: world and intelligence.

        `injects` (N, G) adds events; `rulings`, amounts by meter, are booked one after the other before
        anything is played.
        """
        self.dice.at(self.state.step)
        self.ledger.open(self.state)
        self.ledger.phase = OPENING[0].number
        for changes in rulings:
            for row, amount in changes.items():
                self.ledger.change(row, np.full(self.state.games, amount, np.int32), RULING)
            self.ledger.settle()
        step = self._step(self.blank_orders())
        step.injects = injects
        play(OPENING, step)

    def resolve(self, orders: Ints) -> Step:
        """Play the rest of the step with these sheets (K, G)."""
        step = self._step(orders.copy())
        play(RESOLUTION, step)
        if step.ending is not None:
            self.state.ended = np.where(step.ending >= 0, step.ending, self.state.ended).astype(np.int32)
        self.state.step += 1
        return step

    def _step(self, orders: Ints) -> Step:
        return Step(self.rules, self.scenario, self.state, self.dice, self.ledger, orders)

    def compact(self) -> NDArray[np.intp]:
        """Drop the finished games; the numbers (in this batch) of those that stay."""
        stay = np.flatnonzero(~self.over)
        self.state = self.state.take(stay)
        self.dice = Dice(self.dice.seeds[stay])
        self.ledger = Ledger(self.rules, self.state, keep=self.ledger.keep)
        return stay
