"""What an event or a ruling would change, shown before it is given. It is not for a projector."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from wargame.tui.console.keys import bindings
from wargame.tui.console.room import ConsoleRoom
from wargame.tui.console.seen import Foreseen
from wargame.tui.widgets.canvas import folded
from wargame.tui.widgets.listing import Listing, Row


class ForeseenScreen(ConsoleRoom[None]):
    """What something would change, before it is done."""

    places = ("foreseen",)
    BINDINGS = bindings("foreseen")

    def __init__(self, title: str, found: Foreseen) -> None:
        super().__init__()
        self.title_line, self.found = title, found

    def body(self) -> Iterable[Widget]:
        yield Listing(id="page", classes="page")

    def on_mount(self) -> None:
        rows = [_text(self.title_line, "title"), _text("Nothing has been done.", "watch"), _text("")]
        rows += [_text(text) for text in foretold(self.found, False)]
        follow = foretold(self.found, True)
        rows += [_text(""), _text("What follows from it", "calm")] if follow else []
        rows += [_text(text, "dim") for text in follow]
        listing = self.query_one(Listing)
        listing.set_rows(rows)
        listing.focus()

    def action_go_back(self) -> None:
        self.dismiss()


def foretold(found: Foreseen, follows: bool) -> list[str]:
    """The changes in words: those of its own, or those that follow from them."""
    told = [f"{c.label} ({c.name}): {c.before} to {c.after}" for c in found.changes if c.follows is follows]
    return told or ([] if follows else ["No number would change."])


def _text(text: str, role: str = "plain") -> Row:
    return Row(lambda width: folded(text, width, role))


__all__ = ["ForeseenScreen", "foretold"]
