"""The interface of a guest: somebody at a table that another program keeps, on this computer or far away.

A guest reads sights of the table and asks it to act. Nothing of the computer that runs this is theirs: no
saves, no files, no settings kept, no way out but to leave.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rich.color import ColorSystem
from textual import work
from textual.filter import Monochrome
from textual.screen import Screen

from wargame.record.journal import SaveError
from wargame.table.acts import Answer, Refused
from wargame.tui.app import WargameApp
from wargame.tui.glyphs import own_signs, use_signs
from wargame.tui.guest_chair import Chair, GuestSession, Sight, Taken, made
from wargame.tui.library import Library
from wargame.tui.screens.guest import GuestMessages, GuestOrders, GuestTable, GuestVerdict
from wargame.tui.screens.letter import LetterScreen
from wargame.tui.screens.people import PeopleScreen
from wargame.tui.screens.report import ReportScreen
from wargame.tui.screens.room import Room
from wargame.tui.settings import Settings

if TYPE_CHECKING:
    from textual.driver import Driver

    from wargame.ruleset.tables import Ruleset
    from wargame.text.rulebook.blocks import Page

GOODBYE = "You have left the terminal. Your seat and your sheet are kept at the table."


class GuestApp(WargameApp):
    """One person's terminal at a table."""

    def __init__(
        self,
        chair: Chair,
        sight: Sight,
        library: Library,
        *,
        driver: Callable[..., Driver] | None = None,
        grey: bool = False,
        plain: bool = False,
        back: bool = False,
    ) -> None:
        """`grey` and `plain` are what the terminal shows: no colours, ASCII only; `back`: it was here before."""
        own_signs("ascii" if plain else "full")
        self.chair, self.sight, self._plain, self._back = chair, sight, plain, back
        self.session = GuestSession(chair.seat, sight)
        self.goodbye = ""
        """What is said when it is over."""
        super().__init__()
        self.library = library
        if driver is not None:
            self.driver_class = driver  # type: ignore[assignment]
        # How the program itself was started says nothing of this terminal.
        self.console._color_system = ColorSystem.TRUECOLOR
        self._filters = [f for f in self._filters if not isinstance(f, Monochrome)]
        if grey:
            self._filters.append(Monochrome())
        self._changed = asyncio.Event()
        self._acting = asyncio.Lock()
        self._unwatch: Callable[[], None] = lambda: None

    def first_settings(self) -> tuple[Settings, str]:
        return Settings(), ""

    def get_default_screen(self) -> Screen[None]:
        return GuestTable(self.session)

    @work(group="room")
    async def _begin(self) -> None:
        """Follow the table until the end."""
        self._unwatch = self.chair.watch(self._changed.set)
        self._changed.set()  # something may have happened since the first sight
        self._tick()
        if self._back:
            back = "You are back: the connection was lost for a while. Your sheet is as it was."
            self.call_after_refresh(self._tell, back, "calm")
        if self.sight.game.over:
            self.push_screen(GuestVerdict(self.sight.game, self.chair.seat))
        while True:
            await self._changed.wait()
            self._changed.clear()
            await self.look_again()

    def on_unmount(self) -> None:
        self._unwatch()

    # The table

    async def look_again(self) -> None:
        """See the table as it stands now."""
        try:
            sight = await self.chair.look()
        except Taken as taken:
            self.leave(str(taken))
            return
        before = self.sight
        if sight.stamp == before.stamp or not self.is_running:
            return
        self.sight = sight
        self.session.show(sight)
        played, had = len(sight.game.turns), len(before.game.turns)
        if played != had:
            self._moved(forward=played > had)
        for screen in self.screen_stack:
            if (
                isinstance(screen, GuestTable | GuestOrders | GuestMessages | PeopleScreen)
                and screen.is_mounted
            ):
                screen.look_again()

    def _moved(self, forward: bool) -> None:
        """The table is at another step: what was being done for the old one is laid aside."""
        writing = isinstance(self.screen, LetterScreen)
        if writing:
            self._tell("The sheets are open: Esc keeps this message, R then shows the report.")
            return
        while len(self.screen_stack) > 1:
            self.pop_screen()
        if not forward:
            self._tell("The umpire has gone back to an earlier step.")
            return
        game = self.sight.game
        self.push_screen(ReportScreen(game, self.chair.seat), self._after_report)

    def _after_report(self, _: None) -> None:
        if self.sight.game.over:
            self.push_screen(GuestVerdict(self.sight.game, self.chair.seat))

    async def act(self, kind: str, **what: Any) -> Answer | None:
        """Ask the table for something, and see what came of it. None if it was refused, and said so."""
        async with self._acting:
            try:
                answer = await self.chair.act(made(kind, self.sight.game.step, **what))
            except (Refused, SaveError) as refused:
                text = (
                    str(refused) if isinstance(refused, Refused) else "The table could not write that down."
                )
                self._tell(f"{text[:1].upper()}{text[1:]}", "crossed")
                return None
            except Taken as taken:
                self.leave(str(taken))
                return None
            finally:
                await self.look_again()
        return answer

    @work(group="read")
    async def have_read(self, count: int) -> None:
        """Messages have been looked at."""
        if count > self.sight.read:
            await self.act("read", count=count)

    def _tick(self) -> None:
        """The status line tells the time when what it says of it changes, and not oftener."""
        due = self.sight.clock.due
        seconds = 30.0 if due is None else max(0.0, due - time.time())
        self.set_timer(
            max(1.0, min(30.0, seconds - 120 if seconds > 125 else seconds % 10 + 0.1)), self._tick
        )
        table = self.screen_stack[0] if self.screen_stack else None
        if due is not None and isinstance(table, GuestTable) and table.is_current:
            table.show_status()

    def _tell(self, text: str, role: str = "watch") -> None:
        if isinstance(self.screen, Room) and self.screen.is_mounted and not self.screen.too_small:
            self.screen.say(text, role)

    # What a guest has not

    async def rules(self) -> Ruleset:
        return self.sight.game.rules

    async def rulebook(self) -> Page:
        return await self.library.rulebook(self._ruleset)

    @property
    def _ruleset(self) -> str:
        return self.sight.game.rules.name

    @property
    def has_fiction(self) -> bool:
        return False

    def _umpire_reads(self) -> bool | None:
        return False

    def wording_of_rules(self) -> Callable[[str], str]:
        return self.sight.game.rules.say

    @property
    def settable(self) -> tuple[str, ...]:
        return ("theme", "odds", "signs")

    def settings_notes(self) -> tuple[str, ...]:
        return ("For this terminal, for as long as it is open.",)

    def change_settings(self, settings: Settings) -> str:
        self.settings = replace(settings, animation="off", names=self.settings.names)
        self._apply(self.settings)
        for screen in self.screen_stack:
            if isinstance(screen, Room):
                screen.use_signs(self.plain_signs)
        return ""

    def _apply(self, settings: Settings) -> None:
        signs = settings.signs
        super()._apply(settings)
        self.plain_signs = use_signs(
            "ascii" if signs == "ascii" or (signs == "auto" and self._plain) else "full"
        )

    def back_to_menu(self) -> None:
        """A guest's way back ends at the table."""
        while len(self.screen_stack) > 1:
            self.pop_screen()

    # Leaving

    async def action_quit(self) -> None:
        self.ask_to_leave()

    @work(exclusive=True, group="leave")
    async def ask_to_leave(self) -> None:
        from wargame.tui.screens.confirm import Confirm

        if isinstance(self.screen, Confirm):
            return
        text = "Your seat is kept, and so is the sheet. You can join again at any time."
        from wargame.tui.widgets.canvas import line

        if await self.push_screen_wait(Confirm("Leave this terminal?", [line(text)], "Leave", "Stay")):
            self.leave(GOODBYE)

    def leave(self, goodbye: str) -> None:
        """End this terminal with a sentence."""
        self.goodbye = goodbye
        self.exit()


__all__ = ["GOODBYE", "GuestApp"]
