"""The room's own journal, beside the save: people, pens, clock, drafts, plans, and every act that was answered.

It is a journal like the save: chained, one line an act, seen to the disk before the act is answered. A
line says who did what when, what they were told, and what has changed at the table; reading it is
making these changes again. Where it and the save disagree, because the program died between the two,
the save decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from wargame.record.journal import FORMAT, Journal, Line, SaveError, read_journal
from wargame.table.acts import Answer
from wargame.table.kept import Kept, State, apply

SUFFIX = ".room"

DESK = "desk"
"""Who commands; no seat may be called so."""

ROOM = "room"
"""Who does what is due by itself."""


T = TypeVar("T", bound=BaseModel)


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Header(_Line):
    kind: Literal["header"] = "header"
    format: int = FORMAT
    room: Literal[1] = 1
    save: str
    """The file of the game, in the same folder."""
    at: float
    now: State


class Told(_Line):
    """One thing that was done at the table."""

    kind: Literal["done"] = "done"
    at: float
    step: int
    by: str
    """A person's id, `desk`, or `room` for what is due by itself."""
    seat: str = ""
    what: str
    key: str = ""
    text: str = ""
    data: dict[str, Any] = {}
    asked: dict[str, Any] = {}
    """The whole of what was asked, where it is for the debrief."""
    now: State = {}


@dataclass
class RoomLog:
    """The journal of a room, open for adding to."""

    journal: Journal
    answers: dict[str, Answer]
    """What was answered to each act and command, by its key."""
    notice: str | None = None

    @classmethod
    def create(cls, save: Path, kept: Kept, at: float) -> RoomLog:
        """Begin the journal of a table. Raises SaveError."""
        header = Header(save=save.name, at=at, now=kept.model_dump())
        return cls(Journal.create(path_of(save), header.model_dump()), {})

    @classmethod
    def read(cls, save: Path) -> tuple[RoomLog, Kept]:
        """Take up the journal of a table as it was left. Raises SaveError."""
        path = path_of(save)
        lines, journal, notice = read_journal(path)
        header = _parsed(path, lines[0], Header)
        log, state = cls(journal, {}, notice), header.now
        if header.save != save.name:
            raise SaveError(path, 1, f"field 'save': belongs to {header.save}")
        for line in lines[1:]:
            told = _parsed(path, line, Told)
            try:
                apply(state, told.now)
            except (KeyError, TypeError, AttributeError) as error:
                raise SaveError(path, line.number, "field 'now': is not a change of a table") from error
            if told.key:
                log.answers[told.key] = answer_of(told.text, told.data)
        try:
            return log, Kept.model_validate(state)
        except ValidationError as error:
            where = ".".join(map(str, error.errors()[0]["loc"]))
            raise SaveError(path, len(lines), f"field 'now.{where}': cannot be kept at a table") from error

    def write(self, told: Told) -> None:
        """Add a line and see it to the disk. Raises SaveError; then nothing has been added."""
        self.journal.append({k: v for k, v in told.model_dump().items() if v or k in ("kind", "at", "step")})
        if told.key:
            self.answers[told.key] = answer_of(told.text, told.data)

    def close(self) -> None:
        """Let others take the table up."""
        self.journal.close()


DONE = Answer()
"""Most acts are answered with nothing but that they were done; they share one answer."""


def answer_of(text: str, data: dict[str, Any]) -> Answer:
    return Answer(True, text, data) if text or data else DONE


def path_of(save: Path) -> Path:
    """Where the journal of a room lies."""
    return save.with_suffix(SUFFIX)


def key_of(person: str, act: str) -> str:
    """An act's id as it is recorded: nobody can ask for what another person's act was answered."""
    return hashlib.sha256(f"{person}\n{act}".encode()).hexdigest()[:24]


def told(save: Path) -> Iterator[Told]:
    """Everything that was done at a table, for its debrief. Raises SaveError."""
    path = path_of(save)
    for line in read_journal(path)[0][1:]:
        yield _parsed(path, line, Told)


def _parsed(path: Path, line: Line, model: type[T]) -> T:
    try:
        return model.model_validate(line.content)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(p) for p in fault["loc"]) or "kind"
        message = f"field '{where}': {fault['msg'].lower()}"
        raise SaveError(path, line.number, message) from error


__all__ = ["DESK", "DONE", "ROOM", "RoomLog", "Told", "answer_of", "key_of", "path_of", "told"]
