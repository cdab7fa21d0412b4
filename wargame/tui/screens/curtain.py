"""Between two seats: a screen on which nothing of any seat stands. Whoever sits down says their word."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from textual import work
from textual.widget import Widget

from wargame.record.journal import SaveError
from wargame.table.hot_seat import HotSeat
from wargame.text.eyes import EVERYBODY
from wargame.text.meters import date
from wargame.text.words import joined
from wargame.tui.keys import bindings
from wargame.tui.screens.room import Room
from wargame.tui.widgets.canvas import Line, folded, line
from wargame.tui.widgets.listing import Listing, Row

OPEN = "open"
"""The row that opens all sheets, among those of the seats."""


class CurtainScreen(Room[None]):
    places = ("curtain",)
    enter = "Sit down"
    BINDINGS = bindings("curtain")

    def __init__(self, hot: HotSeat, seat: str | None = None) -> None:
        super().__init__()
        self.hot = hot
        self.first = seat
        """Whom the program was started for, if anybody."""
        self.notice = ""

    def body(self) -> Iterable[Widget]:
        yield Listing(id="curtain", classes="page")

    def on_mount(self) -> None:
        self.draw_curtain()
        listing = self.query_one(Listing)
        listing.focus()
        if self.first in self.hot.people:
            listing.select(self.first)

    def draw_curtain(self) -> None:
        """Show who is still to come; what is said here is for everybody's eyes."""
        hot, coming = self.hot, self.hot.next
        rows = [Row(self._head)]
        if coming is None:
            rows.append(Row(lambda width: [line(("Open all sheets", "title"))], OPEN))  # noqa: ARG005
        rows += [self._seat(seat) for seat in hot.people]
        others = [hot.label(s) for s in hot.game.seats if s not in hot.people]
        if others:
            text = f"Not played by people: {joined(others)}."
            rows.append(Row(lambda width: [line(""), *folded(text, width, "dim")]))
        listing = self.query_one(Listing)
        listing.set_rows(rows)
        listing.select(OPEN if coming is None else coming)

    def _head(self, width: int) -> list[Line]:
        hot, coming = self.hot, self.hot.next
        title = "ALL SHEETS ARE IN" if coming is None else f"HAND OVER TO {hot.label(coming).upper()}"
        text = (
            "Choose your seat and say your word. Nobody else should look at the screen now."
            if coming is not None
            else "Everybody may look. Until the sheets are opened, each seat can still take its own back."
        )
        told = [*folded(self.notice, width, "calm"), line("")] if self.notice else []
        return [
            line((title, "title")),
            line((date(hot.game), "dim")),
            line(""),
            *told,
            *folded(text, width),
            line(""),
        ]

    def _seat(self, seat: str) -> Row:
        sealed = seat in self.hot.game.sealed
        state = ("has sealed", "calm") if sealed else ("has not sealed", "watch")
        word = "" if self.hot.has_word(seat) else "  (no word yet)"

        def draw(width: int) -> list[Line]:  # noqa: ARG001
            return [line((self.hot.label(seat)[:34].ljust(36), "title"), state, (word, "dim"))]

        return Row(draw, seat)

    # Sitting down

    def on_listing_chosen(self, event: Listing.Chosen) -> None:
        if event.key == OPEN:
            self.action_open_sheets()
        else:
            self.sit(str(event.key))

    @work(exclusive=True, group="sit")
    async def sit(self, seat: str) -> None:
        """Ask for the word until it is right, or the person gives up; then show the seat's own table."""
        from wargame.tui.screens.table import TableScreen

        label, wrong = self.hot.label(seat), ""
        while True:
            first = not self.hot.has_word(seat)
            said = await self.app.push_screen_wait(_question(label, first, wrong))
            if said is None:
                return
            try:
                if first:
                    await asyncio.to_thread(self.hot.set_word, seat, *said)
                session, tried = await asyncio.to_thread(self.hot.open, seat, said[0])
                break
            except (OSError, SaveError, ValueError) as error:
                wrong = f"{str(error)[:1].upper()}{str(error)[1:]}."
        table = TableScreen(session, self.hot)
        self.notice = ""
        self.app.push_screen(table)
        if tried:
            table.call_after_refresh(table.say, f"Wrong words tried at this seat since you left: {tried}.")

    @work(exclusive=True, group="sit")
    async def action_reset_word(self) -> None:
        """With the umpire's word; the record keeps that it was done, and everybody is told."""
        from wargame.tui.screens.word import WordScreen

        seat = self.query_one(Listing).key
        if not isinstance(seat, str) or seat == OPEN or not self.hot.has_word(seat):
            self.say("Point to a seat that has a word.")
            return
        label = self.hot.label(seat)
        title = f"TAKE AWAY THE WORD OF {label.upper()}"
        said = await self.app.push_screen_wait(WordScreen(title, "The umpire's word, please."))
        if said is None:
            return
        try:
            await asyncio.to_thread(self.hot.reset_word, seat, said[0])
        except (OSError, SaveError, ValueError) as error:
            self.say(str(error), "crossed")
            return
        self.notice = f"The umpire took the word of {label} away. Whoever sits down there next sets another."
        self.draw_curtain()

    # The reveal

    @work(exclusive=True, group="open")
    async def action_open_sheets(self) -> None:
        """Open all sheets, and tell everybody what everybody may know."""
        from wargame.tui.screens.report import ReportScreen

        waiting = self.hot.waiting
        if waiting:
            names = joined([self.hot.label(seat) for seat in waiting])
            self.say(f"Not sealed yet: {names}.")
            return
        self.busy = True
        self.say("Opening the sheets.")
        try:
            await asyncio.to_thread(self.hot.open_sheets)
        except (OSError, SaveError, ValueError) as error:
            self.say(str(error), "crossed")
            return
        finally:
            self.busy = False
        self.hush()
        self.notice = "The sheets were opened. What only your own seat knows, you read behind your word."
        self.draw_curtain()
        self.app.push_screen(ReportScreen(self.hot.game, EVERYBODY), self._after_report)

    def _after_report(self, _: None) -> None:
        from wargame.tui.screens.verdict import VerdictScreen

        if self.hot.game.over:
            self.app.switch_screen(VerdictScreen(self.hot.game, None))

    def action_leave(self) -> None:
        self.wargame.back_to_menu()

    def on_unmount(self) -> None:
        if not self.hot.game.over:
            self.hot.game.close()


def _question(label: str, first: bool, wrong: str) -> Room[tuple[str, str] | None]:
    from wargame.tui.screens.word import WordScreen

    text = f"{label}, say your word."
    if first:
        text = (
            f"{label}, you sit here for the first time. Choose a word of at least three letters; from now on "
            "it opens this seat's papers. Only a salted digest of it is kept in the save."
        )
    return WordScreen(label.upper(), text, twice=first, wrong=wrong)


__all__ = ["CurtainScreen"]
