"""Every act that was aimed at somebody: the rung it was meant at, and the rung its target read."""

from __future__ import annotations

from dataclasses import dataclass

from wargame.record.game import Game
from wargame.text.eyes import eyes
from wargame.text.meters import date
from wargame.text.telling import Telling
from wargame.text.words import first_up, power_name


@dataclass(frozen=True)
class Reading:
    """One act in the eyes of its target."""

    step: int
    when: str
    author: int
    """The power that gave the order."""
    reader: int
    """The power that it was aimed at."""
    order: int
    act: str
    """`Fire on merchant ships, Yemen, by the proxies`."""
    meant: int
    read: int

    @property
    def error(self) -> int:
        """Rungs too loud; negative if it was read too quiet."""
        return self.read - self.meant


def readings_of(game: Game) -> list[Reading]:
    """Every reading of the game, in order, right and wrong: for the umpire."""
    umpire, book = eyes(game, None), game.rules.programs
    found = []
    for turn in game.turns:
        telling = Telling(umpire, turn.entries, turn.notes, turn.after)
        for note in turn.notes:
            if note.kind == "misread":
                order = note.facts["order"]
                found.append(
                    Reading(
                        step=turn.step,
                        when=date(game, turn.step),
                        author=int(book.power[order]),
                        reader=note.facts["reader"],
                        order=order,
                        act=first_up(telling.deed_of(order)),
                        meant=note.facts["intended"],
                        read=note.facts["perceived"],
                    )
                )
    return found


def wrong(readings: list[Reading]) -> list[Reading]:
    """Those that were read otherwise than meant."""
    return [reading for reading in readings if reading.error]


def reader_name(game: Game, reading: Reading) -> str:
    """Who read it, at the beginning of a sentence."""
    return first_up(power_name(game.rules, reading.reader))


__all__ = ["Reading", "reader_name", "readings_of", "wrong"]
