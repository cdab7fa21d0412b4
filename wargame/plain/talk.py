"""Messages in plain lines: who is meant, what was said, and what a mediator does with it."""

from __future__ import annotations

from collections.abc import Collection

from wargame.plain.match import one
from wargame.plain.paper import Paper
from wargame.record.lines import Intent
from wargame.table.session import Session
from wargame.text.messages import messages, readers
from wargame.text.words import first_up

EVERYBODY = "all"
MARKS: dict[str, Intent] = {"pledge": "pledge", "threat": "threat"}
DEEDS = {"pass": "carried", "withhold": "withheld", "leak": "leaked"}
DONE = {
    "carried": "Passed on as it was",
    "reshaped": "Passed on in your words",
    "withheld": "Kept back; nobody is told",
    "leaked": "It leaked; everybody has read it",
}


def show(paper: Paper, session: Session, said: str = "") -> None:
    """All messages of the seat, numbered; they count as read."""
    del said
    found = messages(session.game, session.seat)
    if not found:
        paper.line("Nobody has said anything to you, nor you to anybody.")
    for told in found:
        paper.line(f"{told.place}. {told.when}. {told.between}: “{told.text}”")
        for note in told.notes:
            paper.line(note, 4)
    session.read_messages()


def send(paper: Paper, session: Session, said: str) -> None:
    """Say `TO text`, or `TO via SEAT pledge: text`. ValueError for what cannot be understood or said."""
    to, via, mark, text = addressed([s for s in session.game.seats if s != session.seat], said)
    session.send(to, text, via, mark)
    by = f", by way of {readers(session.game, [via])}" if via else ""
    paper.line(f"Sent to {readers(session.game, to)}{by}.")
    script = [s for s in to or session.game.seats if session.game.players[s] != "human"]
    if script and set(to or session.game.seats) - {session.seat} <= set(script):
        paper.line("Scripted players read nothing and never answer.")


def addressed(seats: Collection[str], said: str) -> tuple[list[str], str, Intent, str]:
    """Readers, mediator, mark and text of what was said."""
    head, colon, text = said.partition(":")
    whole = _head(seats, head.split()) if colon else None
    if whole is not None:
        return (*whole, text)
    first, _, text = said.partition(" ")
    if not first or not text.strip():
        raise ValueError("say message TO text, with a seat, several parted by commas, or all; or "
                         "message TO via SEAT pledge: text")  # fmt: skip
    return _readers(seats, first), "", "none", text


def _head(seats: Collection[str], words: list[str]) -> tuple[list[str], str, Intent] | None:
    """What stands before a colon, if all of it says where a message goes."""
    if not words:
        return None
    to, *rest = words
    via = ""
    mark: Intent = "none"
    if rest and rest[-1].lower() in MARKS:
        mark = MARKS[rest.pop().lower()]
    if len(rest) == 2 and rest[0].lower() == "via":
        via, rest = one(rest[1], seats, "a seat"), []
    return None if rest else (_readers(seats, to), via, mark)


def _readers(seats: Collection[str], said: str) -> list[str]:
    if said.lower() in (EVERYBODY, "everybody"):
        return []
    return [one(name, seats, "a seat") for name in said.split(",") if name]


def decide(paper: Paper, session: Session, word: str, said: str) -> None:
    """A mediator's decision: `pass N`, `pass N other words`, `withhold N` or `leak N`. Raises ValueError."""
    number, _, text = said.partition(" ")
    if not number.isdigit() or (text.strip() and word != "pass"):
        raise ValueError(f"{word} takes the number of a message that waits for you; messages lists them")
    deed = "reshaped" if text.strip() else DEEDS[word]
    session.game.mediate(session.seat, int(number), deed, text)
    paper.line(f"{first_up(DONE[deed])}.")


def news(paper: Paper, session: Session) -> None:
    """How many messages have come."""
    if session.unread:
        paper.line(f"{session.unread} unread message{'s' * (session.unread != 1)}: say messages.")


__all__ = ["addressed", "decide", "news", "send", "show"]
