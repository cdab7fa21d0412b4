"""The orders a seat could give, by kind, with a filter; the card of the one under the pointer; the sheet."""

from __future__ import annotations

from typing import Any

import numpy as np
from textual.app import App

from wargame.record.game import Game
from wargame.ruleset import vocabulary
from wargame.ruleset.tables import STANDING
from wargame.table.session import Session
from wargame.text.cards import kind_of
from wargame.text.describe import OrderCard, order_card
from wargame.text.eyes import eyes
from wargame.text.words import counted, first_up
from wargame.tui.settings import Settings
from wargame.tui.widgets.canvas import Canvas, Line, Span, clip, folded, line, width_of
from wargame.tui.widgets.listing import Listing, Row, row

KINDS = ("statement", "move", "deal", *vocabulary.KINDS)
ALL = "all"

SLOTS = tuple(vocabulary.SLOTS)


class Catalogue:
    """The orders of a seat as it may give them now, and on request those it may not."""

    def __init__(self, game: Game, seat: str) -> None:
        self.game, self.seat = game, seat
        sight = eyes(game, seat)
        book = game.rules.programs
        self.legal = set(game.view(seat).menu)
        own = np.flatnonzero((book.cells[: book.orders] & sight.seat.cells).any(axis=1))
        self.own = [int(o) for o in own if book.slot[o] != STANDING]
        self.kind = {o: kind_of(sight, o) for o in self.own}
        self._cards: dict[str, OrderCard] = {}

    def card(self, name: str) -> OrderCard:
        if name not in self._cards:
            self._cards[name] = order_card(self.game, self.seat, name)
        return self._cards[name]

    def kinds(self, everything: bool) -> list[str]:
        """The kinds of which there is an order, `all` first."""
        there = {self.kind[o] for o in self.own if everything or o in self.legal}
        return [ALL, *(k for k in KINDS if k in there)]

    def find(self, kind: str, wanted: str, everything: bool) -> list[int]:
        """Orders of a kind whose label, name or text holds every word that was typed."""
        book = self.game.rules.programs
        words = wanted.lower().split()

        def fits(order: int) -> bool:
            said = f"{book.labels[order]} {book.names[order]} {book.texts[order]} {self.kind[order]}".lower()
            return all(word in said for word in words)

        found = [
            o
            for o in self.own
            if (everything or o in self.legal) and (kind in (ALL, self.kind[o])) and (not words or fits(o))
        ]
        return sorted(found, key=lambda o: (KINDS.index(self.kind[o]), o))


class OrderList(Listing):
    """Orders under headings of their kind."""

    def __init__(self) -> None:
        super().__init__(
            id="order-list", empty="No order fits. Escape clears the filter, A shows all orders."
        )

    def show(self, catalogue: Catalogue, orders: list[int], sheet: list[str]) -> None:
        book = catalogue.game.rules.programs
        rows: list[Row] = []
        kind = ""
        for order in orders:
            if catalogue.kind[order] != kind:
                kind = catalogue.kind[order]
                rows.append(_heading(first_up(kind)))
            name = book.names[order]
            rows.append(_order(book.labels[order], catalogue.card(name), name in sheet))
        self.set_rows(rows)


def _heading(kind: str) -> Row:
    return Row(lambda width: [line((kind.ljust(width - 2), "calm"), ("cost", "dim"))])


def _order(label: str, card: OrderCard, written: bool) -> Row:
    def draw(width: int) -> list[Line]:
        price = sum(amount for _, amount, _ in card.cost)
        right = f" {price:>2}" if price else "   "
        sign = "+ " if written else "x " if card.lacking else "  "
        room = width - 3 - len(sign)
        role = "dim" if card.lacking else "title" if written else "plain"
        shown = clip(((label, role),), room)
        return [((sign, "watch"), *shown, (" " * max(0, room - width_of(shown)), "plain"), (right, "dim"))]

    return Row(draw, card.name)


