"""Before a reveal: the class says what it would order, hands are counted, then the sheets open."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input

from wargame.record.course import Turn
from wargame.record.game import Game
from wargame.text.describe import date
from wargame.text.words import first_up
from wargame.tui.asking import NOTHING, Spread
from wargame.tui.keys import bindings
from wargame.tui.screens.page import PageScreen
from wargame.tui.screens.room import Room
from wargame.tui.widgets.canvas import Span, folded, line
from wargame.tui.widgets.hands import LEAVE_IT, HandsList, spread_rows
from wargame.tui.widgets.listing import Listing, Row, row
from wargame.tui.widgets.moment_strip import MomentStrip
from wargame.tui.widgets.order_list import ALL, CardView, Catalogue, OrderList, card_lines


class AskScreen(Room[bool]):
    """Answers True if the class goes on to the reveal.

    `before` is the game as it stood when orders were due, `turn` what then came of it; the turn is not
    looked at before the reveal.
    """

    places = ("ask",)
    BINDINGS = bindings("ask")

    def __init__(self, before: Game, turn: Turn, seat: str, spread: Spread) -> None:
        super().__init__()
        self.game, self.turn, self.seat, self.spread = before, turn, seat, spread
        self.catalogue = Catalogue(before, seat)
        self.kind = ALL
        self.wanted = ""
        self.shown = False
        """Whether the sheets lie open."""

    def body(self) -> Iterable[Widget]:
        yield MomentStrip(id="moment")
        box = Input(
            id="order-filter",
            placeholder="type to filter; Enter goes to the list, Escape clears",
            compact=True,
        )
        box.cursor_blink = False
        yield box
        with Horizontal(id="ask-body"):
            yield OrderList()
            with Vertical(id="ask-side"):
                yield HandsList()
                yield CardView()
        yield Listing(id="spread", classes="page")

    def on_mount(self) -> None:
        self._show_orders()
        self._show_hands()
        self.query_one(OrderList).focus()

    def _head(self) -> None:
        seat = self.game.seats[self.seat].label
        question = f"What would {seat} order?"
        parts: list[Span] = [(date(self.game), "plain"), (question, "key")]
        if self.shown:
            parts = [(date(self.game), "plain"), (f"What {seat} really ordered", "key")]
        elif self.wanted:
            parts.append((f"with “{self.wanted}”", "watch"))
        else:
            kind = "all orders" if self.kind == ALL else self.kind
            parts.append((f"< {first_up(kind)} >", "title"))
        self.query_one(MomentStrip).show(("CLASS ASKED", "watch"), parts)

    def _show_orders(self) -> None:
        found = self.catalogue.find(self.kind, self.wanted, False)
        self.query_one(OrderList).show(self.catalogue, found, list(self.spread.hands))
        self._head()

    def _show_hands(self) -> None:
        self.query_one(HandsList).show(self.spread, self._label)

    def _label(self, order: str) -> str:
        return LEAVE_IT if order == NOTHING else self.catalogue.card(order).label

    # Counting hands

    def _at(self) -> str | None:
        listing = self.focused
        return listing.key if isinstance(listing, Listing) and isinstance(listing.key, str) else None

    def pointed(self, on: Widget) -> None:
        if isinstance(on, Listing) and on.id != "spread" and (on.has_focus or isinstance(on, OrderList)):
            self._show_card(on.key)

    def _show_card(self, key: object) -> None:
        known = isinstance(key, str) and key != NOTHING
        self.query_one(CardView).show(self.catalogue.card(str(key)) if known else None)

    def on_listing_chosen(self, event: Listing.Chosen) -> None:
        event.stop()
        self._count(str(event.key), 1)

    def action_take_hand(self) -> None:
        self._count(self._at(), 1)

    def action_drop_hand(self) -> None:
        self._count(self._at(), -1)

    def _count(self, order: str | None, by: int) -> None:
        if order is None or self.shown:
            return
        if by < 0 and order not in self.spread.hands:
            self.say("No hand was counted for this order.")
            return
        self.spread.count(order, by)
        self._show_hands()
        self._show_orders()
        hands = self.spread.hands.get(order, 0)
        self.say(f"{self._label(order)}: {hands} hand{'s' * (hands != 1)}.", "calm")

    # Browsing

    def _turn_kind(self, by: int) -> None:
        kinds = self.catalogue.kinds(False)
        at = kinds.index(self.kind) if self.kind in kinds else 0
        self.kind = kinds[(at + by) % len(kinds)]
        self._show_orders()

    def action_previous_kind(self) -> None:
        self._turn_kind(-1)

    def action_next_kind(self) -> None:
        self._turn_kind(1)

    def action_find(self) -> None:
        self.kind = ALL
        self.add_class("filtering")
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        self.wanted = event.value.strip()
        self._show_orders()

    def on_input_submitted(self) -> None:
        self.query_one(OrderList).focus()

    def action_switch_side(self) -> None:
        orders, hands = self.query_one(OrderList), self.query_one(HandsList)
        (orders if self.focused is hands else hands).focus()

    def action_open_card(self) -> None:
        key = self._at()
        if key is not None and key != NOTHING:
            lines = card_lines(self.catalogue.card(key), min(100, self.app.size.width - 6))
            self.app.push_screen(PageScreen("ORDER CARD", lines))

    # The reveal

    def action_reveal(self) -> None:
        if self.shown:
            self.dismiss(True)
            return
        self.shown = True
        self._leave_filter()
        self.add_class("shown")
        self._head()
        spread = self.query_one("#spread", Listing)
        spread.set_rows(self._spread_rows())
        spread.focus()
        self.say("Space goes on.", "calm")

    def _spread_rows(self) -> list[Row]:
        sheet = self.turn.sheets.get(self.seat)
        given = list(sheet.orders) if sheet else []
        reasons = dict(zip(given, sheet.reasons, strict=False)) if sheet else {}
        found = self.spread.beside(given)
        right = sum(c.hands for c in found if c.given)
        text = "No hands were counted."
        if self.spread.total:
            text = f"{right} of {self.spread.total} hands were for what was really ordered."
        names = self.game.seats[self.seat].label
        return [
            row(None, line((f"What {names} really ordered, and what the class would have", "title"))),
            Row(lambda width: [*folded(text, width), line("")]),
            row(None, line((f"{'':9}hands", "dim"))),
            *spread_rows(found, self._real_label, lambda order: reasons.get(order, "")),
            Row(lambda width: [line(""), *folded("Space goes on to what came of it.", width, "dim")]),
        ]

    def _real_label(self, order: str) -> str:
        book = self.game.rules.programs
        return LEAVE_IT if order == NOTHING else book.labels[book.index[order]]

    def action_go_back(self) -> None:
        """Out of the filter first, then out of the question."""
        if not self._leave_filter():
            self.dismiss(self.shown)

    def _leave_filter(self) -> bool:
        if not self.has_class("filtering"):
            return False
        self.remove_class("filtering")
        self.query_one(Input).value = ""
        self.query_one(OrderList).focus()
        return True
