"""A whole introductory game through the interface, by keyboard alone at 80x24, from each seat."""

from __future__ import annotations

from pathlib import Path

import pytest
from at_screen import sitting

from wargame.record.game import Game

SEATS = ("tehran", "washington", "proxies", "gcc")


@pytest.mark.parametrize("seat", SEATS)
async def test_whole_game(seat: str, saves: Path) -> None:
    async with sitting() as person:
        await person.press("home", "enter")  # New game
        await person.comes_to("NewGameScreen")
        await person.press("down")
        while person.app.screen.query_one("Form").seat != seat:  # type: ignore[attr-defined]
            await person.press("right")
        await person.press("end", "up", "up", *"2024")  # the last field is the seed
        person.app.screen.query_one("Form").seed = "2024"  # type: ignore[attr-defined]
        await person.press("enter")
        await person.comes_to("PageScreen")
        assert "BRIEFING" in person.sees
        await person.press("enter")
        await person.comes_to("TableScreen")

        for month in range(1, 40):
            await person.press("o")
            await person.comes_to("OrderScreen")
            await person.press("enter")  # the first order of the list
            await person.press("right", "right", "down", "enter")  # and one of another kind
            written = list(person.app.screen.session.draft)  # type: ignore[attr-defined]
            assert written, person.sees
            await person.press("escape")
            await person.comes_to("TableScreen")
            if month == 1:
                await person.press("1", "2", "3", "4", "5", "6")
            await person.seal()
            assert "REPORT" in person.sees
            await person.press("down", "enter", "space")
            await person.until(lambda: person.at in ("TableScreen", "VerdictScreen"))
            if person.at == "VerdictScreen":
                break
        assert person.at == "VerdictScreen", f"no end after {month} steps"
        assert "VERDICT" in person.sees
        assert "(you)" in person.sees
        await person.press("escape")
        await person.comes_to("MenuScreen")

    (path,) = saves.glob("*.jsonl")
    game = Game.load(path)
    assert game.over
    assert game.difference is None
    assert game.players[seat] == "human"
    assert all(turn.sheets[seat].by == "human" and turn.sheets[seat].orders for turn in game.turns)
    assert not list(saves.glob("*.draft*")), "a sealed sheet leaves no draft"
