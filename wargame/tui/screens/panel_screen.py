"""The table: board, ladder, numbers, red lines, deals and log, in the eyes of one seat.

At 80 columns one panel is shown at a time; wider screens show several. Which is a matter of the
style sheet: the panels are the same.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual import work
from textual.containers import Container, Horizontal, Vertical
from textual.widget import Widget

from wargame.record.game import Game
from wargame.tui.keys import PANELS, bindings
from wargame.tui.screens.room import Room
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

    def news(self) -> str:
        """What the status strip must not leave out."""
        return ""

    def spare(self) -> str:
        """What it adds where there is room."""
        return ""

    def show_status(self) -> None:
        text, role = self.status()
        self.query_one(StatusStrip).show(self.game, self.seat, text, role, self.news(), self.spare())

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

    def use_signs(self, plain: bool) -> None:
        self.show_position()
        super().use_signs(plain)

    def show_position(self) -> None:
        """Show the game as it stands, everywhere."""
        game, seat = self.game, self.seat
        self.show_status()
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

    def pointed(self, on: Widget) -> None:  # noqa: ARG002
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

    def action_read_intelligence(self) -> None:
        from wargame.tui.screens.intelligence import IntelligenceScreen

        self.app.push_screen(IntelligenceScreen(self.game, self.seat))

    def action_show_charts(self) -> None:
        from wargame.tui.screens.charts import ChartScreen

        asked = [] if self.panel == "board" else self.query_one(f"#{self.panel}", Panel).asked()
        self.app.push_screen(ChartScreen(self.game, self.seat, asked))

    def action_read_story(self) -> None:
        from wargame.tui.screens.story import StoryScreen

        self.app.push_screen(StoryScreen(self.game, self.seat))

    def action_read_messages(self) -> None:
        from wargame.tui.screens.messages import MessagesScreen

        self.app.push_screen(MessagesScreen(self.game, self.seat))

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


def brief(game: Game, seat: str | None) -> str:
    """The seat's briefing; the umpire has the scenario's text."""
    from wargame.text.describe import seat_brief

    return game.scenario.text if seat is None else seat_brief(game, seat)
