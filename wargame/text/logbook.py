"""Everything that a seat was told since the start, messages included, in the order in which it was told."""

from __future__ import annotations

from dataclasses import dataclass

from wargame.record.game import Game
from wargame.text.messages import line, messages
from wargame.text.meters import date
from wargame.text.narrate import opening, story
from wargame.text.telling import Sentence

MESSAGE = "message"
"""Stands for the phase in front of what was said."""


@dataclass(frozen=True)
class Entry:
    """One thing that a seat was told."""

    step: int
    when: str
    phase: str
    text: str
    rows: tuple[int, ...] = ()
    """Meters that it concerns."""
    told: Sentence | None = None
    """The sentence of the story that it is; None for a message."""


def logbook(game: Game, seat: str | None) -> list[Entry]:
    """The whole story of a game as a seat knows it; the umpire's for None."""
    said: dict[int, list[Entry]] = {}
    for told in messages(game, seat):
        step = told.seen.step
        said.setdefault(step, []).append(Entry(step, date(game, step), MESSAGE, line(told)))
    told_by_step = [(turn.step, story(game, turn, seat)) for turn in game.turns]
    if not game.over:
        told_by_step.append((game.step, opening(game, seat)))
    entries: list[Entry] = []
    for step, sentences in told_by_step:
        when = date(game, step)
        before = [s for s in sentences if s.phase in ("world", "intelligence")]
        entries += [Entry(step, when, s.phase, s.text, s.rows, s) for s in before]
        entries += said.pop(step, [])
        entries += [Entry(step, when, s.phase, s.text, s.rows, s) for s in sentences if s not in before]
    return entries


__all__ = ["MESSAGE", "Entry", "logbook"]
