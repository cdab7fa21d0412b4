"""The first screen: all tables side by side, and the roll call of one. A projector may show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual import work
from textual.widget import Widget

from wargame.tui.console.client import EVERY
from wargame.tui.console.commanding import Commanding
from wargame.tui.console.forms import (
    Form,
    announce_form,
    attempt_form,
    back_form,
    deadline_form,
    hold_form,
    note_form,
    rule_form,
)
from wargame.tui.console.keys import bindings
from wargame.tui.console.room import ConsoleBar, ConsoleChoice
from wargame.tui.console.seen import Chair, Whole
from wargame.tui.console.strips import DeskHead, Now, chair_row, clock_of, table_row, table_titles, waiting
from wargame.tui.keys import Key
from wargame.tui.screens.choice import Option
from wargame.tui.widgets.canvas import folded
from wargame.tui.widgets.listing import Listing, Row

WHEN = {"start": ("lobby",), "reveal": ("orders",), "proceed": ("report",)}
"""Phases in which a key is worth its place in the bar."""


class DeskScreen(Commanding):
    places = ("desk",)
    BINDINGS = bindings("desk")

    def body(self) -> Iterable[Widget]:
        yield DeskHead(id="desk-head")
        yield Listing(id="tables")
        yield Now(id="now")
        yield Listing(id="roll", empty="Asking the server ...")

    def on_mount(self) -> None:
        self.query_one("#tables").focus()
        self.set_interval(1.0, self.tick)
        self.look_again()

    # What is seen

    def look_again(self) -> None:
        self.tick()
        self._show_roll()
        self.query_one(ConsoleBar).redraw()

    def tick(self) -> None:
        """The clocks, and whatever else stands in one line: what is the same is not painted again."""
        app = self.console_app
        if not self.is_mounted or app.view is None:
            return
        self.query_one(DeskHead).show(app.client.where, app.away, self.every, app.waits)
        tables = app.view.tables
        listing = self.query_one("#tables", Listing)
        left = {table.id: clock_of(table, app.now) for table in tables}
        rows = [Row(lambda width: [table_titles(width)])]
        rows += [Row(lambda w, t=t: [table_row(t, left[t.id], w)], t.id) for t in tables]  # type: ignore[misc]
        height = len(rows)
        if listing.styles.height is None or listing.styles.height.value != height:
            listing.styles.height = height
        listing.set_rows(rows)
        if listing.key != app.chosen:
            listing.select(app.chosen)
        table = self.table
        self.query_one(Now).show(table, self.whole, left.get(table.id, "") if table else "")

    def _show_roll(self) -> None:
        table, whole = self.table, self.whole
        if table is None:
            return
        rows = [_chair(chair) for chair in table.roll]
        rows += [_text(f"  ! {warning}", "watch") for warning in table.warnings]
        rows += [_text(text, "dim") for text in waiting(whole)]
        self.query_one("#roll", Listing).set_rows(rows)

    def pointed(self, on: Widget) -> None:
        """The pointer chooses the table."""
        if on.id == "tables" and isinstance(on, Listing) and isinstance(on.key, str):
            self.console_app.choose(on.key)

    def fits(self, key: Key) -> bool:
        table = self.table
        return table is None or key.action not in WHEN or table.phase in WHEN[key.action]

    # Getting about

    def action_switch_side(self) -> None:
        tables, roll = self.query_one("#tables"), self.query_one("#roll")
        (roll if tables.has_focus else tables).focus()

    def action_next_table(self) -> None:
        self._turn(1)

    def action_previous_table(self) -> None:
        self._turn(-1)

    def _turn(self, by: int) -> None:
        app = self.console_app
        names = [table.id for table in app.view.tables] if app.view else []
        if app.chosen in names:
            self.query_one("#tables", Listing).select(names[(names.index(app.chosen) + by) % len(names)])

    def on_listing_chosen(self, event: Listing.Chosen) -> None:
        if event.listing.id == "roll":
            self.hand_over(event.key)
        else:
            self.action_switch_side()

    def action_toggle_every(self) -> None:
        self.every = not self.every
        self.tick()

    # Commands that are written

    @work(exclusive=True, group="ask")
    async def write(self, kind: str, form: Callable[[Whole], Form]) -> None:
        from wargame.tui.console.writing import FormScreen

        target, whole, table = self._target(kind), self.whole, self.table
        if target is None or table is None:
            return
        if whole is None:
            self.say("The server has not answered yet.")
            return
        where = "every table" if target == EVERY else table.name
        written = FormScreen(form(whole), target, where)
        if await self.app.push_screen_wait(written):
            self._done()
            if written.told:
                self.say(written.told, "calm")

    def action_announce(self) -> None:
        self.write("announce", announce_form)

    def action_rule(self) -> None:
        self.write("rule", rule_form)

    def action_attempt(self) -> None:
        self.write("attempt", attempt_form)

    def action_deadline(self) -> None:
        self.write("deadline", deadline_form)

    def action_hold(self) -> None:
        self.write("hold", hold_form)

    def action_note(self) -> None:
        self.write("note", note_form)

    def action_step_back(self) -> None:
        if self.whole is not None and not self.whole.steps:
            self.say("No step has been played yet.")
            return
        self.write("back", back_form)

    # Other screens

    def action_show_letters(self) -> None:
        from wargame.tui.console.pages import LettersScreen

        self.app.push_screen(LettersScreen())

    def action_show_verdicts(self) -> None:
        from wargame.tui.console.pages import LettersScreen

        self.app.push_screen(LettersScreen("marked"))

    def action_show_plans(self) -> None:
        from wargame.tui.console.pages import PlansScreen

        self.app.push_screen(PlansScreen())

    def action_show_truth(self) -> None:
        from wargame.tui.console.pages import TruthScreen

        self.app.push_screen(TruthScreen())

    @work(exclusive=True, group="ask")
    async def action_show_seat(self) -> None:
        from wargame.tui.console.pages import SeatScreen

        whole, table = self.whole, self.table
        if whole is None or table is None:
            return
        options = [Option(seat.value, seat.label) for seat in whole.seats]
        seat = await self.app.push_screen_wait(ConsoleChoice(f"AS WHO SEES {table.name}?", "", options))
        if seat is not None:
            self.app.push_screen(SeatScreen(seat))

    @work(exclusive=True, group="ask")
    async def action_leave(self) -> None:
        text = "The class goes on without it; the same link opens it again."
        if await self.sure("LEAVE THE CONSOLE?", text, "Leave"):
            self.console_app.leave("")


def _chair(chair: Chair) -> Row:
    return Row(lambda width: [chair_row(chair, width)], ("seat", chair.seat))


def _text(text: str, role: str) -> Row:
    return Row(lambda width: folded(text, width, role, "    "))


__all__ = ["DeskScreen"]
