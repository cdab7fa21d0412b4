"""What was said between the seats and what became of it; pledges and threats beside the deeds that followed."""

from __future__ import annotations

from dataclasses import dataclass

from wargame.record.game import Game
from wargame.record.messages import Seen
from wargame.text.debrief.readings import Reading
from wargame.text.messages import readers, seat_name
from wargame.text.meters import date
from wargame.text.words import counted, first_up

AFTER = 3
"""Steps, the one in which it was said included, whose deeds are put beside a pledge or threat."""

LOUD = 3
"""Rung from which a deed is put beside it: a show of force."""

VERDICTS = {
    "kept": "kept",
    "broken": "broken",
    "moot": "never put to the test",
    "": "no verdict was given",
}
CARRIED_OUT = {
    "kept": "carried out",
    "broken": "not carried out",
    "moot": "never put to the test",
    "": "no verdict was given",
}
"""The same of a threat."""


@dataclass(frozen=True)
class Letter:
    """A message as the umpire knows it."""

    seen: Seen
    when: str
    sender: str
    to: str
    via: str
    fate: str
    """`carried as it was`, `blocked by the umpire`; empty if it went straight to its readers."""
    became: str
    """Another text, if a mediator reshaped it."""
    deeds: tuple[str, ...]
    """Of a pledge or threat: what its sender then did to those it was said to."""

    @property
    def verdict(self) -> str:
        return (CARRIED_OUT if self.seen.mark == "threat" else VERDICTS)[self.seen.verdict]

    @property
    def promise(self) -> bool:
        return self.seen.mark != "none"


def letters_of(game: Game, readings: list[Reading]) -> list[Letter]:
    """Every message of the game, in order: for the umpire."""
    return [_letter(game, seen, readings) for seen in game.messages(None)]


def _letter(game: Game, seen: Seen, readings: list[Reading]) -> Letter:
    fate, became = _fate(game, seen)
    return Letter(
        seen=seen,
        when=date(game, seen.step),
        sender=first_up(sender_name(game, seen.sender)),
        to=readers(game, seen.to),
        via=seat_name(game, seen.via) if seen.via else "",
        fate=fate,
        became=became,
        deeds=tuple(_deeds(game, seen, readings)) if seen.mark != "none" else (),
    )


def sender_name(game: Game, sender: str) -> str:
    """Who says something, inside a sentence; the umpire may, who holds no seat."""
    return seat_name(game, sender) if sender in game.seats else "the umpire"


def _fate(game: Game, seen: Seen) -> tuple[str, str]:
    parts = []
    if seen.control == "held":
        parts.append("held by the umpire, and never let go" if game.over else "held by the umpire")
    elif seen.control:
        parts.append(f"held by the umpire, then {seen.control}")
    if seen.fate == "reshaped":
        parts.append("reshaped by its mediator")
    elif seen.fate:
        parts.append("carried as it was" if seen.fate == "carried" else "kept back by its mediator")
    elif seen.waits and seen.control in ("", "released"):
        parts.append("never passed on" if game.over else "still with its mediator")
    if seen.leaked and seen.control != "leaked":
        parts.append("leaked by its mediator")
    return "; ".join(parts), seen.became


def lost(letter: Letter) -> bool:
    """Whether it never reached those it was meant for."""
    seen = letter.seen
    return seen.control in ("held", "blocked") or seen.fate == "withheld" or (seen.waits and not seen.fate)


def _deeds(game: Game, seen: Seen, readings: list[Reading]) -> list[str]:
    """The loud acts of the sender's own against those it was said to, in the steps that followed."""
    if seen.sender not in game.seats:
        return []
    mine = set(game.seats[seen.sender].powers)
    theirs = {p for seat in seen.to or game.seats for p in game.seats[seat].powers} - mine
    found: dict[str, int] = {}
    for reading in readings:
        near = seen.step <= reading.step < seen.step + AFTER
        if near and reading.author in mine and reading.reader in theirs and reading.meant >= LOUD:
            words = f"{reading.when}: {reading.act[:1].lower()}{reading.act[1:]} (rung {reading.meant})"
            found[words] = found.get(words, 0) + 1
    return [words if n == 1 else f"{words}, {counted(n, 'time')}" for words, n in found.items()]


__all__ = ["AFTER", "LOUD", "Letter", "letters_of", "lost", "sender_name"]
