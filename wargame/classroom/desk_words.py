"""What the desk is told: that something was done, and what something would change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wargame.record.game import Game
from wargame.table.commands import Attempt, Command, Defaults, Extend, Hold

DONE = {
    "start": "The first orders are due.",
    "pause": "The clock is stopped.",
    "resume": "The clock goes on.",
    "close": "Pens are down: nothing is written, sealed or said.",
    "reopen": "Pens are up again.",
    "reveal": "The sheets are open.",
    "proceed": "The next orders are due.",
    "deadline": "The times are set.",
    "seat": "The seat was handed over.",
    "pen": "The pen has changed hands.",
    "inject": "It has happened.",
    "plan": "It is planned.",
    "unplan": "The plan was dropped.",
    "announce": "It was said.",
    "rule": "It is ruled.",
    "control": "The message was decided on.",
    "settle": "The verdict was given.",
    "back": "The table went back; its orders are due again.",
    "note": "The note is kept.",
}

FOR_THE_ABSENT = {
    "draft": "their draft as it stands",
    "doctrine": "their doctrine's sheet",
    "empty": "an empty sheet",
}


PHASES = {"lobby": "Not begun", "orders": "Orders due", "report": "Sheets open", "over": "Over"}
"""In a corner of the page, where tables stand side by side."""


@dataclass(frozen=True)
class Foreseen:
    """A number that something would change."""

    name: str
    label: str
    before: int
    after: int
    follows: bool
    """Whether it only follows from others: the worth of a deal, what a seat believes."""


def foreseen(game: Game, changes: list[tuple[str, int, int]]) -> list[Foreseen]:
    """What a preview found, in words, those first that do not follow from others."""
    meters = game.rules.meters
    found = []
    for name, before, after in changes:
        row = meters.names.index(name)
        follows = meters.derived[row] or ":" in name
        found.append(Foreseen(name, meters.labels[row], before, after, follows))
    return sorted(found, key=lambda one: one.follows)


def done(wish: Command, text: str, data: dict[str, Any]) -> str:
    """What is said of a command that was done; what the room has to say stands at the end."""
    said = DONE.get(wish.kind, "")
    match wish:
        case Extend():
            minutes = abs(wish.seconds) / 60
            said = (
                f"{minutes:g} minute{'' if minutes == 1 else 's'} {'more' if wish.seconds > 0 else 'less'}."
            )
        case Defaults():
            said = f"For the absent: {FOR_THE_ABSENT[wish.to]}."
        case Attempt():
            outcome = "it succeeds" if data.get("succeeded") else "it fails"
            said = f"Two dice: {data.get('roll')}. With the reasons for and against, {outcome}."
        case Hold():
            said = "Their messages wait for you." if wish.seats else "No message waits for you any more."
    text = text and text[0].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
    return f"{said} {text}".strip()


__all__ = ["DONE", "FOR_THE_ABSENT", "PHASES", "Foreseen", "done", "foreseen"]
