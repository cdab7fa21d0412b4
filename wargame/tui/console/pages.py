"""Screens behind a key: messages, plans, what truly happened, what a seat sees. None of them is for a projector."""

from __future__ import annotations

from collections.abc import Iterable

from textual import work
from textual.widget import Widget

from wargame.tui.console.forms import plan_form
from wargame.tui.console.keys import bindings
from wargame.tui.console.room import ConsoleChoice, ConsoleConfirm, ConsoleRoom
from wargame.tui.console.seen import Letter, Plan, SeenBy, Whole
from wargame.tui.screens.choice import Option
from wargame.tui.widgets.canvas import Line, folded, line
from wargame.tui.widgets.listing import Listing, Row

FILTERS = {
    "all": "every message",
    "held": "those that wait for you",
    "marked": "pledges and threats without a verdict",
}

VERDICTS = (Option("kept", "kept"), Option("broken", "broken"), Option("moot", "moot: it can be neither"))


class _Page(ConsoleRoom[None]):
    """A list about one table, drawn again when the desk tells something new."""

    def __init__(self) -> None:
        super().__init__()
        self._about = ""
        self._seen: object = None

    def body(self) -> Iterable[Widget]:
        yield Listing(id="page", classes="page")

    def on_mount(self) -> None:
        self._about = self.console_app.chosen
        self.look_again()
        self.query_one(Listing).focus()

    @property
    def whole(self) -> Whole | None:
        """The table that this page is about."""
        whole = self.console_app.whole
        return whole if whole is not None and whole.at.id == self._about else None

    @property
    def label(self) -> str:
        table = self.console_app.table
        return table.name if table else ""

    def look_again(self) -> None:
        whole = self.whole
        if whole is not None and whole != self._seen:
            self._seen = whole
            self.show(whole)

    def show(self, whole: Whole) -> None:
        raise NotImplementedError

    def order(self, kind: str, **what: object) -> None:
        self.console_app.order(self._about, {"kind": kind, **what})

    def action_go_back(self) -> None:
        self.dismiss()


class LettersScreen(_Page):
    places = ("letters",)
    BINDINGS = bindings("letters")

    def __init__(self, filter: str = "all") -> None:
        super().__init__()
        self.filter = filter

    def show(self, whole: Whole) -> None:
        title = f"MESSAGES: {self.label}, {FILTERS[self.filter]}"
        rows = [Row(lambda width: [*folded(title, width, "title"), line("")])]
        found = [m for m in whole.letters if self.filter == "all" or getattr(m, self.filter)]
        rows += [Row(lambda width, m=m: _letter(m, width), m) for m in found]  # type: ignore[misc]
        if not found:
            rows.append(Row(lambda width: [line(("None.", "dim"))]))  # noqa: ARG005
        self.query_one(Listing).set_rows(rows)

    @property
    def letter(self) -> Letter | None:
        key = self.query_one(Listing).key
        return key if isinstance(key, Letter) else None

    def action_next_filter(self) -> None:
        names = list(FILTERS)
        self.filter = names[(names.index(self.filter) + 1) % len(names)]
        if self.whole is not None:
            self.show(self.whole)

    def _held(self) -> Letter | None:
        letter = self.letter
        if letter is None or not letter.held:
            self.say("Only a message that waits can be passed on, blocked or leaked.")
            return None
        return letter

    def _control(self, deed: str) -> None:
        if (letter := self._held()) is not None:
            self.order("control", number=letter.number, deed=deed)

    def action_release(self) -> None:
        self._control("released")

    def action_block(self) -> None:
        self._control("blocked")

    @work(exclusive=True, group="ask")
    async def action_leak(self) -> None:
        letter = self._held()
        if letter is None:
            return
        question = ConsoleConfirm(
            "LEAK THIS MESSAGE?", [line("Everybody will read it.")], "Leak it", "Leave it"
        )
        if await self.app.push_screen_wait(question):
            self.order("control", number=letter.number, deed="leaked")

    @work(exclusive=True, group="ask")
    async def action_settle(self) -> None:
        letter = self.letter
        if letter is None or not letter.marked:
            self.say("Only a pledge or a threat without a verdict gets one.")
            return
        verdict = await self.app.push_screen_wait(ConsoleChoice("VERDICT", letter.text, VERDICTS))
        if verdict is not None:
            self.order("settle", place=letter.number, verdict=verdict)

    def on_listing_chosen(self) -> None:
        self.action_settle()


