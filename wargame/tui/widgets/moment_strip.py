"""`REPLAY  Turn 3, June  step 2 of 16  after deeds  Umpire  paused`."""

from __future__ import annotations

from wargame.tui.widgets.canvas import Canvas, Line, Span


class MomentStrip(Canvas):
    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._parts: Line = ()

    def show(self, title: Span, parts: list[Span]) -> None:
        """What this is, then as much as fits; the parts are parted by blanks."""
        spans: list[Span] = [(" ", "plain"), title]
        for part in parts:
            spans += [("  ", "plain"), part]
        self._parts = tuple(spans)
        self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:  # noqa: ARG002
        return [self._parts]
