"""Messages in words: between whom, how they went, and what became of them, as far as a seat may know."""

from __future__ import annotations

from dataclasses import dataclass

from wargame.record.game import Game
from wargame.record.messages import UMPIRE, Seen, in_hand
from wargame.text.eyes import EVERYBODY
from wargame.text.meters import date
from wargame.text.words import first_up, joined

MARKS = {"none": "", "pledge": "a pledge", "threat": "a threat"}
VERDICTS = {"kept": "it was kept", "broken": "it was broken", "moot": "it was never put to the test"}


@dataclass(frozen=True)
class Told:
    """A message as it is shown."""

    place: int
    """Its number in this seat's own count."""
    when: str
    between: str
    """`You to Tehran and the proxies, a pledge`."""
    text: str
    notes: tuple[str, ...]
    """What there is to say of it, a sentence each."""
    waits: bool
    mine: bool
    seen: Seen


def messages(game: Game, seat: str | None) -> list[Told]:
    """The messages that a seat has in hand, in the order in which they came; all of them for the umpire.

    For `EVERYBODY` those that are public, or have become so.
    """
    found = in_hand(game.post, EVERYBODY, game.over) if seat == EVERYBODY else game.messages(seat)
    return [_told(game, seat, seen) for seen in found]


def seat_name(game: Game, seat: str, own: str | None = None) -> str:
    """A seat inside a sentence: `the proxies`; its own is `you`."""
    if seat == own:
        return "you"
    if seat == UMPIRE:
        return "the umpire"
    label = game.seats[seat].label
    return f"the {label[4:]}" if label.startswith("The ") else label


def readers(game: Game, to: tuple[str, ...] | list[str], own: str | None = None) -> str:
    """Those a message is for: `everybody`, `Tehran and the proxies`."""
    return joined([seat_name(game, seat, own) for seat in to]) if to else "everybody"


def line(told: Told) -> str:
    """A message in one line, for a log."""
    notes = " ".join(told.notes)
    return f"{told.between}: “{told.text}”{f' {notes}' if notes else ''}"


def _told(game: Game, seat: str | None, seen: Seen) -> Told:
    sender = first_up(seat_name(game, seen.sender, seat))
    between = f"{sender} to {readers(game, seen.to, seat)}"
    if seen.via:
        between += f", by way of {seat_name(game, seen.via, seat)}"
    if MARKS[seen.mark]:
        between += f", {MARKS[seen.mark]}"
    return Told(
        place=seen.place,
        when=date(game, seen.step),
        between=between,
        text=seen.text,
        notes=tuple(_notes(game, seat, seen)),
        waits=seen.waits and seat is not None and not game.over,
        mine=seen.mine,
        seen=seen,
    )


CONTROLS = {
    "held": "The umpire holds it: nobody has it in hand.",
    "released": "The umpire held it for a while.",
    "blocked": "The umpire blocked it: it reached nobody.",
}
"""What the umpire reads of a message that was held; one that leaked says so like any other."""


def _notes(game: Game, seat: str | None, seen: Seen) -> list[str]:
    found = [CONTROLS[seen.control]] if seen.control in CONTROLS else []
    you = "You" if seat is not None else first_up(seat_name(game, seen.via)) if seen.via else ""
    if seen.waits and not game.over:
        what = (
            "It waits for you to pass it on, or not." if seat is not None else "Its mediator still holds it."
        )
        found.append(what)
    elif seen.waits:
        found.append("It was never passed on.")
    if seen.fate == "reshaped":
        found.append(f"{you} passed on instead: “{seen.became}”")
    elif seen.fate:
        found.append(f"{you} {'kept it back' if seen.fate == 'withheld' else 'passed it on as it was'}.")
    if seen.leaked:
        mine = seen.via and (seat is None or seat == seen.via)
        found.append(
            f"{you} let it leak: everybody has read it." if mine else "It leaked: everybody reads it."
        )
    if seen.verdict:
        found.append(f"{first_up(VERDICTS[seen.verdict])}.")
    return found


__all__ = ["MARKS", "VERDICTS", "Told", "line", "messages", "readers", "seat_name"]
