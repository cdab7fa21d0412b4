"""Server-sent events: what changed, by number, for as long as somebody listens.

A client's place is the last number it was sent; what it has yet to get stays in the room's own bounded log
and nowhere else. So a slow client costs nothing and delays nobody: it falls behind, and when the log no
longer reaches back to it, it is told to begin anew. On the wire:

    id: BOOT.N                  the room's number; asking with `?after=` or `Last-Event-ID` goes on from there
    data: ["sheet","post"]      the parts of the page that changed; ["reset"]: load everything again

    event: beat                 each 15 seconds: the server's clock, in seconds since 1970; no number
    event: older                this page is no longer the newest of its person, and may not write
    event: gone                 the way in was taken back; come in again
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from wargame.classroom.door import Turned, address, guard_of, hall_of, seated
from wargame.classroom.hall import Table

if TYPE_CHECKING:
    from wargame.classroom.door import Seated

BEAT = 15.0
"""Seconds of silence after which a beat is sent."""

GRACE = 4.0
"""Seconds without a page before somebody counts as gone: a reload is shorter."""

RETRY = 2000
"""Milliseconds after which a browser asks again."""

LONGEST = 64
"""Characters of a stamp."""

MOST = 32
"""Events sent one by one; further behind than this, loading everything is cheaper."""


@dataclass
class Listeners:
    """The streams that are open."""

    closing: asyncio.Event = field(default_factory=asyncio.Event)
    """The server ends: every stream does."""
    by_address: Counter[str] = field(default_factory=Counter)
    by_person: dict[tuple[str, str], list[asyncio.Event]] = field(default_factory=dict)
    """In the order they were opened; setting one ends its stream."""


Watch = Callable[[Callable[[], None]], Callable[[], None]]
"""Have a hint called when something may be new; the answer is the way to stop it."""


class Stream(Response):
    """One client's events, for as long as `stands` says that they may be heard."""

    media_type = "text/event-stream"

    def __init__(
        self,
        request: Request,
        table: Table,
        viewer: str,
        *,
        stands: Callable[[], bool] = lambda: True,
        newest: Callable[[], bool] = lambda: True,
        also: Watch | None = None,
        end: asyncio.Event | None = None,
        opened: Callable[[], None] = lambda: None,
        closed: Callable[[], None] = lambda: None,
    ) -> None:
        """Raises Turned where an address has too many."""
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._hall, self._table, self._viewer = hall_of(request), table, viewer
        after = request.headers.get("last-event-id") or request.query_params.get("after", "")
        self._after = after[:LONGEST]
        self._listeners: Listeners = request.app.state.listeners
        self._limits, self._address = guard_of(request).limits, address(request)
        self._stands, self._newest, self._also = stands, newest, also
        self._ends = (self._listeners.closing, end if end is not None else asyncio.Event())
        self._opened, self._closed = opened, closed
        self._told_older = False
        if self._listeners.by_address[self._address] >= self._limits.streams_of_address:
            raise Turned(429, "Too many pages are open on your network. Close some of them.", 30)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        wake, loop = asyncio.Event(), asyncio.get_running_loop()

        def hint() -> None:
            with suppress(RuntimeError):  # the loop is gone, and with it everybody who listened
                loop.call_soon_threadsafe(wake.set)

        with ExitStack() as stack:
            watched: list[Watch | None] = [
                partial(self._table.room.watch, self._viewer),
                self._hall.on_change,
                self._also,
            ]
            for watch in filter(None, watched):
                stack.callback(watch(hint))
            tasks = [loop.create_task(end.wait()) for end in self._ends]
            tasks.append(loop.create_task(_until_left(receive)))
            for task in tasks:
                stack.callback(task.cancel)
                task.add_done_callback(lambda _: wake.set())
            self._listeners.by_address[self._address] += 1
            stack.callback(self._uncount)
            self._opened()
            stack.callback(self._closed)
            with suppress(TimeoutError):  # it takes nothing any more; it will ask again, or is gone
                await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
                await self._say(send, f"retry: {RETRY}\n\n")
                await self._go_on(send, wake, tasks)
                if not tasks[-1].done():
                    await self._say(send, "", more=False)

    async def _go_on(self, send: Send, wake: asyncio.Event, ends: list[asyncio.Task[Any]]) -> None:
        while not any(task.done() for task in ends):
            wake.clear()
            if not self._stands():
                await self._say(send, "event: gone\ndata: gone\n\n")
                return
            if text := await self._news():
                await self._say(send, text)
                continue
            try:
                await asyncio.wait_for(wake.wait(), BEAT)
            except TimeoutError:
                await self._say(send, f"event: beat\ndata: {self._hall.clock():.0f}\n\n")

    async def _news(self) -> str:
        told = ""
        if not self._told_older and not self._newest():
            self._told_older = True
            told = "event: older\ndata: older\n\n"
        events = await self._table.look(self._table.room.events, self._viewer, self._after)
        if not events:
            return told
        self._after = events[-1].stamp
        if len(events) > MOST:
            return f'{told}id: {self._after}\ndata: ["reset"]\n\n'
        return told + "".join(f"id: {e.stamp}\ndata: {json.dumps(e.parts)}\n\n" for e in events)

    async def _say(self, send: Send, text: str, more: bool = True) -> None:
        message: Message = {"type": "http.response.body", "body": text.encode(), "more_body": more}
        await asyncio.wait_for(send(message), self._limits.seconds)

    def _uncount(self) -> None:
        self._listeners.by_address[self._address] -= 1
        if not self._listeners.by_address[self._address]:
            del self._listeners.by_address[self._address]


async def _until_left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def listen(request: Request, you: Seated) -> Stream:
    """The events of somebody in a chair; the room learns who is there. Raises Turned for too many streams."""
    listeners: Listeners = request.app.state.listeners
    whose, most, end = (you.table.id, you.member.id), guard_of(request).limits.streams, asyncio.Event()

    def opened() -> None:
        mine = listeners.by_person.setdefault(whose, [])
        mine.append(end)
        for old in mine[:-most]:
            old.set()
        if len(mine) == 1:
            background(request, you, True)

    def closed() -> None:
        mine = listeners.by_person[whose]
        mine.remove(end)
        if not mine:
            del listeners.by_person[whose]
            background(request, you, False)

    return Stream(
        request,
        you.table,
        you.seat,
        stands=lambda: you.stands,
        newest=lambda: you.writer,
        also=partial(you.tabs.watch, you.member.id),
        end=end,
        opened=opened,
        closed=closed,
    )


def background(request: Request, you: Seated, here: bool) -> None:
    """Tell the room that somebody came or went, without keeping anybody waiting."""
    listeners: Listeners = request.app.state.listeners
    person = you.member.id

    async def tell() -> None:
        if not here:
            await asyncio.sleep(GRACE)
        if here == ((you.table.id, person) in listeners.by_person):
            with suppress(Exception):  # somebody who was taken out of the table meanwhile
                await you.table.work(you.room.here, person, here)

    keep(request, tell())


def keep(request: Request, doing: Coroutine[Any, Any, None]) -> None:
    """Do something beside what is asked; the server knows of it until it is done."""
    tasks: set[asyncio.Task[None]] = request.app.state.tasks
    task = asyncio.get_running_loop().create_task(doing)
    tasks.add(task)
    task.add_done_callback(tasks.discard)


async def seat_events(request: Request) -> Stream:
    return listen(request, seated(request))


__all__ = ["Listeners", "Stream", "listen", "seat_events"]
