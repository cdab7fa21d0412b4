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
        self._parts: list[tuple[int, Span]] = []
        """Parts with how well they can be done without: 0 is never left out."""

    def show(
        self, game: Game, seat: str | None, state: str, role: str, news: str = "", spare: str = ""
    ) -> None:
        """`news` comes first and is never left out; `spare` is told where there is room."""
        parts: list[tuple[int, Span]] = [(0, (date(game) if not game.over else "The game is over", "title"))]
        parts.append((0, (news, "watch")))
        if not game.over:
            left = f"{counted(standing(game, seat).months_left, 'month')} left"
            clock = ("CRISIS STEP", "crossed") if game.crisis else ("monthly turn", "plain")
            # The date of a crisis step says so too.
            parts += [(2, (left, "dim")), (1 if game.crisis else 3, clock)]
        parts += [(0, (eyes_label(game, seat), "key")), (0, (state, role)), (1, (spare, "dim"))]
        self._parts = [part for part in parts if part[1][0]]
        self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:  # noqa: ARG002
        """All parts, or as many of the needed ones as fit."""
        spans: list[Span] = []
        for spare in (3, 2, 1, 0):
            spans = []
            for needed, span in self._parts:
                if needed <= spare:
                    spans += [("  " if spans else " ", "plain"), span]
            if width_of(tuple(spans)) <= width:
                break
        return [tuple(spans)]


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

    def __init__(self, *, id: str | None = None, names: dict[str, str] | None = None) -> None:
        super().__init__(id=id)
        self._panel = ""
        self._labels = PANELS | (names or {})

    def show(self, panel: str) -> None:
        self._panel = panel
        self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:  # noqa: ARG002
        spans: list[Span] = []
        for digit, (name, label) in enumerate(self._labels.items(), 1):
            if name == self._panel:
                spans += [(" ", "plain"), (f"[{digit} {label}]", "chosen")]
            else:
                spans += [("  ", "plain"), (f"{digit} {label} ", "dim")]
        return [clip(line(*spans), width)]
