"""Terminals beside each other in one process: what one does, fails at or takes too slowly is its own business."""

from __future__ import annotations

import asyncio
import gc
import json
import re
import sys
import time
import weakref
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hosting import EASY, Live, sit
from starlette.testclient import TestClient, WebSocketTestSession
from textual._styles_cache import StylesCache
from textual.app import ComposeResult
from textual.widgets import Static
from websockets import Origin
from websockets.sync.client import connect

from wargame.classroom import driver as wires
from wargame.classroom import hosted, terminal
from wargame.classroom.hall import Hall
from wargame.classroom.hosted import Conversation, Gone, Hosted
from wargame.classroom.way_in import WayIn
from wargame.classroom.words import POSTLUDE, Hello, Over
from wargame.table import commands

HELLO = Hello(columns=80, rows=24).model_dump_json()


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARGAME_SAVES", str(tmp_path / "mine"))


class Little(Hosted):
    """Shows the last key; X fails, Q leaves, B blocks nobody but itself."""

    BINDINGS = [("q", "leave", ""), ("x", "fail", "")]  # noqa: RUF012

    def __init__(self, hello: Hello, driver: Callable[..., Any]) -> None:
        del hello
        super().__init__(driver_class=driver)  # type: ignore[arg-type]

    def compose(self) -> ComposeResult:
        yield Static("ready", id="last")

    def on_key(self, event: Any) -> None:
        self.query_one("#last", Static).update(f"key {event.key} {'#' * 60}")

    def action_leave(self) -> None:
        self.goodbye = "Bye."
        self.exit()

    def action_fail(self) -> None:
        secret = "what stands in a variable"
        raise RuntimeError(f"boom {len(secret)}")


class Wire:
    """A socket without a network."""

    def __init__(self) -> None:
        self.coming: asyncio.Queue[bytes | str | None] = asyncio.Queue()
        self.gone: list[bytes | str] = []
        self.open = asyncio.Event()
        self.open.set()
        self.lost = False

    async def receive(self) -> bytes | str:
        found = await self.coming.get()
        if found is None:
            raise Gone
        return found

    async def send(self, data: bytes | str) -> None:
        await self.open.wait()
        if self.lost:
            raise Gone
        self.gone.append(data)

    @property
    def text(self) -> str:
        raw = b"".join(d for d in self.gone if isinstance(d, bytes)).decode()
        return re.sub(r"\x1b\[[0-9;?<>$]*[a-zA-Z]", "", raw)

    async def shows(self, wanted: str) -> None:
        for _ in range(500):
            if wanted in self.text:
                return
            await asyncio.sleep(0.01)
        raise AssertionError(f"{wanted!r} never came; {self.text[-400:]!r}")


@asynccontextmanager
async def held(make: Any = Little) -> AsyncIterator[tuple[Wire, Conversation, asyncio.Task[Over]]]:
    wire = Wire()
    conversation = Conversation(wire, make)
    task = asyncio.create_task(conversation.hold())
    wire.coming.put_nowait(HELLO)
    await wire.shows("ready")
    yield wire, conversation, task
    wire.coming.put_nowait(None)
    with suppress(asyncio.CancelledError):
        await asyncio.wait_for(task, 10)


async def test_keys_go_in_and_frames_come_out() -> None:
    async with held() as (wire, _, _):
        wire.coming.put_nowait(b"k")
        await wire.shows("key k")
        wire.coming.put_nowait(b"\x1b")
        await wire.shows("key escape")


async def test_leaving_says_the_last_word_and_gives_the_terminal_back() -> None:
    async with held() as (wire, _, task):
        wire.coming.put_nowait(b"q")
        over = await asyncio.wait_for(task, 10)
        assert over.text == "Bye."
        *_, last_frame, word = wire.gone
        assert isinstance(last_frame, bytes)
        assert last_frame.endswith(POSTLUDE.encode())
        assert json.loads(word)["kind"] == "over"


async def test_a_failure_ends_one_terminal_with_a_sentence(caplog: pytest.LogCaptureFixture) -> None:
    async with held() as (well, _, still), held() as (wire, _, task):
        wire.coming.put_nowait(b"x")
        over = await asyncio.wait_for(task, 10)
        assert over.text == hosted.FAILED
        assert "what stands in a variable" not in wire.text + caplog.text
        assert "boom" in caplog.text

        assert not still.done()
        well.coming.put_nowait(b"k")
        await well.shows("key k")


async def test_an_application_that_cannot_begin_says_so() -> None:
    def make(*_: Any) -> Hosted:
        raise OSError("no room")

    wire = Wire()
    wire.coming.put_nowait(HELLO)
    assert (await Conversation(wire, make).hold()).text == hosted.FAILED


