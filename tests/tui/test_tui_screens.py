"""Whole screens as text, at several sizes and without colour; and the terminal that is too small."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from at_screen import Person, compare, sitting

NEW = {"scenario": "intro", "seat": "washington", "seed": 7}
SIZES = ((80, 24), (120, 40))


async def sit_down(person: Person) -> None:
    await person.comes_to("PageScreen")
    await person.press("space")
    await person.comes_to("TableScreen")


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
async def test_golden_screens(size: tuple[int, int]) -> None:
    async with sitting(size) as person:
        compare(f"menu-{size[0]}", person.sees)
    async with sitting(size, new=NEW) as person:
        await sit_down(person)
        compare(f"table-{size[0]}", person.sees)
        await person.press("4")
        compare(f"red-lines-{size[0]}", person.sees)
        await person.press("f1")
        await person.comes_to("HelpScreen")
        compare(f"help-{size[0]}", person.sees)


async def test_without_colour_the_text_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    shots = []
    for colour in ("", "1"):
        if colour:
            monkeypatch.setenv("NO_COLOR", colour)
        async with sitting((120, 40), new=NEW) as person:
            await sit_down(person)
            await person.press("3", "down")
            shots.append(person.sees)
    assert shots[0] == shots[1]
    assert "[3 Numbers]" in shots[0], "the chosen panel is bracketed, not only coloured"
    assert re.search(r"^.*› Resources", shots[0], re.MULTILINE), "the pointer is a sign, not only a colour"


@pytest.mark.parametrize("size", [(79, 24), (80, 23), (40, 10), (20, 5)], ids=lambda s: f"{s[0]}x{s[1]}")
async def test_too_small_says_so_and_waits(size: tuple[int, int]) -> None:
    async with sitting(new=NEW) as person:
        await sit_down(person)
        await person.press("o")
        await person.comes_to("OrderScreen")
        await person.press("enter")
        before = person.sees
        written = list(person.app.screen.session.draft)  # type: ignore[attr-defined]
        await person.resize(*size)
        assert "This terminal is" in person.sees
        assert "Washington" not in person.sees
        await person.press("enter", "x", "f9", "escape", "down")  # nothing of this is taken
        assert person.at == "OrderScreen"
        assert person.app.screen.session.draft == written  # type: ignore[attr-defined]
        await person.resize(80, 24)
        await person.press("up")  # the notice of the last act goes with the next key
        after = person.sees
        assert before.splitlines()[:-1] == after.splitlines()[:-1]


@pytest.mark.parametrize("size", [(80, 24), (80, 50), (110, 24), (120, 40), (160, 24), (160, 48), (200, 60)])
async def test_every_panel_can_be_seen_at_every_size(size: tuple[int, int]) -> None:
    marks = {"1": "Lebanon", "2": "regional war", "3": "Political capital|Capital", "4": "No dead soldiers",
             "5": "Vote in Washington", "6": "New estimates"}  # fmt: skip
    async with sitting(size, new=NEW) as person:
        await sit_down(person)
        for digit, mark in marks.items():
            await person.press(digit)
            assert re.search(mark, person.sees), (digit, person.sees)
            focused = person.app.screen.focused
            assert focused is not None
            assert focused.region.width > 20
            assert focused.region.height > 3
        assert len(person.sees.splitlines()) == size[1]


async def test_the_key_bar_never_drops_help() -> None:
    for width in (80, 90, 160):
        async with sitting((width, 24), new=NEW) as person:
            await sit_down(person)
            assert person.sees.splitlines()[-1].endswith("F1 Help")


def test_the_golden_folder_holds_nothing_stale() -> None:
    names = {p.stem for p in (Path(__file__).parent / "golden").glob("*.txt")}
    kinds = ("menu", "table", "red-lines", "help")
    assert names == {"lesson"} | {f"{kind}-{width}" for kind in kinds for width, _ in SIZES}
