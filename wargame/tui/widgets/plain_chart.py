"""A chart in plain signs: a letter for each number at each step, thresholds as named lines."""

from __future__ import annotations

from wargame.text.courses import Chart
from wargame.tui.glyphs import SIGNS
from wargame.tui.widgets.canvas import Canvas, Line, Span

EDGE = 4
"""Cells in front of the chart, for the scale."""

SEVERAL = "*"
"""Where several letters would stand on one cell."""


class PlainChart(Canvas):
    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._chart: Chart | None = None

    def show(self, chart: Chart) -> None:
        self._chart = chart
        self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:
        return [] if self._chart is None else chart_lines(self._chart, width, height)


def chart_lines(chart: Chart, width: int, height: int) -> list[Line]:
    """The chart in lines; the last steps, if there are more than fit."""
    tall = max(2, height - 1)
    span = max(1, chart.high - chart.low)
    tall = min(tall, span + 1)
    named = max((len(name) for name, _ in chart.marks), default=0)
    room = max(4, width - EDGE - (named + 2 if named else 0))
    count = len(chart.steps)
    each = max(1, min(10, room // count))
    first = max(0, count - room // each)

    def line_of(value: int) -> int:
        return (tall - 1) - round((value - chart.low) * (tall - 1) / span)

    cells = [[" "] * (each * (count - first)) for _ in range(tall)]
    marks = {line_of(at): (name, at) for name, at in chart.marks}
    for y in marks:
        cells[y] = [SIGNS.rule] * len(cells[y])
    for series in chart.series:
        for at, value in enumerate(series.values[first:]):
            if value is not None:
                y, x = line_of(value), at * each + each // 2
                taken = cells[y][x] not in (" ", SIGNS.rule)
                cells[y][x] = SEVERAL if taken else series.letter
    labels = {line_of(v): v for v in range(chart.low, chart.high + 1, max(1, round(span / (tall - 1))))}
    labels |= {y: at for y, (_, at) in marks.items()} | {0: chart.high, tall - 1: chart.low}
    lines: list[Line] = []
    for y, row in enumerate(cells):
        scale = f"{labels[y]:>3} " if y in labels else " " * EDGE
        spans: list[Span] = [(scale, "dim"), ("".join(row), "watch" if y in marks else "title")]
        if y in marks:
            spans.append((f" {marks[y][0]}", "watch"))
        lines.append(tuple(spans))
    return [*lines, (("turn", "dim"), (_dates(chart, first, each), "dim"))]


def _dates(chart: Chart, first: int, each: int) -> str:
    """The number of the turn below each step, a sign for crisis steps."""
    found = []
    for when in chart.steps[first:]:
        word = SIGNS.day if "crisis step" in when else when.partition(",")[0].rpartition(" ")[2]
        word = "end" if when == "the end" else word
        found.append(word[:each].center(each) if each >= len(word) else word[:1].center(each))
    return "".join(found)
