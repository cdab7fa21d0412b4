"""One application of many on the server's loop, and its conversation with one terminal.

An application that fails ends its own conversation with a sentence and nobody else's; a terminal that is
slow loses frames; one that floods waits. Nothing of a conversation is left when it is over.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from contextvars import Context, copy_context
from functools import partial
from typing import Any, Protocol

from textual._styles_cache import StylesCache
from textual.app import App
from textual.filter import ANSIToTruecolor

from wargame.classroom.driver import Outbox, WireDriver
from wargame.classroom.limits import Rate
from wargame.classroom.shared_styles import SharedStyles
from wargame.classroom.words import LONGEST, Hello, Over, Size, read_word
from wargame.tui.colours import suited

_log = logging.getLogger(__name__)

HASTE = Rate(burst=240, second=80)
"""Keys that a terminal may send; a paste in brackets counts as one."""

PATIENCE = 10.0
"""Seconds to wait for the first word of a terminal, and for the last one to be taken."""

FAILED = (
    "This terminal has stopped: the program made a mistake, not you. Nothing that you sealed, sent or wrote "
    "on the sheet is lost. Join again; if it happens again, use the page in a browser."
)


class Gone(Exception):
    """The terminal is not there any more."""


class Socket(Protocol):
    """One terminal. Bytes are keys and frames, text is a word about the conversation."""

    async def receive(self) -> bytes | str:
        """Raises Gone."""

    async def send(self, data: bytes | str) -> None:
        """Raises Gone."""


class Hosted(App[None]):
    """An application beside others in one process."""

    goodbye = ""
    """What is said to its terminal when it is over."""
    failure: BaseException | None = None

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.stylesheet = SharedStyles(variables=self.get_css_variables())
        # Every application would put its own in place of the process's, and they do not leave in order.
        self._capture_stdout = sys.stdout  # type: ignore[assignment]
        self._capture_stderr = sys.stderr  # type: ignore[assignment]

    def _handle_exception(self, error: Exception) -> None:
        """No picture of a failure is made: what stands in its variables is nobody's to read."""
        if self._exit:
            return  # half a screen, cut short by leaving
        self._return_code = 1
        if self.failure is None:
            self.failure = error
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        self._exit_renderables.clear()


async def run(app: Hosted, size: tuple[int, int]) -> None:
    """Run an application to its end. As Textual's `run_async`, but the loop stays as it is for the others."""
    app._thread_init()  # type: ignore[no-untyped-call]
    app._loop = asyncio.get_running_loop()
    with app._context():
        try:
            await app._process_messages(terminal_size=size)
        finally:
            with suppress(asyncio.CancelledError):
                await asyncio.shield(app._shutdown())
            app._loop = None
            app._thread_id = 0
            _forget()


def _forget() -> None:
    """Drop what the framework remembers for the whole process: among it are a thousand widgets that are gone."""
    StylesCache.get_inner_outer.cache_clear()
    ANSIToTruecolor.truecolor_style.cache_clear()


MakeApp = Callable[[Hello, Callable[..., WireDriver]], Hosted]


