"""What a player should read before a sheet is sealed."""

from __future__ import annotations

from wargame.table.session import Session
from wargame.text.describe import order_card, red_lines
from wargame.text.words import counted
from wargame.tui.widgets.canvas import Line, line
from wargame.tui.widgets.order_list import free_places


def seal_lines(session: Session) -> list[Line]:
    """The orders, the free places, the red lines that they may touch, the answers that are due."""
    game, seat = session.game, session.seat
    lines: list[Line] = []
    cards = [order_card(game, seat, name) for name in session.draft]
    for at, card in enumerate(cards, 1):
        lines.append(line((f"  {at}  ", "dim"), (card.label, "title")))
    if not cards:
        lines.append(line(("  The sheet is empty: your power does nothing this step.", "watch")))
    free = free_places(session)
    if free != "none":
        lines.append(line((f"Free places: {free}.", "dim")))
    for card in cards:
        lines += [line((f"! {card.label}: touches {text}", "watch")) for text in card.touches]
    for status in red_lines(game, seat):
        if status.mine and status.due:
            due = counted(status.due, "step")
            text = f"!! “{status.label}” was crossed: an answer at rung {status.commits} is due within {due}."
            lines.append(line((text, "crossed")))
    return lines
