"""All that a page of a seat is made of, gathered in one place: the HTML and `view.json` say the same.

Nothing here looks at the game but through the eyes of the seat. What was gathered is kept until what it was
made from is something else; so thirty people who ask for the same in the same second cost what few do.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

from wargame.classroom import affairs, papers, people, reports, situation, talk
from wargame.classroom.affairs import Affairs, Beliefs, Line
from wargame.classroom.papers import Fact, Listed, Sheet
from wargame.classroom.people import Chair, Clock, Team
from wargame.classroom.reports import End, Report
from wargame.classroom.situation import Situation
from wargame.classroom.talk import News, Post, Ticket
from wargame.record.game import Game
from wargame.table.room import Room

T = TypeVar("T")

MOST_KEPT = 600
"""Things kept for one table."""


@dataclass(frozen=True)
class You:
    """Whoever asks."""

    person: str
    name: str
    writer: bool
    """Whether this page is the newest of this person, and may write."""


@dataclass(frozen=True)
class SeatView:
    """A seat's page as data."""

    table: str
    scenario: str
    seat: str
    label: str
    stamp: str
    """Where the seat's events stand."""
    now: float
    """The server's clock, in seconds since 1970."""
    you: You
    clock: Clock
    roll: tuple[Chair, ...]
    team: Team
    sheet: Sheet
    orders: dict[str, Fact]
    """What is known of each order of the seat now."""
    post: Post
    news: tuple[News, ...]
    tickets: tuple[Ticket, ...]
    report: Report
    situation: Situation
    lines: tuple[Line, ...]
    affairs: Affairs
    beliefs: Beliefs
    brief: tuple[tuple[str, ...], ...]
    end: End | None


class Views:
    """What the seats of one table see, each for itself. Ask it within the table's lock."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self._kept: dict[Hashable, tuple[Hashable, Any]] = {}

    def keep(self, what: Hashable, made_from: Hashable, make: Callable[[], T]) -> T:
        """What was made from the same before, or made now. `what` names the viewer where it matters."""
        found = self._kept.get(what)
        if found is None or found[0] != made_from:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            found = self._kept[what] = (made_from, make())
        value: T = found[1]
        return value

    # What things are made from

    @property
    def position(self) -> Hashable:
        """Another object whenever a step is opened, again or anew; the table goes back and on only so."""
        return self.room.game.games

    @property
    def open(self) -> bool:
        """Whether things are written and said now."""
        return self.room.phase == "orders" and not self.room.closed

    # What a seat sees

    def situation(self, seat: str) -> Situation:
        return self._of_the_position("situation", seat, situation.situation)

    def lines(self, seat: str) -> tuple[Line, ...]:
        return self._of_the_position("lines", seat, affairs.lines)

    def affairs(self, seat: str) -> Affairs:
        return self._of_the_position("affairs", seat, affairs.affairs)

    def beliefs(self, seat: str) -> Beliefs:
        return self._of_the_position("beliefs", seat, affairs.beliefs)

    def brief(self, seat: str) -> tuple[tuple[str, ...], ...]:
        return self._of_the_position("brief", seat, affairs.brief)

    def report(self, seat: str) -> Report:
        return self._of_the_position("report", seat, reports.report)

    def end(self, seat: str) -> End | None:
        return self._of_the_position("end", seat, reports.ending)

    def _of_the_position(self, what: str, seat: str, make: Callable[[Game, str], T]) -> T:
        """What changes only when a step does."""
        return self.keep((what, seat), self.position, lambda: make(self.room.game, seat))

    def facts(self, seat: str) -> tuple[list[Fact], str]:
        """What is known of each order now, and a mark that is another when that is."""
        return self.keep(("facts", seat), self.position, lambda: self._facts(seat))

    def _facts(self, seat: str) -> tuple[list[Fact], str]:
        found = papers.facts(self.room.game, seat)
        told = json.dumps([[f.legal, f.cost, f.odds, f.risk] for f in found], ensure_ascii=False)
        return found, hashlib.sha256(told.encode()).hexdigest()[:16]

    def listed(self, seat: str) -> list[Listed]:
        """The orders of the seat, which are always the same."""
        return self.keep(("listed", seat), None, lambda: papers.listed(self.room.game, seat))

    def sheet(self, seat: str) -> Sheet:
        game = self.room.game
        draft = tuple(self.room.session(seat).draft)
        sealed, reason = game.sealed.get(seat), game.stated.get(seat, "")
        receipt = self.room.receipt(seat)
        return self.keep(
            ("sheet", seat),
            (self.position, draft, sealed, reason),
            lambda: papers.sheet(game, seat, draft, reason, receipt),
        )

    def post(self, seat: str, person: str) -> Post:
        game, read = self.room.game, self._read(person)
        return self.keep(
            ("post", seat, person),
            (self.position, game.post, read, tuple(game.players.items())),
            lambda: talk.post(game, seat, read),
        )

    def _read(self, person: str) -> int:
        """How many messages this person has read."""
        who = self.room.kept.people.get(person)
        return who.read if who is not None else 0

    def news(self, seat: str) -> tuple[News, ...]:
        return self.keep(("news", seat), self.position, lambda: talk.news(self.room.game, seat))

    def tickets(self, seat: str, person: str) -> tuple[Ticket, ...]:
        game = self.room.game
        return self.keep(
            ("tickets", seat, person),
            (self.position, game.forecasts),
            lambda: talk.tickets(game, seat, person),
        )

    def clock(self, now: float) -> Clock:
        return people.clock(self.room, now)

    def roll(self, seat: str) -> tuple[Chair, ...]:
        return people.roll(self.room, seat)

    def team(self, seat: str, person: str) -> Team:
        return people.team(self.room, seat, person)

    def seat_view(self, seat: str, you: You, now: float) -> SeatView:
        """Everything at once."""
        game = self.room.game
        names = [o.name for o in self.listed(seat)]
        return SeatView(
            table=self.room.name,
            scenario=game.scenario.label,
            seat=seat,
            label=game.seats[seat].label,
            stamp=self.room.stamp(seat),
            now=now,
            you=you,
            clock=self.clock(now),
            roll=self.roll(seat),
            team=self.team(seat, you.person),
            sheet=self.sheet(seat),
            orders=dict(zip(names, self.facts(seat)[0], strict=True)),
            post=self.post(seat, you.person),
            news=self.news(seat),
            tickets=self.tickets(seat, you.person),
            report=self.report(seat),
            situation=self.situation(seat),
            lines=self.lines(seat),
            affairs=self.affairs(seat),
            beliefs=self.beliefs(seat),
            brief=self.brief(seat),
            end=self.end(seat),
        )


def as_json(view: object) -> str:
    """A view, or any part of one, as JSON: each of our classes is the dictionary of its fields."""
    return json.dumps(view, default=vars, ensure_ascii=False, separators=(",", ":"))


__all__ = ["SeatView", "Views", "You", "as_json"]