class Conversation:
    """A terminal and its application, from the first word to the last."""

    def __init__(self, socket: Socket, make: MakeApp, turn: asyncio.Lock | None = None) -> None:
        """`turn` is taken while the application starts: of many at once the first is painted soon."""
        self._socket = socket
        self._make = make
        self._turn = turn or asyncio.Lock()
        self._outbox = Outbox()
        self._left, self._then = HASTE.burst, time.monotonic()
        self._notice: Over | None = None
        self.app: Hosted | None = None

    async def hold(self) -> Over:
        """Run until either side leaves. Never raises; what is said last has been sent, if it could be."""
        try:
            hello = await asyncio.wait_for(self._first_word(), PATIENCE)
        except (Gone, TimeoutError):
            return Over(text="")
        except ValueError as error:
            return await self._say_last(Over(text=str(error)))
        if self._notice is not None:
            return await self._say_last(self._notice)
        self._outbox.suit = suited(hello.colours)
        context = copy_context()
        try:
            app = self.app = context.run(self._make, hello, partial(WireDriver, self._outbox))
        except Exception as error:
            _log.exception("a terminal could not be opened", exc_info=error)
            return await self._say_last(Over(text=FAILED))
        tasks: list[asyncio.Task[None]] = []
        try:
            over = await self._attend(app, hello, context, tasks)
        finally:
            for task in tasks:
                task.cancel()
            self.app = None
        return await self._say_last(over)

    async def _attend(
        self, app: Hosted, hello: Hello, context: Context, tasks: list[asyncio.Task[None]]
    ) -> Over:
        """Start, and stay until either side leaves; every task that is begun is put among the others."""
        loop = asyncio.get_running_loop()
        async with self._turn:
            running = loop.create_task(run(app, (hello.columns, hello.rows)), context=context)
            writing = loop.create_task(self._write())
            painted = loop.create_task(self._outbox.first_frame())
            tasks += [running, writing, painted]
            await asyncio.wait(tasks, timeout=1, return_when=asyncio.FIRST_COMPLETED)
        reading = loop.create_task(self._read())
        tasks.append(reading)
        await asyncio.wait((running, writing, reading), return_when=asyncio.FIRST_COMPLETED)
        app.exit()
        reading.cancel()
        await asyncio.wait((running,), timeout=PATIENCE)
        self._outbox.close()
        await asyncio.wait((writing,), timeout=PATIENCE)
        return self._why(app, running)

    def end(self, text: str, *, again: bool = False) -> None:
        """End it from here, with a sentence."""
        self._notice = Over(text=text, again=again)
        if self.app is not None:
            self.app.exit()

    def _why(self, app: Hosted, running: asyncio.Task[None]) -> Over:
        failed: BaseException | None = app.failure
        if failed is None and running.done() and not running.cancelled():
            failed = running.exception()
        if failed is not None:
            _log.error("a terminal failed", exc_info=failed)
            return Over(text=FAILED)
        return self._notice or Over(text=app.goodbye)

    async def _say_last(self, over: Over) -> Over:
        with suppress(Gone, TimeoutError):
            await asyncio.wait_for(self._socket.send(over.model_dump_json()), PATIENCE)
        return over

    async def _first_word(self) -> Hello:
        said = await self._socket.receive()
        word = read_word(said) if isinstance(said, str) else None
        if not isinstance(word, Hello):
            raise ValueError("The first message of a terminal says its size: this was another one.")
        return word

    async def _write(self) -> None:
        with suppress(Gone):
            while (found := await self._outbox.take(self._repaint)) is not None:
                await self._socket.send(found)

    def _repaint(self) -> None:
        driver = self.app._driver if self.app is not None else None
        if isinstance(driver, WireDriver):
            driver.repaint()

    async def _read(self) -> None:
        with suppress(Gone):
            while True:
                said = await self._socket.receive()
                if len(said) > LONGEST:
                    self.end("This terminal sent a message that was too long, and was closed.")
                    return
                driver = self.app._driver if self.app is not None else None
                if isinstance(driver, WireDriver):
                    await self._hear(driver, said)

    async def _hear(self, driver: WireDriver, said: bytes | str) -> None:
        if isinstance(said, str):
            await self._pace()
            word = read_word(said)
            if isinstance(word, Size):
                driver.resize(word.columns, word.rows)
            return
        for message in driver.read(said):
            await self._pace()
            driver.process_message(message)
        if (soon := driver.waits_for_more) is not None:
            asyncio.get_running_loop().call_later(soon + 0.01, _escape, driver)

    async def _pace(self) -> None:
        """A hasty terminal waits: its keys are taken in order, none is lost."""
        now = time.monotonic()
        self._left = min(HASTE.burst, self._left + (now - self._then) * HASTE.second)
        self._then = now
        self._left -= 1
        if self._left < 0:
            await asyncio.sleep(-self._left / HASTE.second)


def _escape(driver: WireDriver) -> None:
    for message in driver.lone_escape():
        driver.process_message(message)


__all__ = ["Conversation", "Gone", "Hosted", "Socket", "run"]