class PlansScreen(_Page):
    places = ("plans",)
    BINDINGS = bindings("plans")

    def show(self, whole: Whole) -> None:
        rows = [Row(lambda width: [*folded(f"PLANS: {self.label}", width, "title"), line("")])]
        rows += [Row(lambda width, p=plan: _plan(p, width), plan) for plan in whole.plans]  # type: ignore[misc]
        if not whole.plans:
            rows.append(Row(lambda width: [line(("Nothing is planned: N plans something.", "dim"))]))  # noqa: ARG005
        self.query_one(Listing).set_rows(rows)

    @work(exclusive=True, group="ask")
    async def action_plan(self) -> None:
        from wargame.tui.console.writing import FormScreen

        if self.whole is not None:
            await self.app.push_screen_wait(FormScreen(plan_form(self.whole), self._about, self.label))

    @work(exclusive=True, group="ask")
    async def action_unplan(self) -> None:
        plan = self.query_one(Listing).key
        if not isinstance(plan, Plan):
            return
        question = ConsoleConfirm("TAKE THIS PLAN BACK?", [line(plan.what)], "Take back", "Leave it")
        if await self.app.push_screen_wait(question):
            self.order("unplan", number=int(plan.number))


class TruthScreen(_Page):
    """The last step and this one as they truly are, rulings, notes."""

    places = ("truth",)
    BINDINGS = bindings("truth")

    def show(self, whole: Whole) -> None:
        rows = [_text(f"WHAT TRULY HAPPENED: {self.label}", "title")]
        for phase, sentences in whole.told:
            rows += [_text(""), _text(phase, "calm"), *(_text(text, "plain", "  ") for text in sentences)]
        rows += [_text(""), _text("Rulings", "calm")] if whole.rulings else []
        for ruled in whole.rulings:
            rows += [
                _text(f"{ruled.when}: {ruled.what}: {ruled.changes}"),
                _text(f"  {ruled.reason}", "dim", "  "),
            ]
        rows += [_text(""), _text("Notes", "calm")] if whole.notes else []
        rows += [_text(f"{when}: {text}") for when, text in whole.notes]
        self.query_one(Listing).set_rows(rows)


class SeatScreen(_Page):
    """The table as a seat sees it: nothing can be done from here."""

    places = ("seen",)
    BINDINGS = bindings("seen")

    def __init__(self, seat: str) -> None:
        super().__init__()
        self.seat = seat
        self._told: SeenBy | None = None

    def look_again(self) -> None:
        """Always: drafts are written without the desk being told."""
        self._ask()

    @work(exclusive=True, group="seat")
    async def _ask(self) -> None:
        app = self.console_app
        told = await app.ask(app.client.seat, self._about, self.seat)
        if told is None or told == self._told or not self.is_mounted:
            return
        self._told = told
        rows = [_text(f"AS {told.label.upper()} SEES IT: {self.label}", "title")]
        for title, lines in told.parts:
            rows += [_text(""), _text(title, "calm"), *(_text(text, "plain", "  ") for text in lines)]
        self.query_one(Listing).set_rows(rows)

    def _turn(self, by: int) -> None:
        names = [option.value for option in self.whole.seats] if self.whole is not None else [self.seat]
        self.seat = names[(names.index(self.seat) + by) % len(names)]
        self._ask()

    def action_next_seat(self) -> None:
        self._turn(1)

    def action_previous_seat(self) -> None:
        self._turn(-1)


def _text(text: str, role: str = "plain", indent: str = "") -> Row:
    return Row(lambda width: folded(text, width, role, indent))


def _letter(letter: Letter, width: int) -> list[Line]:
    state = "WAITS FOR YOU" if letter.held else "no verdict yet" if letter.marked else ""
    head = f"{letter.when}: {letter.between}"
    lines = folded(head, width, "title")
    if state:
        lines.append(((f"! {state}", "watch"),))
    lines += [part for text in letter.text.split("\n") for part in folded(text, width)]
    return [*lines, *(part for note in letter.notes for part in folded(note, width, "dim")), line("")]


def _plan(plan: Plan, width: int) -> list[Line]:
    text = f"{plan.number}. {plan.what}: {plan.when}"
    return [*folded(text, width), *folded(plan.state, width, "dim", "  ")]


__all__ = ["LettersScreen", "PlansScreen", "SeatScreen", "TruthScreen"]
