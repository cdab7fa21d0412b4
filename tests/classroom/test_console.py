"""The white cell's console against a real server: what its keys do is then at the table."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from hosting import Live
from textual import events
from textual.pilot import Pilot

from wargame.classroom.hall import Hall
from wargame.record.game import Game
from wargame.table.acts import parse_act
from wargame.table.commands import parse_command
from wargame.table.room import Room
from wargame.tui.console import app as console_app
from wargame.tui.console.app import ConsoleApp, run
from wargame.tui.console.client import Away, Client, NoDesk
from wargame.tui.console.desk import DeskScreen
from wargame.tui.console.foreseen import ForeseenScreen
from wargame.tui.console.forms import Unfit, chance, changes_of
from wargame.tui.console.keys import KEYS, PLACES, keys_of
from wargame.tui.console.pages import LettersScreen, PlansScreen, SeatScreen, TruthScreen
from wargame.tui.console.seen import Strange, cleaned, view_of
from wargame.tui.console.writing import FormScreen, Pick, Toggles
from wargame.tui.keys import FORBIDDEN, shown
from wargame.tui.snapshot import screen_text
from wargame.tui.widgets.listing import Listing

SIZES = ((80, 24), (120, 40))


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARGAME_CONFIG", str(tmp_path / "config"))
    monkeypatch.setattr(console_app, "SECONDS", 0.1)


class White:
    """The white cell at its terminal."""

    def __init__(self, app: ConsoleApp, pilot: Pilot[Any]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def sees(self) -> str:
        return screen_text(self.app)

    async def press(self, *keys: str) -> None:
        driver = self.app._driver
        assert driver is not None
        for key in keys:
            event = events.Key(key, " " if key == "space" else key if len(key) == 1 else None)
            event.set_sender(self.app)
            driver.send_message(event)
            await self.settle()

    async def settle(self) -> None:
        for _ in range(3):
            await asyncio.sleep(0.005)
            await self.pilot._wait_for_screen()

    async def write(self, text: str) -> None:
        await self.press(*("space" if c == " " else "enter" if c == "\n" else c for c in text))

    async def until(self, come: Callable[[], object], what: str = "") -> None:
        for _ in range(600):
            await self.settle()
            if come():
                await self.settle()
                return
        raise AssertionError(f"never came: {what}; stands at {type(self.app.screen).__name__}:\n{self.sees}")

    async def comes_to(self, screen: str) -> None:
        await self.until(
            lambda: type(self.app.screen).__name__ == screen and bool(self.app.screen.query("KeyBar")), screen
        )

    async def choose(self, label: str) -> None:
        """Take a row of a choice by its words."""
        await self.comes_to("ConsoleChoice")
        screen: Any = self.app.screen
        key = next(option.key for option in screen.options if option.label == label)
        screen.query_one(Listing).select(key)
        await self.press("enter")


@asynccontextmanager
async def white_cell(link: str, size: tuple[int, int] = (80, 24)) -> AsyncIterator[White]:
    client = Client(link)
    view = await asyncio.to_thread(client.view)
    app = ConsoleApp(client, view)
    async with app.run_test(size=size) as pilot:
        white = White(app, pilot)
        await white.until(
            lambda: app.whole is not None and bool(app.screen.query("KeyBar")), "the first view"
        )
        yield white


@pytest.fixture
def room(hall: Hall) -> Room:
    return hall.tables["t1"].room


def link(live: Live) -> str:
    """As `wargame host` prints it."""
    return f"{live.url}/desk/{live.hall.desk_link.rpartition('/')[2]}"


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_lesson_is_led_from_the_keyboard(live: Live, room: Room, size: tuple[int, int]) -> None:
    async with white_cell(link(live), size) as white:
        await white.press("s")
        await white.until(lambda: room.phase == "orders", "start")

        await white.press("a")
        await white.comes_to("FormScreen")
        await white.write("Ten minutes.")
        await white.press("f9")
        await white.comes_to("DeskScreen")
        assert [m.text for m in room.game.messages("tehran") if m.sender == "umpire"] == ["Ten minutes."]

        await white.press("h")
        await white.choose(room.game.seats["tehran"].label)
        await white.choose("the scenario's doctrine")
        await white.until(lambda: room.game.players["tehran"] == "doctrine", "hand over")

        await white.press("i")
        assert white.app.whole is not None
        await white.choose(white.app.whole.events[0].label)
        await white.comes_to("ConsoleConfirm")
        before = room.game.games.state.digest()
        await white.press("y")
        await white.until(lambda: room.game.games.state.digest() != before, "inject")

        cash = (
            room.game.meter("washington.capital") if "washington.capital" in white.app.whole.meters else None
        )
        meter = "washington.capital" if cash is not None else "tehran.cash"
        cash = room.game.meter(meter)
        await white.press("r")
        await white.comes_to("FormScreen")
        await white.press("tab", "tab")
        await white.write(f"{meter} -1")
        await white.press("f9")
        await white.until(lambda: "A ruling needs a reason" in white.sees, "a reason is asked for")
        assert not room.game.rulings
        await white.press("tab")
        await white.write("a slip")
        await white.press("f9")
        await white.comes_to("DeskScreen")
        assert room.game.meter(meter) == cash - 1

        await white.press("o")
        await white.comes_to("ConsoleConfirm")
        await white.press("y")
        await white.until(lambda: room.phase == "report", "reveal")
        await white.until(lambda: white.app.table is not None and white.app.table.phase == "report")
        await white.press("n")
        await white.until(lambda: room.phase == "orders" and room.game.step == 1, "proceed")

    assert room.game.path is not None
    again = Game.load(room.game.path, upto=10_000)
    assert [ruling.reason for ruling in again.rulings] == ["a slip"]
    assert again.players["tehran"] == "doctrine"


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_what_a_ruling_and_an_event_would_do_is_seen_before(
    live: Live, room: Room, size: tuple[int, int]
) -> None:
    async with white_cell(link(live), size) as white:
        await white.press("s")
        await white.until(lambda: room.phase == "orders", "start")
        digest, cash = room.game.games.state.digest(), room.game.meter("tehran.cash")

        await white.press("r")
        await white.comes_to("FormScreen")
        assert "F6 Preview" in white.sees
        await white.press("tab", "tab")
        await white.write("tehran.cash -2")
        await white.press("tab")
        await white.write("a slip")
        await white.press("f6")
        await white.comes_to("ForeseenScreen")
        assert "Nothing has been done." in white.sees
        assert f"(tehran.cash): {cash} to {cash - 2}" in white.sees
        await white.press("escape")
        await white.comes_to("FormScreen")
        assert "a slip" in white.sees, "the form is as it was"
        await white.press("escape")
        await white.comes_to("DeskScreen")

        assert white.app.whole is not None
        event = next(e for e in white.app.whole.events if room.game.preview(e.value))
        meter, before, after = room.game.preview(event.value)[0]
        await white.press("i")
        await white.choose(event.label)
        await white.comes_to("ConsoleConfirm")
        assert f"({meter}): {before} to {after}" in " ".join(white.sees.split())
        await white.press("escape")
        await white.comes_to("DeskScreen")
        assert room.game.games.state.digest() == digest
        assert not room.game.rulings


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_deed_that_stands_in_no_list(live: Live, room: Room, size: tuple[int, int]) -> None:
    async with white_cell(link(live), size) as white:
        await white.press("s")
        await white.until(lambda: room.phase == "orders", "start")
        await white.press("j")
        await white.comes_to("FormScreen")
        assert "Preview" not in white.sees.split("\n")[-1]
        await white.press("tab")
        for text in (
            "send a poet",
            "he is loved\nhe is brave",
            "he is old",
            "tehran.legitimacy +1",
            "",
            "ours",
        ):
            await white.write(text)
            await white.press("tab")
        await white.press("f9")
        await white.comes_to("ConsoleConfirm")
        assert "2 for, 1 against: 8 or more succeeds, 58 times in 100" in " ".join(white.sees.split())
        assert not room.game.rulings
        await white.press("y")
        await white.comes_to("DeskScreen")
        (ruling,) = room.game.rulings
        assert ruling.attempt is not None
        assert (ruling.attempt.pros, ruling.attempt.cons) == (["he is loved", "he is brave"], ["he is old"])
        await white.until(lambda: f"Two dice: {ruling.attempt.roll}." in white.sees, "what came of it")


def test_the_chance_of_a_deed() -> None:
    assert [chance(0, 0), chance(6, 0), chance(0, 5), chance(1, 1)] == [42, 100, 0, 42]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_table_is_looked_at_as_a_seat_sees_it(
    live: Live, room: Room, size: tuple[int, int]
) -> None:
    room.join("anna", "Anna", "tehran")
    async with white_cell(link(live), size) as white:
        await white.press("s")
        await white.until(lambda: room.phase == "orders", "start")
        said = {"kind": "announce", "id": "announce-1", "to": ["tehran"], "text": "For Tehran only."}
        room.command(parse_command(said))
        await white.press("u")
        await white.choose(room.game.seats["tehran"].label)
        await white.comes_to("SeatScreen")
        await white.until(lambda: "AS TEHRAN SEES IT: Table 1" in white.sees, "its view")
        await white.until(lambda: "For Tehran only." in white.sees)
        listing = white.app.screen.query_one(Listing)
        own = listing.text
        assert "Not sealed." in own
        for seat in ("washington",):
            await white.press("right")
            await white.until(lambda s=seat: f"AS {s.upper()} SEES IT" in white.sees, seat)
        assert "For Tehran only." not in listing.text
        assert listing.text != own
        await white.press("left")
        await white.until(lambda: "AS TEHRAN SEES IT" in white.sees, "back")
        names = room.game.rules.programs.names
        room.session("tehran").add(names[room.game.view("tehran").menu[0]])
        await white.until(lambda: "- " in listing.text, "what is drafted meanwhile")
        await white.press("escape")
        await white.comes_to("DeskScreen")


async def test_held_messages_verdicts_plans_and_notes(live: Live, room: Room) -> None:
    for person, seat in (("anna", "washington"), ("carl", "tehran")):
        room.join(person, person.capitalize(), seat)
    async with white_cell(link(live)) as white:
        await white.press("s")
        await white.until(lambda: room.phase == "orders", "start")
        await white.press("k")
        await white.comes_to("FormScreen")
        await white.press("space", "f9")
        await white.comes_to("DeskScreen")
        held = room.kept.held
        assert len(held) == 1
        person, other = ("carl", "washington") if "tehran" in held else ("anna", "tehran")
        for number, text in enumerate(("One.", "Two.", "Three.")):
            said = {"kind": "send", "id": f"test-{number:05}", "step": 0, "to": [other], "via": "",
                    "mark": "pledge", "text": text}  # fmt: skip
            room.act(person, parse_act(said))
        assert "Three." not in white.sees, "messages stand behind a key"
        await white.press("m")
        await white.comes_to("LettersScreen")
        await white.until(lambda: "Three." in white.sees, "the messages")

        def controls() -> list[str]:
            return [m.control for m in room.game.messages(None)]

        await white.press("home", "p")
        await white.until(lambda: "released" in controls(), "pass on")
        await white.press("home", "down", "b")
        await white.until(lambda: "blocked" in controls(), "block")
        await white.press("end", "k")
        await white.comes_to("ConsoleConfirm")
        await white.press("y")
        await white.until(lambda: "leaked" in controls(), "leak")
        await white.until(
            lambda: white.app.whole is not None and not any(m.held for m in white.app.whole.letters)
        )
        await white.press("home", "v")
        await white.choose("kept")
        await white.until(lambda: "kept" in [m.verdict for m in room.game.messages(None)], "verdict")
        await white.press("escape", "l")
        await white.comes_to("PlansScreen")
        await white.press("n")
        await white.comes_to("FormScreen")
        await white.press("right", "f9")
        await white.until(lambda: len(room.kept.plans) == 1, "plan")
        (plan_made,) = room.kept.plans.values()
        assert plan_made.step == 1
        await white.comes_to("PlansScreen")
        await white.until(lambda: "1." in white.sees, "the plan is seen")
        await white.press("x")
        await white.comes_to("ConsoleConfirm")
        await white.press("y")
        await white.until(lambda: not room.kept.plans, "unplan")
        await white.comes_to("PlansScreen")
        await white.press("escape", "w")
        await white.comes_to("FormScreen")
        await white.write("they hesitate")
        await white.press("f9")
        await white.until(lambda: [n.text for n in room.kept.notes] == ["they hesitate"], "note")
        await white.comes_to("DeskScreen")
        assert "they hesitate" not in white.sees
        await white.press("t")
        await white.until(lambda: "they hesitate" in white.sees, "notes are with the truth")


async def test_clock_pens_defaults_and_a_step_back(live: Live, room: Room) -> None:
    async with white_cell(link(live)) as white:
        app = white.app
        await white.press("d")
        await white.comes_to("FormScreen")
        await white.write("nine")
        await white.press("f9")
        await white.until(lambda: "nine is not a number" in white.sees, "a sentence")
        await white.press(*["backspace"] * 4, "9", "f9")
        await white.comes_to("DeskScreen")
        await white.press("s")
        await white.until(lambda: room.due is not None, "start")
        due = room.due
        assert due is not None
        await white.press("1", "5")
        await white.until(lambda: room.due == due + 360, "+1 and +5")
        for key, holds in (("p", lambda: room.paused), ("c", lambda: room.closed)):
            await white.press(key)
            await white.until(holds, key)
            await white.until(
                lambda: app.table and (app.table.paused, app.table.closed) == (room.paused, room.closed)
            )
            await white.press(key)
            await white.until(lambda h=holds: not h(), f"{key} again")
            await white.until(
                lambda: app.table and (app.table.paused, app.table.closed) == (room.paused, room.closed)
            )
        await white.press("f")
        await white.choose("a doctrine's sheet")
        await white.until(lambda: room.kept.defaults == "doctrine", "defaults")
        await white.press("o")
        await white.comes_to("ConsoleConfirm")
        await white.press("y")
        await white.until(lambda: room.game.step == 1, "reveal")
        await white.until(lambda: app.whole is not None and app.whole.step == 1)
        await white.press("b")
        await white.comes_to("FormScreen")
        await white.press("f9")
        await white.comes_to("ConsoleConfirm")
        assert room.game.step == 1
        await white.press("y")
        await white.until(lambda: room.game.step == 0, "step back")


async def test_every_table_and_the_one_that_is_chosen(two_tables: Hall) -> None:
    with Live(two_tables) as live:
        one, two = (table.room for table in two_tables.tables.values())
        async with white_cell(link(live)) as white:
            await white.press("right")
            await white.until(
                lambda: white.app.chosen == "t2" and white.app.whole is not None, "the second table"
            )
            await white.press("s")
            await white.until(lambda: two.phase == "orders", "start")
            assert one.phase == "lobby"
            await white.press("e")
            assert "EVERY TABLE" in white.sees
            await white.press("p")
            await white.until(lambda: two.paused, "pause")
            await white.until(lambda: "Done at" in white.sees, "what came of it")
            assert "EVERY TABLE" not in white.sees


async def test_nothing_hidden_is_on_the_first_screen(live: Live, room: Room) -> None:
    async with white_cell(link(live), (120, 40)) as white:
        await white.press("s")
        await white.until(lambda: room.phase == "orders", "start")
        await white.press("o")
        await white.comes_to("ConsoleConfirm")
        await white.press("y")
        await white.until(lambda: white.app.whole is not None and white.app.whole.told, "a step")
        await white.comes_to("DeskScreen")
        told = [text for _, texts in white.app.whole.told for text in texts]  # type: ignore[union-attr]
        assert not [text for text in told if text[:40] in white.sees]
        assert live.hall.desk_key not in white.sees
        await white.press("t")
        await white.comes_to("TruthScreen")
        assert told[0][:40] in white.sees


# The way there --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong", ["", "http://", "http://127.0.0.1:1/desk", "ftp://h/desk/k", "http://h:x/desk/k"]
)
def test_what_is_no_link_is_said(wrong: str) -> None:
    with pytest.raises(NoDesk, match=r"^That is no desk link"):
        Client(wrong)


def test_a_wrong_key_ends_with_one_sentence(live: Live) -> None:
    with pytest.raises(ValueError, match=r"^The class at 127\.0\.0\.1:\d+ has another desk link.*\.$"):
        run(f"{live.url}/desk/{'x' * 32}")


def test_where_nobody_answers_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(ValueError, match=r"^Nobody answers at"):
            run(f"http://127.0.0.1:{taken.getsockname()[1]}/desk/{'x' * 32}")


async def test_a_link_that_is_taken_back_ends_the_console(live: Live) -> None:
    async with white_cell(link(live)) as white:
        white.app.client._cookie = "wgd=forged"
        white.app.client._path = "/desk/another"
        await white.until(lambda: white.app.goodbye, "the end")
        assert "another desk link" in white.app.goodbye


class Between:
    """Stands between a console and its server, and loses answers when it is told to."""

    def __init__(self, port: int) -> None:
        self.to, self.losing, self.lost = port, False, 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self.socket.accept()
            except OSError:
                return
            with near, socket.create_connection(("127.0.0.1", self.to)) as far:
                near.settimeout(5)
                asked = b""
                while b"\r\n\r\n" not in asked:
                    asked += near.recv(65536)
                head, _, body = asked.partition(b"\r\n\r\n")
                length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
                while length and len(body) < int(length[1]):
                    body += near.recv(65536)
                far.sendall(head + b"\r\n\r\n" + body)
                answer = b""
                while part := far.recv(65536):
                    answer += part
                if self.losing:
                    self.lost += b"POST" in head
                else:
                    near.sendall(answer)

    def close(self) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join(10)


async def test_a_lost_answer_is_asked_for_again_and_done_once(live: Live, room: Room) -> None:
    between = Between(live.port)
    try:
        async with white_cell(f"http://127.0.0.1:{between.port}/desk/{live.hall.desk_key}") as white:
            await white.press("d")
            await white.comes_to("FormScreen")
            await white.write("9")
            await white.press("f9")
            await white.comes_to("DeskScreen")
            await white.press("s")
            await white.until(lambda: room.due is not None, "start")
            due = room.due
            assert due is not None
            between.losing = True
            await white.press("1")
            await white.until(lambda: between.lost >= 2, "sent again")
            await white.until(lambda: "reconnecting" in white.sees, "it says so")
            between.losing = False
            await white.until(lambda: "reconnecting" not in white.sees and not white.app.waits, "it is back")
            assert room.due == due + 60
    finally:
        between.close()


def test_a_silent_server_is_not_waited_for_after_the_end() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        client = Client(f"http://127.0.0.1:{silent.getsockname()[1]}/desk/{'k' * 20}")
        threading.Timer(0.2, client.close).start()
        with pytest.raises(Away):
            client.enter()


# Keys, forms and what is told ---------------------------------------------------------------------


def test_the_table_of_keys() -> None:
    assert [i for i, n in Counter(key.id for key in KEYS).items() if n > 1] == []
    assert {key.where for key in KEYS} == set(PLACES)
    assert [key.id for key in KEYS if set(key.keys) & FORBIDDEN] == []
    homes = {
        "desk": DeskScreen, "letters": LettersScreen, "plans": PlansScreen, "truth": TruthScreen,
        "seen": SeatScreen, "foreseen": ForeseenScreen,
        "written": FormScreen, "pick": Pick, "many": Toggles, "all": ConsoleApp,
    }  # fmt: skip
    assert set(homes) == set(PLACES)
    for key in KEYS:
        assert hasattr(homes[key.where], f"action_{key.action}"), key.id
        assert key.help
        assert key.label
    for place in PLACES:
        used = Counter(k for key in keys_of(place, *(["all"] if place != "all" else [])) for k in key.keys)
        assert [k for k, n in used.items() if n > 1] == [], place


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_help_has_every_key_and_the_bar_is_not_cut(live: Live, size: tuple[int, int]) -> None:
    async with white_cell(link(live), size) as white:
        assert white.sees.split("\n")[-1].rstrip().endswith("F1 Help")
        await white.press("f1")
        await white.comes_to("ConsoleHelp")
        text = " ".join(white.app.screen.query_one(Listing).text.split())
        for key in keys_of("desk", "all"):
            assert shown(key.keys[0]) in text
            assert key.help in text, key.id


def test_changes_name_their_line() -> None:
    meters = ("tehran.cash", "world.rung")
    assert changes_of("tehran.cash -2\n\nworld.rung: +1", meters) == {"tehran.cash": -2, "world.rung": 1}
    for wrong, said in (
        ("tehran.cash", "line 1"),
        ("tehran.cash 1\nno.such 1", "line 2.*no.such"),
        ("tehran.cash 1\ntehran.cash 2", "line 2.*twice"),
    ):
        with pytest.raises(Unfit, match=said):
            changes_of(wrong, meters)


def test_only_what_a_desk_tells_is_taken() -> None:
    assert view_of({"now": 1, "tables": [], "table": None}).tables == ()
    for wrong in (None, [], {"now": "x", "tables": []}, {"now": 1.0, "tables": [{"id": 1}]}):
        with pytest.raises(Strange):
            view_of(wrong)
    assert cleaned(["a\x1b[2Jb", {"c": "\u202ed"}]) == ["a [2Jb", {"c": " d"}]
