"""The file of a class: its tables as they were asked for, its secrets, and the lock on its folder."""

from __future__ import annotations

import json
import os
import re
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from wargame.classroom import keys
from wargame.ruleset.load import load
from wargame.ruleset.problems import suggest
from wargame.ruleset.tables import Ruleset

FORMAT = 1

FILE = "hall.json"

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


def new() -> dict[str, Any]:
    """A class without tables, with secrets of its own."""
    return {
        "format": FORMAT,
        "secret": keys.new_secret(),
        "desk_secret": keys.new_secret(),
        "desk_key": keys.new_desk_key(),
        "desk_generation": 1,
        "tables": [],
    }


def read(path: Path) -> dict[str, Any]:
    """What the file says. Raises HallError."""
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
            entry = entry_of(content)
            if not ID.fullmatch(entry.id):
                raise ValueError
        if len(kept["desk_key"]) < 16 or int(kept["desk_generation"]) < 1:
            raise ValueError
    except HallError:
        raise
    except OSError as error:
        raise HallError(f"{path}: cannot be read: {error.strerror or error}") from error
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


def write(folder: Path, kept: dict[str, Any]) -> None:
    """The whole file or nothing of it, and only for the eyes of whoever runs the class. Raises HallError."""
    path = folder / FILE
    new = path.with_suffix(".new")
    try:
        file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(file, "w", encoding="utf-8") as out:
            json.dump(kept, out, indent=1)
            out.flush()
            os.fsync(out.fileno())
        new.replace(path)
    except OSError as error:
        raise HallError(f"{path}: cannot be written: {error.strerror or error}") from error
    with suppress(OSError):
        file = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)


def entry_of(content: dict[str, Any]) -> Entry:
    """A table as the file has it."""
    return Entry(**{**content, "plan": Plan(**content["plan"])})


def hold(folder: Path) -> int:
    """Take a class's folder: one program at a time. The lock falls with the program. Raises HallError."""
    file = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    if not _locked(file):
        os.close(file)
        raise HallError(f"{folder}: this class is open in another window already")
    return file


__all__ = [
    "FILE",
    "Entry",
    "HallError",
    "Plan",
    "check_plan",
    "entry_of",
    "hold",
    "new",
    "read",
    "rules_named",
    "write",
]
