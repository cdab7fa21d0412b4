"""Terminals of seats: in a browser, or from `wargame join`. Both speak to the same socket.

The interface of a seat runs here, on the server's loop; only keys and frames cross the wire. There is room
for so many at a time: a page in a browser costs a hundredth of a terminal, and has the same game.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import cast

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from wargame.classroom.door import Seated, Turned, seated
from wargame.classroom.driver import WireDriver
from wargame.classroom.hosted import Conversation, Gone, Hosted
from wargame.classroom.sight import Copies, SeatChair
from wargame.classroom.stream import Listeners, background
from wargame.classroom.templating import page
from wargame.classroom.words import LONGEST, Hello, Over
from wargame.tui.guest import GuestApp
from wargame.tui.guest_chair import Sight
from wargame.tui.library import Library

MOST = 12
"""Terminals at once, at all tables."""

FULL = (
    f"{MOST} terminals are open already, as many as this class has room for. The page in a browser shows the "
    "same game, and any number of people can have it."
)
NEWER = "You opened a newer terminal: this one was closed."

log = logging.getLogger(__name__)


class SeatTerminal(Hosted, GuestApp):
    """A guest's interface beside others."""


class Terminals:
    """Those that are open."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self.library = Library()
        self.copies = Copies()
        self.turn = asyncio.Lock()
        self.open: dict[tuple[str, str], Conversation] = {}
        """By table and person; each person has one."""

    def take(self, whose: tuple[str, str], conversation: Conversation) -> bool:
        """Make room for one; whether there is. A person's older one gives way."""
        older = self.open.pop(whose, None)
        if older is not None:
            older.end(NEWER)
        if len(self.open) >= self.most:
            return False
        self.open[whose] = conversation
        return True

    def give_back(self, whose: tuple[str, str], conversation: Conversation) -> None:
        if self.open.get(whose) is conversation:
            del self.open[whose]


def terminals_of(request: Request | WebSocket) -> Terminals:
    """The terminals of this server, from the first one on."""
    state = request.app.state
    if not hasattr(state, "terminals"):
        state.terminals = Terminals()
    found: Terminals = state.terminals
    return found


class _Socket:
    """Starlette's socket, as a conversation wants it."""

    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket

    async def receive(self) -> bytes | str:
        message = await self._websocket.receive()
        if message["type"] != "websocket.receive":
            raise Gone
        data: bytes | str | None = message.get("bytes")
        return data if data is not None else message.get("text") or ""

    async def send(self, data: bytes | str) -> None:
        try:
            if isinstance(data, bytes):
                await self._websocket.send_bytes(data)
            else:
                await self._websocket.send_text(data)
        except (WebSocketDisconnect, RuntimeError, OSError) as error:
            raise Gone from error


async def terminal_page(request: Request) -> Response:
    you = seated(request)
    return page("terminal.html", label=you.table.label(you.seat), table=you.table.name)


async def terminal_socket(websocket: WebSocket) -> None:
    """One terminal, from its first word to its last."""
    try:
        you = seated(websocket).open_tab()
    except Turned as turned:
        await _turn_away(websocket, turned.text)
        return
    await websocket.accept()
    socket, all_of_them = _Socket(websocket), terminals_of(websocket)
    chair = SeatChair(you, all_of_them.copies)
    try:
        sight = await chair.look()
    except Exception as error:
        log.exception("a terminal could not be opened", exc_info=error)
        await _last_word(websocket, socket, Over(text="Your table could not be read. Tell the instructor."))
        return
    make = partial(_open, chair, sight, all_of_them.library)
    conversation = Conversation(socket, make, all_of_them.turn)
    whose = (you.table.id, you.member.id)
    if not all_of_them.take(whose, conversation):
        await _last_word(websocket, socket, Over(text=FULL))
        return
    gone = _present(websocket, you)
    try:
        await conversation.hold()
    finally:
        gone()
        all_of_them.give_back(whose, conversation)
    await _close(websocket)


def _open(
    chair: SeatChair, sight: Sight, library: Library, hello: Hello, driver: Callable[..., WireDriver]
) -> SeatTerminal:
    return SeatTerminal(
        chair, sight, library, driver=driver, grey=hello.grey, plain=hello.plain, back=hello.back
    )


def _present(websocket: WebSocket, you: Seated) -> Callable[[], None]:
    """The room knows that this person is there, until what is returned is called; a page of theirs counts as well."""
    listeners: Listeners = websocket.app.state.listeners
    whose, mark = (you.table.id, you.member.id), asyncio.Event()
    mine = listeners.by_person.setdefault(whose, [])
    mine.append(mark)
    tell = partial(background, cast(Request, websocket), you)
    if len(mine) == 1:
        tell(True)

    def gone() -> None:
        mine.remove(mark)
        if not mine and listeners.by_person.get(whose) is mine:
            del listeners.by_person[whose]
            tell(False)

    return gone


async def _turn_away(websocket: WebSocket, text: str) -> None:
    """Say why, in words that the page can show, and close."""
    await websocket.accept()
    await _last_word(websocket, _Socket(websocket), Over(text=text))


async def _last_word(websocket: WebSocket, socket: _Socket, over: Over) -> None:
    try:
        await socket.send(over.model_dump_json())
    except Gone:
        return
    await _close(websocket)


async def _close(websocket: WebSocket) -> None:
    if websocket.application_state is WebSocketState.CONNECTED:
        with suppress(RuntimeError, OSError):
            await websocket.close()


routes: list[BaseRoute] = [
    Route("/seat/terminal", terminal_page),
    WebSocketRoute("/seat/terminal/ws", terminal_socket),
]

__all__ = ["LONGEST", "MOST", "Terminals", "routes", "terminals_of"]
