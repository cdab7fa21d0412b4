"""The key table: no clash, no forbidden key, every action there, and every key pressed by a test."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from pathlib import Path

import pytest
from at_screen import check, sitting, unpressed

import wargame.tui.screens
from wargame.tui.commands import commands
from wargame.tui.keys import FORBIDDEN, KEYS, PANELS, PLACES, Key, keys_of, shown
from wargame.tui.screens.menu import CHOICES
from wargame.tui.screens.room import Room
from wargame.tui.widgets.board_map import BoardMap
from wargame.tui.widgets.listing import Listing

NEW = {"scenario": "intro", "seat": "washington", "seed": 7}


def rooms() -> list[type[Room]]:  # type: ignore[type-arg]
    """Every screen of the game."""
    found = []
    for module in pkgutil.iter_modules(wargame.tui.screens.__path__):
        held = vars(importlib.import_module(f"wargame.tui.screens.{module.name}"))
        found += [c for c in held.values() if isinstance(c, type) and issubclass(c, Room) and c.places]
    return sorted(set(found), key=lambda c: c.__name__)


def test_ids_are_unique() -> None:
    assert [i for i, n in Counter(key.id for key in KEYS).items() if n > 1] == []


def test_every_place_is_named_and_used() -> None:
    assert {key.where for key in KEYS} == set(PLACES)
    used = {place for room in rooms() for place in room.places} | {"everywhere", "lesson", "list"}
    assert used == set(PLACES)


@pytest.mark.parametrize("room", rooms(), ids=lambda r: r.__name__)
def test_no_clash_on_a_screen(room: type[Room]) -> None:  # type: ignore[type-arg]
    """A key means one thing on a screen; a focused list or board takes its own keys first, by design."""
    keys = [k for key in keys_of(*(p for p in room.places if p != "board"), "everywhere") for k in key.keys]
    assert [k for k, n in Counter(keys).items() if n > 1 and room.__name__ != "HelpScreen"] == []


def test_no_forbidden_key() -> None:
    assert [key.id for key in KEYS if set(key.keys) & FORBIDDEN] == []
    assert [key.id for key in KEYS if any(k.startswith("alt+") for k in key.keys)] == []


@pytest.mark.parametrize("key", KEYS, ids=lambda k: k.id)
def test_every_action_exists(key: Key) -> None:
    from wargame.tui.app import WargameApp
    from wargame.tui.screens.new_game import Form

    homes = [room for room in rooms() if key.where in room.places]
    homes += {
        "everywhere": [WargameApp],
        "lesson": [WargameApp],
        "list": [Listing],
        "board": [BoardMap],
        "form": [Form],
    }.get(key.where, [])  # type: ignore[list-item]
    assert any(hasattr(home, f"action_{key.action}") for home in homes)
    assert key.help
    assert key.label


async def test_palette_holds_every_command() -> None:
    async with sitting(new=NEW) as person:
        await person.comes_to("PageScreen")
        await person.press("space")
        found = {c.help for c in commands(person.app, person.app.screen)}
        not_now = ("unseal", "hand_over")
        wanted = {
            k.help for k in keys_of("table", "look", "everywhere") if k.palette and k.action not in not_now
        }
        assert wanted <= found


async def test_palette_runs_commands_of_screen_and_application() -> None:
    async with sitting(new=NEW) as person:
        await person.comes_to("PageScreen")
        await person.press("space")
        await person.comes_to("TableScreen")
        table, theme = person.app.screen, person.app.theme
        found = {c.help: c.run for c in commands(person.app, table)}
        await found["Show the panel: deals"]()
        assert table.panel == "deals"  # type: ignore[attr-defined]
        await found["Dark, light, high contrast, colour-blind safe"]()
        assert person.app.theme != theme
        await person.press("ctrl+p")
        await person.until(lambda: person.at == "CommandPalette")
        await person.press(*"Ladder")
        await person.until(lambda: "Show the panel: ladder" in person.sees)
        await person.press("down", "enter")
        await person.until(lambda: table.panel == "ladder")  # type: ignore[attr-defined]


async def test_help_lists_every_key_of_the_screen() -> None:
    async with sitting((120, 60), new=NEW) as person:
        await person.comes_to("PageScreen")
        await person.press("space")
        await person.comes_to("TableScreen")
        await person.press("f1")
        await person.comes_to("HelpScreen")
        seen = person.sees
        for key in keys_of("table", "look"):
            assert shown(key.keys[0]) in seen, key.id
            assert key.help in seen, key.id


# Every key, pressed once where it works -----------------------------------------------------------


async def test_every_key_is_pressed(saves: Path) -> None:
    """One long sitting. What each key does is asserted on the way; none may be left over."""
    async with sitting() as person:
        app = person.app

        def at(name: str) -> object:
            return lambda: person.at == name and bool(app.screen.query("KeyBar"))

        def row(wanted: int) -> object:
            return lambda: app.screen.query_one(Listing).cursor == wanted

        # Menu, lists, help
        start = app.screen.query_one(Listing).cursor
        await check(person, "list", "down", row(start + 1))
        await check(person, "list", "up", row(start))
        await check(person, "list", "end", row(len(CHOICES)))
        await check(person, "list", "home", row(1))
        await check(person, "list", "pagedown", row(len(CHOICES)))
        await check(person, "list", "pageup", row(1))
        await check(person, "everywhere", "f1", at("HelpScreen"))
        await check(person, "help", "f1", at("MenuScreen"))
        await check(person, "everywhere", "question_mark", at("RulebookScreen"))
        await person.press("escape")
        for key in ("escape", "q"):
            await person.press("f1")
            await check(person, "help", key, at("MenuScreen"))
        theme = app.theme
        await check(person, "everywhere", "f10", lambda: app.theme != theme)
        await check(person, "everywhere", "f8", at("SettingsScreen"))
        await person.press("escape")
        await check(person, "everywhere", "f7", lambda: "clipboard" in person.sees)
        assert "New game" in app.clipboard
        await check(person, "everywhere", "ctrl+p", lambda: person.at == "CommandPalette")
        await person.press("escape")
        # The saves, which are none
        for key in ("escape", "q"):
            await person.press("home", "down", "enter")
            await person.comes_to("SavesScreen")
            await check(person, "saves", key, at("MenuScreen"))

        # New game
        await person.press("home")
        await check(person, "list", "enter", at("NewGameScreen"))
        await check(person, "form", "escape", at("MenuScreen"))
        await person.press("enter")
        await person.comes_to("NewGameScreen")
        form = app.screen.query_one("Form")
        await check(person, "form", "down", lambda: form.at == 1)  # type: ignore[attr-defined]
        await check(person, "form", "up", lambda: form.at == 0)  # type: ignore[attr-defined]
        first = form.scenario  # type: ignore[attr-defined]
        await check(person, "form", "right", lambda: form.scenario != first)  # type: ignore[attr-defined]
        await check(person, "form", "left", lambda: form.scenario == first)  # type: ignore[attr-defined]
        await check(person, "form", "space", lambda: form.scenario != first)  # type: ignore[attr-defined]
        await person.press("left", "up", "9", "backspace", "7")
        assert form.seed == "7"  # type: ignore[attr-defined]
        await check(person, "form", "f9", at("PageScreen"))
        await check(person, "page", "q", at("TableScreen"))
        await person.press("escape")
        await person.press("home", "enter")
        await person.comes_to("NewGameScreen")
        await check(person, "form", "enter", at("PageScreen"))
        await check(person, "page", "enter", at("TableScreen"))
        for key in ("b", "f5"):
            await check(person, "look", key, at("PageScreen"))
            await check(person, "page", "space" if key == "b" else "escape", at("TableScreen"))

        # The board
        board = app.screen.query_one(BoardMap)
        for key, area in (("down", "home"), ("right", "asia"), ("left", "home"), ("up", "lebanon")):
            await person.press("down") if key == "up" else None
            before = board.at
            await check(person, "board", key, lambda: True)
            assert board.at != before or key == "up", key
            assert board.place.area == area or key == "up", (key, board.place)
        await check(person, "board", "enter", at("AreaScreen"))
        await check(person, "area", "w", at("WhyScreen"))
        app.copy_to_clipboard("")
        await check(person, "why", "y", lambda: "the scenario set it" in app.clipboard)
        await check(person, "why", "escape", at("AreaScreen"))
        await check(person, "area", "escape", at("TableScreen"))
        await person.press("enter", "w")
        await person.comes_to("WhyScreen")
        await check(person, "why", "q", at("AreaScreen"))
        await check(person, "area", "q", at("TableScreen"))

        # Panels
        table = app.screen
        for digit, panel in enumerate(PANELS, 1):
            await check(person, "look", str(digit), lambda p=panel: table.panel == p)  # type: ignore[attr-defined,misc]
        await check(person, "look", "f2", lambda: table.panel == "board")  # type: ignore[attr-defined]
        await check(person, "look", "tab", lambda: table.panel == "ladder")  # type: ignore[attr-defined]
        await check(person, "look", "shift+tab", lambda: table.panel == "board")  # type: ignore[attr-defined]
        await person.press("3")
        await check(person, "look", "w", at("WhyScreen"))
        await person.press("escape")
        await check(person, "look", "slash", at("FindScreen"))
        await check(person, "find", "escape", at("TableScreen"))
        for key in ("r", "f4"):
            await check(person, "look", key, at("ReportScreen"))
            await person.press("escape")
        for key in ("m", "f6"):
            await check(person, "look", key, at("MessagesScreen"))
            await person.press("escape")
        for key, screen in (("i", "IntelligenceScreen"), ("t", "ChartScreen")):
            await check(person, "look", key, at(screen))
            await person.press("escape")
        await check(person, "look", "l", at("StoryScreen"))
        await check(person, "story", "slash", lambda: app.screen.focused.id == "order-filter")  # type: ignore[union-attr]
        await person.press(*"estimates")
        await person.until(lambda: "1 of 2 lines" in person.sees)
        await person.press("enter")
        await check(person, "story", "y", lambda: "estimates" in app.clipboard)
        await check(person, "story", "w", at("WhyScreen"))
        await person.press("escape")
        await check(person, "story", "escape", lambda: "oldest first" in person.sees)
        await check(person, "story", "q", at("TableScreen"))
        await person.press("l", "escape")
        await person.comes_to("TableScreen")

        # The sheet
        await check(person, "table", "f3", at("OrderScreen"))
        await check(person, "orders", "escape", at("TableScreen"))
        await check(person, "table", "o", at("OrderScreen"))
        await check(person, "orders", "f2", at("TableScreen"))
        await person.press("o")
        await person.comes_to("OrderScreen")
        sheet = app.screen
        session = sheet.session  # type: ignore[attr-defined]
        await check(person, "orders", "right", lambda: sheet.kind == "statement")  # type: ignore[attr-defined]
        await check(person, "orders", "left", lambda: sheet.kind == "all")  # type: ignore[attr-defined]
        await check(person, "orders", "full_stop", lambda: sheet.area >= 0)  # type: ignore[attr-defined]
        await check(person, "orders", "comma", lambda: sheet.area == -1)  # type: ignore[attr-defined]
        await check(person, "orders", "a", lambda: sheet.everything)  # type: ignore[attr-defined]
        await person.press("a")
        await check(person, "orders", "slash", lambda: sheet.has_class("filtering"))
        await person.press("w", "a", "r", "n")
        assert sheet.wanted == "warn"  # type: ignore[attr-defined]
        await person.press("enter", "escape")
        assert sheet.wanted == ""  # type: ignore[attr-defined]
        await check(person, "orders", "i", at("PageScreen"))
        await person.press("escape", "enter")
        assert len(session.draft) == 1
        await check(person, "orders", "x", lambda: session.draft == [])
        await person.press("enter")
        await check(person, "orders", "delete", lambda: session.draft == [])
        await person.press("enter", "right", "right", "enter")
        one, two = session.draft
        await check(person, "orders", "tab", lambda: app.screen.focused.id == "order-sheet")  # type: ignore[union-attr]
        await person.press("home")
        await check(person, "orders", "d", lambda: session.draft == [two, one])
        await check(person, "orders", "u", lambda: session.draft == [one, two])
        await check(person, "orders", "shift+tab", lambda: app.screen.focused.id == "order-list")  # type: ignore[union-attr]
        await check(person, "orders", "f9", at("Confirm"))
        for key in ("n", "escape"):
            await check(person, "confirm", key, at("TableScreen"))
            await check(person, "table", "f9", at("Confirm"))
        await check(person, "confirm", "f9", at("ReportScreen"))
        await check(person, "report", "w", at("WhyScreen"))
        await person.press("escape")
        await check(person, "report", "y", lambda: app.clipboard.startswith("REPORT"))
        await check(person, "report", "space", at("TableScreen"))
        for key in ("escape", "n"):
            await person.press("r")
            await check(person, "report", key, at("TableScreen"))

        # A sheet that is sealed and not yet open can be taken back
        session.draft = []
        session.game.submit(session.seat, [])
        await check(person, "table", "u", lambda: not session.sealed)
        await person.press("f9")
        await check(person, "confirm", "y", at("ReportScreen"))
        await person.press("space")

        await check(person, "look", "q", at("MenuScreen"))
        await person.press("home", "down", "enter")
        await person.comes_to("SavesScreen")
        await person.press("enter")
        await person.comes_to("TableScreen")
        await check(person, "look", "escape", at("MenuScreen"))

        # The verdict
        from wargame.table.session import Session
        from wargame.tui.screens.verdict import VerdictScreen

        over = Session.start(session.game.rules, {"scenario": "intro", "seat": "gcc", "seed": 3})
        while not over.game.over:
            over.seal()
            over.open_sheets()
        for key in ("escape", "q"):
            await app.push_screen(VerdictScreen(over.game, "gcc"))
            await person.comes_to("VerdictScreen")
            if key == "escape":
                await check(person, "verdict", "r", at("ReplayScreen"))
                await person.press("escape")
                for key_, screen in (("i", "IntelligenceScreen"), ("t", "ChartScreen")):
                    await check(person, "verdict", key_, at(screen))
                    await person.press("escape")
                for read in ("m", "f6"):
                    await check(person, "verdict", read, at("MessagesScreen"))
                    await person.press("escape")
            await check(person, "verdict", key, at("MenuScreen"))

        await check(person, "menu", "escape", lambda: app.return_code == 0)
    async with sitting() as person:
        await check(person, "menu", "q", lambda: person.app.return_code == 0)

    here = set(PLACES) - {place for places in ELSEWHERE.values() for place in places}
    assert unpressed(*here) - {("table", "h")} == set(), "handing over is pressed where several play"
    assert list(saves.glob("*.jsonl"))


ELSEWHERE = {
    "test_tui_hot_seat.py": ("curtain", "word"),
    "test_tui_messages.py": ("messages", "letter"),
    "test_tui_settings.py": ("settings",),
    "test_tui_learn.py": ("learn", "lesson"),
    "test_tui_rulebook.py": ("rulebook",),
    "test_tui_intelligence.py": ("intelligence", "charts"),
    "test_tui_replay.py": ("replay", "ask", "compare", "choice"),
    "test_tui_guest.py": ("guest", "people"),
}
"""Places whose keys are pressed in another file."""


@pytest.mark.parametrize("name", ELSEWHERE)
def test_other_files_press_their_keys(name: str) -> None:
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    places = ", ".join(f'"{place}"' for place in ELSEWHERE[name])
    assert f"unpressed({places})" in text
