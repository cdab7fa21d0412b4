"""A game from end to end: the highest rung of every step as a chart, a letter where something happened.

The step that is looked at stands under the pointer. A click or a drag goes to a step, the wheel to the next.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.geometry import Region
from textual.message import Message

from wargame.text.timeline import KINDS, Timeline
from wargame.tui.glyphs import SIGNS
from wargame.tui.widgets.canvas import Canvas, Line, Span

GUTTER = 9
"""Columns left of the chart, for the scale."""
WIDEST = 8
TOP = 10
"""The highest rung."""
NONE = " "
"""Where a game has no step."""


@dataclass(frozen=True)
class Course:
    """What the bar is made of, a value for each step."""

    rungs: tuple[int, ...]
    letters: tuple[str, ...]
    """The letters of what happened in each step, the gravest first."""
    days: tuple[bool, ...]
    """Whether a step is of some days, not of a month."""
    crisis: int
    """The rung from which there is a crisis."""
    known: int | None = None
    """Steps from this one on are kept back, for a class that is asked what comes."""


def course_of(
    timeline: Timeline, *, kind: str | None = None, known: int | None = None, steps: int = 0
) -> Course:
    """The bar of a game: with marks of one kind, or of all; with room for `steps` if it has fewer."""
    marked = [timeline.marks_at(step, kind) for step in range(timeline.steps)]
    letters = ["".join(dict.fromkeys(KINDS[mark.kind].letter for mark in marks)) for marks in marked]
    missing = max(0, steps - timeline.steps)
    return Course(
        rungs=(*timeline.rungs(), *[0] * missing),
        letters=(*letters, *[NONE] * missing),
        days=(*timeline.crisis_steps(), *[False] * missing),
        crisis=timeline.game.scenario.constants.ladder.crisis,
        known=known,
    )


class TimelineBar(Canvas):
    class Picked(Message):
        """A step was pointed at."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    def __init__(self, *, id: str | None = None, label: str = "marks") -> None:
        super().__init__(id=id)
        self._label = label
        self._course = Course((), (), (), TOP)
        self._at = 0

    def show(self, course: Course, at: int) -> None:
        """Show a game, with the pointer on a step. Only the columns that changed are painted again."""
        same, old = course == self._course, self._at
        first = self._window()
        self._course, self._at = course, at
        if not same or first != self._window():
            self.redraw()
            return
        width, height = self.size
        if at != old and width and height:
            self._lines = self.draw(width, height)
            self._drawn_at = (width, height)
            # A line is written from its start to the last cell that changed: once is enough.
            self.refresh(self._column(old).union(self._column(at)))

    # Where a step stands

    @property
    def cell(self) -> int:
        """Columns for each step."""
        return max(1, min(WIDEST, self._room // max(1, len(self._course.rungs))))

    @property
    def _room(self) -> int:
        return max(1, self.size.width - GUTTER - 1)

    def _window(self) -> int:
        """The first step that is shown, if there are more than fit."""
        steps, fit = len(self._course.rungs), self._room // self.cell
        return max(0, min(self._at - fit // 2, steps - fit)) if steps > fit else 0

    def _column(self, step: int) -> Region:
        return Region(GUTTER + (step - self._window()) * self.cell, 0, self.cell, self.size.height)

    def step_at(self, x: int) -> int:
        """The step nearest to a column."""
        step = self._window() + (x - GUTTER) // self.cell
        return max(0, min(len(self._course.rungs) - 1, step))

    # Painting

    def draw(self, width: int, height: int) -> list[Line]:  # noqa: ARG002
        if not self._course.rungs:
            return []
        tall, cell = height - 1, self.cell
        first = self._window()
        shown = range(first, min(len(self._course.rungs), first + self._room // cell))
        lines = [self._chart_line(y, tall, shown, cell) for y in range(tall)]
        return [*lines, self._mark_line(shown, cell)]

    def _chart_line(self, y: int, tall: int, shown: range, cell: int) -> Line:
        spans: list[Span] = [(self._scale(y, tall), "dim")]
        levels = len(SIGNS.spark)
        for step in shown:
            here = step == self._at
            rung = self._course.rungs[step]
            kept = self._course.known is not None and step >= self._course.known
            filled = 0 if kept else round(rung * tall * levels / TOP) - (tall - 1 - y) * levels
            sign = SIGNS.spark[min(filled, levels) - 1] if filled > 0 else " "
            role = "watch" if rung >= self._course.crisis else "calm"
            if kept:
                sign, role = ("?" if y == tall - 1 else " "), "dim"
            text = sign * max(1, cell - 1) + (" " if cell > 1 else "")
            if here and y == 0:
                text, role = _centred(SIGNS.here, cell), "key"
            spans.append((text, "chosen" if here else role))
        return _merged(spans)

    def _scale(self, y: int, tall: int) -> str:
        """The scale beside the chart: its ends, and where the crisis begins."""
        crisis = tall - 1 - min(tall - 1, int(self._course.crisis * tall / TOP - 0.01))
        if y == crisis and 0 < y < tall - 1:
            return f"crisis {self._course.crisis} ".rjust(GUTTER)
        if y == 0:
            return f"rung {TOP} ".rjust(GUTTER)
        return "0 ".rjust(GUTTER) if y == tall - 1 else " " * GUTTER

    def _mark_line(self, shown: range, cell: int) -> Line:
        spans: list[Span] = [(f"{self._label} ".rjust(GUTTER), "key" if self._label != "marks" else "dim")]
        for step in shown:
            letters = self._course.letters[step]
            if self._course.known is not None and step >= self._course.known:
                letters = ""
            tick = SIGNS.day if self._course.days[step] else SIGNS.month
            room = max(1, cell - 1)
            text = letters[:room] if letters else tick
            if len(letters) > room > 1:
                text = text[:-1] + "+"
            role = "watch" if letters else "dim"
            if step == self._at:
                role = "chosen"
            spans.append((text.ljust(cell), role))
        return _merged(spans)

    # Pointing

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self.capture_mouse()
        self._point(event.x)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if event.button and self.app.mouse_captured is self:
            self._point(event.x)

    def on_mouse_up(self) -> None:
        self.release_mouse()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.post_message(self.Picked(min(self._at + 1, len(self._course.rungs) - 1)))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.post_message(self.Picked(max(self._at - 1, 0)))

    def _point(self, x: int) -> None:
        if self._course.rungs and self.step_at(x) != self._at:
            self.post_message(self.Picked(self.step_at(x)))


def _centred(sign: str, width: int) -> str:
    return sign.center(max(1, width - 1)).ljust(width)


def _merged(spans: list[Span]) -> Line:
    """Neighbours of one role as one span, for fewer bytes."""
    found: list[Span] = []
    for text, role in spans:
        if found and found[-1][1] == role:
            found[-1] = (found[-1][0] + text, role)
        else:
            found.append((text, role))
    return tuple(found)
