"""A class on the disk: its tables, its secrets, and who may still come in with what.

The folder is all there is. The same command on the same folder gives the same class back, however the last
run ended: games and people are in the journals of the rooms, codes and keys in `hall.json`.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from wargame.classroom import folder as folders
from wargame.classroom import keys
from wargame.classroom.folder import FILE, Entry, HallError, Plan, check_plan, rules_named
from wargame.table.room import Room

P = ParamSpec("P")
T = TypeVar("T")

MOST_TABLES = 24


TURNS = ThreadPoolExecutor(2, thread_name_prefix="table")
"""Two tables work at a time: more would only share one interpreter, and everybody would wait for everybody."""


async def in_turn(do: Callable[[], T]) -> T:
    """Do something that may be long in another thread."""
    return await asyncio.get_running_loop().run_in_executor(TURNS, do)


class Table:
    """A room and its door. Whoever touches the room does so within `work`, `look` or `lock`."""

    def __init__(self, entry: Entry, room: Room) -> None:
        self.entry = entry
        self.room = room
        self.lock = threading.RLock()
        self._turn = asyncio.Lock()

    @property
    def id(self) -> str:
        return self.entry.id

    @property
    def code(self) -> str:
        return self.entry.code

    @property
    def name(self) -> str:
        return f"Table {self.id[1:]}"

    def generation(self, seat: str) -> int:
        return self.entry.generations.get(seat, 1)

    def label(self, seat: str) -> str:
        """What a seat is called, for people."""
        return str(self.room.game.seats[seat].label)

    @property
    def seats(self) -> list[str]:
        """The seats that people hold, in the order of the table."""
        game = self.room.game
        return [seat for seat in game.seats if game.players[seat] == "human"]

    async def work(self, do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do something with the room in another thread, alone: it may be long, and other tables go on."""
        async with self._turn:
            return await in_turn(lambda: self._alone(do, *args, **kwargs))

    async def look(self, do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Ask the room something short: here and now if nobody else is at it, else as `work` does."""
        if self.lock.acquire(blocking=False):
            try:
                return do(*args, **kwargs)
            finally:
                self.lock.release()
        return await self.work(do, *args, **kwargs)

    def _alone(self, do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        with self.lock:
            return do(*args, **kwargs)


class Hall:
    """The tables of a class. Use `open`."""

    def __init__(self, folder: Path, kept: dict[str, Any], lock: int, clock: Callable[[], float]) -> None:
        self.folder = folder
        self.clock = clock
        self.keys = keys.Keys(bytes.fromhex(kept["secret"]), bytes.fromhex(kept["desk_secret"]))
        self.tables: dict[str, Table] = {}
        self.notices: list[str] = []
        """What the instructor should be told of the saves."""
        self._kept = kept
        self._lock: int | None = lock
        self._changed: dict[object, Callable[[], None]] = {}

    @classmethod
    def open(cls, folder: Path | str, clock: Callable[[], float] = time.time) -> Hall:
        """The class in a folder, with all its tables; a new one without tables if there is none.

        Raises HallError or SaveError.
        """
        folder = Path(folder)
        path = folder / FILE
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = folders.hold(folder)
        except OSError as error:
            raise HallError(f"{folder}: cannot be used: {error.strerror or error}") from error
        try:
            there = path.exists()
            hall = cls(folder, folders.read(path) if there else folders.new(), lock, clock)
            if not there:
                folders.write(folder, hall._kept)
            for entry in hall._entries():
                hall._seat_table(entry)
        except BaseException:
            os.close(lock)
            raise
        return hall

    # Tables

    def add(self, plan: Plan) -> Table:
        """Set up one more table. Raises ValueError, SaveError or RulesetError."""
        if len(self.tables) >= MOST_TABLES:
            raise HallError(f"{self.folder}: a class has {MOST_TABLES} tables at most")
        check_plan(rules_named(plan.ruleset), plan)
        number = 1 + max((int(t[1:]) for t in self.tables), default=0)
        codes = {table.code for table in self.tables.values()}
        code = next(c for c in iter(keys.new_code, "") if c not in codes)
        entry = Entry(f"t{number}", code, plan)
        self._kept["tables"].append(asdict(entry))
        try:
            folders.write(self.folder, self._kept)
            return self._seat_table(entry)
        except BaseException:
            self._kept["tables"].pop()
            folders.write(self.folder, self._kept)
            raise

    def find(self, name: str) -> Table | None:
        """A table by its id."""
        return self.tables.get(name)

    def by_code(self, code: str) -> Table | None:
        """A table by the code that people type; small letters and blanks do not matter."""
        typed = "".join(code.split()).replace("-", "").upper()
        found = None
        for table in self.tables.values():
            if keys.same(typed, table.code):
                found = table
        return found

    # Who may come in

    def link(self, table: Table, seat: str) -> str:
        """The path of a seat's printed link."""
        return "/j/" + self.keys.for_seat(table.id, seat, table.generation(seat))

    @property
    def desk_key(self) -> str:
        return str(self._kept["desk_key"])

    @property
    def desk_generation(self) -> int:
        return int(self._kept["desk_generation"])

    @property
    def desk_link(self) -> str:
        return f"/desk/{self.desk_key}"

    def revoke(self, table: Table, seat: str) -> None:
        """Take back a seat's links and cookies: whoever sat there comes in again with a new link or the code.

        It takes the table's lock: from the server's loop, say `await table.work(hall.revoke, table, seat)`.
        """
        table.entry.generations[seat] = table.generation(seat) + 1
        self._keep(table)
        with table.lock:
            for member in list(table.room.members.values()):
                if member.seat == seat:
                    table.room.leave(member.id)
        self._tell()

    def renew_code(self, table: Table) -> str:
        """Give a table another code; who is in stays in."""
        table.entry.code = keys.new_code()
        self._keep(table)
        return table.code

    def open_code(self, table: Table, open: bool) -> None:
        """Let people in with the table's code, or no more."""
        table.entry.open = open
        self._keep(table)

    def renew_desk(self) -> str:
        """Take back the desk's link and cookies, and make another link."""
        self._kept["desk_key"] = keys.new_desk_key()
        self._kept["desk_generation"] = self.desk_generation + 1
        folders.write(self.folder, self._kept)
        self._tell()
        return self.desk_link

    def on_change(self, call: Callable[[], None]) -> Callable[[], None]:
        """Hear that words were taken back; the answer is the way to stop hearing."""
        mark = object()
        self._changed[mark] = call
        return lambda: self._changed.pop(mark, None) and None

    def close(self) -> None:
        """Let others take the class up: everything acknowledged is on the disk already."""
        for table in self.tables.values():
            with table.lock:
                table.room.close()
        self._release()

    # Inside

    def path(self, entry: Entry) -> Path:
        """Where the game of a table is recorded."""
        return self.folder / f"{entry.id}.jsonl"

    def _seat_table(self, entry: Entry) -> Table:
        path, plan = self.path(entry), entry.plan
        if Room.laid(path):
            room = Room.load(path, clock=self.clock)
        elif entry.made:
            raise HallError(f"{path}: is missing; put it back, or begin a class in another folder")
        else:
            room = Room.new(
                path,
                rules_named(plan.ruleset),
                scenario=plan.scenario,
                table=plan.seating,
                players=plan.players,
                seed=plan.seed,
                minutes=plan.minutes,
                clock=self.clock,
            )
        if room.game.notice:
            self.notices.append(room.game.notice)
        table = self.tables[entry.id] = Table(entry, room)
        room.called = table.name
        if not entry.made:
            entry.made = True
            self._keep(table)
        return table

    def _entries(self) -> Iterator[Entry]:
        yield from map(folders.entry_of, self._kept["tables"])

    def _keep(self, table: Table) -> None:
        self._kept["tables"] = [
            asdict(table.entry) if content["id"] == table.id else content for content in self._kept["tables"]
        ]
        folders.write(self.folder, self._kept)

    def _tell(self) -> None:
        for call in list(self._changed.values()):
            call()

    def _release(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


__all__ = ["Entry", "Hall", "HallError", "Plan", "Table", "rules_named"]
