"""How rungs, numbers and scores ran: a drawing where there is room, plain signs where there is not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from wargame.record.game import Game
from wargame.text.courses import Chart, Series, charts
from wargame.tui.glyphs import spark
from wargame.tui.keys import bindings
from wargame.tui.screens.room import Room
from wargame.tui.widgets.canvas import Canvas, Line, Span
from wargame.tui.widgets.listing import Listing, Row
from wargame.tui.widgets.plain_chart import PlainChart


class ChartHead(Canvas):
    """`CHARTS  < Rungs of every pair >  1 of 14  thresholds: crisis 7, war 10`."""

    def __init__(self) -> None:
        super().__init__(id="chart-head")
        self._spans: Line = ()

    def show(self, chart: Chart, at: int, count: int) -> None:
        spans: list[Span] = [(" CHARTS  ", "title"), ("< ", "key"), (chart.title, "title"), (" >", "key")]
        spans.append((f"  {at + 1} of {count}", "dim"))
        if chart.marks:
            spans.append((f"  {', '.join(f'{name} {value}' for name, value in chart.marks)}", "watch"))
        self._spans = tuple(spans)
        self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:  # noqa: ARG002
        return [self._spans]


class ChartScreen(Room[None]):
    places = ("charts",)
    BINDINGS = bindings("charts")

    def __init__(self, game: Game, seat: str | None, first: Sequence[int] = ()) -> None:
        """`first` are meters that the pointer stood on: the chart of one of them is shown first."""
        super().__init__()
        self.game, self.seat = game, seat
        self.charts = charts(game, seat)
        wanted = (at for at, chart in enumerate(self.charts) if {s.row for s in chart.series} & set(first))
        self.at = next(wanted, 0)
        self.drawn: bool | None = None
        """Whether a drawing is wanted; None leaves it to the room there is."""

    def body(self) -> Iterable[Widget]:
        yield ChartHead()
        yield PlainChart(id="plain")
        yield Listing(id="series")

    @property
    def chart(self) -> Chart:
        return self.charts[self.at]

    @property
    def draws(self) -> bool:
        """Whether the chart is to be drawn rather than written."""
        if self.wargame.plain_signs or self.wargame.colourless:
            return False  # what is drawn tells its lines apart by colour, and the library knows no other way
        if self.drawn is None:
            return self.app.size.width >= 110 and self.app.size.height >= 30
        return self.drawn

    async def on_mount(self) -> None:
        self._show()
        self.query_one(Listing).focus()

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_chart)

    def _show(self) -> None:
        """The head and the list at once; the drawing, which takes longer, after they are painted."""
        chart = self.chart
        self.query_one(ChartHead).show(chart, self.at, len(self.charts))
        self.query_one(Listing).set_rows([_series(s, chart) for s in chart.series], keep=False)
        self.call_after_refresh(self._show_chart)

    async def _show_chart(self) -> None:
        if not self.is_mounted:
            return
        if self.draws:
            from wargame.tui.widgets.drawn_chart import DrawnChart

            if not self.query(DrawnChart):
                await self.mount(DrawnChart(id="drawn"), after="#plain")
            self.query_one(DrawnChart).show(self.chart)
        else:
            self.query_one(PlainChart).show(self.chart)
        self.set_class(self.draws, "drawn")

    def use_signs(self, plain: bool) -> None:
        super().use_signs(plain)
        self._show()

    # Keys

    def action_next_subject(self) -> None:
        self._turn(1)

    def action_previous_subject(self) -> None:
        self._turn(-1)

    def _turn(self, by: int) -> None:
        self.at = (self.at + by) % len(self.charts)
        self._show()

    def action_switch_kind(self) -> None:
        if self.wargame.plain_signs or self.wargame.colourless:
            self.say("Without colours, or with plain signs, nothing can be drawn.")
            return
        self.drawn = not self.draws
        self.call_after_refresh(self._show_chart)

    def on_listing_chosen(self) -> None:
        self.action_explain()

    def action_explain(self) -> None:
        from wargame.tui.screens.why import WhyScreen

        key = self.query_one(Listing).key
        if isinstance(key, int):
            over = self.game.over and self.game.rules.meters.names[key].endswith(".score")
            self.app.push_screen(WhyScreen(self.game, None if over else self.seat, [key]))

    def action_copy_text(self) -> None:
        """The chart's numbers, a line for each step."""
        chart = self.chart
        lines = [f"{chart.title}: step; {'; '.join(s.label for s in chart.series)}"]
        for at, when in enumerate(chart.steps):
            values = ("" if s.values[at] is None else str(s.values[at]) for s in chart.series)
            lines.append(f"{when}; {'; '.join(values)}")
        self.copy("\n".join(lines))


def _series(series: Series, chart: Chart) -> Row:
    """`A  Rung, Tehran and Washington   6   from 4 to 7   ▃▃▅▆`."""

    def draw(width: int) -> list[Line]:
        values = [v for v in series.values if v is not None]
        name = max(16, min(44, width - 40))
        now = "?" if series.values[-1] is None else str(series.values[-1])
        ran = f"from {min(values)} to {max(values)}" if values else ""
        return [
            (
                (f"{series.letter}  ", "key"),
                (f"{series.label[:name]:<{name}}", "plain"),
                (f"{now:>4}  ", "title"),
                (f"{ran:<14}", "dim"),
                (
                    spark(list(series.values), chart.low, chart.high, min(16, max(0, width - name - 23))),
                    "dim",
                ),
            )
        ]

    return Row(draw, series.row)
