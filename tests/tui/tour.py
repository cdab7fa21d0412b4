"""A round of the screens of a game, for whatever is to hold on every one of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from at_screen import Person, sitting

from wargame.tui.keys import PANELS
from wargame.tui.screens.charts import ChartScreen

NEW: dict[str, Any] = {"scenario": "intro", "seat": "washington", "seed": 7}

SIZES = ((80, 24), (120, 40), (200, 60))

SAVES = Path(__file__).parents[2] / "saves"


async def of_the_menu(person: Person) -> AsyncIterator[str]:
    """The menu and what lies behind it. The names are those of the golden files."""
    yield "menu"
    await person.app.rules()
    for name, key, screen in (("help", "f1", "HelpScreen"), ("settings", "f8", "SettingsScreen")):
        await person.press(key)
        await person.comes_to(screen)
        if name == "help":  # the settings name folders of this computer
            yield f"menu-{name}"
        await person.press("escape")
        await person.comes_to("MenuScreen")
    for name, open_it, screen in (
        ("new-game", person.app.open_new_game, "NewGameScreen"),
        ("learn", person.app.open_learn, "LearnScreen"),
    ):
        open_it()
        await person.comes_to(screen)
        yield name
        await person.press("escape")
        await person.comes_to("MenuScreen")


async def of_a_game(person: Person) -> AsyncIterator[str]:
    """A game's first step: the briefing, the table, the sheet, the report, and what can be asked."""
    await person.comes_to("PageScreen")
    yield "brief"
    await person.press("space")
    await person.comes_to("TableScreen")
    for digit, panel in enumerate(PANELS, 1):
        await person.press(str(digit))
        yield f"table-{panel}"
    await person.press("1", "enter")
    await person.comes_to("AreaScreen")
    yield "area"
    await person.press("escape")
    await person.comes_to("TableScreen")
    await person.press("f1")
    await person.comes_to("HelpScreen")
    yield "table-help"
    await person.press("escape", "o")
    await person.comes_to("OrderScreen")
    await person.press("down", "enter", "right", "right", "enter")
    await person.press("up", "down")  # the notice goes with the next key
    yield "orders"
    await person.press("f9")
    await person.comes_to("Confirm")
    yield "seal"
    await person.press("enter")
    await person.comes_to("ReportScreen")
    await person.press("enter")
    yield "report"
    await person.press("space")
    await person.comes_to("TableScreen")
    yield "table-later"
    for name, key, screen in (
        ("intelligence", "i", "IntelligenceScreen"),
        ("story", "l", "StoryScreen"),
        ("messages", "m", "MessagesScreen"),
        ("charts", "t", "ChartScreen"),
    ):
        await person.press(key)
        await person.comes_to(screen)
        if isinstance(person.app.screen, ChartScreen) and person.app.screen.draws:
            await person.until(lambda: person.app.screen.has_class("drawn"))
        yield name
        await person.press("escape")
        await person.comes_to("TableScreen")
    await person.press("3", "w")
    await person.comes_to("WhyScreen")
    yield "why"


async def of_a_replay(person: Person) -> AsyncIterator[str]:
    """A recorded game in the umpire's eyes, and its verdict."""
    await person.comes_to("ReplayScreen")
    await person.press("right", "right", "right", "full_stop")
    for digit, panel in enumerate(PANELS, 1):
        await person.press(str(digit))
        yield f"replay-{panel}"


async def everywhere(size: tuple[int, int], look: Callable[[Person, str], object]) -> None:
    """Look at all of them at one size."""
    async with sitting(size) as person:
        async for name in of_the_menu(person):
            look(person, name)
    async with sitting(size, new=NEW) as person:
        async for name in of_a_game(person):
            look(person, name)
    async with sitting(size, replay=SAVES / "regional-war.jsonl") as person:
        async for name in of_a_replay(person):
            look(person, name)
