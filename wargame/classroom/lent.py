"""The terminal that `wargame join` was started in: lent to a table far away, and given back as it was found."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from wargame.classroom.words import POSTLUDE, Hello

FORGET = "\x1b[2J\x1b[3J\x1b[H"

MOST_AT_ONCE = 1024
"""So many bytes of keys are sent in one message."""


class Left(Exception):
    """The person at this terminal leaves."""


class Terminal:
    """The terminal that this program was started in, lent out."""

    def __init__(self) -> None:
        self._in, self._out = sys.stdin.fileno(), sys.stdout.fileno()
        self._keys: asyncio.Queue[bytes] = asyncio.Queue(64)
        self.resized = asyncio.Event()

    @property
    def size(self) -> tuple[int, int]:
        found = os.get_terminal_size(self._out)
        return max(1, min(500, found.columns)), max(1, min(200, found.lines))

    def hello(self, back: bool) -> Hello:
        columns, rows = self.size
        term, colour = os.environ.get("TERM", ""), os.environ.get("COLORTERM", "").lower()
        plain = term in ("linux", "vt100", "vt220", "dumb") or os.environ.get("WARGAME_GLYPHS") == "ascii"
        many = "256" in term or "kitty" in term or "direct" in term
        return Hello(
            columns=columns,
            rows=rows,
            colours="truecolor" if colour in ("truecolor", "24bit") else "256" if many else "standard",
            grey="NO_COLOR" in os.environ,
            plain=plain,
            back=back,
        )

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Keys come one by one and unread; afterwards all is as before."""
        import termios

        loop = asyncio.get_running_loop()
        before = termios.tcgetattr(self._in)
        self._raw(before)
        loop.add_reader(self._in, self._read)
        loop.add_signal_handler(signal.SIGWINCH, self.resized.set)
        loop.add_signal_handler(signal.SIGTSTP, self._stop, before)
        try:
            yield
        finally:
            loop.remove_reader(self._in)
            loop.remove_signal_handler(signal.SIGWINCH)
            loop.remove_signal_handler(signal.SIGTSTP)
            with suppress(OSError):
                self.write(POSTLUDE.encode())
            with suppress(OSError, termios.error):
                termios.tcsetattr(self._in, termios.TCSAFLUSH, before)

    def _raw(self, before: list[object]) -> None:
        import termios

        attributes = [*before]
        iflag, lflag = int(str(before[0])), int(str(before[3]))
        stops = termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR
        attributes[0] = iflag & ~stops
        attributes[3] = lflag & ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
        termios.tcsetattr(self._in, termios.TCSANOW, attributes)  # type: ignore[arg-type]

    def _stop(self, before: list[object]) -> None:
        """Asked to pause: give the terminal back meanwhile, and have everything painted again afterwards."""
        import termios

        self.write(POSTLUDE.encode())
        termios.tcsetattr(self._in, termios.TCSAFLUSH, before)  # type: ignore[arg-type]
        os.kill(os.getpid(), signal.SIGSTOP)
        self._raw(before)
        self.resized.set()

    def _read(self) -> None:
        try:
            found = os.read(self._in, MOST_AT_ONCE)
        except OSError:
            found = b""
        if not found:
            asyncio.get_running_loop().remove_reader(self._in)  # the window was closed
        with suppress(asyncio.QueueFull):  # somebody leans on the keyboard while nobody answers
            self._keys.put_nowait(found)

    async def keys(self) -> bytes:
        """What was typed. Raises Left when the terminal itself has gone."""
        found = await self._keys.get()
        if not found:
            raise Left
        return found

    def write(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._out, data) :]

    def tell(self, *sentences: str) -> None:
        """A page of plain words, when there is no frame to show; nothing of the game stays on the screen."""
        self.write(
            (POSTLUDE + "\x1b[?1049h" + FORGET + "\r\n" + "\r\n".join(f"  {s}" for s in sentences)).encode()
        )


__all__ = ["Left", "Terminal"]
