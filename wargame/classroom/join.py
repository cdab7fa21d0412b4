"""`wargame join`: this terminal as the screen and keyboard of a seat at a table on another computer.

Nothing of the game runs here: keys go there, frames come back. The terminal is given back as it was found
whatever happens, and a lost connection is called again until it answers or its person has had enough.
"""

from __future__ import annotations

import asyncio
import re
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

import websockets
from pydantic import ValidationError
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake, InvalidStatus, WebSocketException

from wargame.classroom.lent import Left, Terminal
from wargame.classroom.way_in import NoWayIn, WayIn
from wargame.classroom.words import Over, Size

WAITS = (0.5, 1.0, 2.0, 3.0)
"""Seconds between calls of a server that does not answer; the last one again and again."""

THRICE = 3
"""Ctrl+C so often in a row leaves, whether anybody answers or not."""

IN_A_ROW = 2.0
"""Seconds that so many may take."""

CTRL_C = re.compile(rb"\x03|\x1b\[99;5(?::1)?(?:;\d*)?u")
"""As plain terminals say it, and as those do that tell every key."""

LEAVES = re.compile(rb"\x03|\x1b\[99;5(?::1)?(?:;\d*)?u|[qQ]|\x1b\[113(?:;[\d:]*)*u")
"""While nobody answers: Ctrl+C, or Q."""


class Visit:
    """One person's way in, and back in as often as the connection is lost."""

    def __init__(self, way: WayIn, terminal: Terminal) -> None:
        self._way, self._terminal = way, terminal
        self._pressed: list[float] = []
        self._where = way.place.where

    async def stay(self) -> Over:
        """Until the server or the person ends it; what was said last."""
        back = False
        while True:
            lost = time.time()
            try:
                over = await self._call(back)
                if not over.again:
                    return over
                reason = over.text
                back = True
            except InvalidStatus as error:
                if error.response.status_code not in (408, 429, 500, 502, 503, 504):
                    return Over(text=_refusal(error))
                reason = _refusal(error)
            except (OSError, WebSocketException, TimeoutError) as error:
                reason = "" if back or self._had_frames else _plain(error)
            back = back or self._had_frames
            await self._wait_and_call(lost if back else 0.0, reason)

    _had_frames = False

    async def _wait_and_call(self, lost: float, reason: str) -> None:
        """Say that nobody answers, and come back when somebody listens again."""
        at = time.strftime("%H:%M:%S", time.localtime())
        first = (
            f"The connection to {self._where} was lost at {at}."
            if lost
            else f"{self._where} does not answer."
        )
        known = "What was on your sheet is kept there." if lost else ""
        for tries in range(1, 1_000_000):
            seconds = WAITS[min(tries, len(WAITS)) - 1]
            self._terminal.tell(
                first, *([reason] if reason else []), *([known] if known else []), "",
                f"Calling again (try {tries})… Ctrl+C or Q leaves.",
            )  # fmt: skip
            await self._leave_or(asyncio.sleep(seconds))
            if await self._leave_or(self._way.listens()):
                return

    async def _leave_or(self, other: object) -> object:
        """Do something, unless the person leaves meanwhile."""
        doing = asyncio.ensure_future(other)  # type: ignore[call-overload]
        keys = asyncio.ensure_future(self._until_leaving())
        try:
            await asyncio.wait((doing, keys), return_when=asyncio.FIRST_COMPLETED)
            if keys.done():
                keys.result()
            return doing.result()
        finally:
            doing.cancel()
            keys.cancel()

    async def _until_leaving(self) -> None:
        while not LEAVES.search(await self._terminal.keys()):
            pass
        raise Left

    async def _call(self, back: bool) -> Over:
        """One connection from its first word to its last."""
        async with connect(
            self._way.socket,
            origin=websockets.Origin(self._way.place.origin),
            additional_headers={"Cookie": self._way.cookie},
            max_size=8 * 1024 * 1024,
            open_timeout=10,
            close_timeout=1,
            ping_interval=10,
            ping_timeout=15,
            proxy=None,
            ssl=self._way.ssl,
        ) as wire:
            await wire.send(self._terminal.hello(back).model_dump_json())
            self._pressed.clear()
            tasks = [
                asyncio.ensure_future(work)
                for work in (self._show(wire), self._type(wire), self._measure(wire))
            ]
            try:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                for task in tasks:
                    if task.done():
                        over = task.result()
                        if over is not None:
                            return over
                raise ConnectionError
            finally:
                for task in tasks:
                    task.cancel()

    async def _show(self, wire: ClientConnection) -> Over | None:
        async for said in wire:
            if isinstance(said, bytes):
                self._had_frames = True
                self._terminal.write(said)
            else:
                with suppress(ValidationError):
                    return Over.model_validate_json(said)
        raise ConnectionError

    async def _type(self, wire: ClientConnection) -> None:
        while True:
            found = await self._terminal.keys()
            self._count(found)
            await wire.send(found)

    def _count(self, keys: bytes) -> None:
        """Ctrl+C three times in a row leaves a server that does not answer. Raises Left."""
        now = time.monotonic()
        if CTRL_C.sub(b"", keys):
            self._pressed.clear()
        self._pressed += [now] * len(CTRL_C.findall(keys))
        self._pressed = [then for then in self._pressed if now - then < IN_A_ROW]
        if len(self._pressed) >= THRICE:
            raise Left

    async def _measure(self, wire: ClientConnection) -> None:
        while True:
            await self._terminal.resized.wait()
            self._terminal.resized.clear()
            columns, rows = self._terminal.size
            await wire.send(Size(columns=columns, rows=rows).model_dump_json())


