"""Who is asking: somebody in a chair, the instructor's desk, or nobody we know.

    async def my_page(request):
        you = seated(request)          # raises Turned, which becomes a page or a line of JSON
        html = await you.table.work(render, you.room, you.seat)

A page that may write is opened with `you.open_tab()`; what it sends names its tab (`?tab=`), and
`you.writer` says whether that is still the newest of this person.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, replace

from starlette.requests import HTTPConnection

from wargame.classroom.hall import Hall, Table
from wargame.classroom.keys import same
from wargame.classroom.limits import Limits, Tally
from wargame.table.acts import Refused
from wargame.table.room import Member, Room

PERSON = "wg"
"""The cookie of somebody in a chair."""

DESK = "wgd"

CARD = "wgj"
"""The cookie of somebody who has shown a printed link and not yet said their name."""


class Turned(Exception):
    """Not let in, or not now. The sentence is for whoever asked, and tells nothing of others."""

    def __init__(self, status: int, text: str, wait: float = 0.0, field: str = "", forget: str = "") -> None:
        self.status, self.text, self.wait, self.field = status, text, wait, field
        self.forget = forget
        """A cookie that has become useless."""
        super().__init__(text)


class Tabs:
    """Which of a person's pages is the newest. Numbers go by the clock, so that they outlive a restart."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._newest: dict[str, int] = {}
        self._calls: dict[str, dict[object, Callable[[], None]]] = {}

    def open(self, person: str) -> str:
        number = max(int(self._hall.clock() * 1000), self._newest.get(person, 0) + 1)
        self._set(person, number)
        return str(number)

    def watch(self, person: str, call: Callable[[], None]) -> Callable[[], None]:
        """Hear that a person has a newer page; the answer is the way to stop hearing."""
        mark, calls = object(), self._calls.setdefault(person, {})
        calls[mark] = call

        def stop() -> None:
            calls.pop(mark, None)
            if not calls and self._calls.get(person) is calls:
                self._calls.pop(person, None)

        return stop

    def _set(self, person: str, number: int) -> None:
        self._newest[person] = number
        for call in list(self._calls.get(person, {}).values()):
            call()

    def newest(self, person: str, tab: str) -> bool:
        """Whether a tab may write; one that nobody counted (a program without tabs) may."""
        if not tab:
            return True
        if not (tab.isascii() and tab.isdigit() and len(tab) <= 15):
            return False
        newest = self._newest.get(person, 0)
        if int(tab) > newest and int(tab) <= int(self._hall.clock() * 1000) + 60_000:
            newest = int(tab)
            self._set(person, newest)
        return int(tab) == newest


class Guard:
    """The tallies of the door."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.address = Tally(limits.address)
        self.walls = Tally(limits.walls)
        self.person = Tally(limits.person)
        self.acts = Tally(limits.acts)
        self.wrong = Tally(limits.wrong)
        self.joins = Tally(limits.joins)


@dataclass(frozen=True)
class Seated:
    """A person in a chair, as far as one request goes."""

    hall: Hall
    table: Table
    member: Member
    tab: str
    tabs: Tabs
    generation: int

    @property
    def room(self) -> Room:
        return self.table.room

    @property
    def seat(self) -> str:
        return self.member.seat

    @property
    def writer(self) -> bool:
        """Whether this page is the newest of its person."""
        return self.tabs.newest(self.member.id, self.tab)

    def open_tab(self) -> Seated:
        """A new page of this person, which may write from now on; its number is `tab`."""
        return replace(self, tab=self.tabs.open(self.member.id))

    @property
    def stands(self) -> bool:
        """Whether they are still let in; asked again and again by what stays open."""
        member = _member(self.table, self.member.id)
        good = self.generation == self.table.generation(self.seat)
        return good and member is not None and member.seat == self.seat


def hall_of(request: HTTPConnection) -> Hall:
    hall: Hall = request.app.state.hall
    return hall


def guard_of(request: HTTPConnection) -> Guard:
    guard: Guard = request.app.state.guard
    return guard


def address(request: HTTPConnection) -> str:
    """Whose tallies a request counts to: its address, or the network of an IPv6 address."""
    host = request.client.host if request.client else ""
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((int(found), 64), strict=False))
    return str(found)


def seated(request: HTTPConnection) -> Seated:
    """Whoever's cookie this is. Raises Turned."""
    person = knock(request)
    if person is None:
        text = "You are not at a table. Come in with your link, or with a table's code."
        raise Turned(401, text, forget=PERSON)
    wait = guard_of(request).person.take((person.table.id, person.member.id))
    if wait:
        raise Turned(429, "That was too much at once. Wait a moment.", wait)
    return person


def knock(request: HTTPConnection) -> Seated | None:
    """As `seated`, where it is no fault to be nobody. A cookie that we did not sign counts as a wrong word."""
    word = request.cookies.get(PERSON)
    if not word:
        return None
    hall = hall_of(request)
    opened = hall.keys.person(word)
    if opened is None:
        wrong(request)
        return None
    table = hall.find(opened.table)
    member = _member(table, opened.person) if table is not None else None
    if table is None or member is None or member.seat != opened.seat:
        return None
    if opened.generation != table.generation(opened.seat):
        return None
    tab = request.query_params.get("tab", "")
    return Seated(hall, table, member, tab, request.app.state.tabs, opened.generation)


def _member(table: Table, person: str) -> Member | None:
    """Somebody at a table; asked without its lock, so one look and no walk through everybody."""
    try:
        return table.room.member(person)
    except Refused:
        return None


def desk(request: HTTPConnection) -> Hall:
    """The hall, for its instructor only. Raises Turned."""
    if not at_desk(request):
        raise Turned(
            401, "This is the instructor's desk. Open it with the desk link that the program printed."
        )
    return hall_of(request)


def at_desk(request: HTTPConnection) -> bool:
    word = request.cookies.get(DESK)
    if not word:
        return False
    hall = hall_of(request)
    generation = hall.keys.desk(word)
    if generation is None:
        wrong(request)
    return generation == hall.desk_generation


def desk_opens(request: HTTPConnection, key: str) -> bool:
    """Whether this is the desk's key; a wrong one is counted."""
    if same(key, hall_of(request).desk_key):
        return True
    wrong(request)
    return False


def wrong(request: HTTPConnection) -> None:
    """Count a wrong code, link or cookie. Raises Turned for an address that has tried too many."""
    wait = guard_of(request).wrong.take(address(request))
    if wait:
        raise Turned(429, "Too many wrong links or codes came from your network. Wait a moment.", wait)


def count_act(you: Seated, request: HTTPConnection) -> None:
    """Count something done. Raises Turned for a tab that is not the newest, and for too many at once."""
    if not you.writer:
        raise Turned(409, "This seat was opened in a newer window, which may write. Reload to write here.")
    wait = guard_of(request).acts.take((you.table.id, you.member.id))
    if wait:
        raise Turned(429, "That was too much at once. Wait a moment.", wait)


__all__ = [
    "CARD",
    "DESK",
    "PERSON",
    "Guard",
    "Seated",
    "Tabs",
    "Turned",
    "address",
    "at_desk",
    "count_act",
    "desk",
    "desk_opens",
    "guard_of",
    "hall_of",
    "knock",
    "seated",
    "wrong",
]
