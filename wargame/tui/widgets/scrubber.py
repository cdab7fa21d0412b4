"""Where a replay stands between its first step and its last, and where something happened."""

from __future__ import annotations

from textual import events
from textual.message import Message

from wargame.tui.glyphs import SIGNS
from wargame.tui.widgets.canvas import Canvas, Line, Span


class Scrubber(Canvas):
    class Picked(Message):
        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._at, self._last, self._marks = 0, 0, frozenset[int]()

    def show(self, at: int, last: int, marks: list[int]) -> None:
        self._at, self._last, self._marks = at, last, frozenset(marks)
        self.redraw()

    def _head(self) -> str:
        return f" step {self._at} of {self._last} "

    def _place(self, step: int, room: int) -> int:
        return round(step * (room - 1) / self._last) if self._last else 0

    def draw(self, width: int, height: int) -> list[Line]:  # noqa: ARG002
        head = self._head()
        room = max(1, min(width - len(head) - 2, 4 * self._last + 1))
        cells: list[Span] = [(SIGNS.rule, "dim")] * room
        for step in range(self._last + 1):
            cells[self._place(step, room)] = ("!", "watch") if step in self._marks else ("|", "dim")
        at = self._place(self._at, room)
        cells[at] = (f"[{cells[at][0] if self._at in self._marks else '|'}]", "key")
        return [((head, "title"), *cells)]

    def on_click(self, event: events.Click) -> None:
        head = self._head()
        room = max(1, min(self.size.width - len(head) - 2, 4 * self._last + 1))
        near = min(range(self._last + 1), key=lambda s: abs(self._place(s, room) - (event.x - len(head))))
        self.post_message(self.Picked(near))
