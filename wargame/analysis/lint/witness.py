"""Looks on while a check's games are played, and notes what happened in any of them."""

from __future__ import annotations

import numpy as np

from wargame.analysis.field import NULL, Field
from wargame.analysis.lint.requirements import Requirements
from wargame.engine.step import Step
from wargame.opponents.doctrine import Choice
from wargame.ruleset.tables import Flags, Ints, Ruleset


class Sightings:
    """What was seen over all games so far. `N` programs, `M` meters, `L` lines, `V` events, `D` deals."""

    def __init__(self, rules: Ruleset) -> None:
        self.rules = rules
        self.requirements = Requirements(rules)
        self.games = 0
        count = rules.programs.count
        self.given = np.zeros(count, np.int64)  # (N,)  times a doctrine gave it
        self.random = np.zeros(count, np.int64)  # (N,)  times a null bot did
        self.done = np.zeros(count, np.int64)  # (N,)  times it was carried out, by whomever
        self.fired = {name: np.zeros(len(d.rows), np.int64) for name, d in rules.doctrines.items()}
        self.moved: Flags = np.zeros(rules.meters.count, np.bool_)  # (M,)
        self.crossed: Flags = np.zeros(len(rules.lines.names), np.bool_)  # (L,)
        self.drawn: Flags = np.zeros(len(rules.events), np.bool_)  # (V,)
        self.deals = np.zeros(len(rules.deals.names), np.int64)  # (D,)  times doctrines made it
        self.deals_at_random = np.zeros(len(rules.deals.names), np.int64)  # (D,)
        self._before: Ints = np.zeros((rules.meters.count, 0), np.int32)

    # A Witness of `field.play_field`

    def begins(self, field: Field) -> None:
        meters = field.games.state.meters
        if field.games.state.step == 0:
            self.requirements.look(meters)
        self._before = meters.copy()

    def due(self, field: Field) -> None:
        self.requirements.look(field.games.state.meters)

    def chosen(self, power: int, player: str, choice: Choice) -> None:
        del power
        counts = np.bincount(choice.given.reshape(-1), minlength=self.given.size)
        counts[0] = 0
        if player == NULL:
            self.random += counts
            return
        self.given += counts
        fired = self.fired[player]
        fired += np.bincount(choice.fired.reshape(-1) + 1, minlength=fired.size + 1)[1:]

    def resolved(self, field: Field, step: Step) -> None:
        rules, state = self.rules, field.games.state
        meters = state.meters
        self.requirements.look(meters)
        self.done += np.bincount(step.orders.reshape(-1), minlength=self.done.size)
        self.moved |= (meters != self._before).any(axis=1)
        self.crossed |= (meters[rules.lines.crossed] > 0).any(axis=1)
        self.drawn |= state.drawn.any(axis=1)
        made = meters[rules.deals.left] > self._before[rules.deals.left]
        doctrines = field.of_doctrines
        self.deals += (made & doctrines).sum(axis=1)
        self.deals_at_random += (made & ~doctrines).sum(axis=1)
