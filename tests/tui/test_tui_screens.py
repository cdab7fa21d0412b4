"""Whole screens as text, at several sizes and without colour; and the terminal that is too small."""

from __future__ import annotations

import re

import pytest
from at_screen import GOLDEN, Person, compare, sitting
from tour import NEW, SIZES, everywhere, of_a_game

from wargame.tui.glyphs import SIGNS
from wargame.tui.widgets.board_map import BoardMap
from wargame.tui.widgets.canvas import Canvas, Ink, Line, width_of
from wargame.tui.widgets.listing import Listing
from wargame.tui.widgets.phase_strip import PhaseStrip


async def sit_down(person: Person) -> None:
    await person.comes_to("PageScreen")
    await person.press("space")
    await person.comes_to("TableScreen")


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
async def test_every_screen_is_as_it_was_and_nothing_is_cut_off(size: tuple[int, int]) -> None:
    """Whole screens as text; and what each widget wants to say has room."""
    wrong: list[str] = []
    seen: set[str] = set()

    def look(person: Person, name: str) -> None:
        seen.add(name)
        try:
            compare(f"{name}-{size[0]}", person.sees)
        except AssertionError as error:
            wrong.append(str(error).partition("\n")[0])
        wrong.extend(f"{name} is cut off: {text}" for text in cut_off(person))

    await everywhere(size, look)
    golden = {p.stem.rpartition("-")[0] for p in GOLDEN.glob(f"*-{size[0]}.txt")}
    assert "\n".join(wrong) == ""
    assert golden == seen, "no golden screen is stale"


async def test_without_colour_the_text_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with sitting((120, 40), new=NEW) as person:
        async for name in of_a_game(person):
            if name == "charts":
                assert not person.app.screen.has_class("drawn"), "a drawing needs its colours"
                continue
            compare(f"{name}-120", person.sees)
            if name == "table-meters":
                assert "[3 Numbers]" in person.sees, "the chosen panel is bracketed, not only coloured"
                assert re.search(r"› Escalation", person.sees), "the pointer is a sign, not only a colour"


def cut_off(person: Person) -> list[str]:
    """Lines that have no room, wherever on the screen they stand."""
    found = []
    for widget in person.app.screen.query(Ink):
        if not widget.is_on_screen:
            continue
        if isinstance(widget, BoardMap):
            found += [said(spans) for spans in widget._lines if SIGNS.ellipsis in said(spans)]
        elif isinstance(widget, Canvas):
            # Below the phases stands a sentence of the story, which the story has in full.
            lines = widget._lines[:1] if isinstance(widget, PhaseStrip) else widget._lines
            found += [said(spans) for spans in lines if width_of(spans) > widget.size.width]
        elif isinstance(widget, Listing):
            for y, (at, _) in enumerate(widget._flat):
                pointer = 0 if widget.rows[at].key is None else 2
                if width_of(widget._line(y)) + pointer > widget._laid_at:
                    found.append(said(widget._line(y)))
    return found


def said(spans: Line) -> str:
    return "".join(text for text, _ in spans)


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


@pytest.mark.parametrize("size", [(80, 50), (110, 24), (160, 24), (160, 48)])
async def test_every_panel_can_be_seen_at_sizes_between(size: tuple[int, int]) -> None:
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
    async with sitting((80, 24), new=NEW) as person:
        await sit_down(person)
        for width in (80, 90, 160):
            await person.resize(width, 24)
            assert person.sees.splitlines()[-1].endswith("F1 Help")
