"""Hands counted: the orders that a class suggests, and the spread beside what was really ordered."""

from __future__ import annotations

from collections.abc import Callable

from wargame.tui.asking import NOTHING, Counted, Spread
from wargame.tui.glyphs import SIGNS
from wargame.tui.widgets.canvas import Line, folded, line
from wargame.tui.widgets.listing import Listing, Row, row

LEAVE_IT = "Nothing: give no order, leave it"


class HandsList(Listing):
    """What was suggested so far. `Nothing` always stands there."""

    def __init__(self) -> None:
        super().__init__(id="hands")

    def show(self, spread: Spread, label: Callable[[str], str]) -> None:
        named = [*(order for order in spread.hands if order != NOTHING), NOTHING]
        rows = [_counted(order, label(order), spread.hands.get(order, 0)) for order in named]
        self.set_rows(rows)
        self.border_title = f"Hands counted: {spread.total}"


def _counted(order: str, label: str, hands: int) -> Row:
    def draw(width: int) -> list[Line]:
        first, *more = folded(label, width - 5, "title" if hands else "dim")
        return [((f"{hands:>3}  ", "key"), *first), *(((" " * 5, "plain"), *m) for m in more)]

    return Row(draw, order)


def spread_rows(found: list[Counted], label: Callable[[str], str], reason: Callable[[str], str]) -> list[Row]:
    """The spread: a bar for each order, and a word where it was really given."""
    most = max((c.hands for c in found), default=0)
    rows = []
    for counted in found:
        sign = "ORDERED" if counted.given else ""
        why = reason(counted.order) if counted.given else ""
        rows.append(_spread(label(counted.order), counted.hands, most, sign, why))
    return rows or [row(None, line("Nobody suggested anything, and nothing was ordered."))]


def _spread(label: str, hands: int, most: int, sign: str, why: str) -> Row:
    def draw(width: int) -> list[Line]:
        room = max(10, min(30, width // 4))
        filled = 0 if not most else round(hands * room / most)
        head: Line = (
            (f"{sign:<9}", "watch"), (f"{hands:>3} ", "title"),
            (f"{SIGNS.bar * filled}{' ' * (room - filled)} ", "calm"),
        )  # fmt: skip
        indent = 14 + room
        first, *more = folded(label, width - indent, "title" if sign else "plain")
        lines = [(*head, *first), *(((" " * indent, "plain"), *m) for m in more)]
        if why:
            lines += [((" " * indent, "plain"), *m) for m in folded(f"because: {why}", width - indent, "dim")]
        return lines

    return Row(draw)


__all__ = ["LEAVE_IT", "HandsList", "spread_rows"]
