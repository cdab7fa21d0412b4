"""The blind replays of a class on the disk: one at a time is open, and all that was said at it is kept.

In the folder `replay` of the class lie, by number, a copy of the game as it was when it was opened, and a
journal: one line for each thing done, on the disk before it is answered. So a restart finds the class
where it was, and a table that is taken back to an earlier step changes nothing here.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal, ParamSpec, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wargame.classroom import keys
from wargame.classroom.blind_acts import Begin, End, GoOn, Said, Show, TakeBack, Wish
from wargame.classroom.blind_games import read, source
from wargame.classroom.hall import Hall, in_turn
from wargame.record.journal import FORMAT, Journal, SaveError, read_journal
from wargame.table.acts import Refused
from wargame.table.room_log import key_of
from wargame.text.debrief.blind import MOST, Blind

P = ParamSpec("P")
T = TypeVar("T")

FOLDER = "replay"
DESK = "desk"
CHANGES = 60
"""Times that one person may change their mind at one stop: the journal is bounded."""


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Header(_Line):
    kind: Literal["header"] = "header"
    format: int = FORMAT
    replay: Literal[1] = 1
    save: str
    """The copy of the game, in the same folder."""
    label: str
    """What the desk calls the game."""
    seat: str
    stops: list[int]
    code: str
    """Lets somebody in who has no chair at a table."""
    at: float


class Done(_Line):
    """One thing that was done."""

    kind: Literal["done"] = "done"
    at: float
    by: str
    """A person, or `desk`."""
    what: Literal["answer", "forget", "guest", "show", "on", "end"]
    key: str = ""
    step: Annotated[int, Field(ge=0)] = 0
    orders: list[str] = []
    name: str = ""


@dataclass
class Replay:
    """One game being gone through."""

    number: int
    blind: Blind
    header: Header
    journal: Journal
    keys: set[str] = field(default_factory=set)
    guests: dict[str, str] = field(default_factory=dict)
    """People without a chair: name by id."""
    changes: Counter[tuple[int, str]] = field(default_factory=Counter)
    ended: bool = False

    @property
    def stamp(self) -> str:
        """Where the class stands. It tells nothing of what comes, nor of what anybody has said."""
        return f"{self.number}.{self.blind.at}.{int(self.blind.shown)}"

    def write(self, done: Done) -> None:
        """Add a line, see it to the disk, and only then do it. Raises SaveError; then nothing happened."""
        self.journal.append({k: v for k, v in done.model_dump().items() if v or k in ("kind", "at")})
        self.apply(done)

    def apply(self, done: Done) -> None:
        """Do what a line says."""
        blind = self.blind
        if done.key:
            self.keys.add(done.key)
        if done.what == "answer":
            self.changes[done.step, done.by] += 1
            blind.answers.setdefault(done.step, {})[done.by] = tuple(done.orders)
        elif done.what == "forget":
            blind.answers.get(done.step, {}).pop(done.by, None)
        elif done.what == "guest":
            self.guests[done.by] = done.name
        elif done.what == "show":
            blind.shown = True
        elif done.what == "on":
            blind.proceed()
        else:
            self.ended = True


class Replays:
    """The replays of a class; `open` is the one that goes on, if one does. Use `work`."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.open: Replay | None = None
        self.notice = ""
        """What the desk should be told of what could not be taken up."""
        self.lock = threading.RLock()
        self._turn = asyncio.Lock()
        self._loaded = False

    @property
    def folder(self) -> Path:
        return self.hall.folder / FOLDER

    @property
    def stamp(self) -> str:
        """Changes whenever the class is shown something else; `none` where nothing is open."""
        return self.open.stamp if self.open is not None else "none"

    @property
    def count(self) -> str:
        """The same, and how many have answered."""
        if self.open is None:
            return self.stamp
        blind = self.open.blind
        return f"{self.stamp}.{len(blind.answers.get(blind.step, {}))}.{len(self.open.guests)}"

    async def ready(self) -> None:
        """What an earlier run left is taken up, once."""
        if not self._loaded:
            await self.work(lambda: None)

    async def work(self, do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do something with the replay in another thread, alone."""
        async with self._turn:
            return await in_turn(lambda: self._alone(do, *args, **kwargs))

    def close(self) -> None:
        """Let others take it up: everything acknowledged is on the disk already."""
        with self.lock:
            if self.open is not None:
                self.open.journal.close()

    # What people do

    def say(self, person: str, said: Said) -> str:
        """Keep what somebody says. A resend is answered alike and changes nothing. Raises Refused."""
        replay = self._expect(said.replay)
        key = key_of(person, said.id)
        if key in replay.keys:
            return _said(said)
        blind = replay.blind
        if blind.shown or said.step != blind.step:
            raise Refused("the sheets of that question lie open: it has been answered")
        done = Done(at=self.hall.clock(), by=person, what=said.kind, key=key, step=said.step)
        if isinstance(said, TakeBack):
            if person not in blind.answers.get(blind.step, {}):
                raise Refused("you have not answered yet")
            replay.write(done)
            return _said(said)
        if replay.changes[said.step, person] >= CHANGES:
            raise Refused("you have changed your mind often enough for one question")
        try:
            orders = blind.fitting(person, said.orders)
        except ValueError as refused:
            raise Refused(str(refused), "orders") from None
        replay.write(done.model_copy(update={"orders": list(orders)}))
        return _said(said)

    def come_in(self, name: str) -> str:
        """Somebody without a chair; the answer is who they are from now on. Raises Refused."""
        if self.open is None:
            raise Refused("no replay is open")
        if len(self.open.guests) >= MOST:
            raise Refused("there is no room for more people")
        person = keys.new_person()
        self.open.write(Done(at=self.hall.clock(), by=person, what="guest", name=name))
        return person

    def command(self, wish: Wish) -> str:
        """What the desk wants. Sent twice, it is done once. Raises Refused."""
        if isinstance(wish, Begin):
            return self._begin(wish)
        replay = self._expect(wish.replay)
        blind, key = replay.blind, key_of(DESK, wish.id)
        if key in replay.keys:
            return ""
        if wish.step != blind.step:
            raise Refused("the replay has gone on since that page was loaded")
        if isinstance(wish, Show) and blind.shown:
            raise Refused("the sheets of this stop lie open already")
        if isinstance(wish, GoOn) and not blind.shown:
            raise Refused("open the sheets first")
        if isinstance(wish, GoOn) and blind.last:
            raise Refused("there is no stop after this one")
        replay.write(Done(at=self.hall.clock(), by=DESK, what=wish.kind, key=key, step=wish.step))
        if isinstance(wish, End):
            replay.journal.close()
            self.open = None
        return {"show": "The sheets lie open.", "on": "On to the next stop.", "end": "The replay is closed."}[
            wish.kind
        ]

    # Inside

    def _begin(self, wish: Begin) -> str:
        if self.open is not None:
            if key_of(DESK, wish.id) in self.open.keys:
                return ""
            raise Refused("a replay is open already: end it first")
        chosen = source(self.hall, wish.game)
        number = 1 + max(self._numbers(), default=0)
        save = self.folder / f"{number}.jsonl"
        try:
            self._copy(chosen.path, save)
        except OSError as error:
            raise SaveError(save, 0, f"cannot be written: {error.strerror or error}") from error
        try:
            game = read(save, chosen.label)
            if wish.seat not in game.seats:
                raise Refused("there is no such seat in this game", "seat")
            if wish.first >= len(game.turns):
                raise Refused(f"this game has {len(game.turns)} steps", "first")
            blind = Blind(game, wish.seat, tuple(range(wish.first, len(game.turns), wish.every)))
            header = Header(
                save=save.name,
                label=chosen.label,
                seat=wish.seat,
                stops=list(blind.stops),
                code=keys.new_code(),
                at=self.hall.clock(),
            )
            journal = Journal.create(self._journal(number), header.model_dump())
        except BaseException:
            with contextlib.suppress(OSError):
                save.unlink()
            raise
        self.open = Replay(number, blind, header, journal, {key_of(DESK, wish.id)})
        self.notice = ""
        return "The replay is open."

    def _expect(self, number: int) -> Replay:
        if self.open is None or self.open.number != number:
            raise Refused("that replay is closed")
        return self.open

    def _alone(self, do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        with self.lock:
            if not self._loaded:
                self._load()
                self._loaded = True
            return do(*args, **kwargs)

    def _load(self) -> None:
        """The last replay, if it has not ended. One that cannot be read is named to the desk, and left alone."""
        number = max(self._numbers(), default=0)
        path = self._journal(number)
        if not path.exists():
            return
        try:
            replay = self._read(number, path)
        except (SaveError, ValueError) as error:
            self.notice = f"The last replay cannot be taken up: {error}"
            return
        if replay.ended:
            replay.journal.close()
        else:
            self.open = replay

    def _read(self, number: int, path: Path) -> Replay:
        lines, journal, _ = read_journal(path)
        line = 1
        try:
            header = Header.model_validate(lines[0].content)
            game = read(self.folder / Path(header.save).name, header.save)
            replay = Replay(number, Blind(game, header.seat, tuple(header.stops)), header, journal)
            for found in lines[1:]:
                line = found.number
                replay.apply(Done.model_validate(found.content))
        except ValidationError as error:
            where = ".".join(map(str, error.errors()[0]["loc"]))
            raise SaveError(path, line, f"field '{where}': is not what a replay keeps") from error
        return replay

    def _journal(self, number: int) -> Path:
        return self.folder / f"{number}.replay"

    def _numbers(self) -> list[int]:
        if not self.folder.is_dir():
            return []
        stems = [path.stem for path in self.folder.iterdir() if path.suffix in (".jsonl", ".replay")]
        return [int(stem) for stem in stems if stem.isascii() and stem.isdigit() and len(stem) < 6]

    def _copy(self, path: Path, to: Path) -> None:
        self.folder.mkdir(mode=0o700, exist_ok=True)
        content = path.read_bytes()
        file = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(file, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())


def _said(said: Said) -> str:
    return "Your answer is taken back." if isinstance(said, TakeBack) else "Your answer is kept."


__all__ = ["Done", "Header", "Replay", "Replays"]
