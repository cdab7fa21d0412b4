"""The table while a game is played: the panels, the sheet, sealing, and on to the next step."""

from __future__ import annotations

import asyncio

from textual import work

from wargame.record.game import Game
from wargame.record.journal import SaveError
from wargame.tui.keys import bindings
from wargame.tui.screens.panel_screen import PanelScreen
from wargame.tui.session import Session
from wargame.tui.widgets.status import StatusStrip


class TableScreen(PanelScreen):
    """The table while a game is played: panels, the sheet, sealing."""

    places = ("table", "look", "board")
    BINDINGS = bindings("table")

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

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
            return "SEALED: F9 opens the sheets", "watch"
        count = len(self.session.draft)
        return (f"sheet: {count} written" if count else "sheet: empty"), "plain"

    def on_mount(self) -> None:
        super().on_mount()
        if self.game.step == 0 and not self.session.draft:
            self.action_read_brief()
        elif self.game.notice:
            self.say(self.game.notice)

    def on_screen_resume(self) -> None:
        if self.is_mounted and self.query("#status"):
            text, role = self.status()
            self.query_one(StatusStrip).show(self.game, self.seat, text, role)

    def action_write_orders(self) -> None:
        from wargame.tui.screens.order_sheet import OrderScreen

        if self.session.sealed:
            self.say("The sheet is sealed. U takes it back, F9 opens the sheets.")
        else:
            self.app.push_screen(OrderScreen(self.session), self._after_orders)

    def _after_orders(self, seal: bool | None) -> None:
        if seal:
            self.action_seal()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "unseal":
            return self.session.sealed
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

        if not self.session.sealed:
            question = "Seal this sheet? The other seats seal theirs, and all open together."
            lines = seal_lines(self.session)
            if not await self.app.push_screen_wait(Confirm(question, lines, "Seal it", "Go back")):
                return
        self.busy = True
        self.show_status()
        problem = await asyncio.to_thread(self._play_step)
        self.busy = False
        self.show_position()
        if problem:
            self.say(problem, "crossed")
            return
        self._show_panel("board")
        self._after_step()

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
        self.game.close()  # another window may take the save up

    def show_status(self) -> None:
        text, role = self.status()
        self.query_one(StatusStrip).show(self.game, self.seat, text, role)

    def _after_step(self) -> None:
        from wargame.tui.screens.report import ReportScreen
        from wargame.tui.screens.verdict import VerdictScreen

        def on(_: None) -> None:
            if self.game.over:
                self.app.switch_screen(VerdictScreen(self.game, self.seat))

        self.app.push_screen(ReportScreen(self.game, self.seat), on)
