"""The table while a game is played: the panels, the sheet, sealing, and on to the next step."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual import work

from wargame.record.game import Game
from wargame.record.journal import SaveError
from wargame.table.hot_seat import HotSeat
from wargame.table.session import Session
from wargame.text.budget import budget
from wargame.tui.keys import bindings
from wargame.tui.screens.panel_screen import PanelScreen

if TYPE_CHECKING:
    from wargame.tui.screens.room import Room


class TableScreen(PanelScreen):
    """The table while a game is played: panels, the sheet, sealing."""

    places = ("table", "look", "board")
    BINDINGS = bindings("table")
    opens_with_brief = True

    def __init__(self, session: Session, hot: HotSeat | None = None) -> None:
        super().__init__()
        self.session = session
        self.hot = hot
        """The table of a hot seat, where several people take turns at the screen."""
        self._stale = False
        """Whether a step was played since the panels were drawn."""

    @property
    def game(self) -> Game:
        return self.session.game

    @property
    def seat(self) -> str | None:
        return self.session.seat

    def status(self) -> tuple[str, str]:
        if self.busy:
            return "opening the sheets", "watch"
        if self.session.sealed:
            return ("SEALED" if self.hot else "SEALED: F9 opens the sheets"), "watch"
        count = len(self.session.draft)
        return (f"sheet: {count} written" if count else "sheet: empty"), "plain"

    def spare(self) -> str:
        if self.busy or self.session.sealed:
            return ""
        purse = budget(self.game, self.session.seat, self.session.draft)[:1]
        if not purse:
            return ""
        of = f" of {purse[0].have}" if purse[0].spent else ""
        return f"{purse[0].label.partition(',')[0].lower()} left: {purse[0].left}{of}"

    def news(self) -> str:
        unread = self.session.unread
        return f"{unread} unread message{'s' * (unread != 1)}" if unread else ""

    def on_mount(self) -> None:
        super().on_mount()
        news = self.hot is None or self.hot.news(self.session.seat)
        if self.game.step == 0 and not self.session.draft and not self.session.sealed and news:
            if self.opens_with_brief:
                self.action_read_brief()
        elif self.hot is not None and news and self.game.turns:
            self.action_read_report()
        elif self.game.notice:
            self.say(self.game.notice)

    def on_screen_resume(self) -> None:
        if self.is_mounted and self.app.screen is self and self.query("#status"):
            self.show_anew()
            self.show_status()

    def action_write_orders(self) -> None:
        from wargame.tui.screens.order_sheet import OrderScreen

        if self.session.sealed:
            on = "H hands the screen over." if self.hot else "F9 opens the sheets."
            self.say(f"The sheet is sealed. U takes it back, {on}")
        else:
            self.app.push_screen(OrderScreen(self.session), self._after_orders)

    def _after_orders(self, seal: bool | None) -> None:
        if seal:
            self.action_seal()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "unseal":
            return self.session.sealed
        if action == "hand_over":
            return self.hot is not None
        return super().check_action(action, parameters)

    def action_unseal(self) -> None:
        self.session.unseal()
        self.show_position()
        self.say("The sheet was taken back: it can be changed and sealed again.", "calm")

    @work(exclusive=True, group="seal")
    async def action_seal(self) -> None:
        """Seal, open the sheets, and read what happened."""
        from wargame.tui.screens.confirm import Confirm
        from wargame.tui.screens.seal import seal_lines

        if self.hot is not None:
            await self._seal_and_hand_over()
            return
        if self.session.sealed:
            await self._open(self)
            return
        question = "Seal this sheet? The other seats seal theirs, and all open together."
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

        def agreed(yes: bool | None = True) -> None:
            if not answer.done():
                answer.set_result(bool(yes))

        asked = Confirm(question, seal_lines(self.session), "Seal it", "Go back", agreed=agreed)
        self.app.push_screen(asked, agreed)
        if await answer:
            await self._open(asked)

    async def _open(self, front: Room[Any]) -> None:
        """Play the step while the screen in front stays; then the report takes its place, and nothing between."""
        front.busy = True
        front.say("Opening the sheets.")
        problem = await asyncio.to_thread(self._play_step)
        front.busy = False
        with self.app.batch_update():
            if front is not self:
                front.dismiss(True)
            self._stale = True
            if not problem:
                await self._after_step()
        self.app.screen.refresh(layout=True)
        if problem:
            self.show_anew()
            self.say(problem, "crossed")

    def show_anew(self) -> None:
        """Show the new position, once it can be seen."""
        if self._stale:
            self._stale = False
            self.show_position()
            self._show_panel("board")

    async def _seal_and_hand_over(self) -> None:
        """At a hot seat a sealed sheet waits for the others, and can be taken back until all are in."""
        from wargame.tui.screens.confirm import Confirm
        from wargame.tui.screens.seal import seal_lines

        if not self.session.sealed:
            question = "Seal this sheet? You can take it back until the last seat has sealed."
            lines = seal_lines(self.session)
            if not await self.app.push_screen_wait(Confirm(question, lines, "Seal it", "Go back")):
                return
            try:
                faults = self.session.seal()
            except (OSError, SaveError, ValueError) as error:
                self.say(str(error), "crossed")
                return
            if faults:
                self.say(f"{faults[0].order}: {faults[0].reason}", "crossed")
                return
        self._hand_over("has sealed.")

    def action_hand_over(self) -> None:
        self._hand_over("has sealed." if self.session.sealed else "has got up; the sheet is not sealed.")

    def _hand_over(self, done: str) -> None:
        if self.hot is None:
            return
        try:
            self.hot.leave(self.session)
        except OSError as error:
            self.say(f"Not kept: {error}", "crossed")
            return
        self.wargame.get_up(f"{self.hot.label(self.session.seat)} {done}")

    def action_leave(self) -> None:
        """To the menu; at a hot seat only to the curtain, for the others."""
        if self.hot is not None:
            self.action_hand_over()
        else:
            super().action_leave()

    def action_read_messages(self) -> None:
        from wargame.tui.screens.messages import MessagesScreen

        self.app.push_screen(MessagesScreen(self.game, self.seat, self.session))

    def _play_step(self) -> str:
        """Seal and resolve, away from the screen; what went wrong in words, if anything did."""
        try:
            faults = self.session.seal()
            if faults:
                return f"{faults[0].order}: {faults[0].reason}"
            self.session.open_sheets()
        except (OSError, SaveError, ValueError) as error:
            return str(error)
        return ""

    def on_unmount(self) -> None:
        if self.hot is None and not self.game.over:
            self.game.close()  # another window may take the save up

    async def _after_step(self) -> None:
        from wargame.tui.screens.report import ReportScreen
        from wargame.tui.screens.verdict import VerdictScreen

        def on(_: None) -> None:
            if self.game.over:
                self.app.switch_screen(VerdictScreen(self.game, self.seat))

        await self.app.push_screen(ReportScreen(self.game, self.seat), on)
