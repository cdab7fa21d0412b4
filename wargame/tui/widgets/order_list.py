"""The orders a seat could give, by kind and area, with a filter; the card of one; the sheet."""

from __future__ import annotations

from typing import Any

import numpy as np
from textual.app import App

from wargame.record.game import Game
from wargame.ruleset import vocabulary
from wargame.ruleset.tables import STANDING
from wargame.table.session import Session
from wargame.text.budget import budget
from wargame.text.cards import kind_of
from wargame.text.describe import OrderCard, order_card
from wargame.text.eyes import eyes
from wargame.text.words import counted, first_up
from wargame.tui.glyphs import SIGNS
from wargame.tui.settings import Settings
from wargame.tui.widgets.canvas import Canvas, Line, Span, folded, line, width_of
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
        self.area = {o: int(book.area[o]) for o in self.own}
        self.areas = [-1, *sorted({a for a in self.area.values() if a >= 0})]
        self._cards: dict[str, OrderCard] = {}

    def card(self, name: str) -> OrderCard:
        if name not in self._cards:
            self._cards[name] = order_card(self.game, self.seat, name)
        return self._cards[name]

    def kinds(self, everything: bool) -> list[str]:
        """The kinds of which there is an order, `all` first."""
        there = {self.kind[o] for o in self.own if everything or o in self.legal}
        return [ALL, *(k for k in KINDS if k in there)]

    def area_label(self, area: int) -> str:
        return self.game.rules.area_labels[area] if area >= 0 else ""

    def next_area(self, area: int, by: int, kind: str, everything: bool) -> int:
        """The area before or after, among those for which a kind has an order; -1 for all areas."""
        there = {self.area[o] for o in self.find(kind, "", everything)}
        areas = [a for a in self.areas if a < 0 or a in there]
        at = areas.index(area) if area in areas else 0
        return areas[(at + by) % len(areas)]

    def find(self, kind: str, wanted: str, everything: bool, area: int = -1) -> list[int]:
        """Orders of a kind and an area whose label, name or text holds every word that was typed."""
        book = self.game.rules.programs
        words = wanted.lower().split()

        def fits(order: int) -> bool:
            place = self.area_label(self.area[order])
            said = f"{book.labels[order]} {book.names[order]} {book.texts[order]} {self.kind[order]} {place}".lower()
            return all(word in said for word in words)

        found = [
            o
            for o in self.own
            if (everything or o in self.legal)
            and (kind in (ALL, self.kind[o]))
            and area in (-1, self.area[o])
            and (not words or fits(o))
        ]
        return sorted(found, key=lambda o: (KINDS.index(self.kind[o]), o))


class OrderList(Listing):
    """Orders under headings of their kind."""

    def __init__(self) -> None:
        super().__init__(id="order-list", empty="No order fits; A shows all.")

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


COLUMNS = 46
"""From this width on a list of orders has a column for the odds."""

WIDEST = 72
"""The columns stand no further from the names than this, so that the eye finds its row again."""

POINTER = 2
"""Cells that a heading has more than a row."""


def _heading(kind: str) -> Row:
    def draw(width: int) -> list[Line]:
        titles = " odds line cost" if width >= COLUMNS else "line cost"
        return [line((kind.ljust(min(width, WIDEST) + POINTER - len(titles)), "calm"), (titles, "dim"))]

    return Row(draw)


def _risk(card: OrderCard) -> Span:
    """`!!` if it is meant to cross a line that the seat knows of, `?` if a misreading could make it."""
    held = [touch for touch in card.lines if touch.held]
    if any(touch.short <= 0 for touch in held):
        return ("!!", "crossed")
    return ("?", "watch") if any(touch.percent for touch in held) else ("", "plain")


def _order(label: str, card: OrderCard, written: bool) -> Row:
    def draw(width: int) -> list[Line]:
        price = sum(amount for _, amount, _ in card.cost)
        risk, risky = _risk(card)
        right: list[Span] = [(f"{risk:>4}", risky), (f"{price or '':>5}", "dim")]
        if width >= COLUMNS:
            right = [(f"{_odds(card):>5}", "dim"), (f"{risk:>5}", risky), right[1]]
        sign = "+ " if written else "x " if card.lacking else "  "
        room = min(width, WIDEST) - width_of(tuple(right)) - len(sign)
        role = "dim" if card.lacking else "title" if written else "plain"
        return [((sign, "watch"), (_shortened(label, room).ljust(room), role), *right)]

    return Row(draw, card.name)


