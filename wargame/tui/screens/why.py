"""Why a number stands where it stands: the entries that made it, newest first, back to order and roll."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from textual.widget import Widget

from wargame.record.game import Game
from wargame.text.cards import order_card
from wargame.text.eyes import eyes
from wargame.text.why import Cause, causes
from wargame.tui.keys import bindings
from wargame.tui.numbers import Number, number
from wargame.tui.screens.page import PageScreen
from wargame.tui.screens.room import Room
from wargame.tui.widgets.canvas import Line, Span, folded, line
from wargame.tui.widgets.gauge import gauge_line
from wargame.tui.widgets.listing import Listing, Row
from wargame.tui.widgets.order_list import card_lines, odds_of


class WhyScreen(Room[None]):
    """Entries of one meter, or of the few that a sentence was about."""

    places = ("why",)
    enter = "What lies behind"
    BINDINGS = bindings("why")

    def __init__(self, game: Game, seat: str | None, rows: list[int]) -> None:
        super().__init__()
        self.game, self.seat, self.rows = game, seat, rows

    def body(self) -> Iterable[Widget]:
        yield Listing(id="why", classes="page")

    def on_mount(self) -> None:
        rows: list[Row] = []
        self.causes: dict[tuple[int, int], Cause] = {}
        for meter in dict.fromkeys(self.rows):
            n = number(self.game, self.seat, meter)
            rows.append(_head(n, self.game.rules.meters.texts[meter]))
            found = causes(self.game, self.seat, meter)
            self.causes |= {(meter, at): c for at, c in enumerate(found)}
            rows += [_titles()] * bool(found)
            rows += [_cause(c, (meter, at)) for at, c in enumerate(found)]
            rows.append(_origin(n, bool(found)))
        listing = self.query_one(Listing)
        listing.set_rows(rows)
        listing.focus()

    def on_listing_chosen(self, event: Listing.Chosen) -> None:
        """The order, event or deal behind a cause, if the seat may know it."""
        cause = self.causes.get(event.key) if isinstance(event.key, tuple) else None
        if cause is None or not cause.program:
            self.say("No order that you may know lies behind this one; the rule alone made it.")
            return
        width = min(100, self.app.size.width - 6)
        lines = program_lines(self.game, self.seat, cause.program, width, odds_of(self.app))
        rolled = f" {cause.roll}." if cause.roll else ""
        lines.append(line(""))
        lines += folded(f"{cause.when}: {cause.why}, {cause.amount:+d}.{rolled}", width, "calm")
        self.app.push_screen(PageScreen("WHAT LIES BEHIND IT", lines))


def program_lines(game: Game, seat: str | None, program: int, width: int, odds: str) -> list[Line]:
    """An order's card, or what an event or a deal says of itself."""
    book, sight = game.rules.programs, eyes(game, seat)
    if program >= book.orders:
        return folded(book.labels[program], width, "title") + folded(book.texts[program], width)
    card = order_card(game, seat, book.names[program])
    own = bool((book.cells[program] & sight.seat.cells).any())
    cost = card.cost if own else tuple((label, amount, -1) for label, amount, _ in card.cost)
    return card_lines(replace(card, lacking=(), cost=cost), width, odds)


def _head(n: Number, text: str) -> Row:
    def draw(width: int) -> list[Line]:
        return [gauge_line(n, width), *folded(f"{n.label}: {n.words}. {text}", width, "title"), line("")]

    return Row(draw)


def _cause(cause: Cause, key: tuple[int, int]) -> Row:
    """`+1  to 7   Turn 3, May   12.1 war-weariness   Strike a network, Iraq; 2d6 fell 9`."""

    def draw(width: int) -> list[Line]:
        after = "" if cause.after is None else f"to {cause.after}"
        when = _column(width)
        spans: tuple[Span, ...] = (
            (f"{cause.amount:+4d}  ", "title"), (f"{after:<7}", "plain"),
            (f"{_short_date(cause.when, when):<{when}} ", "dim"),
        )  # fmt: skip
        indent = 14 + when
        order = f"{cause.order} (Enter: its card)" if cause.order and cause.program else cause.order
        source = "; ".join(part for part in (order, cause.roll) if part)
        first, *more = folded(cause.why, width - indent)
        lines = [(*spans, *first), *(((" " * indent, "plain"), *m) for m in more)]
        if source:
            lines += [
                ((" " * indent, "plain"), *m) for m in folded(f"from: {source}", width - indent, "calm")
            ]
        return lines

    return Row(draw, key)


def _titles() -> Row:
    def draw(width: int) -> list[Line]:
        return [
            line((f"  {'by':>4}  {'to':<7}{'when':<{_column(width)}} {'by which rule, from what'}", "dim"))
        ]

    return Row(draw)


def _column(width: int) -> int:
    """Cells for a date: a crisis step has a long one."""
    return 28 if width >= 100 else 18


def _short_date(when: str, room: int) -> str:
    return when if len(when) <= room else when.replace("Turn ", "").replace("crisis step ", "crisis ")


def _origin(n: Number, moved: bool) -> Row:
    if n.value is None:
        text = "Your seat cannot know this number."
    elif moved:
        text = "Before that it stood as the scenario set it."
    else:
        text = "It stands as the scenario set it: nothing that you can see has moved it."
    return Row(lambda width: [*folded(f"      {text}", width, "dim"), line("")])
