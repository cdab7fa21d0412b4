"""How numbers ran over time, gathered into the charts that a seat may see."""

from __future__ import annotations

from dataclasses import dataclass

from wargame.record.game import Game
from wargame.text.eyes import eyes
from wargame.text.meters import course, date, main_meters

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Series:
    """One number, at each step's orders and now."""

    letter: str
    """Stands for it in the chart, so that nothing is said by a colour alone."""
    label: str
    row: int
    values: tuple[int | None, ...]


@dataclass(frozen=True)
class Chart:
    """Numbers of one kind on one scale."""

    title: str
    series: tuple[Series, ...]
    low: int
    high: int
    marks: tuple[tuple[str, int], ...]
    """Thresholds: their names and where they are."""
    steps: tuple[str, ...]
    """The date of each value."""


def charts(game: Game, seat: str | None) -> list[Chart]:
    """The rungs, the scores, then each number that matters to the seat: no more than it knows."""
    meters = game.rules.meters
    rungs = meters.families["rung"]
    found = [_chart(game, seat, "Rungs of every pair", list(range(rungs.start, rungs.stop)))]
    scores = [meters.row[f"{power}.score"] for power in game.rules.powers]
    # The verdict shows everybody's points once the game is over.
    found.append(_chart(game, None if game.over else seat, "Scores", scores))
    main = [row for row in main_meters(game, seat) if not rungs.start <= row < rungs.stop]
    known = [row for row in range(1, meters.count) if _moves(game, seat, row)]
    shown = {*range(rungs.start, rungs.stop), *scores}
    rows = [row for row in dict.fromkeys((*main, *known)) if row not in shown]
    found += [_chart(game, seat, meters.labels[row], [row]) for row in rows]
    return [chart for chart in found if chart.series]


def _moves(game: Game, seat: str | None, row: int) -> bool:
    """Whether a number is one that people follow, and has moved as far as the seat knows."""
    meters = game.rules.meters
    if meters.derived[row] or meters.high[row] - meters.low[row] < 2 or not eyes(game, seat).knows(row):
        return False
    return len(set(course(game, seat, row))) > 1


def _chart(game: Game, seat: str | None, title: str, rows: list[int]) -> Chart:
    meters, sight = game.rules.meters, eyes(game, seat)
    series = tuple(
        Series(LETTERS[at % len(LETTERS)], meters.labels[row], row, tuple(course(game, seat, row)))
        for at, row in enumerate(r for r in rows if sight.knows(r))
    )
    values = [v for s in series for v in s.values if v is not None]
    low, high = (int(min(meters.low[rows])), int(max(meters.high[rows])))
    if high - low > 30:  # a score may run far, and seldom does
        low, high = min([0, *values]), max([1, *values])
    marks = {name: at for row in rows for name, at in meters.marks[row].items() if low <= at <= high}
    now = "the end" if game.over else date(game)
    steps = (*(date(game, turn.step) for turn in game.turns), now)
    return Chart(title, series, low, high, tuple(marks.items()), steps)


__all__ = ["Chart", "Series", "charts"]
