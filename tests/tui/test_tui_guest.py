"""A guest at a room's table: acts go through the room, others' acts come back, and nothing of the host is theirs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from at_screen import Person, check, unpressed
from test_tui_fog import disturb

from wargame.classroom.sight import copy_of, sight_of
from wargame.ruleset.tables import Ruleset
from wargame.table import commands
from wargame.table.acts import Act, Answer, parse_act
from wargame.table.room import Room
from wargame.tui import settings
from wargame.tui.commands import commands as palette
from wargame.tui.guest import GuestApp
from wargame.tui.guest_chair import GuestSession, Sight, Taken
from wargame.tui.library import Library

NUMBER = iter(range(10_000))


class RoomChair:
    """A chair at a room of this process."""

    def __init__(self, room: Room, person: str) -> None:
        self.room, self.person, self.seat = room, person, room.members[person].seat
        self.gone = False

    def see(self) -> Sight:
        if self.gone:
            raise Taken("Your seat was taken back.")
        return sight_of(self.room, copy_of(self.room.game), self.person, self.seat, self.room.clock())

    async def look(self) -> Sight:
        return self.see()

    async def act(self, act: Act) -> Answer:
        return self.room.act(self.person, act)

    def watch(self, call: Callable[[], None]) -> Callable[[], None]:
        return self.room.watch(self.seat, call)


def act(room: Room, person: str, kind: str, **what: Any) -> Answer:
    """Somebody at another screen does something."""
    said = {"kind": kind, "id": f"test-{next(NUMBER):05}", "step": room.game.step, **what}
    return room.act(person, parse_act(said))


def tell(room: Room, name: str, **what: Any) -> None:
    """The white cell commands."""
    room.command(getattr(commands, name)(id=f"desk-{next(NUMBER):05}", **what))


@pytest.fixture
def room(rules: Ruleset, tmp_path: Path) -> Room:
    """Washington is Anna and Ben's, Tehran is Carl's; the others are scripts."""
    players = {"proxies": "doctrine", "gcc": "doctrine"}
    made = Room.new(tmp_path / "room" / "t1.jsonl", rules, scenario="intro", players=players, seed=7)
    for person, seat in (("anna", "washington"), ("ben", "washington"), ("carl", "tehran")):
        made.join(person, person.capitalize(), seat)
    tell(made, "Start")
    return made


@asynccontextmanager
async def guest(
    room: Room, person: str = "anna", size: tuple[int, int] = (80, 24), **terminal: Any
) -> AsyncIterator[Person]:
    """A guest's terminal, with the brief read."""
    chair = RoomChair(room, person)
    app = GuestApp(chair, chair.see(), Library(), **terminal)
    async with app.run_test(size=size) as pilot:
        sitting = Person(app, pilot)
        await sitting.until(lambda: sitting.at in ("PageScreen", "GuestTable", "GuestVerdict"))
        if sitting.at == "PageScreen":
            await sitting.press("space")
            await sitting.comes_to("GuestTable")
        yield sitting


async def test_an_order_is_written_at_the_table_and_seen_by_the_team(room: Room) -> None:
    async with guest(room) as anna, guest(room, "ben") as ben:
        await anna.press("o")
        await anna.comes_to("GuestOrders")
        await anna.press("enter")
        await anna.until(lambda: "On the sheet" in anna.sees)
        assert len(room.session("washington").draft) == 1

        await ben.until(lambda: "sheet: 1 written" in ben.sees)
        assert "pen: Anna" in ben.sees

        await ben.press("o")
        await ben.comes_to("GuestOrders")
        await ben.press("x")
        await anna.until(lambda: "1 statement" not in anna.sees.partition("Your sheet")[2])
        assert room.session("washington").draft == []


async def test_only_the_pen_seals_and_a_sealed_sheet_is_taken_back(room: Room) -> None:
    async with guest(room) as anna, guest(room, "ben") as ben:
        await ben.press("f9")
        await ben.until(lambda: "Anna has the pen, and seals" in ben.sees)
        assert room.game.sealed == {}

        await anna.press("f9")
        await anna.comes_to("Confirm")
        await anna.press("enter")
        await anna.until(lambda: "Sealed. Receipt" in anna.sees)
        assert "washington" in room.game.sealed
        await ben.until(lambda: "SEALED  1 of 2 sealed" in ben.sees)

        await anna.press("u")
        await anna.until(lambda: "taken back" in anna.sees)
        assert room.game.sealed == {}


