"""The console's application: it asks the desk again and again, and takes commands there, in other threads."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from textual import work
from textual.binding import Binding
from textual.screen import Screen

from wargame.tui.app import WargameApp
from wargame.tui.console.client import Answer, Away, Client, Declined, NoDesk, new_id
from wargame.tui.console.desk import DeskScreen
from wargame.tui.console.keys import bindings
from wargame.tui.console.room import ConsoleHelp, ConsoleRoom, ConsoleSettings
from wargame.tui.console.seen import Glance, View, Whole
from wargame.tui.screens.help import HelpScreen
from wargame.tui.screens.room import Room
from wargame.tui.screens.settings import SettingsScreen

T = TypeVar("T")

SECONDS = 2.0
"""Between two looks at the desk."""

PATIENCE = 60.0
"""So long a command is sent again and again. Later it might do what nobody wants any more."""


@dataclass
class Errand:
    """A command on its way."""

    table: str
    content: dict[str, Any]
    done: asyncio.Future[Answer | None]


class ConsoleApp(WargameApp, inherit_bindings=False):
    CSS_PATH = [  # type: ignore[assignment]  # noqa: RUF012
        Path(__file__).parents[1] / "shell.tcss",
        Path(__file__).with_name("console.tcss"),
    ]
    BINDINGS = [*bindings("all"), Binding("ctrl+q", "quit", show=False, priority=True)]  # noqa: RUF012
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, client: Client, view: View | None = None) -> None:
        super().__init__()
        self.client = client
        self.view: View | None = view
        self.chosen = view.tables[0].id if view is not None and view.tables else ""
        self.away = False
        """Whether the server does not answer just now."""
        self.waits = ""
        """Which command has no answer yet."""
        self.goodbye = ""
        """What is said when it is over, if it did not end by its user's wish."""
        self._ahead = view.now - time.time() if view is not None else 0.0
        self._wholes: dict[str, Whole] = {}
        self._wake = asyncio.Event()
        self._errands: asyncio.Queue[Errand] = asyncio.Queue()

    def get_default_screen(self) -> Screen[None]:
        return DeskScreen()

    # What is known

    @property
    def now(self) -> float:
        """The server's time."""
        return time.time() + self._ahead

    @property
    def table(self) -> Glance | None:
        """The table that is chosen."""
        tables = self.view.tables if self.view is not None else ()
        return next((table for table in tables if table.id == self.chosen), None)

    @property
    def whole(self) -> Whole | None:
        """All of it, as far as it was asked for."""
        return self._wholes.get(self.chosen)

    def choose(self, table: str) -> None:
        if table != self.chosen:
            self.chosen = table
            self._wake.set()
            self._show()

    @work(group="poll")
    async def _begin(self) -> None:
        self._carry()
        while self.is_running:
            self._wake.clear()
            await self.look_again()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), SECONDS)

    async def look_again(self) -> None:
        """See all tables as they stand now."""
        try:
            view = await asyncio.to_thread(self.client.view, self.chosen)
        except NoDesk as wrong:
            self.leave(str(wrong))
            return
        except Declined:
            self.chosen = ""  # the table is gone: look at the others
            return
        except Away:
            self._set_away(True)
            return
        self.away, self.view = False, view
        self._ahead = view.now - time.time()
        if view.table is not None:
            self._wholes[view.table.at.id] = view.table
        if self.table is None and view.tables:
            self.chosen = view.tables[0].id
            self._wake.set()
        self._show()

    def _set_away(self, away: bool) -> None:
        if away != self.away:
            self.away = away
            self._show()

    def _show(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, ConsoleRoom) and screen.is_mounted and screen.query("KeyBar"):
                screen.look_again()

    # Commands

    @work(group="order")
    async def order(self, table: str, content: dict[str, Any]) -> None:
        """Have a command done, and say what came of it."""
        await self.give(table, content | {"id": new_id()})

    async def give(self, table: str, content: dict[str, Any]) -> Answer | None:
        """Have a command done, with the id that it has; None if nobody knows whether it was."""
        errand = Errand(table, content, asyncio.get_running_loop().create_future())
        self._errands.put_nowait(errand)
        answer = await errand.done
        if answer is None:
            text = "The server did not answer: what is shown when it is back tells whether that was done."
            self.say(text, "crossed")
        elif answer.ok:
            self.say(_done(answer.text, content["kind"]), "calm")
        else:
            self.say(answer.text, "crossed")
        return answer

    async def ask(self, ask: Callable[..., T], *what: object) -> T | None:
        """Ask the desk something; None if it did not tell, which is said."""
        try:
            return await asyncio.to_thread(ask, *what)
        except NoDesk as wrong:
            self.leave(str(wrong))
        except Declined as declined:
            self.say(str(declined), "crossed")
        except Away:
            self._set_away(True)
            self.say("The server does not answer just now.", "crossed")
        return None

    @work(group="carry")
    async def _carry(self) -> None:
        """Commands go one after the other, in the order they were given."""
        while True:
            errand = await self._errands.get()
            self.waits = errand.content["kind"]
            answer = await self._deliver(errand)
            self.waits = ""
            if not errand.done.done():
                errand.done.set_result(answer)
            self._wake.set()

    async def _deliver(self, errand: Errand) -> Answer | None:
        """Send it until it is answered: with the same id it is done once, however often it arrives."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.is_running:
            try:
                answer = await asyncio.to_thread(self.client.command, errand.table, errand.content)
            except NoDesk as wrong:
                self.leave(str(wrong))
                return None
            except Away:
                self._set_away(True)
                await asyncio.sleep(1.0)
                continue
            self._set_away(False)
            return answer
        return None

    def say(self, text: str, role: str) -> None:
        """A word in the key bar of the screen in front, until the next key."""
        screen = self.screen
        if isinstance(screen, Room) and screen.is_mounted and screen.query("KeyBar") and not screen.too_small:
            screen.say(text, role)

    # The rest

    def action_open_help(self) -> None:
        if isinstance(self.screen, Room) and not isinstance(self.screen, HelpScreen):
            self.push_screen(ConsoleHelp(self.screen.places))

    def action_open_settings(self) -> None:
        if isinstance(self.screen, Room) and not isinstance(self.screen, SettingsScreen):
            self.push_screen(ConsoleSettings())

    @property
    def settable(self) -> tuple[str, ...]:
        return ("theme", "signs")

    def back_to_menu(self) -> None:
        """There is no menu here: back to the desk."""
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def leave(self, goodbye: str) -> None:
        self.goodbye = goodbye
        self.exit()

    def on_unmount(self) -> None:
        self.client.close()


def _done(text: str, kind: str) -> str:
    found = text or f"Done: {kind}"
    found = f"{found[:1].upper()}{found[1:]}"
    return found if found.endswith((".", "!", "?")) else f"{found}."


def run(link: str, trust: Path | None = None) -> None:
    """Open the console at a desk's link. Raises ValueError with one sentence when it cannot, or ends early."""
    client = Client(link, trust)
    try:
        client.enter()
        view = client.view()
    except Away:
        raise ValueError(
            f"Nobody answers at {client.where}. Is wargame host running there, and is this its address?"
        ) from None
    app = ConsoleApp(client, view)
    app.run()
    if app.goodbye:
        raise ValueError(app.goodbye)


__all__ = ["ConsoleApp", "run"]
