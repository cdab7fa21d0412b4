"""The empty chair: a player who orders nothing."""

from __future__ import annotations

import numpy as np

from wargame.engine.dice import Words
from wargame.opponents.doctrine import Choice
from wargame.ruleset.tables import Ints, Ruleset


class AbsentPlayer:
    """Leaves every place of its sheet empty."""

    def __init__(self, rules: Ruleset) -> None:
        self.rules = rules

    def choose(self, meters: Ints, seeds: Words, step: int) -> Choice:
        """No orders, for every game of `meters` (M, G)."""
        del seeds, step
        nothing = np.zeros((0, meters.shape[1]), np.int32)
        return Choice([], nothing, nothing, len(self.rules.places.cell))