async def test_after_the_reveal_the_report_opens_and_orders_wait_for_the_umpire(room: Room) -> None:
    async with guest(room) as anna:
        act(room, "carl", "seal", orders=[])
        await anna.until(lambda: "1 of 2 sealed" in anna.sees)
        await anna.press("f9")
        await anna.comes_to("Confirm")
        await anna.press("enter")
        await anna.comes_to("ReportScreen")
        await anna.press("space")
        await anna.comes_to("GuestTable")
        assert "the sheets are open" in anna.sees
        await anna.press("o")
        assert "Not now" in anna.sees

        tell(room, "Proceed")
        await anna.until(lambda: "sheet: empty" in anna.sees)


async def test_what_another_does_lays_the_sheet_aside(room: Room) -> None:
    """The deadline comes while somebody is writing."""
    async with guest(room, "carl") as carl:
        await carl.press("o")
        await carl.comes_to("GuestOrders")
        tell(room, "Reveal")
        await carl.comes_to("ReportScreen")
        tell(room, "Back", step=0, luck="same")
        await carl.comes_to("GuestTable")
        await carl.until(lambda: "gone back" in carl.sees)


async def test_pauses_clocks_and_lobbies_stand_in_the_status_line(room: Room) -> None:
    async with guest(room) as anna:
        tell(room, "Deadline", minutes=12)
        await anna.until(lambda: "  12 min  " in anna.sees)
        tell(room, "Pause")
        await anna.until(lambda: "PAUSED" in anna.sees)
        tell(room, "Resume")
        tell(room, "Close")
        await anna.until(lambda: "PENS DOWN" in anna.sees)
        await anna.press("o")
        await anna.comes_to("GuestOrders")
        await anna.press("enter")
        await anna.until(lambda: "closed this phase" in anna.sees)


async def test_messages_go_and_come(room: Room) -> None:
    async with guest(room) as anna, guest(room, "carl") as carl:
        await anna.press("m")
        await anna.comes_to("GuestMessages")
        await anna.press("n")
        await anna.comes_to("GuestLetter")
        await anna.press("right", "tab")
        await anna.press(*"Hold")
        await anna.press("f9")
        await anna.until(lambda: "Sent." in anna.sees)
        assert [m.text for m in room.game.messages("tehran")] == ["Hold"]
        await carl.until(lambda: "1 unread message" in carl.sees)
        await carl.press("m")
        await carl.until(lambda: "Hold" in carl.sees)
        await carl.press("escape")
        await carl.until(lambda: "unread" not in carl.sees)
        assert room.unread("carl") == 0


async def test_the_pen_is_handed_on(room: Room) -> None:
    room.here("anna", True)
    async with guest(room) as anna, guest(room, "ben") as ben:
        await check(anna, "guest", "p", lambda: anna.at == "PeopleScreen")
        assert "Ben" in anna.sees
        assert "Carl" not in anna.sees, "other teams are counted, not named"
        await anna.press("down", "enter")
        await anna.until(lambda: "handed over" in anna.sees)
        await ben.until(lambda: "pen:" not in ben.sees)
        assert room.pens["washington"] == "ben"
        await anna.press("enter")
        await anna.until(lambda: "Only whoever holds the pen" in anna.sees)
        await check(anna, "people", "escape", lambda: anna.at == "GuestTable")
        await anna.press("p")
        await anna.comes_to("PeopleScreen")
        await check(anna, "people", "q", lambda: anna.at == "GuestTable")
    assert unpressed("guest", "people") == set()


async def test_the_end_is_told_and_the_record_stays_with_the_table(room: Room) -> None:
    async with guest(room) as anna:
        while not room.game.over:
            tell(room, "Reveal")
            if not room.game.over:
                tell(room, "Proceed")
        await anna.comes_to("ReportScreen")
        await anna.press("space")
        await anna.comes_to("GuestVerdict")
        assert "Replay" not in anna.sees
        await anna.press("r")
        assert anna.at == "GuestVerdict"
        await anna.press("escape")
        await anna.comes_to("GuestTable")
        room.game.messages("washington")


# What a guest has not -----------------------------------------------------------------------------


async def test_settings_are_this_terminals_own(room: Room, saves: Path) -> None:
    async with guest(room) as anna, guest(room, "ben", plain=True) as ben:
        await anna.press("f10")
        assert anna.app.theme != ben.app.theme
        await anna.press("f8")
        await anna.comes_to("SettingsScreen")
        assert str(saves) not in anna.sees
        assert "For this terminal" in anna.sees
        assert "Countries" not in anna.sees
        assert not settings.settings_file().exists()
        assert ben.sees.isascii()
        assert not anna.sees.isascii()


