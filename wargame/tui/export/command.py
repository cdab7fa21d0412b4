"""`wargame export`: what was asked for on the command line, and what was written."""

from __future__ import annotations

from pathlib import Path

from wargame.record.branches import branches, load_branch
from wargame.record.game import Game
from wargame.ruleset.problems import suggest
from wargame.table.hot_seat import kept_from_view
from wargame.text.timeline import first_eyes
from wargame.tui.app import WargameApp
from wargame.tui.export.write import target, write
from wargame.tui.screens.replay import UMPIRE
from wargame.tui.widgets.status import eyes_label
from wargame.tui.widgets.too_small import MIN_HEIGHT, MIN_WIDTH

MOST = 400
"""Columns or rows of a screen that is written down."""


def run_command(
    file: Path, what: str, seat: str | None, line: int | None, out: Path | None, size: str, pace: float
) -> list[str]:
    """Write the export and say what was written. Raises ValueError, SaveError."""
    game = taken_up(file, line)
    if (reason := kept_from_view(game)) is not None:
        raise ValueError(f"{file}: cannot be exported yet. {reason}")
    if seat is not None and seat not in (*game.seats, UMPIRE):
        raise ValueError(f"'{seat}' is not a seat{suggest(seat, [*game.seats, UMPIRE])}")
    eyes = first_eyes(game) if seat is None else None if seat == UMPIRE else seat
    path = out or target(Path(), f"{file.stem}-{eyes or UMPIRE}", what)
    try:
        written = write(WargameApp, game, eyes, what, path, screen_size(size), pace)
    except OSError as error:
        raise ValueError(f"{path}: cannot be written: {error.strerror or error}") from error
    found = f"{len(written)} files in {path}" if what == "screens" else str(written[0])
    return [f"As seen by {eyes_label(game, eyes)}: {found}"]


def taken_up(file: Path, line: int | None) -> Game:
    """A save, or one line of play of it."""
    if line is None:
        return Game.load(file, upto=10_000_000)
    found = branches(file)
    if line > len(found):
        raise ValueError(f"{file}: has no line of play {line}; there {_are(len(found))}")
    return load_branch(file, found[line - 1])


def _are(count: int) -> str:
    return "is one" if count == 1 else f"are {count}"


def screen_size(text: str) -> tuple[int, int]:
    """`120x40` as columns and rows. Raises ValueError."""
    columns, _, rows = text.lower().partition("x")
    good = columns.isascii() and rows.isascii() and columns.isdigit() and rows.isdigit()
    if not good or not (MIN_WIDTH <= int(columns) <= MOST and MIN_HEIGHT <= int(rows) <= MOST):
        raise ValueError(
            f"--size takes columns and rows from {MIN_WIDTH}x{MIN_HEIGHT} to {MOST}x{MOST}, as 120x40; not '{text}'"
        )
    return int(columns), int(rows)


__all__ = ["run_command"]
