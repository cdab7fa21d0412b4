"""Several people at one screen, one after the other, each with their papers behind a word of their own.

A seat's papers are its session. There is one only while somebody sits there; between seats there is
none, and nothing that a screen could show.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil

from wargame.record.course import UMPIRE
from wargame.record.game import Game, Turn
from wargame.record.words import lock
from wargame.table.drafts import Draft
from wargame.table.room import Room
from wargame.table.session import Session

FREE = 3
"""So many wrong words cost nothing."""

PAUSE = 10.0
"""Seconds to wait after the next one; each further one doubles it."""

LONGEST = 300.0


class Refused(ValueError):
    """The word was not the right one, or it is too early for another try."""


@dataclass
class Guard:
    """Counts wrong words, and makes those who guess wait."""

    clock: Callable[[], float] = time.monotonic
    _wrong: dict[str, int] = field(default_factory=dict)
    _until: dict[str, float] = field(default_factory=dict)

    def pause(self, door: str) -> float:
        """Seconds until the next try."""
        return max(0.0, self._until.get(door, 0.0) - self.clock())

    def wrong(self, door: str) -> None:
        count = self._wrong[door] = self._wrong.get(door, 0) + 1
        if count >= FREE:
            self._until[door] = self.clock() + min(LONGEST, PAUSE * 2 ** (count - FREE))

    def passed(self, door: str) -> int:
        """The right word: how many wrong ones came before it."""
        self._until.pop(door, None)
        return self._wrong.pop(door, 0)


class HotSeat:
    """The game, and who may sit down at it."""

    def __init__(self, game: Game, guard: Guard | None = None) -> None:
        self.game = game
        self.room = Room.around(game)
        """Who plays, who has sealed, and the opening of the sheets."""
        self.guard = guard if guard is not None else Guard()
        self._unsaved: dict[str, Draft] = {}
        """Drafts of a game that has no save."""
        self._told: dict[str, int] = {}
        self._last = ""

    @staticmethod
    def wanted(game: Game) -> bool:
        """Whether the seats of a game are behind words, because several people play it at one screen."""
        return bool(game.words) and not game.over

    @property
    def people(self) -> list[str]:
        return self.room.people

    @property
    def waiting(self) -> list[str]:
        """People who have not sealed, in the order of the table."""
        return self.room.waiting

    @property
    def next(self) -> str | None:
        """Whose turn it is: the first who has not sealed, after whoever got up last; None if all have."""
        people, waiting = self.people, self.waiting
        at = people.index(self._last) + 1 if self._last in people else 0
        return next((seat for seat in people[at:] + people[:at] if seat in waiting), None)

    def label(self, seat: str) -> str:
        """`Tehran (Anna)`."""
        label, name = self.game.seats[seat].label, self.game.people.get(seat)
        return f"{label} ({name})" if name else label

    # Words

    def has_word(self, seat: str) -> bool:
        return seat in self.game.words

    def set_word(self, seat: str, word: str, again: str) -> None:
        """The first time in a chair: keep its papers behind a word. Raises ValueError."""
        lock(word)
        if word != again:
            raise ValueError("the two words differ; type the same word twice")
        self.game.set_word(seat, word)

    def reset_word(self, seat: str, umpires_word: str) -> None:
        """The umpire takes a forgotten word away; the record keeps that. Raises Refused."""
        if UMPIRE not in self.game.words:
            raise Refused("no umpire's word was set for this game; see wargame reset-word --help")
        self._pass(UMPIRE, umpires_word)
        self.game.reset_word(seat)

    def open(self, seat: str, word: str) -> tuple[Session, int]:
        """Sit down: the seat's papers, and how many wrong words were tried meanwhile. Raises Refused."""
        tried = self._pass(seat, word)
        return Session(self.game, seat, self._unsaved.pop(seat, None)), tried

    def news(self, seat: str) -> bool:
        """Whether a seat has yet to read its own report of the last step; asking is reading it."""
        told, self._told[seat] = self._told.get(seat), self.game.step
        return told != self.game.step

    def leave(self, session: Session) -> None:
        """Get up: what was being written is kept, and nothing else."""
        session.keep_draft()
        self._last = session.seat
        if self.game.path is None:
            self._unsaved[session.seat] = session.kept

    def _pass(self, door: str, word: str) -> int:
        pause = self.guard.pause(f"{self.game.path}:{door}")
        if pause:
            raise Refused(f"too many wrong words: wait {ceil(pause)} seconds")
        if not self.game.opens(door, word):
            self.guard.wrong(f"{self.game.path}:{door}")
            raise Refused("that is not the word")
        return self.guard.passed(f"{self.game.path}:{door}")

    # The reveal

    def open_sheets(self) -> Turn:
        """All sheets are in: open them. ValueError if one is missing."""
        turn = self.room.open_sheets()
        self._unsaved.clear()
        self._last = ""
        return turn


def kept_from_view(game: Game) -> str | None:
    """Why a game cannot be looked at from all sides, though its save lies open; None if it can."""
    if not HotSeat.wanted(game):
        return None
    return "Its seats are behind words while it is played. Continue it, or replay it when it is over."


__all__ = ["Guard", "HotSeat", "Refused", "kept_from_view"]
