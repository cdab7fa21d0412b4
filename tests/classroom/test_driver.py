"""The wire to a terminal: frames are lost rather than queued, and no bytes that come in do harm."""

from __future__ import annotations

import asyncio
import random
import re

import pytest
from textual import events
from textual.app import App

from wargame.classroom import driver as wires
from wargame.classroom.driver import KeyReader, Outbox, WireDriver
from wargame.classroom.words import POSTLUDE, PRELUDE
from wargame.tui.colours import suited


async def test_what_is_written_together_goes_out_together() -> None:
    box = Outbox()
    box.put("one ")
    box.put("two")
    assert await box.take(lambda: None) == b"one two"


async def test_a_slow_terminal_loses_frames_and_gets_a_whole_one() -> None:
    box = Outbox()
    for number in range(10):
        box.put(f"{number}" * (wires.MOST_WAITING // 4))
        assert box._length <= wires.MOST_WAITING
    box.put("late")

    assert await box.take(lambda: box.put("all of it")) == b"all of it"
    assert box.dropped == 1


async def test_the_last_frame_goes_out_before_the_end() -> None:
    box = Outbox()
    box.put("goodbye")
    box.close()
    assert await box.take(lambda: None) == b"goodbye"
    assert await box.take(lambda: None) is None


def test_what_a_terminal_is_told_is_taken_back() -> None:
    """Every mode that is set before the first frame is unset after the last one."""
    on, off = (set(re.findall(r"\x1b\[\?(\d+)([hl])", text)) for text in (PRELUDE, POSTLUDE))
    undone = {(mode, "l" if state == "h" else "h") for mode, state in on}
    assert undone <= off
    assert "\x1b[<u" in POSTLUDE


@pytest.fixture
async def driver() -> WireDriver:
    return WireDriver(Outbox(), App(), debug=False, mouse=True, size=(80, 24))


async def test_keys_clicks_and_pastes_are_read(driver: WireDriver) -> None:
    found = driver.read(b"a\x1b[A\x1b[<0;3;4M\x1b[200~two\nlines\x1b[201~\x1b[99;5u")
    assert [m.key for m in found if isinstance(m, events.Key)] == ["a", "up", "ctrl+c"]
    assert [(m.x, m.y) for m in found if isinstance(m, events.MouseDown)] == [(2, 3)]
    assert [m.text for m in found if isinstance(m, events.Paste)] == ["two\nlines"]


async def test_letters_cut_in_two_by_the_network_are_read(driver: WireDriver) -> None:
    whole = "ü".encode()
    found = driver.read(whole[:1]) + driver.read(whole[1:])
    assert [m.character for m in found if isinstance(m, events.Key)] == ["ü"]


async def test_a_lone_escape_is_a_key_after_a_while(driver: WireDriver) -> None:
    assert driver.read(b"\x1b") == []
    assert driver.waits_for_more is not None
    await asyncio.sleep(driver.waits_for_more + 0.02)
    assert [m.key for m in driver.lone_escape() if isinstance(m, events.Key)] == ["escape"]
    assert driver.waits_for_more is None


async def test_a_terminal_cannot_claim_a_size_by_its_keys(driver: WireDriver) -> None:
    assert driver.read(b"\x1b[48;99999999;99999999;1;1t") == []
    assert driver.read(b"\x1b[?2048;2$y") == []


async def test_a_paste_without_end_is_forgotten(driver: WireDriver) -> None:
    driver.read(b"\x1b[200~")
    for _ in range(3 * wires.LONGEST_SEQUENCE // 4096):
        driver.read(b"x" * 4096)
    found = driver.read(b"\x1b[A")
    assert [m.key for m in found if isinstance(m, events.Key)][-1:] == ["up"]


async def test_nonsense_is_read_without_harm(driver: WireDriver) -> None:
    dice = random.Random(5)
    parts = [
        b"\x1b",
        b"[",
        b"<",
        b";",
        b"9",
        b"999999999999",
        b"u",
        b"M",
        b"~",
        b"200~",
        b"\xff",
        b":",
        b"\x00",
        b"?",
    ]
    for _ in range(4000):
        driver.read(b"".join(dice.choices(parts, k=dice.randrange(1, 12))) + dice.randbytes(3))
        driver.lone_escape()
    driver._fresh()
    assert [m.key for m in driver.read(b"k") if isinstance(m, events.Key)] == ["k"]


def test_the_reader_of_keys_remembers_nobody() -> None:
    """Textual's own keeps 1024 of them, and with each the application it belongs to."""
    assert not hasattr(KeyReader._parse_extended_key, "cache_info")


def test_fewer_colours_where_a_terminal_has_fewer() -> None:
    frame = "\x1b[1;38;2;255;0;0;48;2;16;20;24mtext\x1b[0m"
    assert suited("truecolor")(frame) == frame
    assert re.fullmatch(r"\x1b\[1;38;5;\d+;48;5;\d+mtext\x1b\[0m", suited("256")(frame))
    assert re.fullmatch(r"\x1b\[1;\d\d;\d\dmtext\x1b\[0m", suited("standard")(frame))
