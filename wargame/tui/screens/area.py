"""All that a seat knows of an area."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from wargame.record.game import Game
from wargame.tui.keys import bindings
from wargame.tui.numbers import numbers_of_area
from wargame.tui.screens.room import Room
from wargame.tui.widgets.board_map import Place
from wargame.tui.widgets.canvas import folded, line
from wargame.tui.widgets.gauge import gauge_line
from wargame.tui.widgets.listing import Listing, Row
from wargame.tui.widgets.look import Look


class AreaScreen(Room[None]):
    places = ("area",)
    BINDINGS = bindings("area")

    def __init__(self, game: Game, seat: str | None, place: Place) -> None:
        super().__init__()
        self.game, self.seat, self.place = game, seat, place

    def body(self) -> Iterable[Widget]:
        yield Listing(id="area", classes="page", empty="You know of no number here.")
        yield Look(id="look")

    def on_mount(self) -> None:
        place = self.place
        rows = [Row(lambda width: [*folded(f"{place.label}. {place.text}", width, "title"), line("")])]
        self.numbers = {n.row: n for n in numbers_of_area(self.game, self.seat, place.area)}
        rows += [
            Row(lambda width, n=n: [gauge_line(n, width)], n.row)  # type: ignore[misc]
            for n in self.numbers.values()
        ]
        listing = self.query_one(Listing)
        listing.set_rows(rows)
        listing.focus()

    def pointed(self, on: Widget) -> None:
        key = on.key if isinstance(on, Listing) else None
        n = self.numbers.get(key) if isinstance(key, int) else None
        if n is not None:
            self.query_one(Look).show_text(f"{n.label}: {n.words}. {self.game.rules.meters.texts[n.row]}")

    def on_listing_chosen(self) -> None:
        self.action_explain()

    def action_explain(self) -> None:
        from wargame.tui.screens.why import WhyScreen

        key = self.query_one(Listing).key
        if isinstance(key, int):
            self.app.push_screen(WhyScreen(self.game, self.seat, [key]))
