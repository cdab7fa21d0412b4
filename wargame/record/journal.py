"""The save file: JSON Lines, appended to and never rewritten.

Each line carries a hash over itself and the hash of the line before, so that a changed, missing or
foreign line is found and named. What is acknowledged is on the disk. A last line that was cut short
by a crash is dropped on opening, with a notice; nothing that was acknowledged can be in it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FORMAT = 1


class SaveError(Exception):
    """A save that cannot be used: file, line, and what is wrong with it."""

    def __init__(self, path: Path | str, line: int, message: str) -> None:
        self.path, self.line, self.message = Path(path), line, message
        super().__init__(f"{path}:{line}: {message}" if line else f"{path}: {message}")


def _body(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _link(previous: str, body: str) -> str:
    return hashlib.sha256((previous + body).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Line:
    number: int
    content: dict[str, Any]
    hash: str


class Journal:
    """A save file opened for appending."""

    def __init__(self, path: Path, last_hash: str, size: int) -> None:
        self.path = path
        self.last_hash = last_hash
        self._size = size

    @classmethod
    def create(cls, path: Path, header: dict[str, Any]) -> Journal:
        """Start a save; raises SaveError if the file exists."""
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            path.open("xb").close()
        except FileExistsError as error:
            raise SaveError(path, 0, "the file exists already; saves are never overwritten") from error
        journal = cls(path, "", 0)
        journal.append(header)
        return journal

    def append(self, content: dict[str, Any]) -> str:
        """Write a line and see it to the disk; the line's hash. A torn line of an earlier crash is cut off."""
        body = _body(content)
        mark = _link(self.last_hash, body)
        data = (body[:-1] + f',"hash":"{mark}"}}\n').encode()
        with self.path.open("r+b") as file:
            file.truncate(self._size)
            file.seek(self._size)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        self._size += len(data)
        self.last_hash = mark
        return mark


def read_journal(path: Path) -> tuple[list[Line], Journal, str | None]:
    """The lines of a save, the journal to go on with, and a notice if a torn last line was dropped.

    Raises SaveError for a file that is not a save, or whose chain of lines is broken.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SaveError(path, 0, f"cannot be read: {error.strerror}") from error
    lines: list[Line] = []
    previous, size, notice = "", 0, None
    for number, raw in _numbered(data):
        whole = raw.endswith(b"\n")
        last = size + len(raw) == len(data)
        content = _parse(raw)
        if not whole or content is None:
            if last and lines and not whole:
                notice = f"{path.name}: the last line was cut short and has been dropped (line {number})"
                break
            what = "is not a line of a save" if lines or number > 1 else "is not a save of this game"
            raise SaveError(path, number, what)
        mark = content.pop("hash", None)
        if number == 1 and content.get("kind") != "header":
            raise SaveError(path, 1, "is not a save of this game: no header")
        if mark != _link(previous, _body(content)):
            raise SaveError(path, number, "was changed after it was written, or a line before it is missing")
        lines.append(Line(number, content, mark))
        previous, size = mark, size + len(raw)
    if not lines:
        raise SaveError(path, 1, "is empty or was cut short in its first line: there is no game to recover")
    if lines[0].content.get("format") != FORMAT:
        raise SaveError(path, 1, f"has format {lines[0].content.get('format')}; this version reads format {FORMAT}")
    return lines, Journal(path, previous, size), notice


def _numbered(data: bytes) -> Iterator[tuple[int, bytes]]:
    yield from enumerate(data.splitlines(keepends=True), 1)


def _parse(raw: bytes) -> dict[str, Any] | None:
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None
