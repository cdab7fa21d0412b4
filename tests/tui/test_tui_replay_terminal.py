"""The replay in a real pseudo-terminal: what a scrub costs, and that nothing moves by itself but playing."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pexpect
import pytest
from at_screen import sitting

from wargame.opponents.bench import Opponents
from wargame.record.game import Game
from wargame.ruleset.tables import Ruleset

START = "from pathlib import Path; from wargame.tui.app import run; run(replay=Path({!r}))"

STEP_BYTES = {(80, 24): 12_000, (120, 40): 30_000}
"""A scrub by one step writes less than this: about half of a whole screen."""

SCRUB_SECONDS = 0.06
"""Processor time of a scrub at 120x40, everything painted: loose, for machines that are slow or busy."""


@pytest.fixture
def whole(rules: Ruleset, saves: Path) -> Path:
    path = saves / "whole.jsonl"
    seats = rules.tables["four"].seats
    game = Game.new(rules, "intro", seed=7, players=dict.fromkeys(seats, "doctrine"), path=path)
    while not game.over:
        Opponents(game).fill()
        game.advance()
    game.close()
    return path


def terminal(save: Path, size: tuple[int, int]) -> pexpect.spawn:  # type: ignore[type-arg]
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    environment.pop("NO_COLOR", None)
    width, height = size
    child = pexpect.spawn(
        sys.executable, ["-c", START.format(str(save))], dimensions=(height, width), env=environment, timeout=60,
        encoding="utf-8",
    )  # fmt: skip
    child.delaybeforesend = None
    child.expect("Orders are due")
    drain(child)
    return child


def drain(child: pexpect.spawn, quiet: float = 0.5) -> str:  # type: ignore[type-arg]
    """Everything written until nothing comes for a while."""
    got = ""
    while True:
        try:
            got += child.read_nonblocking(65536, timeout=quiet)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return got


@pytest.mark.parametrize("size", STEP_BYTES, ids=lambda s: f"{s[0]}x{s[1]}")
def test_a_scrub_is_small_and_a_still_screen_is_silent(whole: Path, size: tuple[int, int]) -> None:
    child = terminal(whole, size)
    child.send("\x1b[C")  # colours settle with the first key
    drain(child)
    costs = []
    for key in ("\x1b[C", "\x1b[C", ".", ".", ",", "\x1b[D"):
        child.send(key)
        costs.append(len(drain(child).encode()))
    assert all(0 < cost < STEP_BYTES[size] for cost in costs), costs
    assert drain(child, 1.0) == "", "nothing is painted while nobody does anything"
    child.send("++ ")  # a phase every second
    assert "every 1 second" in drain(child, 0.2)
    time.sleep(2.0)
    assert drain(child, 0.2), "it plays"
    child.send(" ")
    drain(child)
    assert drain(child, 1.0) == "", "and is still again"
    child.sendcontrol("q")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


async def test_a_scrub_costs_little(whole: Path) -> None:
    async with sitting((120, 40), replay=whole) as person:
        await person.comes_to("ReplayScreen")
        spent = []
        for key in ("right", "right", "full_stop", "full_stop", "full_stop", "right", "left", "comma"):
            before = time.process_time()
            await person.press(key)
            spent.append(time.process_time() - before)
        assert sorted(spent)[len(spent) // 2] < 3 * SCRUB_SECONDS, spent
        replay = person.app.screen
        for moment in replay.timeline.moments[::9]:  # type: ignore[attr-defined]
            before = time.process_time()
            replay.go(moment)  # type: ignore[attr-defined]
            spent.append(time.process_time() - before)
            await person.settle()
        assert sorted(spent[8:])[len(spent[8:]) // 2] < SCRUB_SECONDS, spent
