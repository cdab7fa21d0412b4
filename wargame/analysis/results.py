"""What a series of games came to: counts that add up in any order, and the shares and means read off them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from wargame.analysis.columns import Column
from wargame.analysis.intervals import mean_interval, wilson
from wargame.analysis.runner import Series
from wargame.ruleset.tables import Ints, Ruleset

CAUTION = "A result shows what the rules imply, not what the world will do."
"""Stands in everything that leaves the program."""


@dataclass(frozen=True)
class Share:
    """How many of how many, with its 95% interval (Wilson)."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.hits, self.of)


@dataclass(frozen=True)
class Mean:
    """A mean with its 95% interval; None where there are too few games."""

    value: float
    interval: tuple[float, float] | None


@dataclass
class Tally:
    """How often each value of each column came up, apart for each end.

    Its size does not grow with the games.
    """

    counts: dict[tuple[int, str], Counter[int]] = field(default_factory=dict)
    games: int = 0

    @classmethod
    def of(cls, columns: Iterable[Column], rows: Ints) -> Tally:
        """Count rows (columns, n); the first column is the end."""
        tally = cls(games=rows.shape[1])
        for end in np.unique(rows[0]):
            ended = rows[:, rows[0] == end]
            for column, values in zip(columns, ended, strict=True):
                found, times = np.unique(values, return_counts=True)
                tally.counts[int(end), column.name] = Counter(
                    dict(zip(found.tolist(), times.tolist(), strict=True))
                )
        return tally

    def add(self, other: Tally) -> None:
        self.games += other.games
        for key, counter in other.counts.items():
            self.counts.setdefault(key, Counter()).update(counter)


@dataclass(frozen=True)
class Results:
    """The results of a series. Everything is asked for by column, for all games or for those of one end."""

    rules: Ruleset
    series: Series
    columns: tuple[Column, ...]
    tally: Tally

    @property
    def games(self) -> int:
        return self.tally.games

    def counts(self, column: str, end: str | None = None) -> dict[int, int]:
        """How often each value came up, in ascending order."""
        total: Counter[int] = Counter()
        for (number, name), counter in self.tally.counts.items():
            if name == column and (end is None or self.rules.ends.names[number] == end):
                total.update(counter)
        return dict(sorted(total.items()))

    def share(self, column: str, *values: int | str, end: str | None = None) -> Share:
        """The share of games whose value is one of `values`, which may be given as words."""
        words = next(c.words for c in self.columns if c.name == column)
        wanted = {words.index(v) if isinstance(v, str) else v for v in values}
        counts = self.counts(column, end)
        return Share(sum(counts.get(v, 0) for v in wanted), sum(counts.values()))

    def at_least(self, column: str, value: int, end: str | None = None) -> Share:
        counts = self.counts(column, end)
        return Share(sum(n for v, n in counts.items() if v >= value), sum(counts.values()))

    def mean(self, column: str, end: str | None = None) -> Mean:
        counts = self.counts(column, end)
        games = sum(counts.values())
        total = sum(v * n for v, n in counts.items())
        squares = sum(v * v * n for v, n in counts.items())
        return Mean(total / games if games else 0.0, mean_interval(total, squares, games))

    def quantile(self, column: str, per_cent: int) -> int:
        """The least value that `per_cent` of the games do not exceed; 50 is the median."""
        counts = self.counts(column)
        below = 0
        for value, games in counts.items():
            below += games
            if below * 100 >= per_cent * self.games:
                return value
        raise ValueError("there are no games")
