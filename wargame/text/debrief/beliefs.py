"""What each seat believed of what it cannot see, step by step, beside what was so."""

from __future__ import annotations

from dataclasses import dataclass

from wargame.record.game import Game
from wargame.text.debrief.labels import owned_label
from wargame.text.eyes import eyes
from wargame.text.meters import date, main_meters, spread


@dataclass(frozen=True)
class Estimate:
    """One number that a seat can only guess at, over the whole game."""

    seat: str
    row: int
    label: str
    low: int
    high: int
    """Bounds of the scale."""
    believed: tuple[int, ...]
    """When each step's orders were due, and at the end."""
    true: tuple[int, ...]
    spread: int
    """How far off the seat was told that it may be, as things stand at the end."""
    main: bool
    """Whether it is one of the numbers that matter most to the seat."""
    acted: int
    """So many of the moments were followed by orders."""

    @property
    def gaps(self) -> tuple[int, ...]:
        return tuple(b - t for b, t in zip(self.believed, self.true, strict=True))

    @property
    def worst(self) -> int:
        """Which of the moments in which orders were due it was furthest off; the first of them."""
        gaps = self.gaps[: max(1, self.acted)]
        return max(range(len(gaps)), key=lambda at: (abs(gaps[at]), -at))

    @property
    def error(self) -> float:
        """The furthest gap as a share of the scale."""
        return abs(self.gaps[self.worst]) / max(1, self.high - self.low)

    @property
    def mean_gap(self) -> float:
        return sum(map(abs, self.gaps)) / len(self.gaps)


def estimates_of(game: Game, seat: str) -> list[Estimate]:
    """Every estimate of a seat; those that matter most to it first, and of these the furthest off.

    The truth stands in it: for the umpire, and for the seat itself when the game is over.
    """
    sight, meters = eyes(game, seat), game.rules.meters
    main = set(main_meters(game, seat))
    positions = [*(turn.opened for turn in game.turns), game.games.state.meters[:, 0]]
    found = [
        Estimate(
            seat=seat,
            row=row,
            label=owned_label(game.rules, row),
            low=int(meters.low[row]),
            high=int(meters.high[row]),
            believed=tuple(int(p[sight.seat.sight[row]]) for p in positions),
            true=tuple(int(p[row]) for p in positions),
            spread=spread(sight, row),
            main=row in main,
            acted=len(positions) - game.over,
        )
        for row in range(1, meters.count)
        if sight.estimates(row)
    ]
    return sorted(found, key=lambda e: (not e.main, -e.error, -e.mean_gap, e.row))


def moment_words(game: Game, at: int) -> str:
    """The date of one of an estimate's moments."""
    if at < len(game.turns):
        return date(game, at)
    return "the end" if game.over else date(game)


__all__ = ["Estimate", "estimates_of", "moment_words"]
