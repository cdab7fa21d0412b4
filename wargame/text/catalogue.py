"""The orders of a seat as a list: what never changes of them, and what it can know of each at this step.

A card (`cards.py`) tells all about one order; a list of three hundred needs little about each, and fast.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wargame.engine.legality import price
from wargame.record.game import Game
from wargame.ruleset import vocabulary
from wargame.ruleset.tables import STANDING
from wargame.text.cards import Odds, Touch, kind_of, odds_of, touches_of
from wargame.text.eyes import Eyes, eyes
from wargame.text.lines import known_lines
from wargame.text.words import SEEN, act_words, counted

KINDS = ("statement", "move", "deal", *vocabulary.KINDS)
"""How a list groups orders, in its order."""

SLOTS = tuple(vocabulary.SLOTS)


@dataclass(frozen=True)
class Listed:
    """What is always true of an order."""

    row: int
    name: str
    label: str
    text: str
    kind: str
    """One of `KINDS`."""
    area: str
    """Where; empty if nowhere."""
    slot: str
    """The kind of place that it takes on the sheet."""
    cells: tuple[str, ...]
    seen: str
    rung: int
    """Rung that its author intends; 0 if it is no act."""
    act: str


@dataclass(frozen=True)
class Fact:
    """What a seat knows of an order at this step."""

    legal: bool
    cost: str
    """`2 resources`; empty if it is free."""
    odds: str
    """`58%`, `~58%`, `?` where something cannot be seen; empty if nothing is rolled."""
    risk: int
    """2 if it is meant to cross a line that the seat knows of, 1 if a misreading could make it, 0."""


def own_orders(game: Game, seat: str) -> list[int]:
    """Rows of the orders that the cells of a seat may ever give, by kind."""
    sight, book = eyes(game, seat), game.rules.programs
    own = np.flatnonzero((book.cells[: book.orders] & sight.seat.cells).any(axis=1)).tolist()
    return sorted(
        (row for row in own if book.slot[row] != STANDING),
        key=lambda row: (KINDS.index(kind_of(sight, row)), row),
    )


def listed(game: Game, seat: str) -> list[Listed]:
    """The orders of a seat, by kind. The same at every step."""
    sight, rules = eyes(game, seat), game.rules
    book = rules.programs
    return [
        Listed(
            row=row,
            name=book.names[row],
            label=book.labels[row],
            text=book.texts[row],
            kind=kind_of(sight, row),
            area=rules.area_labels[int(book.area[row])] if book.area[row] >= 0 else "",
            slot=SLOTS[int(book.slot[row])],
            cells=tuple(rules.cell_labels[c] for c in np.flatnonzero(book.cells[row])),
            seen=SEEN[int(book.seen[row])],
            rung=int(book.rung[row]),
            act=act_words(rules, row) if book.act[row] >= 0 else "",
        )
        for row in own_orders(game, seat)
    ]


def facts(game: Game, seat: str) -> list[Fact]:
    """What the seat knows of each of its orders now, in the order of `listed`."""
    sight, rules, rows = eyes(game, seat), game.rules, own_orders(game, seat)
    legal, known = set(game.view(seat).menu), known_lines(sight)
    payers, amounts = price(
        rules, game.games.state.meters, np.array(rows, np.int32), np.zeros(len(rows), np.intp)
    )
    paid = zip(payers.tolist(), amounts.tolist(), strict=True)
    return [
        Fact(row in legal, _cost(sight, who, what), odds_short(odds_of(sight, row)), _risk(sight, row, known))
        for row, (who, what) in zip(rows, paid, strict=True)
    ]


def _cost(sight: Eyes, payers: Sequence[int], amounts: Sequence[int]) -> str:
    labels = sight.rules.meters.labels
    return ", ".join(
        f"{amount} {labels[row].partition(',')[0].lower()}"
        for row, amount in zip(payers, amounts, strict=True)
        if amount
    )


def _risk(sight: Eyes, row: int, known: Sequence[int]) -> int:
    return risk_of(touches_of(sight, row, known))


def risk_of(touches: Sequence[Touch]) -> int:
    """How near an order comes to the lines in force that it could cross, as in `Fact.risk`."""
    held = [touch for touch in touches if touch.held]
    if any(touch.short <= 0 for touch in held):
        return 2
    return 1 if any(touch.percent for touch in held) else 0


def odds_short(odds: Odds | None) -> str:
    """The odds for a narrow column; a salvo's share stands on its card."""
    if odds is None or not odds.dice:
        return ""
    return odds.percent.replace("about ", "~") or "?"


def free_places(game: Game, seat: str, draft: Sequence[str]) -> str:
    """`one move and two operations`: places of the sheet with nothing on them."""
    places, book = game.rules.places, game.rules.programs
    count = [0] * len(SLOTS)
    for place in game.view(seat).places:
        count[int(places.kind[place])] += 1
    for name in draft:
        count[int(book.slot[book.index[name]])] -= 1
    parts = [counted(n, word) for word, n in zip(SLOTS, count, strict=True) if n > 0]
    return ", ".join(parts) if parts else "none"


__all__ = ["KINDS", "SLOTS", "Fact", "Listed", "facts", "free_places", "listed", "odds_short", "own_orders",
           "risk_of"]  # fmt: skip
