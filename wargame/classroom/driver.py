"""A terminal at the other end of a wire: what Textual writes goes out as bytes, what comes in is keys.

Many applications run in one process on one loop. A driver therefore owns no file, no thread and no
signal; it opens nothing and delivers nothing on this computer. It leans on names that Textual keeps for
itself, so the version of Textual is pinned and the tests say when one of them has gone.
"""

from __future__ import annotations

import asyncio
from codecs import getincrementaldecoder
from collections.abc import Callable
from typing import Any

from textual import constants, events, messages
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size
from textual.message import Message

from wargame.classroom.words import ASK, POSTLUDE, PRELUDE

MOST_WAITING = 256 * 1024
"""So many characters may wait for a slow terminal; then they are dropped, and one whole frame takes their place."""

FRAME = 500
"""What is shorter than this is no frame of a whole screen."""

LONGEST_SEQUENCE = 64 * 1024
"""A paste that is longer than this is forgotten."""

WELCOME = (
    events.Key, events.Paste, events.MouseEvent, events.AppFocus, events.AppBlur,
    messages.TerminalSupportsSynchronizedOutput,
)  # fmt: skip
"""What a terminal may say by its bytes. Its size comes by another way, where it is checked."""


class Outbox:
    """What is on its way to one terminal. One that cannot keep up loses frames, never the newest one."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._lost = False
        self._ready = asyncio.Event()
        self._closed = False
        self._painted = asyncio.Event()
        self.suit: Callable[[str], str] = str
        """What makes a frame fit for this terminal's colours."""
        self.dropped = 0
        """How often frames were dropped."""

    def put(self, text: str) -> None:
        if self._lost or not text:
            return  # the whole frame that is to come shows it
        self._parts.append(text)
        self._length += len(text)
        if len(text) >= FRAME:
            self._painted.set()
        if self._length > MOST_WAITING:
            self._parts.clear()
            self._length = 0
            self._lost = True
            self.dropped += 1
        self._ready.set()

    def close(self) -> None:
        self._closed = True
        self._ready.set()

    async def first_frame(self) -> None:
        """Wait until a whole screen has been written."""
        await self._painted.wait()

    async def take(self, repaint: Callable[[], None]) -> bytes | None:
        """All that waits, as soon as something does; None after the last of it."""
        while True:
            await self._ready.wait()
            if self._lost:
                self._lost = False
                repaint()
            found = self.suit("".join(self._parts)).encode("utf-8", "replace")
            self._parts.clear()
            self._length = 0
            if not self._closed:
                self._ready.clear()
            if found:
                return found
            if self._closed:
                return None


class KeyReader(XTermParser):
    """Textual's reader of keys, without its memory: what it remembers would keep every application alive."""

    _parse_extended_key = XTermParser._parse_extended_key.__wrapped__  # type: ignore[assignment]


class WireDriver(Driver):
    """Stands between one application and one `Outbox`."""

    def __init__(self, outbox: Outbox, app: App[Any], **given: Any) -> None:
        super().__init__(app, **given)
        self.outbox = outbox
        self._deaf = False
        self._fresh()

    def _fresh(self) -> None:
        self._keys = KeyReader()
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._unread = 0

    # Out

    def write(self, data: str) -> None:
        self.outbox.put(data)

    def start_application_mode(self) -> None:
        self.write(PRELUDE + ASK)
        size = Size(*(self._size or (80, 24)))
        self.send_message(events.Resize(size, size))

    def stop_application_mode(self) -> None:
        self.disable_input()
        self.write(POSTLUDE)

    def disable_input(self) -> None:
        self._deaf = True

    def repaint(self) -> None:
        """Show everything, also to a terminal of which nothing is known."""
        self.write(PRELUDE)
        self._app.call_next(self._whole_frame)

    def _whole_frame(self) -> None:
        app = self._app
        if app.screen_stack:
            app._display(app.screen, app.screen._compositor.render_update(full=True))

    # In

    def read(self, data: bytes) -> list[Message]:
        """The keys, clicks and pastes in what a terminal has sent. Nothing that it sends does harm."""
        text = self._decode(data)
        if not text:
            return []  # half a letter; to the reader of keys, nothing is the end
        try:
            found = list(self._keys.feed(text))
        except Exception:
            self._fresh()  # no terminal writes such a thing
            return []
        self._unread = 0 if found else self._unread + len(data)
        if self._unread > LONGEST_SEQUENCE:
            self._fresh()
        return [message for message in found if isinstance(message, WELCOME)]

    def lone_escape(self) -> list[Message]:
        """The Escape key, when nothing has followed it."""
        return list(self._keys.tick())

    @property
    def waits_for_more(self) -> float | None:
        """Seconds until an escape that nothing follows was the key of that name; None if there is none."""
        return constants.ESCAPE_DELAY if self._keys._timeout_time is not None else None

    def send_message(self, message: Message) -> None:
        if not self._deaf:
            self._app.post_message(message)

    def resize(self, columns: int, rows: int) -> None:
        if self._size == (columns, rows) and self._app._running:
            self.repaint()  # it has forgotten what it showed
            return
        self._size = (columns, rows)
        self.send_message(events.Resize(Size(columns, rows), Size(columns, rows)))

    # Nothing of this computer is a guest's

    def open_url(self, url: str, new_tab: bool = True) -> None:
        pass

    def deliver_binary(self, binary: Any, **how: Any) -> None:
        pass


__all__ = ["KeyReader", "Outbox", "WireDriver"]
