"""The whole story so far as one seat knows it, messages included: to read, to search and to copy."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget
from textual.widgets import Input

from wargame.record.game import Game
from wargame.text.logbook import Entry, logbook
from wargame.tui.keys import bindings
from wargame.tui.screens.room import Room
from wargame.tui.widgets.canvas import Line, folded, line
from wargame.tui.widgets.listing import Listing, Row, row


class StoryScreen(Room[None]):
    places = ("story",)
    BINDINGS = bindings("story")

    def __init__(self, game: Game, seat: str | None) -> None:
        super().__init__()
        self.game, self.seat = game, seat
        self.entries: list[Entry] = []

    def body(self) -> Iterable[Widget]:
        box = Input(
            id="order-filter", placeholder="type what to look for; Enter goes to the list", compact=True
        )
        box.cursor_blink = False
        yield box
        yield Listing(id="story", classes="page", empty="Nothing has happened yet.")

    def on_mount(self) -> None:
        self.entries = logbook(self.game, self.seat)
        self._show("")
        listing = self.query_one(Listing)
        listing.focus()
        listing.action_last_row()

    def _show(self, wanted: str) -> None:
        words = wanted.lower().split()
        found = [
            (at, e)
            for at, e in enumerate(self.entries)
            if all(word in f"{e.when} {e.phase} {e.text}".lower() for word in words)
        ]
        what = f"{len(found)} of {len(self.entries)} lines with “{wanted}”" if words else "oldest first"
        rows = [row(None, line(("THE STORY SO FAR", "title"), (f"   {what}", "dim")))]
        when = ""
        for at, entry in found:
            if entry.when != when:
                when = entry.when
                rows.append(row(None, line(""), line((when, "title"))))
            rows.append(_entry(entry, at))
        if self.entries and not found:
            rows.append(
                row(None, line(""), line(("No line has all these words. Esc shows all again.", "watch")))
            )
        self.query_one(Listing).set_rows(rows)

    def action_find(self) -> None:
        self.add_class("filtering")
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._show(event.value.strip())

    def on_input_submitted(self) -> None:
        self.query_one(Listing).focus()

    def on_listing_chosen(self) -> None:
        self.action_explain()

    def action_explain(self) -> None:
        from wargame.tui.screens.why import WhyScreen

        key = self.query_one(Listing).key
        rows = list(self.entries[key].rows) if isinstance(key, int) else []
        if rows:
            self.app.push_screen(WhyScreen(self.game, self.seat, rows))
        else:
            self.say("This line moved no number that you can ask.")

    def action_go_back(self) -> None:
        """Out of the search first, then out of the story."""
        if self.has_class("filtering"):
            self.remove_class("filtering")
            self.query_one(Input).value = ""
            self.query_one(Listing).focus()
        else:
            self.dismiss()


def _entry(entry: Entry, key: int) -> Row:
    def draw(width: int) -> list[Line]:
        first, *more = folded(entry.text, width - 13)
        return [((f"{entry.phase:<13}", "dim"), *first), *(((" " * 13, "plain"), *m) for m in more)]

    return Row(draw, key)
