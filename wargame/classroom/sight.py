"""What a terminal of a seat sees of its table: a copy, made when something has changed for that seat."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from wargame.classroom.door import Seated
from wargame.classroom.hall import Table
from wargame.classroom.people import clock, roll, team
from wargame.record.game import Game
from wargame.table.acts import Act, Answer, Refused
from wargame.table.room import Room
from wargame.tui.guest_chair import Sight, Taken

TAKEN = "Your way in was taken back. Ask the instructor, or come in again with a code or a link."

OLDER = "This seat was opened in a newer window of yours, which may write. Join again here to write here."


PEOPLE, SCRIPT = "human", "doctrine"
"""Who plays a seat, as far as the others are told."""


class Copies:
    """The game of each table as each of its seats saw it last; terminals of a team share one."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], tuple[str, Game]] = {}

    def of(self, table: Table, seat: str) -> Game:
        """Ask it within the table's lock."""
        stamp = table.room.stamp(seat)
        kept = self._kept.get((table.id, seat))
        if kept is None or kept[0] != stamp:
            kept = self._kept[table.id, seat] = (stamp, copy_of(table.room.game))
        return kept[1]


def copy_of(game: Game) -> Game:
    """A game to look at, which stays as it is while the table goes on."""
    seen = game.at(game.step)
    seen.sealed, seen.stated = dict(game.sealed), dict(game.stated)
    seen.notice = None  # names a file of the host's
    seen.players = {seat: PEOPLE if player == PEOPLE else SCRIPT for seat, player in game.players.items()}
    return seen


def sight_of(room: Room, game: Game, person: str, seat: str, now: float) -> Sight:
    who = room.kept.people[person]
    return Sight(
        stamp=room.stamp(seat),
        game=game,
        draft=tuple(room.session(seat).draft),
        read=who.read,
        clock=clock(room, now),
        roll=roll(room, seat),
        team=team(room, seat, person),
        receipt=room.receipt(seat),
    )


class SeatChair:
    """A person's chair at a table of the hall."""

    def __init__(self, you: Seated, copies: Copies) -> None:
        self._you, self._copies = you, copies
        self.person, self.seat = you.member.id, you.seat

    async def look(self) -> Sight:
        self._check()
        return await self._you.table.look(self._see)

    async def act(self, act: Act) -> Answer:
        self._check()
        if not self._you.writer and act.kind != "read":
            raise Refused(OLDER)
        return await self._you.table.work(self._you.room.act, self.person, act)

    def watch(self, call: Callable[[], None]) -> Callable[[], None]:
        loop = asyncio.get_running_loop()

        def hint() -> None:
            with suppress(RuntimeError):  # the loop is gone, and with it everybody who watched
                loop.call_soon_threadsafe(call)

        stops = (self._you.room.watch(self.seat, hint), self._you.hall.on_change(hint))

        def stop() -> None:
            for one in stops:
                one()

        return stop

    def _check(self) -> None:
        if not self._you.stands:
            raise Taken(TAKEN)

    def _see(self) -> Sight:
        you = self._you
        if self.person not in you.room.kept.people:
            raise Taken(TAKEN)
        return sight_of(
            you.room, self._copies.of(you.table, self.seat), self.person, self.seat, you.hall.clock()
        )


__all__ = ["Copies", "SeatChair", "copy_of", "sight_of"]
