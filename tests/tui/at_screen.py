"""Driving the interface as a person would: keys in, text of the screen out."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual import events
from textual.pilot import Pilot

from wargame.tui.app import WargameApp
from wargame.tui.keys import KEYS
from wargame.tui.snapshot import screen_text

GOLDEN = Path(__file__).parent / "golden"
UPDATE = "WARGAME_UPDATE_GOLDEN"
"""Set this variable to write the golden screens anew; the difference is then read in review."""


class Person:
    """Somebody at the keyboard."""

    def __init__(self, app: WargameApp, pilot: Pilot[Any]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def at(self) -> str:
        """The kind of screen in front."""
        return type(self.app.screen).__name__

    @property
    def sees(self) -> str:
        return screen_text(self.app)

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each when the one before has been dealt with.

        The pilot's own `press` also waits until the processor is idle, which on a busy machine takes long.
        """
        driver = self.app._driver
        assert driver is not None
        for key in keys:
            character = " " if key == "space" else key if len(key) == 1 else None
            event = events.Key(key, character)
            event.set_sender(self.app)
            driver.send_message(event)
            await self.settle()

    async def settle(self) -> None:
        """Wait until all messages are dealt with and what they changed is painted."""
        still = 0
        for _ in range(200):
            await asyncio.sleep(0)
            await self.pilot._wait_for_screen()
            screen = self.app.screen
            waiting = screen._layout_required or screen._repaint_required or screen._dirty_widgets
            still = 0 if waiting else still + 1
            if still == 3:
                return
            if waiting:
                await asyncio.sleep(0.004)

    async def until(self, come: Callable[[], bool], what: str = "") -> None:
        """Wait for what a key has set going, not for the clock."""
        for _ in range(400):
            await self.settle()
            if come():
                await self.settle()
                return
            await asyncio.sleep(0.01)
        raise AssertionError(f"never came: {what or come}; stands at {self.at}:\n{self.sees}")

    async def comes_to(self, screen: str) -> None:
        await self.until(lambda: self.at == screen and bool(self.app.screen.query("KeyBar")), screen)

    async def resize(self, width: int, height: int) -> None:
        await self.pilot.resize_terminal(width, height)
        await self.settle()

    async def seal(self) -> None:
        """From the table: seal what is written and read the report."""
        await self.press("f9")
        await self.comes_to("Confirm")
        await self.press("enter")
        await self.comes_to("ReportScreen")


@asynccontextmanager
async def sitting(size: tuple[int, int] = (80, 24), **wish: Any) -> AsyncIterator[Person]:
    """Somebody before a terminal of this size. `wish` goes to the application, as from the command line."""
    app = WargameApp(**wish)
    async with app.run_test(size=size) as pilot:
        yield Person(app, pilot)


# Every key, pressed once where it works: each file that presses some says so with `unpressed` ------

PRESSED: set[tuple[str, str]] = set()


async def check(person: Person, where: str, key: str, good: object = True) -> None:
    """Press a key of a place; what it should have done is looked at afterwards by `good`."""
    known = {(k.where, name) for k in KEYS for name in k.keys}
    assert (where, key) in known, f"{key} is not a key of '{where}'"
    await person.press(key)
    if callable(good):
        await person.until(good, f"{where}: {key}")
    PRESSED.add((where, key))


def unpressed(*places: str) -> set[tuple[str, str]]:
    """The keys of some places that no test of this file has pressed."""
    return {(k.where, name) for k in KEYS for name in k.keys if k.where in places} - PRESSED


def compare(name: str, text: str) -> None:
    """Hold a screen against its golden file."""
    path = GOLDEN / f"{name}.txt"
    if os.environ.get(UPDATE):
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
        return
    assert path.exists(), f"no golden screen {path.name}; set {UPDATE}=1 to write it"
    assert text + "\n" == path.read_text(encoding="utf-8"), (
        f"{path.name} differs; set {UPDATE}=1 if it should"
    )
