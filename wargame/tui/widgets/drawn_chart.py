"""A chart drawn by textual-plot: a step line for each number, its letter at the end. Loaded when first wanted."""

from __future__ import annotations

from collections import Counter

from textual_plot import HiResMode, PlotWidget
from textual_plot.axis_formatter import CategoricalAxisFormatter

from wargame.text.courses import Chart
from wargame.tui.widgets.canvas import Ink

ROLES = ("title", "watch", "calm", "crossed", "key", "dim")
"""Colours of the lines in turn; the letter says which is which."""


AXIS = 12
"""Columns that the labels and the frame take."""


def _turn(when: str) -> str:
    """`3` of `Turn 3, May`, `3+` of a crisis step in it."""
    number = when.partition(",")[0].rpartition(" ")[2]
    return f"{number}+" if "crisis step" in when else number


class DrawnChart(PlotWidget):
    """Answers to no key and no mouse: the list below it is what is moved through."""

    can_focus = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, allow_pan_and_zoom=False)

    def show(self, chart: Chart) -> None:
        self.clear()
        inks = self._inks()
        last = len(chart.steps) - 1
        letters = 2 * len(chart.series) + 2  # columns at the right end, if all stand side by side
        cell = (last + 1.0) / max(40, self.size.width - AXIS - letters)
        right = last + 0.5 + letters * cell
        self.set_xlimits(-0.5, right)
        self.set_ylimits(chart.low - 0.5, chart.high + 0.5)
        self.set_x_formatter(CategoricalAxisFormatter([_turn(when) for when in chart.steps]))
        self.set_xticks(list(range(0, last + 1, max(1, (last + 1) // 12))))
        self.set_xlabel("turn (days of a crisis are marked +)")
        self.set_yticks(sorted({chart.low, chart.high, *(at for _, at in chart.marks)}))
        for _, at in chart.marks:
            self.plot([-0.5, right], [at, at], line_style=inks["dim"], hires_mode=HiResMode.BRAILLE)
        beside: Counter[float] = Counter()
        for number, series in enumerate(chart.series):
            points = [(x, v) for x, v in enumerate(series.values) if v is not None]
            if not points:
                continue
            xs: list[float] = []
            ys: list[float] = []
            for x, value in points:  # a step: level until the next value
                if ys:
                    xs.append(x)
                    ys.append(ys[-1])
                xs.append(x)
                ys.append(value)
            xs.append(last + 0.5)
            ys.append(ys[-1])
            style = inks[ROLES[number % len(ROLES)]]
            self.plot(xs, ys, line_style=style, hires_mode=HiResMode.BRAILLE)
            # Lines that end on one level lie on each other: their letters stand side by side.
            beside[ys[-1]] += 1
            self.scatter(
                [last + 0.5 + 2 * cell * beside[ys[-1]]],
                ys[-1:],
                marker=series.letter,
                marker_style=style,
            )

    def _inks(self) -> dict[str, str]:
        """The theme's colours by role, as the library wants them."""
        ground = self.screen.query(Ink).first()
        colours = {role: ground.ink(role).color for role in ROLES}
        return {role: "white" if c is None else c.name for role, c in colours.items()}
