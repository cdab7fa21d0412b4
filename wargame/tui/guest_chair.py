"""What a guest's screens know of their table: a sight of it, renewed when something changes, and a way to act.

A sight is a copy to read. The table itself is somewhere else, and may be busy in another thread.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol, cast

from wargame.record.game import Game
from wargame.table.acts import Act, Answer, Refused, parse_act
from wargame.table.drafts import Draft, Letter
from wargame.table.session import Session

if TYPE_CHECKING:
    from textual.screen import Screen

    from wargame.classroom.people import Chair as Row
    from wargame.classroom.people import Clock, Team
    from wargame.tui.guest import GuestApp


class Taken(Exception):
    """The chair is not this person's any more; the sentence says why."""


@dataclass(frozen=True)
class Sight:
    """A table at one moment, as far as one person in one seat may see it."""

    stamp: str
    game: Game
    """To read only: nothing that is done to it happens."""
    draft: tuple[str, ...]
    """The orders in writing, the team's together."""
    read: int
    """So many messages this person has read."""
    clock: Clock
    roll: tuple[Row, ...]
    team: Team
    receipt: str = ""
    """What the sealed sheet was committed to."""

    @property
    def sealed(self) -> tuple[int, int]:
        """How many of the seats that people hold have sealed, of how many."""
        people = [row for row in self.roll if row.people]
        return sum(row.sealed for row in people), len(people)


class Chair(Protocol):
    """A person's place at a table."""

    person: str
    seat: str

    async def look(self) -> Sight:
        """The table as it stands. Raises Taken."""

    async def act(self, act: Act) -> Answer:
        """Do something. Raises Refused, or Taken."""

    def watch(self, call: Callable[[], None]) -> Callable[[], None]:
        """Hear, in the loop of whoever watches, that there may be something new; the answer stops it."""


class GuestSession(Session):
    """The seat's papers as the last sight showed them. They change by acts at the table, never here."""

    def __init__(self, seat: str, sight: Sight) -> None:
        self.seat = seat
        self.kept = Draft()
        self.show(sight)
        self.kept.read = sight.read

    def show(self, sight: Sight) -> None:
        """From now on the papers are as a newer sight shows them."""
        self.game = sight.game
        self.kept.step, self.kept.orders = sight.game.step, list(sight.draft)
        self.kept.read = max(self.kept.read, sight.read)

    def letter(self, purpose: str) -> Letter:
        kept = self.kept.letters.get(purpose)
        return replace(kept, to=list(kept.to)) if kept else Letter()

    def keep_draft(self) -> None:
        """There is no file of a guest's: the table keeps the sheet, the terminal what is half said."""

    def _not_here(self, *_given: Any, **_named: Any) -> Any:
        raise Refused("a guest acts at the table")

    add = remove = shift = seal = unseal = open_sheets = send = take_chair = _not_here


def guest(screen: Screen[Any]) -> GuestApp:
    """The application of a guest's screen."""
    return cast("GuestApp", screen.app)


def made(kind: str, step: int, **what: Any) -> Act:
    """An act with an id of its own. Raises Refused for what no act can hold."""
    return parse_act({"kind": kind, "id": secrets.token_urlsafe(12), "step": step, **what})


__all__ = ["Chair", "GuestSession", "Sight", "Taken", "guest", "made"]
