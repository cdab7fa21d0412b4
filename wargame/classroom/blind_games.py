"""Which games a class can go through blind: its tables that are over, saves in its folder, recorded games."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wargame.classroom.hall import Hall
from wargame.record.game import Game
from wargame.record.journal import SaveError
from wargame.record.shelf import SUFFIX, Saved, glance, shipped_saves
from wargame.table.acts import Refused

MOST = 60
"""Files of a folder that are offered."""


@dataclass(frozen=True)
class Source:
    """A finished game."""

    name: str
    """How the desk says which: `table t1`, `file lesson.jsonl`, `recorded collapse.jsonl`."""
    label: str
    path: Path


@dataclass(frozen=True)
class Chair:
    """A seat of a game, and in how many of its steps it ordered something."""

    seat: str
    label: str
    ordered: int


def sources(hall: Hall) -> list[Source]:
    """Every finished game that can be chosen. The desk's eyes only: a file's name may tell how it ended."""
    tables = list(hall.tables.values())
    found = [
        Source(f"table {table.id}", f"{table.name}: {table.room.game.scenario.label}", hall.path(table.entry))
        for table in tables
        if table.room.game.over
    ]
    own = {hall.path(table.entry).name for table in tables}
    files = [path for path in sorted(hall.folder.glob(f"*{SUFFIX}")) if path.name not in own][:MOST]
    saves = [saved for path in files if (saved := glance(path)) is not None and saved.over]
    found += [_of_file("file", saved) for saved in saves]
    return found + [_of_file("recorded", saved) for saved in shipped_saves() if saved.over]


def source(hall: Hall, name: str) -> Source:
    """The game of that name. Raises Refused."""
    for found in sources(hall):
        if found.name == name:
            return found
    raise Refused("there is no finished game of that name here", "game")


def read(path: Path, label: str) -> Game:
    """A finished game, played again from its record. Raises Refused."""
    try:
        game = Game.load(path)
    except (SaveError, ValueError) as error:
        reason = error.message if isinstance(error, SaveError) else str(error)
        line = f", line {error.line}" if isinstance(error, SaveError) and error.line else ""
        raise Refused(f"{label}{line}: {reason}", "game") from error
    if not game.over:
        raise Refused(f"{label}: this game is not over", "game")
    return game


def chairs(game: Game) -> list[Chair]:
    """The seats through whose eyes it can be gone through."""
    return [
        Chair(
            name,
            seat.label,
            sum(name in turn.sheets and bool(turn.sheets[name].orders) for turn in game.turns),
        )
        for name, seat in game.seats.items()
    ]


def _of_file(kind: str, saved: Saved) -> Source:
    word = f"{saved.path.name}: {saved.scenario}, {saved.steps} steps"
    return Source(f"{kind} {saved.path.name}", word, saved.path)


__all__ = ["Chair", "Source", "chairs", "read", "source", "sources"]