def _refusal(error: InvalidStatus) -> str:
    """The sentence with which a server refuses a connection."""
    import json

    try:
        text = json.loads(error.response.body or b"")["text"]
    except (ValueError, KeyError, TypeError):
        return f"The server refused the connection (status {error.response.status_code})."
    return "".join(c for c in str(text)[:300] if c.isprintable())


def _plain(error: BaseException) -> str:
    if isinstance(error, InvalidHandshake):
        return "Something answers there, but it is not a class of wargame."
    said = getattr(error, "strerror", None)
    return f"{said}." if said else ""


async def _visit(way: WayIn, terminal: Terminal) -> Over:
    loop, here = asyncio.get_running_loop(), asyncio.current_task()
    assert here is not None
    for ended in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        loop.add_signal_handler(ended, here.cancel)
    with terminal.lent():
        try:
            return await Visit(way, terminal).stay()
        except Left:
            return Over(text="You have left. What is on your sheet stays there.")


def join(address: str, code: str = "", name: str = "", link: str = "", trust: Path | None = None) -> str:
    """Come in and stay until one leaves; the last sentence. Raises NoWayIn, a ValueError, with what is wrong."""
    if sys.platform == "win32":
        raise NoWayIn(
            "wargame join needs a terminal as Linux and macOS have them. On Windows open the address in a "
            "browser: the page of your seat has the same game, and the same terminal."
        )
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NoWayIn("wargame join needs a terminal, not a pipe or a script")
    way = WayIn.find(address, code, name, link, _ask, trust)
    try:
        return asyncio.run(_visit(way, Terminal())).text
    except asyncio.CancelledError:
        return "Ended."


def ask_and_join() -> None:
    """From the menu: ask where to, go there, and say what was said last."""
    print("Join a table of a class. An empty line goes back to the menu.")
    try:
        address = input("Address, as the instructor shows it, or a printed link: ").strip()
        if not address:
            return
        print(join(address))
    except ValueError as error:
        print(f"Error: {error}")
    except (EOFError, KeyboardInterrupt):
        return
    with suppress(EOFError, KeyboardInterrupt):
        input("Enter goes back to the menu. ")


def _ask(question: str) -> str:
    try:
        return input(question)
    except EOFError:
        raise NoWayIn("nothing was answered") from None


__all__ = ["NoWayIn", "Terminal", "Visit", "ask_and_join", "join"]