async def test_an_application_is_gone_when_its_terminal_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosted._log, "disabled", True)  # pytest keeps what is logged, and all it hangs on
    refs = []
    for last in (b"q", b"x", None):
        async with held() as (wire, conversation, task):
            refs.append(weakref.ref(conversation.app))
            wire.coming.put_nowait(b"\x1b[99;5u\x1b[A")
            await wire.shows("key up")
            wire.coming.put_nowait(last)
            await asyncio.wait_for(task, 10)
            del conversation, task
    for _ in range(5):
        gc.collect()
        await asyncio.sleep(0.01)
    assert [ref() for ref in refs] == [None, None, None]
    assert [o for o in gc.get_objects() if isinstance(o, StylesCache)] == [], "nor what it had painted"


async def test_ten_at_once_are_all_painted_and_answer() -> None:
    """Loose bounds: that one of them holds up the others is what would show."""
    wires, tasks = [Wire() for _ in range(10)], []
    turn = asyncio.Lock()
    for wire in wires:
        tasks.append(asyncio.create_task(Conversation(wire, Little, turn).hold()))
        wire.coming.put_nowait(HELLO)
    await asyncio.gather(*(wire.shows("ready") for wire in wires))
    for key in "abc":
        for wire in wires:
            wire.coming.put_nowait(key.encode())
        began = asyncio.get_running_loop().time()
        await asyncio.gather(*(wire.shows(f"key {key}") for wire in wires))
        assert asyncio.get_running_loop().time() - began < 5
    for wire in wires:
        wire.coming.put_nowait(None)
    await asyncio.gather(*tasks)


async def test_a_server_that_ends_leaves_no_application_running() -> None:
    async with held() as (_, conversation, task):
        app = conversation.app
        assert app is not None
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        for _ in range(200):
            if not app._running:
                break
            await asyncio.sleep(0.01)
        assert not app._running


async def test_an_end_before_the_beginning() -> None:
    wire = Wire()
    conversation = Conversation(wire, Little)
    conversation.end("Too late.")
    wire.coming.put_nowait(HELLO)
    assert (await conversation.hold()).text == "Too late."


async def test_the_process_keeps_its_own_streams_and_its_loop_its_ways() -> None:
    before = sys.stdout, sys.stderr, asyncio.get_running_loop().get_task_factory()
    async with held() as (_, _, first):
        async with held():
            assert (sys.stdout, sys.stderr) == before[:2]
            assert asyncio.get_running_loop().get_task_factory() is before[2]
        assert not first.done()
    assert (sys.stdout, sys.stderr, asyncio.get_running_loop().get_task_factory()) == before


async def test_a_terminal_that_takes_nothing_delays_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wires, "MOST_WAITING", 20_000)
    monkeypatch.setattr(hosted, "HASTE", hosted.Rate(100_000, 100_000))
    async with held() as (slow, talk, _), held() as (quick, _, _):
        slow.open.clear()
        for _ in range(120):
            slow.coming.put_nowait(b"ab")
            await asyncio.sleep(0.002)
        quick.coming.put_nowait(b"k")
        await quick.shows("key k")
        for _ in range(500):
            if talk._outbox.dropped:
                break
            slow.coming.put_nowait(b"ab")
            await asyncio.sleep(0.005)
        assert talk._outbox.dropped
        assert talk._outbox._length <= 20_000
        slow.coming.put_nowait(b"z")
        await asyncio.sleep(0.2)
        slow.gone.clear()
        slow.open.set()
        await slow.shows("key z")


async def test_a_hasty_terminal_waits_and_loses_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosted, "HASTE", hosted.Rate(10, 100))
    async with held() as (wire, talk, _):
        talk._left = 10
        loop = asyncio.get_running_loop()
        began = loop.time()
        wire.coming.put_nowait(b"a" * 40 + b"z")
        await wire.shows("key z")
        assert loop.time() - began > 0.25


@pytest.mark.parametrize(
    "first",
    [b"keys", "", "{}", '{"kind":"hello"}', '{"kind":"hello","columns":9999999,"rows":1}', '{"kind":"size"}',
     '{"kind":"hello","columns":80,"rows":24,"seat":"tehran"}', "[" * 5000],
)  # fmt: skip
async def test_who_does_not_introduce_itself_is_shown_out(first: bytes | str) -> None:
    wire = Wire()
    wire.coming.put_nowait(first)
    assert "first message" in (await Conversation(wire, Little).hold()).text


async def test_what_is_too_long_ends_it() -> None:
    async with held() as (wire, _, task):
        wire.coming.put_nowait(b"k" * 9000)
        assert "too long" in (await asyncio.wait_for(task, 10)).text


async def test_another_size_is_another_layout_and_the_same_one_a_whole_frame() -> None:
    async with held() as (wire, talk, _):
        wire.coming.put_nowait('{"kind":"size","columns":100,"rows":30}')
        for _ in range(200):
            if talk.app is not None and talk.app.size == (100, 30):
                break
            await asyncio.sleep(0.01)
        assert talk.app is not None
        assert talk.app.size == (100, 30)
        await asyncio.sleep(0.1)
        wire.gone.clear()
        wire.coming.put_nowait('{"kind":"size","columns":100,"rows":30}')
        await wire.shows("ready")


# The web ------------------------------------------------------------------------------------------


