"""A round robin, reckoned up: how each player of a power does against the field, and against each rival."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import sqrt

import numpy as np

from wargame.analysis.field import NULL, Entrants, Outcomes
from wargame.analysis.intervals import mean_interval
from wargame.analysis.results import Mean, Share
from wargame.ruleset.tables import Flags, Ints, Ruleset

MARGINAL = 1
"""Of a power's three verdict scores (draw, marginal, decisive), the least victory."""


@dataclass(frozen=True)
class Standing:
    """One player against the field: every combination of the other powers' doctrines."""

    player: str
    points: Mean
    victories: Share
    """Of its games, those that it won, marginally or decisively."""
    best_in: float | None
    """Share of the combinations against which no other doctrine of its power has a higher mean; None where
    not every combination was played."""


@dataclass(frozen=True)
class Standings:
    rules: Ruleset
    entrants: Entrants
    line_up: Ints  # (P, n)
    outcomes: Outcomes
    complete: bool
    """Whether every combination of doctrines was played."""
    given: Ints  # (N,)
    """How often doctrines gave each order."""

    def players(self, power: int) -> tuple[str, ...]:
        """The doctrines of a power, without the null bot."""
        return tuple(name for name in self.entrants[power] if name != NULL)

    @cached_property
    def _doctrine(self) -> Flags:
        """Whether a power is held by a doctrine: (P, n)."""
        count = np.array([[len(self.players(power))] for power in range(len(self.entrants))])
        return np.asarray(self.line_up < count)

    def _games(self, power: int, player: str) -> Flags:
        """Games of a player of a power against doctrines: (n,)."""
        others = np.delete(self._doctrine, power, axis=0).all(axis=0)
        return np.asarray(others & (self.line_up[power] == self.entrants[power].index(player)))

    def points(self, power: int, player: str) -> Mean:
        """Mean score of a player of a power against the field."""
        return _mean(self.outcomes.scores[power, self._games(power, player)])

    def lead(self, power: int, player: str, over: str) -> Mean:
        """By how much a player does better against the field than another of the same power."""
        a, b = self.points(power, player), self.points(power, over)
        difference = a.value - b.value
        if a.interval is None or b.interval is None:
            return Mean(difference, None)
        # The games are different games, with luck of their own.
        half = sqrt((a.interval[1] - a.value) ** 2 + (b.interval[1] - b.value) ** 2)
        return Mean(difference, (difference - half, difference + half))

    def against(self, power: int, player: str, other: int, rival: str) -> float:
        """Mean score of a player in games in which another power is held by `rival`."""
        games = self._games(power, player) & (self.line_up[other] == self.entrants[other].index(rival))
        return float(self.outcomes.scores[power, games].mean()) if games.any() else 0.0

    def best_against(self, power: int, other: int, rival: str) -> tuple[str, float]:
        """The doctrine of a power that scores most against a rival, and its lead over the next."""
        scores = sorted(
            ((self.against(power, p, other, rival), p) for p in self.players(power)), reverse=True
        )
        return scores[0][1], scores[0][0] - scores[1][0] if len(scores) > 1 else 0.0

    def table(self, power: int) -> list[Standing]:
        """The doctrines of a power by their mean score, best first; the null bot, if it played, in its place."""
        standings = [self._standing(power, player) for player in self.entrants[power]]
        played = [s for s in standings if self._games(power, s.player).any()]
        return sorted(played, key=lambda standing: -standing.points.value)

    def _standing(self, power: int, player: str) -> Standing:
        games = self._games(power, player)
        least = self.rules.ends.verdicts[power, MARGINAL]
        won = int((self.outcomes.scores[power, games] >= least).sum())
        return Standing(
            player,
            _mean(self.outcomes.scores[power, games]),
            Share(won, int(games.sum())),
            self._best_in(power).get(player) if self.complete else None,
        )

    def _best_in(self, power: int) -> dict[str, float]:
        """For each doctrine, the share of combinations of the others against which it does best."""
        games = self._doctrine.all(axis=0)
        counts = tuple(len(self.players(p)) for p in range(len(self.entrants)))
        totals = np.zeros(counts, np.int64)
        np.add.at(totals, tuple(self.line_up[:, games]), self.outcomes.scores[power, games])
        totals = np.moveaxis(totals, power, 0).reshape(counts[power], -1)
        best = (totals == totals.max(axis=0)).mean(axis=1)
        return dict(zip(self.players(power), best.tolist(), strict=True))

    def dominant(self, power: int) -> str | None:
        """The doctrine of a power that does best against every doctrine of every other power, if one does."""
        if len(self.players(power)) < 2:
            return None
        best = {
            self.best_against(power, other, rival)
            for other in range(len(self.entrants))
            if other != power
            for rival in self.players(other)
        }
        names = {name for name, _ in best}
        return names.pop() if len(names) == 1 and all(lead > 0 for _, lead in best) else None


def _mean(scores: Ints) -> Mean:
    if not scores.size:
        return Mean(0.0, None)
    total, squares = int(scores.sum()), int((scores.astype(np.int64) ** 2).sum())
    return Mean(total / scores.size, mean_interval(total, squares, scores.size))