async def test_nothing_leads_to_the_hosts_files(room: Room, saves: Path) -> None:
    before = sorted(saves.rglob("*"))
    async with guest(room) as anna:
        found = {c.title: c for c in palette(anna.app, anna.app.screen)}
        assert not [t for t in found if t.startswith(("Menu", "New", "Continue", "Replay", "Learn"))]
        for key in ("f8", "question_mark", "f1", "i", "t", "l", "b", "r"):
            await anna.press(key)
            told = anna.sees
            assert str(saves) not in told, key
            await anna.press("escape")
            await anna.comes_to("GuestTable")
    assert sorted(saves.rglob("*")) == before


async def test_leaving_asks_first(room: Room) -> None:
    async with guest(room) as anna:
        await anna.press("ctrl+q")
        await anna.comes_to("Confirm")
        await anna.press("escape")
        await anna.comes_to("GuestTable")
        await anna.press("q")
        await anna.comes_to("Confirm")
        await anna.press("enter")
        await anna.until(lambda: not anna.app.is_running or anna.app._exit)
        assert "left" in anna.app.goodbye  # type: ignore[attr-defined]


async def test_a_chair_that_is_taken_back_ends_the_terminal(room: Room) -> None:
    chair = RoomChair(room, "anna")
    app = GuestApp(chair, chair.see(), Library())
    async with app.run_test(size=(80, 24)):
        chair.gone = True
        tell(room, "Pause")
        for _ in range(200):
            if app._exit:
                break
            await asyncio.sleep(0.01)
    assert app.goodbye == "Your seat was taken back."


async def test_a_sight_stays_as_it_is_while_the_table_goes_on(room: Room) -> None:
    sight = RoomChair(room, "anna").see()
    told = (sight.game.step, len(sight.game.turns), dict(sight.game.sealed), sight.game.view("washington"))
    tell(room, "Reveal")
    assert (sight.game.step, len(sight.game.turns), dict(sight.game.sealed)) == told[:3]
    assert room.game.step == 1


# Fog ----------------------------------------------------------------------------------------------


def cells(person: Person) -> list[str]:
    """Every cell of the screen: its text and its look."""
    strips = person.app.screen._compositor.render_strips()
    return [f"{segment.text!r} {segment.style}" for strip in strips for segment in strip]


async def walk(room: Room, monkeypatch: pytest.MonkeyPatch, disturbed: bool) -> list[list[str]]:
    """All that Washington's Anna can look at, in a room where much happens that is none of her business."""
    moved = []

    def see(chair: RoomChair) -> Sight:
        sight = sight_of(room, copy_of(room.game), chair.person, chair.seat, 1_900_000_000.0)
        if disturbed:
            moved.append(disturb(GuestSession(chair.seat, sight)))
        return sight

    monkeypatch.setattr(RoomChair, "see", see)
    shots = []
    async with guest(room, size=(160, 50)) as anna:
        for keys in (*"123456", "o", "p", "m", "i", "l", "t", "b", "f1"):
            await anna.press(keys)
            await anna.settle()
            shots.append(cells(anna))
            if anna.at != "GuestTable":
                await anna.press("escape")
                await anna.comes_to("GuestTable")
    assert not disturbed or min(moved) > 10
    return shots


async def test_what_a_seat_cannot_know_changes_no_cell(
    rules: Ruleset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other teams' drafts, sealed orders and letters; who plays a script's seat; every number out of sight."""
    shots = []
    for at in range(2):
        players = {"proxies": "doctrine", "gcc": "null" if at else "doctrine"}
        room = Room.new(tmp_path / f"t{at}.jsonl", rules, scenario="intro", players=players, seed=7)
        for person, seat in (("anna", "washington"), ("ben", "washington"), ("carl", "tehran")):
            room.join(person, person.capitalize(), seat)
        if at:
            room.join("dora", "Dora", "tehran")
        tell(room, "Start")
        orders = [rules.programs.names[o] for o in room.game.view("tehran").menu]
        fitting = [o for o in orders if not room.game.judge("tehran", [o])]
        act(room, "carl", "write", order=fitting[at])
        if at:
            act(room, "carl", "send", to=["gcc"], text="Not for Washington.")
            act(room, "carl", "reason", text="Ours alone.")
        act(room, "carl", "seal", orders=[fitting[at]])
        shots.append(await walk(room, monkeypatch, disturbed=bool(at)))
    for number, (one, other) in enumerate(zip(*shots, strict=True)):
        assert one == other, f"screen {number} differs"
