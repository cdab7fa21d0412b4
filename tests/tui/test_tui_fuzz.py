"""Hundreds of random keys and sizes, without a crash, and with a save that still loads."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from at_screen import sitting

from wargame.record.game import Game
from wargame.tui.keys import KEYS

SIZES = ((80, 24), (100, 30), (120, 40), (160, 48), (60, 20))
LETTERS = tuple("abcdefghijklmnoprstuvwxyz")  # `q` and `escape` on the menu end the program
PRESSES = 120


@pytest.mark.parametrize("seed", [1, 2])
async def test_random_keys(seed: int, saves: Path) -> None:
    dice = random.Random(seed)
    known = sorted({name for key in KEYS for name in key.keys} - {"q", "ctrl+p"})
    async with sitting(
        new={"scenario": "crisis", "seat": dice.choice(("tehran", "gcc")), "seed": seed}
    ) as person:
        await person.comes_to("PageScreen")
        trail: list[str] = []
        for _ in range(PRESSES):
            if person.at == "MenuScreen":
                await person.press("home", "down", "enter")  # back to the saves, and into the newest
                await person.press("enter")
                await person.until(lambda: person.at != "MenuScreen")
            if dice.random() < 0.03:
                await person.resize(*dice.choice(SIZES))
            key = (
                dice.choice(LETTERS)
                if dice.random() < 0.2
                else dice.choice([*known, "enter", "f9", "space", "o"])
            )
            trail.append(key)
            await person.press(key)
            assert person.sees, trail
    for path in saves.glob("*.jsonl"):
        assert Game.load(path).difference is None
