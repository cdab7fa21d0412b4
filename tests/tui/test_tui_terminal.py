"""In a real pseudo-terminal: it starts, a move of the pointer costs little, a closed terminal loses nothing."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import time
from pathlib import Path

import pexpect
import pytest

START = "from wargame.tui.app import run; run({})"
NEW = "new={'scenario': 'intro', 'seat': 'washington', 'seed': 7}"

MOVE_BYTES = 2_000
"""A move of the pointer writes less than this."""

STEP_BYTES = 60_000
"""Sealing, the report and the new table together write less than this."""

RIGHT, DOWN = "\x1b[C", "\x1b[B"


def terminal(wish: str, size: tuple[int, int] = (80, 24)) -> pexpect.spawn:  # type: ignore[type-arg]
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    environment.pop("NO_COLOR", None)
    width, height = size
    return pexpect.spawn(
        sys.executable, ["-c", START.format(wish)], dimensions=(height, width), env=environment, timeout=30,
        encoding="utf-8",
    )  # fmt: skip


def drain(child: pexpect.spawn, quiet: float = 0.4) -> str:  # type: ignore[type-arg]
    """Everything written until nothing comes for a while."""
    got = ""
    while True:
        try:
            got += child.read_nonblocking(65536, timeout=quiet)
        except pexpect.TIMEOUT:
            return got
        except pexpect.EOF:
            return got


def test_menu_comes_and_goes() -> None:
    child = terminal("")
    child.expect("New game")
    drain(child)
    child.send("q")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_a_move_of_the_pointer_and_a_whole_step_are_small(size: tuple[int, int]) -> None:
    child = terminal(NEW, size)
    child.expect("BRIEFING")
    drain(child)

    def cost(key: str) -> int:
        child.send(key)
        return len(drain(child).encode())

    child.send(" ")
    child.expect("Lebanon")
    drain(child)
    moves = {}
    for place, way_in, there, keys in (
        ("board", "1", "", (RIGHT, RIGHT, DOWN)),
        ("numbers", "3", "Runs from", (DOWN, DOWN)),
        ("orders", "o", "Free places", (DOWN, DOWN)),
    ):
        child.send(way_in)
        child.expect(there)
        drain(child, 0.8)
        cost(keys[0])  # focus and colours settle with the first key
        moves[place] = [cost(key) for key in keys]
    assert all(0 < n < MOVE_BYTES for found in moves.values() for n in found), moves
    cost("\r")
    step = [cost("\x1b[20~"), cost("\r"), cost(" ")]  # F9, yes, and from the report back to the table
    assert sum(step) < STEP_BYTES, step
    child.sendcontrol("q")
    child.expect(pexpect.EOF)
    child.close()


def test_a_closed_terminal_loses_nothing(saves: Path) -> None:
    child = terminal(NEW)
    child.expect("BRIEFING")
    drain(child)
    child.send(" ")
    child.expect("Lebanon")
    child.send("o")
    child.expect("ORDERS")
    drain(child)
    child.send("\r")
    child.expect("On the sheet")
    os.kill(child.pid, signal.SIGKILL)
    child.close(force=True)
    time.sleep(0.1)
    (draft,) = saves.glob("*.draft")
    (order,) = json.loads(draft.read_text(encoding="utf-8"))["orders"]
    (save,) = saves.glob("*.jsonl")
    child = terminal(f"resume=__import__('pathlib').Path({str(save)!r})")
    child.expect("1 written")
    child.sendcontrol("c")  # is no way out, and breaks nothing
    drain(child)
    child.send("o")
    child.expect("ORDERS")
    seen = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", drain(child))
    assert "1 statement" in seen, order
    child.sendcontrol("q")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
