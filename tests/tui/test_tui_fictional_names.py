"""The interface with invented names: the screens of a turn name nothing real."""

from __future__ import annotations

from pathlib import Path

import pytest
from real_names import real_names

from wargame.ruleset.load import load
from wargame.table.session import Session
from wargame.tui.app import WargameApp
from wargame.tui.snapshot import screen_text

KEYS = (
    "enter",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "2",
    "w",
    "escape",
    "f1",
    "escape",
    "o",
    "down",
    "escape",
    "f9",
    "y",
)


@pytest.mark.parametrize("table", ["four", "twelve"])
async def test_the_screens_of_a_turn_name_nothing_real(table: str, tmp_path: Path) -> None:
    rules = load("meridian")
    choice = {"scenario": "crisis", "table": table, "seed": 3, "path": tmp_path / "game.jsonl"}
    session = Session.start(rules, choice)
    app, seen = WargameApp(), [""]
    async with app.run_test(size=(120, 40)) as pilot:
        app._sit_down(session)
        for key in KEYS:
            await pilot.press(key)
            await pilot.pause()
            seen.append(screen_text(app))
            assert real_names(seen[-1:]) == {}, key

    assert any("Kestrane" in text for text in seen)