def _odds(card: OrderCard) -> str:
    """`58%`, `~58%`; a salvo's share stands on its card."""
    if card.odds is None or not card.odds.dice:
        return ""
    return card.odds.percent.replace("about ", "~") or "?"


def _shortened(label: str, room: int) -> str:
    """A label that is cut keeps its place and its intensity: `Strike a netw..., Yemen (2)`."""
    if len(label) <= room:
        return label
    body, bracket, tail = label.rpartition(" (")
    tail = f"{bracket}{tail}" if bracket and len(tail) <= 3 else ""
    body = body if tail else label
    what, comma, area = body.rpartition(", ")
    if comma:  # where it is counts more than the last letters of what it is
        body, tail = what, f", {area.split()[0]}{tail}"
        if len(body) + len(tail) <= room:
            return body + tail
    return f"{body[: max(1, room - len(tail) - 1)]}{SIGNS.ellipsis}{tail}"


class CardView(Canvas):
    """An order's card: what it costs, how likely it is, who sees it, whose line it may touch."""

    def __init__(self) -> None:
        super().__init__(id="order-card")
        self._card: OrderCard | None = None
        self._spent: dict[str, int] = {}

    def show(self, card: OrderCard | None, spent: dict[str, int] | None = None) -> None:
        """Show a card; `spent` is what the sheet takes already, by what pays."""
        self._card, self._spent = card, spent or {}
        self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:
        if self._card is None:
            return []
        lines = card_lines(self._card, width, odds_of(self.app), self._spent)
        if len(lines) > height:
            lines = [*lines[: height - 1], line(("more: I shows the whole card", "key"))]
        return lines


def odds_of(app: App[Any]) -> str:
    """How the person wants odds told."""
    settings = getattr(app, "settings", None)
    return settings.odds if isinstance(settings, Settings) else "both"


def card_lines(
    card: OrderCard, width: int, odds: str = "both", spent: dict[str, int] | None = None
) -> list[Line]:
    """A card in lines, the most needed first."""
    lines = folded(card.label, width, "title") + folded(card.text, width)
    for text in card.lacking:
        lines += folded(f"Lacks: {text}", width, "crossed", "  ")
    costs = ", ".join(
        _price(label, amount, have, (spent or {}).get(label, 0)) for label, amount, have in card.cost
    )
    facts: list[tuple[str, str]] = [("Cost", costs or "nothing")]
    if card.odds:
        facts.append(("Odds", card.odds.words(odds)))
    if card.rung:
        facts.append(("Rung", f"{card.rung}, {card.act}" if card.act else str(card.rung)))
    facts.append(("Seen", card.seen))
    for title, text in facts:
        lines += _fact(title, text, width)
    for touch in card.lines:
        lines += _fact("Line", touch.words(odds), width, "watch" if touch.percent else "plain")
    for text in card.effects:
        lines += _fact("Does", text, width)
    if card.area:
        lines += _fact("Where", card.area, width)
    return lines + _fact("By", ", ".join(card.cells), width)


def _price(label: str, amount: int, have: int, spent: int) -> str:
    """`2 of 6 resources`, `2 of 6 resources (3 on the sheet)`; without the purse of others."""
    name = label.partition(",")[0].lower()
    if have < 0:
        return f"{name} {amount}"
    return f"{amount} of {have} {name}" + (f" ({spent} on the sheet)" if spent else "")


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
        left = "; ".join(money(session))
        self.border_title = f"Your sheet{': ' if left else ''}{left}"


def _written(at: int, slot: str, card: OrderCard) -> Row:
    def draw(width: int) -> list[Line]:
        spans: list[Span] = [(f"{at} ", "dim"), (f"{slot:<10}", "dim"), (card.label, "title")]
        costs = ", ".join(_price(label, amount, -1, 0) for label, amount, _ in card.cost)
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


def money(session: Session) -> list[str]:
    """`resources 6, 3 left`: what the sheet spends of what there is."""
    purses = budget(session.game, session.seat, session.draft)
    return [
        f"{purse.label.partition(',')[0].lower()} {purse.have}{f', {purse.left} left' if purse.spent else ''}"
        for purse in purses
    ]


def spent_on(session: Session) -> dict[str, int]:
    """What the sheet in writing takes already, by what pays."""
    return {p.label: p.spent for p in budget(session.game, session.seat, session.draft) if p.spent}
