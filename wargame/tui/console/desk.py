"""The first screen: all tables side by side, and the roll call of one. A projector may show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from textual import work
from textual.widget import Widget

from wargame.tui.console.client import EVERY
from wargame.tui.console.forms import (
    Form,
    announce_form,
    back_form,
    deadline_form,
    hold_form,
    note_form,
    rule_form,
)
from wargame.tui.console.keys import bindings
from wargame.tui.console.room import ConsoleBar, ConsoleChoice, ConsoleConfirm, ConsoleRoom
from wargame.tui.console.seen import Chair, Glance, Whole
from wargame.tui.console.strips import DeskHead, Now, chair_row, clock_of, table_row, table_titles, waiting
from wargame.tui.keys import Key
from wargame.tui.screens.choice import Option
from wargame.tui.widgets.canvas import folded, line
from wargame.tui.widgets.listing import Listing, Row

FOR_EVERY = frozenset(
    {"start", "pause", "resume", "extend", "close", "reopen", "reveal", "proceed"}
    | {"deadline", "defaults", "announce", "note"}
)
"""What may be asked of every table at once."""

WHEN = {"start": ("lobby",), "reveal": ("orders",), "proceed": ("report",)}
"""Phases in which a key is worth its place in the bar."""

DEFAULTS = (
    Option("draft", "the draft as it stands", "What the team has written so far is opened"),
    Option("doctrine", "a doctrine's sheet", "The scenario's doctrine plays the step"),
    Option("empty", "nothing", "Standing orders only"),
)


class DeskScreen(ConsoleRoom[None]):
    places = ("desk",)
    BINDINGS = bindings("desk")

    def __init__(self) -> None:
        super().__init__()
        self.every = False
        """Whether the next command goes to every table."""

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

    @property
    def table(self) -> Glance | None:
        return self.console_app.table

    @property
    def whole(self) -> Whole | None:
        return self.console_app.whole

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

    # Commands of one word

    def order(self, kind: str, **what: Any) -> None:
        """Give a command to the table that is chosen, or for once to all."""
        if (target := self._target(kind)) is not None:
            self.console_app.order(target, {"kind": kind, **what})

    def _target(self, kind: str) -> str | None:
        """Where a command goes; nowhere if nothing is known yet, or it is not one for every table."""
        table = self.table
        if table is None:
            self.say("The server has not answered yet.")
            return None
        if not self.every:
            return table.id
        if kind not in FOR_EVERY:
            self.say("That is done at one table: E goes back to the one that is chosen.")
            return None
        return EVERY

    def _done(self) -> None:
        self.every = False
        self.tick()

    def action_start(self) -> None:
        self.order("start")
        self._done()

    def action_proceed(self) -> None:
        self.order("proceed")
        self._done()

    def action_pause(self) -> None:
        self.order("resume" if self.table and self.table.paused else "pause")
        self._done()

    def action_extend(self, seconds: str) -> None:
        self.order("extend", seconds=int(seconds))
        self._done()

    def action_pens(self) -> None:
        self.order("reopen" if self.table and self.table.closed else "close")
        self._done()

    # Commands that ask first

    @work(exclusive=True, group="ask")
    async def action_reveal(self) -> None:
        target, table = self._target("reveal"), self.table
        if target is None or table is None:
            return
        out = [chair.label for chair in table.roll if chair.people and not chair.sealed]
        who = (
            "every table"
            if target == EVERY
            else f"{table.name}: " + (f"not sealed: {', '.join(out)}" if out else "all have sealed")
        )
        text = f"{who}. Who has not sealed gets the default."
        if not await self.sure("OPEN THE SHEETS NOW?", text, "Open"):
            return
        now = self.table
        if target != EVERY and (
            now is None or (now.id, now.step, now.phase) != (table.id, table.step, table.phase)
        ):
            self.say("The table went on meanwhile: nothing was opened.")
            return
        self.console_app.order(target, {"kind": "reveal"})
        self._done()

    @work(exclusive=True, group="ask")
    async def action_inject(self) -> None:
        target, whole, table = self._target("inject"), self.whole, self.table
        if target is None or whole is None or table is None:
            return
        options = [Option(event, event.label) for event in whole.events]
        event = await self.app.push_screen_wait(
            ConsoleChoice(f"AN EVENT HAPPENS NOW: {table.name}", "", options)
        )
        if event is None or not await self.sure(
            f"AN EVENT AT {table.name}", f"{event.label}: now?", "It happens"
        ):
            return
        self.console_app.order(target, {"kind": "inject", "event": event.value})

    @work(exclusive=True, group="ask")
    async def action_defaults(self) -> None:
        whole, target = self.whole, self._target("defaults")
        if whole is None or target is None:
            return
        text = f"What opens for those who have not sealed? Now: {whole.defaults}."
        to = await self.app.push_screen_wait(ConsoleChoice("DEFAULTS", text, DEFAULTS))
        if to is not None:
            self.console_app.order(target, {"kind": "defaults", "to": to})
            self._done()

    @work(exclusive=True, group="ask")
    async def action_hand_over(self) -> None:
        table = self.table
        if table is None or self._target("seat") is None:
            return
        options = [Option(chair.seat, chair.label, _player(chair)) for chair in table.roll]
        seat = await self.app.push_screen_wait(ConsoleChoice(f"A SEAT OF {table.name}", "", options))
        if seat is not None:
            self.hand_over(("seat", seat))

    @work(exclusive=True, group="seat")
    async def hand_over(self, key: object) -> None:
        """Who plays a seat, who holds its pen, who goes."""
        table, whole, target = self.table, self.whole, self._target("seat")
        if table is None or whole is None or target is None or not isinstance(key, tuple):
            return
        chair = next((chair for chair in table.roll if chair.seat == key[1]), None)
        if chair is None:
            return
        options = [Option(None, "Played by")]
        options += [Option(("seat", o.value, o.label), o.label) for o in whole.players.get(chair.seat, ())]
        if chair.members:
            options.append(Option(None, "The team"))
            options += [Option(("pen", m.id, m.name), f"The pen to {m.name}") for m in chair.members]
            options += [Option(("remove", m.id, m.name), f"Take {m.name} out") for m in chair.members]
        text = f"Now: {_player(chair)}."
        found = await self.app.push_screen_wait(
            ConsoleChoice(f"{chair.label}, {table.name}".upper(), text, options)
        )
        if found is None:
            return
        kind, value, name = found
        if kind == "seat":
            content = {"kind": "seat", "seat": chair.seat, "player": value}
        elif kind == "pen":
            content = {"kind": "pen", "seat": chair.seat, "person": value}
        else:
            content = {"kind": "remove", "person": value}
            if not await self.sure("TAKE SOMEBODY OUT", f"Take {name} from {table.name}?", "Take out"):
                return
        self.console_app.order(target, content)

    async def sure(self, title: str, text: str, yes: str) -> bool:
        question = ConsoleConfirm(title, [line(text)], yes, "Leave it")
        return await self.app.push_screen_wait(question) is True

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
        if await self.app.push_screen_wait(FormScreen(form(whole), target, where)):
            self._done()

    def action_announce(self) -> None:
        self.write("announce", announce_form)

    def action_rule(self) -> None:
        self.write("rule", rule_form)

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
    async def action_leave(self) -> None:
        text = "The class goes on without it; the same link opens it again."
        if await self.sure("LEAVE THE CONSOLE?", text, "Leave"):
            self.console_app.leave("")


def _chair(chair: Chair) -> Row:
    return Row(lambda width: [chair_row(chair, width)], ("seat", chair.seat))


def _text(text: str, role: str) -> Row:
    return Row(lambda width: folded(text, width, role, "    "))


def _player(chair: Chair) -> str:
    return "people" if chair.people else chair.player


__all__ = ["DeskScreen"]
