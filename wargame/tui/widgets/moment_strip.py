"""`REPLAY  Turn 3, June  step 2 of 16  after deeds  Umpire  paused`."""

from __future__ import annotations

from wargame.tui.widgets.canvas import Canvas, Line, Span, width_of


class MomentStrip(Canvas):
    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._parts: Line = ()

    def show(self, title: Span, parts: list[Span]) -> None:
        """What this is, then as many of the parts as fit, parted by blanks."""
        self._parts = (title, *parts)
        self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:  # noqa: ARG002
        spans: list[Span] = [(" ", "plain"), *self._parts[:1]]
        for part in self._parts[1:]:
            if width_of((*spans, ("  ", "plain"), part)) > width:
                break
            spans += [("  ", "plain"), part]
        return [tuple(spans)]
