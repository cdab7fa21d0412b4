"""A page of text to read and close."""

from __future__ import annotations

import re
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
        rows += [Row(lambda width, spans=spans: _led(fold(spans, width))) for spans in self.lines]  # type: ignore[misc]
        listing = self.query_one(Listing)
        listing.set_rows(rows)
        listing.focus()

    def action_go_on(self) -> None:
        self.dismiss()


LEAD = re.compile(r"[A-Z][^.:-]{3,40}: (?=\S)")
"""`What counts for Washington: ` at the head of a paragraph."""


def _led(lines: list[Line]) -> list[Line]:
    """A paragraph whose lead stands out."""
    (text, role), *more = lines[0] or (("", "plain"),)
    lead = LEAD.match(text)
    if lead is None or more or role != "plain":
        return lines
    return [((lead[0], "title"), (text[lead.end() :], role)), *lines[1:]]
