"""Lines of inked text painted cell by cell: the ground of every widget here.

A widget states its lines as spans of text and role; this paints them, clips them to the width with a
sign that something is missing, and repaints only the lines that changed. A new number never asks
for a layout.
"""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from wargame.tui.glyphs import SIGNS, plainly

Span = tuple[str, str]
"""Text and its role."""

Line = tuple[Span, ...]

ROLES = ("plain", "dim", "title", "calm", "watch", "crossed", "key", "chosen", "faint-chosen")
"""What the style sheet gives a look to; nothing is said by a role alone."""


def line(*spans: Span | str) -> Line:
    """A line from spans; bare text is plain."""
    return tuple((s, "plain") if isinstance(s, str) else s for s in spans)


def width_of(spans: Line) -> int:
    return sum(cell_len(text) for text, _ in spans)


def clip(spans: Line, width: int) -> Line:
    """The line cut to a width; what was cut leaves an ellipsis."""
    if width_of(spans) <= width:
        return spans
    left = max(0, width - 1)
    kept: list[Span] = []
    for text, role in spans:
        if cell_len(text) >= left:
            kept.append((set_cell_size(text, left), role))
            break
        kept.append((text, role))
        left -= cell_len(text)
    return (*kept, (SIGNS.ellipsis, "dim")) if width > 0 else ()


def pad(spans: Line, width: int) -> Line:
    """The line cut or filled to exactly a width."""
    spans = clip(spans, width)
    return (*spans, (" " * (width - width_of(spans)), "plain"))


def folded(text: str, width: int, role: str = "plain", indent: str = "") -> list[Line]:
    """Running text in lines of at most a width; later lines are indented."""
    return [((part, role),) for part in wrap(text, max(8, width), subsequent_indent=indent)] or [
        (("", role),)
    ]


def differ_until(one: Line, other: Line) -> int:
    """The column after the last cell in which two lines differ; 0 if they look the same.

    A line is written from its start, so what can be saved is its end.
    """
    if one == other:
        return 0
    ends = [width_of(one), width_of(other)]
    if ends[0] != ends[1]:
        return max(ends)
    left, right = list(one), list(other)
    end = ends[0]
    while left and right and left[-1] == right[-1]:
        end -= cell_len(left.pop()[0])
        right.pop()
    return end


def pointed(widget: Widget) -> None:
    """Tell the screen at once that the pointer of a widget has moved, so that both are painted together."""
    told = getattr(widget.screen, "pointed", None)
    if told is not None:
        told(widget)


class Ink(Widget):
    """A widget that paints spans in roles; the style sheet says what a role looks like."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"ink--{role}" for role in ROLES}

    _inks: dict[str, Style] | None = None
    """How roles look here, kept until the style sheet changes."""

    def notify_style_update(self) -> None:
        self._inks = None
        super().notify_style_update()

    def ink(self, role: str) -> Style:
        """How a role looks on this widget's ground."""
        if self._inks is None:
            self._inks = {}
        if role not in self._inks:
            self._inks[role] = self.rich_style + self.get_component_rich_style(f"ink--{role}", partial=True)
        return self._inks[role]

    def anew(self) -> None:
        """Draw everything again: the signs in use have changed."""
        self.refresh()

    def paint(self, spans: Line, width: int, over: str | None = None) -> Strip:
        """A line as cells; `over` is a role laid over all of it."""
        cover = self.get_component_rich_style(f"ink--{over}", partial=True) if over else Style()
        segments = [
            Segment(plainly(text), self.ink(role) + cover) for text, role in clip(spans, width) if text
        ]
        return Strip(segments).adjust_cell_length(width, self.ink("plain") + cover)


class Canvas(Ink):
    """A widget that is a list of lines. Subclasses build them in `draw`."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: list[Line] = []
        self._drawn_at = (-1, -1)

    def draw(self, width: int, height: int) -> list[Line]:
        """The widget's lines for this size."""
        raise NotImplementedError

    def anew(self) -> None:
        self._drawn_at = (-1, -1)
        super().anew()

    def redraw(self) -> None:
        """Draw again and repaint the lines that differ."""
        width, height = self.size
        if not width or not height:
            self._drawn_at = (-1, -1)
            return
        before, self._lines = self._lines, self.draw(width, height)
        fresh = self._drawn_at != (width, height)
        self._drawn_at = (width, height)
        if fresh:
            self.refresh()
            return
        ends = [
            differ_until(before[y] if y < len(before) else (), self._lines[y] if y < len(self._lines) else ())
            for y in range(height)
        ]
        changed = [Region(0, y, min(end, width), 1) for y, end in enumerate(ends) if end]
        if changed:
            self.refresh(*changed)

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        if self._drawn_at != (width, height):
            self._lines = self.draw(width, height)
            self._drawn_at = (width, height)
        return self.paint(self._lines[y] if y < len(self._lines) else (), width)


def beside(columns: Iterable[tuple[list[Line], int]], gap: int = 1) -> list[Line]:
    """Columns of lines, each with its width, side by side."""
    parts = list(columns)
    tall = max((len(lines) for lines, _ in parts), default=0)
    space = (" " * gap, "plain")
    rows: list[Line] = []
    for y in range(tall):
        row: list[Span] = []
        for at, (lines, width) in enumerate(parts):
            if at:
                row.append(space)
            row.extend(pad(lines[y] if y < len(lines) else (), width))
        rows.append(tuple(row))
    return rows
