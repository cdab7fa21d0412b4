"""The people of a table: who sits where, and who holds the pen of a seat."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from wargame.record.messages import JOINERS
from wargame.table.acts import Refused
from wargame.table.kept import Kept, Person
from wargame.table.room_log import DESK, ROOM

LONGEST = 40
"""Characters of a name; the record of a game allows no more, for a person's id as well."""

MOST_AT_SEAT = 12
MOST_AT_TABLE = 60

ID = re.compile(r"[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True)
class Member:
    """Somebody at the table, and whether they are there just now."""

    id: str
    name: str
    seat: str
    here: bool
    seen: float


def check_id(person: str) -> None:
    """Raise Refused for what cannot be a person's id."""
    if not ID.fullmatch(person) or person in (DESK, ROOM):
        raise Refused("this is not the id of a person", "person")


def cleaned_name(name: str) -> str:
    """A name as it is kept. Raises Refused."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST or not all(c.isprintable() or c in JOINERS for c in name):
        raise Refused(f"a name has 1 to {LONGEST} printable characters", "name")
    return name


def join(kept: Kept, person: str, name: str, seat: str) -> None:
    """Sit down, or take another name. Whoever comes first to a seat holds its pen. Raises Refused."""
    old = kept.people.get(person)
    if old is not None and old.seat != seat:
        if kept.phase != "lobby":
            raise Refused("you sit at another seat already, and the game has begun", "seat")
        leave(kept, person, {})
    if person not in kept.people:
        if len(kept.people) >= MOST_AT_TABLE:
            raise Refused("this table is full", "seat")
        if len(team(kept, seat)) >= MOST_AT_SEAT:
            raise Refused("this seat is full", "seat")
    kept.people[person] = Person(name=name, seat=seat, read=old.read if old and old.seat == seat else 0)
    kept.pens.setdefault(seat, person)


def leave(kept: Kept, person: str, here: Mapping[str, bool]) -> None:
    """Get up. The pen goes to somebody of the team who is there, or else to whoever came first."""
    seat = kept.people.pop(person).seat
    if kept.pens.get(seat) == person:
        del kept.pens[seat]
        left = team(kept, seat)
        if left:
            kept.pens[seat] = next((p for p in left if here.get(p)), left[0])


def team(kept: Kept, seat: str) -> list[str]:
    """The people of a seat, as they came."""
    return [person for person, who in kept.people.items() if who.seat == seat]


def hand_pen(kept: Kept, seat: str, to: str) -> None:
    """Give the pen to somebody of the team. Raises Refused."""
    if to not in team(kept, seat):
        raise Refused("nobody of this team is called so", "to")
    kept.pens[seat] = to


__all__ = ["LONGEST", "Member", "check_id", "cleaned_name", "hand_pen", "join", "leave", "team"]
