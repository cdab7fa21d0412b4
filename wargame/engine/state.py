"""Where a batch of games stands: one row for each meter, the games last."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wargame.engine.dice import Dice
from wargame.ruleset.tables import Flags, Ints, Ruleset, Scenario

CASES = 6
"""Open cases of attribution that a game keeps."""

CASE_FIELDS = ("order", "age", "level", "principal")
"""Order row (0 = no case), months since the act, level of attribution, power behind it."""


@dataclass
class State:
    """The position of G games. Only the ledger writes to `meters` once play has begun."""

    meters: Ints  # (M, G)
    drawn: Flags  # (V, G)  event cards already drawn
    cases: Ints  # (len(CASE_FIELDS), CASES, G)
    ended: Ints  # (G,)  -1 while the game goes on, else the number of its end
    step: int
    """Steps played; all games of a batch share it."""

    @property
    def games(self) -> int:
        return int(self.meters.shape[1])

    def copy(self) -> State:
        return State(self.meters.copy(), self.drawn.copy(), self.cases.copy(), self.ended.copy(), self.step)

    def take(self, games: NDArray[np.intp]) -> State:
        """The position of some of the games, as a copy."""
        return State(
            np.take(self.meters, games, axis=1),
            np.take(self.drawn, games, axis=1),
            np.take(self.cases, games, axis=2),
            self.ended[games],
            self.step,
        )

    def digest(self, game: int = 0) -> str:
        """A fingerprint of one game's position, the same on every machine and in any batch."""
        made = hashlib.sha256()
        for part in (
            self.meters[:, game],
            self.drawn[:, game],
            self.cases[:, :, game],
            self.ended[game : game + 1],
        ):
            made.update(np.ascontiguousarray(part).astype("<i4").tobytes())
        made.update(self.step.to_bytes(4, "little"))
        return made.hexdigest()


def set_up(rules: Ruleset, scenario: Scenario, dice: Dice) -> State:
    """The start position: meters as the scenario says, and what is drawn by lot."""
    games = len(dice.seeds)
    dice.at(0)
    meters = np.repeat(scenario.start[:, None], games, axis=1)
    for row, least, most in rules.meters.draw:
        if scenario.fixed[row]:
            continue
        meters[row] = least + dice.below("set-up draw", most - least + 1, row)
    index = rules.meters.row
    if scenario.crisis:
        meters[index["world.clock"]] = 1
    meters[index["world.peak"]] = meters[index["world.rung"]]
    known = rules.estimates
    spread = known.spread[:, None]
    error = dice.below("set-up estimate", 2 * spread + 1, np.arange(len(spread))[:, None]) - spread
    guess = meters[known.truth] + error
    low, high = rules.meters.low[known.truth, None], rules.meters.high[known.truth, None]
    open_ = ~scenario.fixed[known.row]
    meters[known.row[open_]] = np.clip(guess, low, high)[open_]
    return State(
        meters=np.ascontiguousarray(meters, np.int32),
        drawn=np.zeros((len(rules.events), games), np.bool_),
        cases=np.zeros((len(CASE_FIELDS), CASES, games), np.int32),
        ended=np.full(games, -1, np.int32),
        step=0,
    )
