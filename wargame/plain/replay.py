"""A saved game told again, step by step, from the eyes of a seat or the umpire's."""

from __future__ import annotations

from collections.abc import Callable

from wargame.plain import pages
from wargame.plain.paper import Paper
from wargame.record.game import Game
from wargame.text.describe import date
from wargame.text.eyes import eyes
from wargame.text.narrate import story


def replay(game: Game, seat: str | None, step: int | None, put: Callable[[str], None]) -> None:
    """Tell the whole game, or one step of it. ValueError for a seat or a step that is not in it."""
    paper = Paper(put)
    whose = "the umpire" if eyes(game, seat).umpire else eyes(game, seat).seat.label
    if step is not None and step >= len(game.turns):
        played = f"steps 0 to {len(game.turns) - 1} were" if game.turns else "none was"
        raise ValueError(f"step {step} was not played; {played}")
    paper.line(f"{game.scenario.label}, as seen by {whose}.")
    differs = f"{game.difference}; later steps are shown as recorded" if game.difference else None
    for note in (game.notice, differs):
        if note:
            paper.line(f"Note: {note}.")
    for turn in game.turns if step is None else [game.turns[step]]:
        paper.head(f"Step {turn.step}: {date(game, turn.step)}")
        pages.tell(paper, story(game, turn, seat), detail=step is not None)
        if seat is None:
            for sheet in turn.sheets.values():
                for order, reason in zip(sheet.orders, sheet.reasons, strict=False):
                    paper.line(f"{game.seats[sheet.seat].label} gave {order}: {reason}.", 4)
    if game.over and step is None:
        pages.verdict_page(paper, game, seat)
