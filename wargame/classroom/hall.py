"""A class on the disk: its tables, its secrets, and who may still come in with what.

The folder is all there is. The same command on the same folder gives the same class back, however the last
run ended: games and people are in the journals of the rooms, codes and keys in `hall.json`.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from wargame.classroom import keys
from wargame.ruleset.load import load
from wargame.ruleset.problems import suggest
from wargame.ruleset.tables import Ruleset
from wargame.table.room import Room

P = ParamSpec("P")
T = TypeVar("T")

FORMAT = 1

FILE = "hall.json"

MOST_TABLES = 24

ID = re.compile(r"t[0-9]{1,3}")


class HallError(ValueError):
    """A class that cannot be opened: one sentence that names the file."""


@dataclass
class Plan:
    """What a table was asked to be. It is kept before the table is made, so that a crash between loses nothing."""

    ruleset: str = "standoff"
    scenario: str = "intro"
    seating: str | None = None
    players: dict[str, str] = field(default_factory=dict)
    seed: int | None = None
    minutes: float | None = None


@dataclass
class Entry:
    """A table as the hall's file knows it."""

    id: str
    code: str
    plan: Plan
    made: bool = False
    open: bool = True
    """Whether people may come in with the code."""
    generations: dict[str, int] = field(default_factory=dict)
    """By seat, where a link was taken back: which generation of links is good."""


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
            return await asyncio.to_thread(lambda: self._alone(do, *args, **kwargs))

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

    def __init__(self, folder: Path, kept: dict[str, Any], clock: Callable[[], float]) -> None:
        self.folder = folder
        self.clock = clock
        self.keys = keys.Keys(bytes.fromhex(kept["secret"]), bytes.fromhex(kept["desk_secret"]))
        self.tables: dict[str, Table] = {}
        self.notices: list[str] = []
        """What the instructor should be told of the saves."""
        self._kept = kept
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
            kept = _read(path) if path.exists() else _new()
        except OSError as error:
            raise HallError(f"{folder}: cannot be used: {error.strerror or error}") from error
        hall = cls(folder, kept, clock)
        hall._hold()
        if not path.exists():
            hall._write()
        for entry in hall._entries():
            hall._seat_table(entry)
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
            self._write()
            return self._seat_table(entry)
        except BaseException:
            self._kept["tables"].pop()
            self._write()
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
        self._write()
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
        if not entry.made:
            entry.made = True
            self._keep(table)
        return table

    def _entries(self) -> Iterator[Entry]:
        for content in self._kept["tables"]:
            yield Entry(**{**content, "plan": Plan(**content["plan"])})

    def _keep(self, table: Table) -> None:
        self._kept["tables"] = [
            asdict(table.entry) if content["id"] == table.id else content for content in self._kept["tables"]
        ]
        self._write()

    def _write(self) -> None:
        """The whole file or nothing of it, and only for the eyes of whoever runs the class."""
        path = self.folder / FILE
        new = path.with_suffix(".new")
        try:
            file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(file, "w", encoding="utf-8") as out:
                json.dump(self._kept, out, indent=1)
                out.flush()
                os.fsync(out.fileno())
            new.replace(path)
        except OSError as error:
            raise HallError(f"{path}: cannot be written: {error.strerror or error}") from error
        with suppress(OSError):
            folder = os.open(self.folder, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def _tell(self) -> None:
        for call in list(self._changed.values()):
            call()

    def _hold(self) -> None:
        """One program at a time; the lock falls with the program, however that ends."""
        self._file: int | None = os.open(self.folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        if not _locked(self._file):
            self._release()
            raise HallError(f"{self.folder}: this class is open in another window already")

    def _release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


@lru_cache(maxsize=4)
def rules_named(name: str) -> Ruleset:
    """A ruleset, read once for all tables that use it. Raises RulesetError."""
    return load(name)


def check_plan(rules: Ruleset, plan: Plan) -> None:
    """ValueError for a name that the ruleset does not have."""
    if plan.scenario not in rules.scenarios:
        raise ValueError(f"'{plan.scenario}' is not a scenario{suggest(plan.scenario, rules.scenarios)}")
    seating = plan.seating or rules.scenarios[plan.scenario].table
    if seating not in rules.tables:
        raise ValueError(f"'{seating}' is not a table{suggest(seating, rules.tables)}")
    seats = rules.tables[seating].seats
    for seat in plan.players:
        if seat not in seats:
            raise ValueError(f"'{seat}' is not a seat{suggest(seat, seats, 'seats')}")


def _new() -> dict[str, Any]:
    return {
        "format": FORMAT,
        "secret": keys.new_secret(),
        "desk_secret": keys.new_secret(),
        "desk_key": keys.new_desk_key(),
        "desk_generation": 1,
        "tables": [],
    }


def _read(path: Path) -> dict[str, Any]:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["format"] != FORMAT:
            raise HallError(
                f"{path}: field 'format' is {kept['format']!r}; this program reads format {FORMAT}"
            )
        for name in ("secret", "desk_secret"):
            if len(bytes.fromhex(kept[name])) < 16:
                raise ValueError
        for content in kept["tables"]:
            entry = Entry(**{**content, "plan": Plan(**content["plan"])})
            if not ID.fullmatch(entry.id):
                raise ValueError
        if len(kept["desk_key"]) < 16 or int(kept["desk_generation"]) < 1:
            raise ValueError
    except HallError:
        raise
    except (ValueError, KeyError, TypeError) as error:
        raise HallError(f"{path}: is not the file of a class, or was damaged") from error
    return dict(kept)


def _locked(file: int) -> bool:
    """Lock a file against other programs; False if one of them has it."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
    else:
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # a file system without locks: the journals of the rooms guard themselves
    return True


__all__ = ["Entry", "Hall", "HallError", "Plan", "Table", "rules_named"]
