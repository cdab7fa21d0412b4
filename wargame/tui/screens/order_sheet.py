"""Write the sheet: browse by kind, filter by typing, read the card, put orders on and take them off."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input

from wargame.table.session import Session
from wargame.text.words import first_up
from wargame.tui.keys import bindings
from wargame.tui.screens.page import PageScreen
from wargame.tui.screens.room import Room
from wargame.tui.widgets.canvas import Canvas, Line, Span
from wargame.tui.widgets.listing import Listing
from wargame.tui.widgets.order_list import (
    ALL,
    CardView,
    Catalogue,
    OrderList,
    SheetList,
    card_lines,
    odds_of,
    spent_on,
)


class KindStrip(Canvas):
    """`< kinetic signal > 12 orders` and the filter, if there is one."""

    def __init__(self) -> None:
        super().__init__(id="order-head")
        self._spans: tuple[Span, ...] = ()

    def show(self, kind: str, count: int, wanted: str, everything: bool, area: str) -> None:
        what = "all that can be ordered" if everything else "all that can be given now"
        label = what if kind == ALL else kind
        spans: list[Span] = [(" ORDERS  ", "title"), ("< ", "key"), (first_up(label), "title"), (" >", "key")]
        if area:
            spans += [(f"  in {area}", "title")]
        spans.append((f"  {count} of them", "dim"))
        if wanted:
            spans.append((f"  with “{wanted}”", "watch"))
        self._spans = tuple(spans)
        self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:  # noqa: ARG002
        return [self._spans]


class OrderScreen(Room[bool]):
    """Answers True if the sheet is to be sealed."""

    places = ("orders",)
    enter = "Write"
    BINDINGS = bindings("orders")

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.catalogue = Catalogue(session.game, session.seat)
        self.kind = ALL
        self.area = -1
        self.wanted = ""
        self.everything = False
        self._spent: dict[str, int] = {}
        """What the sheet takes already, by what pays."""

    def body(self) -> Iterable[Widget]:
        yield KindStrip()
        box = Input(
            id="order-filter",
            placeholder="type to filter; Enter goes to the list, Escape clears",
            compact=True,
        )
        box.cursor_blink = False
        yield box
        with Horizontal(id="order-body"):
            yield OrderList()
            yield CardView()
        yield SheetList()

    def on_mount(self) -> None:
        self._show_orders()
        self._show_sheet()
        self.query_one(OrderList).focus()

    def _show_orders(self) -> None:
        found = self.catalogue.find(self.kind, self.wanted, self.everything, self.area)
        area = self.catalogue.area_label(self.area)
        self.query_one(KindStrip).show(self.kind, len(found), self.wanted, self.everything, area)
        self.query_one(OrderList).show(self.catalogue, found, self.session.draft)

    def _show_sheet(self) -> None:
        self._spent = spent_on(self.session)
        self.query_one(SheetList).show(self.session, self.catalogue)

    def pointed(self, on: Widget) -> None:
        if isinstance(on, Listing) and (on.has_focus or isinstance(on, OrderList)):
            self._show_card(on.key)

    def on_descendant_focus(self) -> None:
        if isinstance(self.focused, Listing):
            self._show_card(self.focused.key)

    def _show_card(self, key: object) -> None:
        card = self.catalogue.card(key) if isinstance(key, str) else None
        self.query_one(CardView).show(card, self._spent)

    # Writing

    def on_listing_chosen(self, event: Listing.Chosen) -> None:
        name = str(event.key)
        if isinstance(event.listing, SheetList) or name in self.session.draft:
            self._take_off(name)
        else:
            self.put_on(name)

    def can_be_given(self) -> list[tuple[str, str]]:
        """Name and label of every order that can be given now and is not on the sheet."""
        book = self.session.game.rules.programs
        found = self.catalogue.find(ALL, "", False)
        return [(book.names[o], book.labels[o]) for o in found if book.names[o] not in self.session.draft]

    def put_on(self, name: str) -> None:
        """Write an order on the sheet, or say why it does not fit."""
        faults = self.session.add(name)
        if faults:
            self.say("; ".join(f.reason for f in faults), "crossed")
            return
        self._show_orders()
        self._show_sheet()
        self.say(f"On the sheet: {self.catalogue.card(name).label}. F9 seals it.", "calm")

    def _take_off(self, name: str) -> None:
        self.session.remove(name)
        self._show_orders()
        self._show_sheet()
        self.say(f"Off the sheet: {self.catalogue.card(name).label}.", "calm")
        if isinstance(self.focused, SheetList) and not self.session.draft:
            self.query_one(OrderList).focus()

    def action_remove_order(self) -> None:
        """The order under the pointer, or the last one written."""
        key = self.focused.key if isinstance(self.focused, Listing) else None
        name = key if isinstance(key, str) and key in self.session.draft else None
        if name is None and self.session.draft and not isinstance(self.focused, SheetList):
            name = self.session.draft[-1]
        if name is None:
            self.say("Nothing is written on the sheet.")
        else:
            self._take_off(name)

    def action_move_earlier(self) -> None:
        self._shift(-1)

    def action_move_later(self) -> None:
        self._shift(1)

    def _shift(self, by: int) -> None:
        sheet = self.query_one(SheetList)
        if self.focused is not sheet or not isinstance(sheet.key, str):
            self.say("Tab goes to the sheet; there U and D move an order.")
        elif self.session.shift(sheet.key, by):
            self._show_sheet()

    # Browsing

    def _turn_kind(self, by: int) -> None:
        kinds = self.catalogue.kinds(self.everything)
        at = kinds.index(self.kind) if self.kind in kinds else 0
        self.kind = kinds[(at + by) % len(kinds)]
        if not self.catalogue.find(self.kind, self.wanted, self.everything, self.area):
            self.area = -1
        self._show_orders()

    def action_previous_kind(self) -> None:
        self._turn_kind(-1)

    def action_next_kind(self) -> None:
        self._turn_kind(1)

    def _turn_area(self, by: int) -> None:
        self.area = self.catalogue.next_area(self.area, by, self.kind, self.everything)
        self._show_orders()

    def action_previous_area(self) -> None:
        self._turn_area(-1)

    def action_next_area(self) -> None:
        self._turn_area(1)

    def action_toggle_all(self) -> None:
        self.everything = not self.everything
        if self.kind not in self.catalogue.kinds(self.everything):
            self.kind = ALL
        self._show_orders()
        what = (
            "All orders of your seat; x marks what cannot be given now."
            if self.everything
            else "Orders that can be given now."
        )
        self.say(what, "calm")

    def action_find(self) -> None:
        """A filter looks through all kinds and areas."""
        self.kind, self.area = ALL, -1
        self.add_class("filtering")
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        self.wanted = event.value.strip()
        self._show_orders()

    def on_input_submitted(self) -> None:
        self.query_one(OrderList).focus()

    def action_switch_side(self) -> None:
        orders, sheet = self.query_one(OrderList), self.query_one(SheetList)
        if self.focused is sheet:
            orders.focus()
        elif self.session.draft:
            sheet.focus()
        else:
            orders.focus()
            self.say("Nothing is written on the sheet yet.")

    def action_open_card(self) -> None:
        key = self.focused.key if isinstance(self.focused, Listing) else self.query_one(OrderList).key
        if isinstance(key, str):
            card, width = self.catalogue.card(key), min(100, self.app.size.width - 6)
            self.app.push_screen(
                PageScreen("ORDER CARD", card_lines(card, width, odds_of(self.app), self._spent))
            )

    # Leaving

    def action_seal(self) -> None:
        self.dismiss(True)

    def action_go_back(self) -> None:
        """Out of the filter first, then out of the sheet."""
        if self.has_class("filtering"):
            box = self.query_one(Input)
            self.remove_class("filtering")
            box.value = ""
            self.query_one(OrderList).focus()
        else:
            self.dismiss(False)


__all__ = ["OrderScreen"]
