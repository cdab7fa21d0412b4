"""What a seat has to spend in a step, and what a sheet in writing would leave of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wargame.engine.legality import price
from wargame.record.game import Game
from wargame.text.eyes import eyes


@dataclass(frozen=True)
class Purse:
    """A meter that pays for orders."""

    row: int
    label: str
    have: int
    spent: int

    @property
    def left(self) -> int:
        return self.have - self.spent


def budget(game: Game, seat: str, draft: Sequence[str] = ()) -> list[Purse]:
    """The meters that pay for this seat's orders, those that the sheet draws on first."""
    sight, rules = eyes(game, seat), game.rules
    book, meters = rules.programs, game.games.state.meters
    own = (book.cells[: book.orders] & sight.seat.cells).any(axis=1)
    payers = dict.fromkeys(int(r) for r in book.cost_row[: book.orders][own].ravel() if r)
    spent = dict.fromkeys(payers, 0)
    for name in draft:
        rows, amounts = price(rules, meters, np.array([book.index[name]], np.int32), np.array([0]))
        for row, amount in zip(rows[0].tolist(), amounts[0].tolist(), strict=True):
            if amount:
                spent[row] = spent.get(row, 0) + amount
    purses = [
        Purse(row, rules.meters.labels[row], (sight.now(row) or 0) - int(rules.meters.low[row]), paid)
        for row, paid in spent.items()
        if sight.exact(row)
    ]
    main = [f"{rules.powers[p]}.resources" for p in sight.seat.powers]
    return sorted(purses, key=lambda p: (rules.meters.names[p.row] not in main, not p.spent, p.row))


__all__ = ["Purse", "budget"]