def talk_to(browser: TestClient, origin: str | None = "http://localhost:8000") -> WebSocketTestSession:
    headers = {"origin": origin} if origin else {}
    return browser.websocket_connect("ws://localhost:8000/seat/terminal/ws", headers=headers)


def until(socket: WebSocketTestSession, wanted: str) -> str:
    """What comes, until something wanted has."""
    got = ""
    while wanted not in got:
        message = socket.receive()
        assert message["type"] == "websocket.send", got[-300:]
        raw = message.get("bytes")
        got += raw.decode() if raw else message.get("text") or ""
    return got


def test_the_page_is_for_those_who_sit(hall: Hall, browser: TestClient) -> None:
    assert browser.get("/seat/terminal").status_code == 401
    sit(browser, hall, "washington")
    page = browser.get("/seat/terminal")
    assert page.status_code == 200
    assert 'name="viewport"' in page.text
    assert "style=" not in page.text
    assert "http:" not in page.text.replace('href="/', "")
    assert browser.get("/static/xterm.LICENSE.txt").text.startswith("Copyright")


def test_nobody_else_gets_a_terminal(hall: Hall, browser: TestClient) -> None:
    with talk_to(browser) as socket:
        assert "You are not at a table" in socket.receive_text()
    sit(browser, hall, "washington")
    for origin in ("http://evil.example", None):
        with pytest.raises(Exception), talk_to(browser, origin) as socket:  # noqa: B017
            socket.receive()


def test_a_seat_plays_in_its_terminal(hall: Hall, browser: TestClient) -> None:
    sit(browser, hall, "washington", "Anna")
    with talk_to(browser) as socket:
        socket.send_text(HELLO)
        until(socket, "BRIEFING")
        socket.send_bytes(b" ")
        until(socket, "Lebanon")
        socket.send_bytes(b"p")
        until(socket, "Anna")


def test_there_is_room_for_so_many(
    hall: Hall, browsers: Callable[[], TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal, "MOST", 1)
    one, other = browsers(), browsers()
    one.app.state.terminals = terminal.Terminals(1)  # type: ignore[attr-defined]
    sit(one, hall, "washington", "Anna")
    sit(other, hall, "tehran", "Ben")
    with talk_to(one) as socket:
        socket.send_text(HELLO)
        until(socket, "BRIEFING")
        with talk_to(other) as late:
            assert "as many as this class has room for" in late.receive_text()
        with talk_to(one) as newer:  # one's own older one gives way
            newer.send_text(HELLO)
            until(newer, "BRIEFING")
            assert terminal.NEWER in until(socket, '"over"')


def test_an_older_window_may_not_write(hall: Hall, browser: TestClient) -> None:
    """The newest of a person's windows writes: here a page that was opened after the terminal."""
    table = hall.tables["t1"]
    table.room.command(commands.Start(id="start-it"))
    sit(browser, hall, "washington", "Anna")
    with talk_to(browser) as socket:
        socket.send_text(HELLO)
        until(socket, "BRIEFING")
        socket.send_bytes(b" ")
        until(socket, "Lebanon")
        browser.app.state.tabs.open(next(iter(table.room.members)))  # type: ignore[attr-defined]
        socket.send_bytes(b"o")
        until(socket, "ORDERS")
        socket.send_bytes(b"\r")
        until(socket, "newer window")
        assert table.room.session("washington").draft == []


def test_a_seat_that_is_taken_back_closes_its_terminal(hall: Hall, browser: TestClient) -> None:
    sit(browser, hall, "washington", "Anna")
    with talk_to(browser) as socket:
        socket.send_text(HELLO)
        until(socket, "BRIEFING")
        hall.revoke(hall.tables["t1"], "washington")
        assert "taken back" in until(socket, '"over"')


def test_a_terminal_is_no_silent_connection(hall: Hall) -> None:
    """A connection that asks for nothing is closed after a while; one that became a terminal has asked."""
    with Live(hall, replace(EASY, to_ask=0.5)) as live:
        way = WayIn.find(live.url, hall.tables["t1"].code, "Anna", "", lambda _: "1")
        cookie = {"Cookie": way.cookie}
        with connect(way.socket, origin=Origin(live.url), additional_headers=cookie, proxy=None) as wire:
            wire.send(HELLO)
            while b"BRIEFING" not in (wire.recv(10) or b""):  # type: ignore[operator]
                pass
            time.sleep(1.2)
            wire.send(b" ")
            while b"Lebanon" not in (wire.recv(10) or b""):  # type: ignore[operator]
                pass


def test_the_roll_knows_who_sits_at_a_terminal(hall: Hall, live: Live) -> None:
    way = WayIn.find(live.url, hall.tables["t1"].code, "Anna", "", lambda _: "1")
    with connect(
        way.socket, origin=Origin(live.url), additional_headers={"Cookie": way.cookie}, proxy=None
    ) as wire:
        wire.send(HELLO)
        while b"BRIEFING" not in (wire.recv(10) or b""):  # type: ignore[operator]
            pass
        (member,) = hall.tables["t1"].room.members.values()
        assert member.here
