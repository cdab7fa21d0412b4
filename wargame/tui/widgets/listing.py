"""A list with a pointer: orders, numbers, sentences, saves. A move repaints two rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.actions import SkipAction
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from wargame.tui.glyphs import SIGNS
from wargame.tui.keys import bindings
from wargame.tui.widgets.canvas import Ink, Line, differ_until, pointed


@dataclass(frozen=True)
class Row:
    """A row of a list: lines for a given width, and what it stands for. A row without a key is a heading."""

    draw: Callable[[int], list[Line]]
    key: object = None
    single: bool = False
    """Whether it is always one line: then it is drawn only when it comes into sight."""


def row(key: object, *lines: Line) -> Row:
    """A row whose lines do not depend on the width."""
    return Row(lambda width: list(lines), key)  # noqa: ARG005


class Listing(ScrollView, Ink, can_focus=True):
    """Rows to move through. `Moved` tells where the pointer stands, `Chosen` that Enter was pressed there."""

    BINDINGS = bindings("list")
    COMPONENT_CLASSES = Ink.COMPONENT_CLASSES  # of two bases, the framework asks the first only

    DEFAULT_CSS = """
    Listing { scrollbar-size-vertical: 1; scrollbar-gutter: stable; overflow-x: hidden; }
    """

    class Moved(Message):
        def __init__(self, listing: Listing, key: object) -> None:
            super().__init__()
            self.listing, self.key = listing, key

        @property
        def control(self) -> Listing:
            return self.listing

    class Chosen(Moved):
        pass

    def __init__(
        self, *, id: str | None = None, classes: str | None = None, empty: str = "Nothing here."
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.rows: list[Row] = []
        self.empty = empty
        self.cursor = 0
        self._tops: list[int] = []
        self._flat: list[tuple[int, Line | None]] = []
        """Row and line for each line; None is drawn when it is looked at."""
        self._laid_at = -1

    # Content

    def set_rows(self, rows: list[Row], *, keep: bool = True) -> None:
        """Show other rows; with `keep` the pointer stays on the same key, or as near as it can."""
        old = self.key if keep else None
        before, cursor = self._flat, self.cursor
        self.rows = rows
        keys = [r.key for r in rows]
        if keep and old is not None and old in keys:
            self.cursor = keys.index(old)
        else:
            self.cursor = self._nearest(min(self.cursor, len(rows) - 1) if keep else 0)
        self._lay_out()
        if self.is_mounted and self._laid_at > 0:
            self._repaint(before, cursor)
            if not keep:
                self.scroll_to(y=0, animate=False, immediate=True)
            self._reveal()
        self._tell()

    @property
    def key(self) -> object:
        """What the pointer stands on."""
        return self.rows[self.cursor].key if 0 <= self.cursor < len(self.rows) else None

    @property
    def text(self) -> str:
        """All rows as plain text, for the clipboard."""
        width = max(40, self._laid_at)
        lines = [spans for entry in self.rows for spans in entry.draw(width - 2)]
        return "\n".join("".join(text for text, _ in spans).rstrip() for spans in lines)

    def select(self, key: object) -> None:
        """Put the pointer on a key, if it is there."""
        keys = [r.key for r in self.rows]
        if key in keys:
            self._move(keys.index(key))

    def _nearest(self, wanted: int) -> int:
        """The selectable row nearest to a row."""
        able = [at for at, r in enumerate(self.rows) if r.key is not None]
        return min(able, key=lambda at: (abs(at - wanted), at), default=-1)

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width or self.size.width
        self._laid_at = width
        self._flat, self._tops = [], []
        if width <= 0:
            return
        for at, entry in enumerate(self.rows):
            self._tops.append(len(self._flat))
            if entry.single:
                self._flat.append((at, None))
            else:
                self._flat.extend((at, spans) for spans in entry.draw(width - 2))
        self._measure(Size(width, max(1, len(self._flat))))

    def _measure(self, size: Size) -> None:
        """So large is it all. The screen is laid out again only where a scroll bar comes or goes."""
        if not self.container_size:
            self.virtual_size = size
        elif size != self.virtual_size:
            self.set_reactive(Listing.virtual_size, size)
            self._scroll_update(size)

    def anew(self) -> None:
        self._lay_out()
        super().anew()

    def _line(self, y: int) -> Line:
        at, spans = self._flat[y]
        if spans is None:
            spans = self.rows[at].draw(self._laid_at - 2)[0]
            self._flat[y] = (at, spans)
        return spans

    def _repaint(self, before: list[tuple[int, Line | None]], cursor: int) -> None:
        """Paint the lines again that differ from what stood there, and those of the pointer."""
        top, width, height = self.scroll_offset.y, self.size.width, self.size.height

        def end(y: int) -> int:
            """The column after the last cell that is another now."""
            if y >= len(before) or y >= len(self._flat):
                return 0 if y >= len(before) and y >= len(self._flat) else width
            pointed = before[y][0] == cursor or self._flat[y][0] == self.cursor
            if before[y][0] != self._flat[y][0] or (pointed and cursor != self.cursor):
                return width
            found = differ_until(before[y][1] or (), self._line(y))
            return width if pointed and found else min(width, found + 2 * bool(found))

        ends = [(y - top, end(y)) for y in range(top, top + height)]
        changed = [Region(0, y, upto, 1) for y, upto in ends if upto]
        if not before or (len(changed) == height and all(region.width == width for region in changed)):
            self.refresh()
        elif changed:
            self.refresh(*changed)

    def on_resize(self) -> None:
        if self.scrollable_content_region.width != self._laid_at:
            self._lay_out()
            self._reveal()
            self.refresh()

    # Moving

    def _move(self, to: int) -> None:
        if to == self.cursor or not 0 <= to < len(self.rows):
            return
        old, self.cursor = self.cursor, to
        top = self.scroll_offset.y
        self._reveal()
        if self.scroll_offset.y == top:
            for at in (old, to):
                self._refresh_row(at)
        self._point()

    def _span(self, at: int) -> tuple[int, int]:
        if not 0 <= at < len(self._tops):
            return 0, 0
        end = self._tops[at + 1] if at + 1 < len(self._tops) else len(self._flat)
        return self._tops[at], end

    def _refresh_row(self, at: int) -> None:
        first, end = self._span(at)
        if end > first:
            self.refresh(Region(0, first - self.scroll_offset.y, self.size.width, end - first))

    def _reveal(self) -> None:
        """Scroll so that the row under the pointer, and a heading right above it, can be seen."""
        first, end = self._span(self.cursor)
        if self.cursor > 0 and self.rows[self.cursor - 1].key is None:
            first = self._span(self.cursor - 1)[0]
        height = self.size.height
        if height <= 0:
            return  # not shown yet; laying out will come back here
        top = self.scroll_offset.y
        if first < top or end - first > height:
            top = first
        elif end > top + height:
            top = end - height
        if top != self.scroll_offset.y:  # forced: the scroll bar of longer rows comes only with the layout
            self.scroll_to(y=top, animate=False, immediate=True, force=True)

    def _tell(self) -> None:
        if self.is_mounted:
            self.post_message(self.Moved(self, self.key))

    def _point(self) -> None:
        """The screen says at once what the pointer stands on, so that both are painted together."""
        if self.is_mounted:
            pointed(self)

    def _step(self, by: int) -> None:
        if self.cursor < 0:
            self.scroll_to(y=self.scroll_offset.y + by, animate=False, immediate=True)
            return
        at = self.cursor + by
        while 0 <= at < len(self.rows) and self.rows[at].key is None:
            at += by
        if 0 <= at < len(self.rows):
            self._move(at)
        elif by < 0:
            self.scroll_to(y=0, animate=False, immediate=True)
        else:
            self.scroll_to(y=self.max_scroll_y, animate=False, immediate=True)

    def action_previous_row(self) -> None:
        self._step(-1)

    def action_next_row(self) -> None:
        self._step(1)

    def _page(self, lines: int) -> None:
        if self.cursor < 0:
            self._step(lines)
            return
        wanted = self._tops[self.cursor] + lines
        at = max((i for i, top in enumerate(self._tops) if top <= max(0, wanted)), default=0)
        self._move(self._nearest(at))

    def action_page_back(self) -> None:
        self._page(1 - self.size.height)

    def action_page_on(self) -> None:
        self._page(self.size.height - 1)

    def action_first_row(self) -> None:
        self._move(self._nearest(0))
        self.scroll_to(y=0, animate=False, immediate=True)

    def action_last_row(self) -> None:
        self._move(self._nearest(len(self.rows) - 1))
        self.scroll_to(y=self.max_scroll_y, animate=False, immediate=True)

    def action_choose_row(self) -> None:
        if self.key is None:
            raise SkipAction  # a page without choices leaves Enter to its screen
        self.post_message(self.Chosen(self, self.key))

    def on_click(self, event: object) -> None:
        y = int(getattr(event, "y", 0)) + self.scroll_offset.y
        if y < len(self._flat):
            at = self._flat[y][0]
            if self.rows[at].key is None:
                return
            if at == self.cursor:
                self.action_choose_row()
            self._move(at)

    def on_focus(self) -> None:
        self._refresh_row(self.cursor)

    def on_blur(self) -> None:
        self._refresh_row(self.cursor)

    # Painting

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if self._laid_at <= 0:
            self._lay_out()
        at = y + self.scroll_offset.y
        if not self.rows:
            return self.paint(((f"  {self.empty}", "dim"),) if y == 0 else (), width)
        if at >= len(self._flat):
            return self.paint((), width)
        number, spans = self._flat[at][0], self._line(at)
        here = number == self.cursor and self.rows[number].key is not None
        first = self._tops[number] == at
        sign = (f"{SIGNS.pointer} ", "key") if here and first else ("  ", "plain")
        written = any(text.strip() for text, _ in spans)
        over = ("chosen" if self.has_focus else "faint-chosen") if here and written else None
        if self.rows[number].key is None:
            sign = ("", "plain")
        return self.paint((sign, *spans), width, over)
