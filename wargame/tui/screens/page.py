"""A page of text to read and close."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from wargame.tui.keys import bindings
from wargame.tui.screens.confirm import fold
from wargame.tui.screens.room import Room
from wargame.tui.widgets.canvas import Line, folded, line
from wargame.tui.widgets.listing import Listing, Row


class PageScreen(Room[None]):
    places = ("page",)
    BINDINGS = bindings("page")

    def __init__(self, title: str, lines: list[Line]) -> None:
        super().__init__()
        self.heading, self.lines = title, lines

    def body(self) -> Iterable[Widget]:
        yield Listing(id="page", classes="page")

    def on_mount(self) -> None:
        rows = [Row(lambda width: [*folded(self.heading, width, "title"), line("")])]
        rows += [Row(lambda width, spans=spans: fold(spans, width)) for spans in self.lines]  # type: ignore[misc]
        listing = self.query_one(Listing)
        listing.set_rows(rows)
        listing.focus()

    def action_go_on(self) -> None:
        self.dismiss()
