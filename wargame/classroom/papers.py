"""A seat's order sheet as its team shares it, the list of its orders, and the card of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wargame.record.game import Game
from wargame.text.budget import budget
from wargame.text.cards import OrderCard, order_card
from wargame.text.catalogue import (
    SLOTS,
    Fact,
    Listed,
    facts,
    free_places,
    listed,
    odds_short,
    own_orders,
    risk_of,
)
from wargame.text.lines import red_lines
from wargame.text.words import counted, rung_words

RISKS = ("", "a misreading could make it cross a line", "it is meant to cross a line")
"""What `Fact.risk` says, in words."""


@dataclass(frozen=True)
class Purse:
    """A meter that pays for orders."""

    label: str
    have: int
    spent: int
    left: int


@dataclass(frozen=True)
class Written:
    """An order on the sheet."""

    name: str
    label: str
    slot: str
    cost: str
    odds: str
    seen: str
    touches: tuple[str, ...]
    risk: int


@dataclass(frozen=True)
class Sheet:
    """The draft of a team, or its sealed sheet."""

    sealed: bool
    orders: tuple[str, ...]
    """By name, in the order in which they are paid."""
    written: tuple[Written, ...]
    purses: tuple[Purse, ...]
    free: str
    """Places with nothing on them."""
    answers: tuple[str, ...]
    """Answers that are due for crossed lines, a sentence each."""
    reason: str
    """What the team gave as its reason."""
    receipt: str
    """The commitment of the sealed sheet."""


@dataclass(frozen=True)
class Card:
    """All that a seat may know about an order, in words."""

    name: str
    label: str
    text: str
    facts: tuple[tuple[str, str], ...]
    """What is told and what there is to say, the most needed first."""
    lacking: tuple[str, ...]
    risk: int


def sheet(game: Game, seat: str, draft: Sequence[str], reason: str = "", receipt: str = "") -> Sheet:
    """The sheet of a seat: sealed as it lies there, or as it is being written."""
    sealed = game.sealed.get(seat)
    orders = tuple(sealed.orders if sealed else draft)
    return Sheet(
        sealed=sealed is not None,
        orders=orders,
        written=tuple(_written(game, seat, name) for name in orders),
        purses=tuple(
            Purse(p.label.partition(",")[0], p.have, p.spent, p.left) for p in budget(game, seat, orders)
        ),
        free=free_places(game, seat, orders),
        answers=tuple(_answers(game, seat)),
        reason=reason,
        receipt=receipt,
    )


def _written(game: Game, seat: str, name: str) -> Written:
    card = order_card(game, seat, name)
    book = game.rules.programs
    return Written(
        name=name,
        label=card.label,
        slot=SLOTS[int(book.slot[book.index[name]])],
        cost=_price(card),
        odds=odds_short(card.odds),
        seen=card.seen,
        touches=tuple(str(touch) for touch in card.lines if touch.held and touch.percent),
        risk=risk_of(card.lines),
    )


def _price(card: OrderCard) -> str:
    return ", ".join(f"{amount} {label.partition(',')[0].lower()}" for label, amount, _ in card.cost)


def _answers(game: Game, seat: str) -> list[str]:
    return [
        f"“{status.label}” was crossed: an answer at rung {status.commits} or above is due within "
        f"{counted(status.due, 'step')}."
        for status in red_lines(game, seat)
        if status.mine and status.due
    ]


def card(game: Game, seat: str, name: str, draft: Sequence[str] = ()) -> Card:
    """The card of one of a seat's own orders. ValueError for any other name."""
    book = game.rules.programs
    if book.index.get(name, 0) not in own_orders(game, seat):
        raise ValueError("this is not an order of your seat")
    found = order_card(game, seat, name)
    spent = {p.label: p.spent for p in budget(game, seat, [o for o in draft if o in book.index])}
    told: list[tuple[str, str]] = [("Cost", "; ".join(_paid(*c, spent) for c in found.cost) or "nothing")]
    if found.odds:
        told.append(("Odds", str(found.odds)))
    if found.rung:
        told.append(("Rung", rung_words(found.rung)))
    if found.act:
        told.append(("Others see", found.act))
    told.append(("Seen", found.seen))
    told += [("Red line", str(touch)) for touch in found.lines]
    meant = f"meant at rung {rung_words(found.rung)}"
    told += [("Does", text) for text in found.effects if text != meant]
    if found.area:
        told.append(("Where", found.area))
    told.append(("Given by", ", ".join(found.cells)))
    return Card(found.name, found.label, found.text, tuple(told), found.lacking, risk_of(found.lines))


def _paid(label: str, amount: int, have: int, spent: dict[str, int]) -> str:
    what = f"{amount} {label.partition(',')[0].lower()}"
    if have < 0:
        return what
    on_sheet = spent.get(label, 0)
    return f"{what} (of {have}, {on_sheet} on the sheet)" if on_sheet else f"{what} (of {have})"


__all__ = ["RISKS", "Card", "Fact", "Listed", "Purse", "Sheet", "Written", "card", "facts", "listed", "sheet"]
