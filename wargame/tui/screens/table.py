"""The table: board, ladder, numbers, red lines, deals and log, in the eyes of one seat.

At 80 columns one panel is shown at a time; wider screens show several. Which is a matter of the
style sheet: the panels are the same.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from textual import work
from textual.containers import Container, Horizontal, Vertical
from textual.widget import Widget

from wargame.record.game import Game
from wargame.record.journal import SaveError
from wargame.tui.keys import PANELS, bindings
from wargame.tui.screens.room import Room
from wargame.tui.session import Session
from wargame.tui.widgets.board_map import BoardMap
from wargame.tui.widgets.listing import Listing
from wargame.tui.widgets.look import Look
from wargame.tui.widgets.panels import DealList, Ladder, LineList, LogList, MeterList, Panel
from wargame.tui.widgets.status import GaugeStrip, StatusStrip, Tabs

LOWER = ("ladder", "deals", "log")
"""Panels that share the space below the board."""


class PanelScreen(Room[None]):
    """The panels and how to get about in them. What can be done here is the business of a subclass."""

    BINDINGS = bindings("look")
    linear_board = False

    def __init__(self) -> None:
        super().__init__()
        self.panel = "board"
        self.lower = "ladder"

    # Subclasses say what is looked at

    @property
    def game(self) -> Game:
        raise NotImplementedError

    @property
    def seat(self) -> str | None:
        raise NotImplementedError

    def status(self) -> tuple[str, str]:
        """What the status strip adds: a text and its role."""
        raise NotImplementedError

    def top(self) -> Iterable[Widget]:
        """Widgets above the panels."""
        return ()

    # Make-up

    def body(self) -> Iterable[Widget]:
        yield StatusStrip(id="status")
        yield from self.top()
        yield GaugeStrip(id="gauges")
        with Horizontal(id="body", classes="at-board lower-ladder"):
            with Vertical(id="left"):
                yield BoardMap(id="board", linear=self.linear_board)
                with Container(id="lower"):
                    yield Ladder(id="ladder")
                    yield DealList(id="deals")
                    yield LogList(id="log")
            with Vertical(id="right"):
                yield MeterList(id="meters")
                yield LineList(id="lines")
        yield Look(id="look")
        yield Tabs(id="tabs")

    def on_mount(self) -> None:
        for name, label in PANELS.items():
            if name != "board":
                self.query_one(f"#{name}").border_title = label
        self.show_position()
        self._show_panel(self.panel)

    def show_position(self) -> None:
        """Show the game as it stands, everywhere."""
        game, seat = self.game, self.seat
        text, role = self.status()
        self.query_one(StatusStrip).show(game, seat, text, role)
        self.query_one(GaugeStrip).show(game, seat)
        board = self.query_one(BoardMap)
        board.show(game, seat)
        for panel in self.query(Panel):
            panel.show(game, seat)
        self._look()

    # Panels

    def action_show_panel(self, panel: str) -> None:
        self._show_panel(panel)

    def _show_panel(self, panel: str) -> None:
        self.panel = panel
        if panel in LOWER:
            self.lower = panel
        self.query_one("#body").set_classes(f"at-{panel} lower-{self.lower}")  # one restyle, not one a class
        self.query_one(Tabs).show(panel)
        self.query_one(f"#{panel}").focus(scroll_visible=False)
        self._look()

    def action_next_panel(self) -> None:
        self._turn(1)

    def action_previous_panel(self) -> None:
        self._turn(-1)

    def _turn(self, by: int) -> None:
        names = list(PANELS)
        self._show_panel(names[(names.index(self.panel) + by) % len(names)])

    def on_descendant_focus(self) -> None:
        """A click into another panel goes there too."""
        focused = self.focused
        if focused is not None and focused.id in PANELS and focused.id != self.panel:
            self._show_panel(focused.id)

    # Looking

    def on_board_map_moved(self) -> None:
        self._look()

    def on_listing_moved(self) -> None:
        self._look()

    def _look(self) -> None:
        """Say in words what the pointer stands on."""
        if self.panel == "board":
            board = self.query_one(BoardMap)
            self.query_one(Look).show_area(board.place, board.numbers())
        else:
            self.query_one(Look).show_text(self.query_one(f"#{self.panel}", Panel).told())

    def on_board_map_opened(self) -> None:
        from wargame.tui.screens.area import AreaScreen

        self.app.push_screen(AreaScreen(self.game, self.seat, self.query_one(BoardMap).place))

    def on_listing_chosen(self, event: Listing.Chosen) -> None:
        event.stop()
        self._explain()

    def action_explain(self) -> None:
        self._explain()

    def _explain(self) -> None:
        from wargame.tui.screens.why import WhyScreen

        if self.panel == "board":
            self.on_board_map_opened()
            return
        rows = self.query_one(f"#{self.panel}", Panel).asked()
        if rows:
            self.app.push_screen(WhyScreen(self.game, self.seat, rows))
        else:
            self.say("Nothing to explain here: move the pointer to a number.")

    @work(exclusive=True, group="find")
    async def action_find(self) -> None:
        """Search the log."""
        from wargame.tui.screens.find import FindScreen

        self._show_panel("log")
        wanted = await self.app.push_screen_wait(FindScreen("Find in the log:"))
        if wanted is not None:
            self.query_one(LogList).find(wanted)
            self.query_one(LogList).show(self.game, self.seat)

    def action_read_report(self) -> None:
        from wargame.tui.screens.report import ReportScreen

        self.app.push_screen(ReportScreen(self.game, self.seat))

    def action_read_brief(self) -> None:
        from wargame.tui.screens.page import PageScreen
        from wargame.tui.widgets.canvas import line

        lines = [line(part) for part in brief(self.game, self.seat).splitlines()]
        self.app.push_screen(PageScreen("BRIEFING", lines))

    def action_leave(self) -> None:
        self.wargame.back_to_menu()


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


def brief(game: Game, seat: str | None) -> str:
    """The seat's briefing; the umpire has the scenario's text."""
    from wargame.text.describe import seat_brief

    return game.scenario.text if seat is None else seat_brief(game, seat)