class CardView(Canvas):
    """An order's card: what it costs, how likely it is, who sees it, whose line it may touch."""

    def __init__(self) -> None:
        super().__init__(id="order-card")
        self._card: OrderCard | None = None

    def show(self, card: OrderCard | None) -> None:
        self._card = card
        self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:
        if self._card is None:
            return []
        lines = card_lines(self._card, width, odds_of(self.app))
        if len(lines) > height:
            lines = [*lines[: height - 1], line(("more: I shows the whole card", "key"))]
        return lines


def odds_of(app: App[Any]) -> str:
    """How the person wants odds told."""
    settings = getattr(app, "settings", None)
    return settings.odds if isinstance(settings, Settings) else "both"


def card_lines(card: OrderCard, width: int, odds: str = "both") -> list[Line]:
    """A card in lines, the most needed first."""
    lines = folded(card.label, width, "title") + folded(card.text, width)
    for text in card.lacking:
        lines += folded(f"Lacks: {text}", width, "crossed", "  ")
    costs = ", ".join(
        f"{amount} {label.partition(',')[0].lower()} (of {have})" for label, amount, have in card.cost
    )
    facts: list[tuple[str, str]] = [("Cost", costs or "nothing")]
    if card.odds:
        facts.append(("Odds", card.odds.words(odds)))
    if card.rung:
        facts.append(("Rung", f"{card.rung}, {card.act}" if card.act else str(card.rung)))
    facts.append(("Seen", card.seen))
    for title, text in facts:
        lines += _fact(title, text, width)
    for text in card.touches:
        lines += _fact("Line", text, width, "watch")
    for text in card.effects:
        lines += _fact("Does", text, width)
    return lines + _fact("By", ", ".join(card.cells), width)


def _fact(title: str, text: str, width: int, role: str = "plain") -> list[Line]:
    first, *more = folded(text, width - 6, role)
    return [((f"{title:<6}", "dim"), *first), *(((" " * 6, "plain"), *m) for m in more)]


class SheetList(Listing):
    """What stands on the sheet, in the order in which it is paid, and which places are free."""

    def __init__(self) -> None:
        super().__init__(id="order-sheet", empty="Nothing is written yet. Enter on an order writes it here.")

    def show(self, session: Session, catalogue: Catalogue) -> None:
        book = session.game.rules.programs
        rows = []
        for at, name in enumerate(session.draft, 1):
            slot = SLOTS[int(book.slot[book.index[name]])]
            rows.append(_written(at, slot, catalogue.card(name)))
        rows.append(row(None, line((f"  Free places: {free_places(session)}", "dim"))))
        self.set_rows(rows)
        left = "; ".join(money(session, catalogue))
        self.border_title = f"Your sheet{': ' if left else ''}{left}"


def _written(at: int, slot: str, card: OrderCard) -> Row:
    def draw(width: int) -> list[Line]:
        spans: list[Span] = [(f"{at} ", "dim"), (f"{slot:<10}", "dim"), (card.label, "title")]
        costs = ", ".join(f"{amount} {label.partition(',')[0].lower()}" for label, amount, _ in card.cost)
        if costs and width_of(tuple(spans)) + len(costs) + 2 <= width:
            spans.append((f"  {costs}", "dim"))
        return [tuple(spans)]

    return Row(draw, card.name)


def free_places(session: Session) -> str:
    """`1 move and 2 operations`: places of the sheet with nothing on them."""
    game = session.game
    places, book = game.rules.places, game.rules.programs
    count = [0] * len(SLOTS)
    for place in game.view(session.seat).places:
        count[int(places.kind[place])] += 1
    for name in session.draft:
        count[int(book.slot[book.index[name]])] -= 1
    parts = [counted(n, word) for word, n in zip(SLOTS, count, strict=True) if n > 0]
    return ", ".join(parts) if parts else "none"


def money(session: Session, catalogue: Catalogue) -> list[str]:
    """`resources 6, 3 left`: what the sheet spends of what there is."""
    spent: dict[str, int] = {}
    have: dict[str, int] = {}
    for name in session.draft:
        for label, amount, there in catalogue.card(name).cost:
            spent[label] = spent.get(label, 0) + amount
            have[label] = there
    return [
        f"{label.partition(',')[0].lower()} {have[label]}, {have[label] - spent[label]} left"
        for label in spent
    ]
