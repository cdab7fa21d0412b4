"""The save file: JSON Lines, appended to and never rewritten.

Each line carries a hash over itself and the hash of the line before, and is written in one way only,
so that a changed, missing or foreign line is found and named: every byte counts. What is acknowledged
is on the disk. A last line that was cut short by a crash is dropped on opening, with a notice;
nothing that was acknowledged can be in it. One program at a time appends to a save; any may read it.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import weakref
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FORMAT = 1

LOCKED_BYTE = 1 << 40
"""Where Windows, which locks ranges of bytes, puts its lock: far beyond the end of any save."""


class SaveError(Exception):
    """A save that cannot be used: file, line (0: the file as a whole), and what is wrong with it."""

    def __init__(self, path: Path | str, line: int, message: str) -> None:
        self.path, self.line, self.message = Path(path), line, message
        super().__init__(path, line, message)

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"


@dataclass(frozen=True)
class Line:
    number: int
    content: dict[str, Any]
    hash: str


def _written(previous: str, content: dict[str, Any]) -> tuple[str, bytes]:
    """The hash and the bytes of a line that follows the hash `previous`."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    mark = hashlib.sha256(previous.encode() + body).hexdigest()[:32]
    return mark, body[:-1] + f',"hash":"{mark}"}}\n'.encode()


class Journal:
    """The end of a save file, where lines are added."""

    def __init__(self, path: Path, last_hash: str, size: int, tail: bytes = b"") -> None:
        self.path = path
        self.last_hash = last_hash
        self._size = size
        self._tail = tail
        """What stood after the last whole line when the file was read: a line cut short."""
        self._file: int | None = None
        self._closed = False

    @classmethod
    def create(cls, path: Path, header: dict[str, Any]) -> Journal:
        """Start a save. Raises SaveError if the file exists or cannot be written; then no file is left."""
        try:
            if path.exists():
                raise SaveError(path, 0, "the file exists already; saves are never overwritten")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.open("xb").close()
        except (OSError, ValueError) as error:
            raise SaveError(path, 0, f"cannot be created: {_reason(error)}") from error
        journal = cls(path, "", 0)
        try:
            journal.append(header)
            _sync_folder(path.parent)
        except BaseException:
            journal.close()
            with suppress(OSError):
                path.unlink()
            raise
        return journal

    def append(self, content: dict[str, Any]) -> None:
        """Write a line and see it to the disk. Raises SaveError; then the save is as it was before."""
        mark, data = _written(self.last_hash, content)
        file = self.hold()
        try:
            if not os.path.samestat(os.fstat(file), os.stat(self.path)):
                raise SaveError(self.path, 0, "was replaced by another file while it was being played")
            os.ftruncate(file, self._size)
            os.lseek(file, self._size, os.SEEK_SET)
            left = memoryview(data)
            while left:
                left = left[os.write(file, left) :]
            os.fsync(file)
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(file, self._size)
            message = f"cannot be written: {_reason(error)}; what was just done has not been recorded"
            raise SaveError(self.path, 0, message) from error
        self._size += len(data)
        self.last_hash = mark

    def hold(self) -> int:
        """Take the file for appending, if it is not taken yet.

        Raises SaveError if another program has it, or if the file has grown since it was read.
        """
        if self._closed:
            raise SaveError(self.path, 0, "has been closed")
        if self._file is not None:
            return self._file
        try:
            file = os.open(self.path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        except OSError as error:
            raise SaveError(self.path, 0, f"cannot be written: {_reason(error)}") from error
        try:
            if not _lock(file):
                raise SaveError(self.path, 0, "is being played in another window or program")
            os.lseek(file, self._size, os.SEEK_SET)
            if os.fstat(file).st_size < self._size or os.read(file, len(self._tail) + 1) != self._tail:
                raise SaveError(
                    self.path, 0, "was played on elsewhere since it was opened here; open it again"
                )
        except BaseException:
            os.close(file)
            raise
        self._file = file
        self._release = weakref.finalize(self, os.close, file)
        return file

    def close(self) -> None:
        """Let others play the save on. Nothing is left to write: what was acknowledged is on the disk."""
        self._closed = True
        if self._file is not None:
            self._release()
            self._file = None


def read_journal(path: Path) -> tuple[list[Line], Journal, str | None]:
    """The lines of a save, the journal to go on with, and a notice if a torn last line was dropped.

    Raises SaveError for a file that is not a save, or whose chain of lines is broken.
    """
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise SaveError(path, 0, f"cannot be read: {_reason(error)}") from error
    *whole, tail = data.split(b"\n")
    lines: list[Line] = []
    previous = ""
    for number, text in enumerate(whole, 1):
        line = _read(path, number, previous, text + b"\n")
        lines.append(line)
        previous = line.hash
    if not lines:
        raise SaveError(path, 1, "is empty or was cut short in its first line: there is no game to recover")
    notice = None
    if tail:
        number = len(lines) + 1
        if _goes_on_after_its_end(tail):
            raise SaveError(path, number, "was changed after it was written")
        notice = f"{path.name}: the last line was cut short and has been dropped (line {number})"
    return lines, Journal(path, previous, len(data) - len(tail), tail), notice


def _read(path: Path, number: int, previous: str, text: bytes) -> Line:
    try:
        content = json.loads(text)
        if not isinstance(content, dict):
            raise ValueError
        if number == 1 and content.get("kind") != "header":
            raise SaveError(path, 1, "is not a save of this game: no header")
        if number == 1 and content.get("format") != FORMAT:
            found = content.get("format")
            raise SaveError(path, 1, f"field 'format': is {found!r}; this program reads format {FORMAT}")
        found = content.pop("hash", None)
        mark, written = _written(previous, content)
    except (ValueError, RecursionError) as error:
        what = "is not a save of this game" if number == 1 else "is not a line of a save"
        raise SaveError(path, number, what) from error
    if found != mark or text != written:
        raise SaveError(path, number, "was changed after it was written, or a line before it is missing")
    return Line(number, content, mark)


def _goes_on_after_its_end(tail: bytes) -> bool:
    """Whether a last line without a line end is more than the beginning of a line: no crash leaves that."""
    text = tail.decode("utf-8", "replace")
    try:
        return json.JSONDecoder().raw_decode(text)[1] < len(text)
    except (ValueError, RecursionError):
        return False


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def _sync_folder(folder: Path) -> None:
    """See a new file's name to the disk, where the system has a way to."""
    with suppress(OSError):
        file = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)


def _lock(file: int) -> bool:
    """Lock a file against other programs until it is closed; False if one of them has it.

    The lock falls with its program, however that ends. Where a file system knows no locks, the check
    in `Journal.hold` that nobody has appended must do.
    """
    if sys.platform == "win32":
        import msvcrt

        os.lseek(file, LOCKED_BYTE, os.SEEK_SET)
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
            return True
    return True


__all__ = ["FORMAT", "Journal", "Line", "SaveError", "read_journal"]
