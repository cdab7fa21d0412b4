"""The strips above and below the panels: where the game stands, the numbers that matter most, the panels."""

from __future__ import annotations

from wargame.record.game import Game
from wargame.text.describe import date, main_meters, standing
from wargame.text.words import counted
from wargame.tui.keys import PANELS
from wargame.tui.numbers import number
from wargame.tui.widgets.canvas import Canvas, Line, Span, clip, line, width_of
from wargame.tui.widgets.gauge import short_gauge


def eyes_label(game: Game, seat: str | None) -> str:
    return "Umpire" if seat is None else game.seats[seat].label


class StatusStrip(Canvas):
    """`Turn 4, April | Washington | monthly turn | sheet: 2 written`."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._parts: Line = ()

    def show(self, game: Game, seat: str | None, state: str, role: str) -> None:
        clock = ("CRISIS STEP", "crossed") if game.crisis else ("monthly turn", "plain")
        when = date(game)
        if game.over:
            when, clock = "The game is over", ("", "plain")
        parts: list[Span] = [(when, "title")]
        if not game.over:
            left = standing(game, seat).months_left
            parts += [(f"  {counted(left, 'month')} left", "dim"), ("  ", "plain"), clock]
        parts += [("  ", "plain"), (eyes_label(game, seat), "key"), ("  ", "plain"), (state, role)]
        self._parts = tuple(parts)
        self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:  # noqa: ARG002
        return [((" ", "plain"), *self._parts)]


class GaugeStrip(Canvas):
    """The seat's most vital numbers, as many as fit."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._gauges: list[Line] = []

    def show(self, game: Game, seat: str | None) -> None:
        rows = main_meters(game, seat)
        self._gauges = [short_gauge(number(game, seat, row)) for row in rows[:12]]
        self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:  # noqa: ARG002
        spans: list[Span] = []
        for gauge in self._gauges:
            more: Line = ((" " if not spans else "  ", "plain"), *gauge)
            if width_of((*spans, *more)) > width:
                break
            spans += more
        return [clip(tuple(spans), width)]


class Tabs(Canvas):
    """The panels and their digits; the one that is shown is marked."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._panel = ""

    def show(self, panel: str) -> None:
        self._panel = panel
        self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:  # noqa: ARG002
        spans: list[Span] = []
        for digit, (name, label) in enumerate(PANELS.items(), 1):
            if name == self._panel:
                spans += [(" ", "plain"), (f"[{digit} {label}]", "chosen")]
            else:
                spans += [("  ", "plain"), (f"{digit} {label} ", "dim")]
        return [clip(line(*spans), width)]
