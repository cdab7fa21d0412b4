"""The table's screens as a guest has them: what is done is asked of the table, and the answer is waited for."""

from __future__ import annotations

import time
from typing import Any

from textual import work

from wargame.tui.guest_chair import GuestSession, guest
from wargame.tui.keys import bindings
from wargame.tui.screens.letter import LetterScreen
from wargame.tui.screens.messages import MessagesScreen
from wargame.tui.screens.order_sheet import OrderScreen
from wargame.tui.screens.table import TableScreen
from wargame.tui.screens.verdict import VerdictScreen
from wargame.tui.widgets.order_list import Catalogue, OrderList, SheetList

NOT_BEGUN = "the umpire has not begun"


class GuestTable(TableScreen):
    """The table of a guest. Sheets open when the last one is sealed or the umpire says so."""

    places = ("table", "guest", "look", "board")  # type: ignore[assignment]
    BINDINGS = bindings("guest")
    _behind = False

    def look_again(self) -> None:
        """The table is not what it was; a table behind another screen waits until it is in front."""
        self._behind = not self.is_current
        if not self._behind:
            self.show_position()

    def on_screen_resume(self) -> None:
        if self._behind and self.is_mounted:
            self._behind = False
            self.show_position()

    def status(self) -> tuple[str, str]:
        sight = guest(self).sight
        clock, team = sight.clock, sight.team
        sheet, role = super().status()
        if clock.phase == "lobby":
            text, role = NOT_BEGUN, "watch"
        elif clock.phase == "report":
            text, role = "the sheets are open", "calm"
        elif clock.phase == "over":
            text, role = "", "plain"
        else:
            text = "SEALED" if self.session.sealed else sheet
        parts = [text]
        if clock.paused or clock.closed:
            parts.append("PAUSED" if clock.paused else "PENS DOWN")
            role = "watch"
        parts.append(left(clock.due, time.time()))
        if clock.phase == "orders":
            parts.append("{} of {} sealed".format(*sight.sealed))
        if len(team.mates) > 1 and not team.mine:
            parts.append(f"pen: {team.pen or 'nobody'}")
        return "  ".join(part for part in parts if part), role

    def action_write_orders(self) -> None:
        sight = guest(self).sight
        if self.session.sealed:
            self.say("The sheet is sealed. U takes it back, while others are still out.")
        elif sight.clock.phase != "orders":
            self.say(f"Not now: {sight.clock.words.lower()}.")
        else:
            self.app.push_screen(GuestOrders(self.session), self._after_orders)

    def action_read_messages(self) -> None:
        self.app.push_screen(GuestMessages(self.game, self.seat, self.session))

    def action_show_people(self) -> None:
        from wargame.tui.screens.people import PeopleScreen

        self.app.push_screen(PeopleScreen())

    def action_leave(self) -> None:
        guest(self).ask_to_leave()

    def action_unseal(self) -> None:
        self._unseal()

    @work(group="act")
    async def _unseal(self) -> None:
        if await guest(self).act("unseal") is not None:
            self.say("The sheet was taken back: it can be changed and sealed again.", "calm")

    @work(exclusive=True, group="seal")
    async def action_seal(self) -> None:
        """Seal the sheet that stands here; the others seal theirs."""
        from wargame.tui.screens.confirm import Confirm
        from wargame.tui.screens.seal import seal_lines

        sight = guest(self).sight
        if self.session.sealed:
            sealed, people = sight.sealed
            self.say(f"Your sheet is sealed. {sealed} of {people} are in; then all open together.")
            return
        if not sight.team.mine:
            self.say(f"{sight.team.pen or 'Nobody'} has the pen, and seals. P shows who is here.")
            return
        orders = list(self.session.draft)
        question = "Seal this sheet? You can take it back until the last seat has sealed."
        if not await self.app.push_screen_wait(
            Confirm(question, seal_lines(self.session), "Seal it", "Go back")
        ):
            return
        answer = await guest(self).act("seal", orders=orders)
        if answer is not None and self.is_current:
            self.say(f"Sealed. {sealed_words(answer.data)}", "calm")


def sealed_words(data: dict[str, Any]) -> str:
    """The receipt of a sealed sheet, as far as anybody compares it by eye."""
    receipt = str(data.get("receipt", ""))
    return f"Receipt {receipt[:12]}: P shows all of it." if receipt else ""


def left(due: float | None, now: float) -> str:
    """`12 min`, or in the last two minutes tens of seconds: a number that jumps is read, one that runs is watched."""
    if due is None:
        return ""
    seconds = max(0.0, due - now)
    return (
        f"{round(seconds / 60)} min"
        if seconds > 120
        else f"{10 * int(seconds // 10 + 1)} s"
        if seconds
        else "0 s"
    )


class GuestOrders(OrderScreen):
    """The team's sheet: what somebody writes, all of them see."""

    session: GuestSession

    def look_again(self) -> None:
        """The sheet, or what can be ordered, is not what it was."""
        self.catalogue = Catalogue(self.session.game, self.session.seat)
        self._show_orders()
        self._show_sheet()

    def put_on(self, name: str) -> None:
        self._ask_on(name)

    @work(group="act")
    async def _ask_on(self, name: str) -> None:
        if await guest(self).act("write", order=name) is not None:
            self.say(f"On the sheet: {self.catalogue.card(name).label}. F9 seals it.", "calm")

    def _take_off(self, name: str) -> None:
        self._ask_off(name)

    @work(group="act")
    async def _ask_off(self, name: str) -> None:
        if await guest(self).act("strike", order=name) is not None:
            self.say(f"Off the sheet: {self.catalogue.card(name).label}.", "calm")
            if isinstance(self.focused, SheetList) and not self.session.draft:
                self.query_one(OrderList).focus()

    def _shift(self, by: int) -> None:
        sheet = self.query_one(SheetList)
        if self.focused is not sheet or not isinstance(sheet.key, str):
            self.say("Tab goes to the sheet; there U and D move an order.")
        else:
            self._ask_shift(sheet.key, by)

    @work(group="act")
    async def _ask_shift(self, order: str, by: int) -> None:
        await guest(self).act("shift", order=order, by=by)


class GuestMessages(MessagesScreen):
    def look_again(self) -> None:
        """There may be a new message."""
        assert self.session is not None
        count = len(self.session.messages)
        if self.session.game.messages(self.seat) == self.game.messages(self.seat):
            self.game = self.session.game
            return
        self.fresh = max(self.fresh, count - self.session.kept.read)
        self.game = self.session.game
        self._show()
        self._read()

    def on_mount(self) -> None:
        self._read()

    def _read(self) -> None:
        assert self.session is not None
        self.session.read_messages()
        guest(self).have_read(len(self.session.messages))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return False if action == "settle" else super().check_action(action, parameters)

    def _write(self, purpose: str, start: Any) -> None:
        if self.session is not None:
            self.app.push_screen(GuestLetter(self.session, purpose, start), self._after)

    def action_reshape(self) -> None:
        told = self.here()
        if told is not None and self.session is not None:
            self.app.push_screen(
                GuestLetter(self.session, f"reshape {told.place}", about=told), self._come_back
            )

    def _decide(self, deed: str, done: str) -> None:
        self._ask_for(deed, done)

    @work(group="act")
    async def _ask_for(self, deed: str, done: str) -> None:
        told = self.here()
        if told is not None and await guest(self).act("mediate", place=told.place, deed=deed) is not None:
            self._come_back(done)


class GuestLetter(LetterScreen):
    def action_send(self) -> None:
        self._ask_to_send()

    @work(exclusive=True, group="send")
    async def _ask_to_send(self) -> None:
        if problem := self._problem():
            self.say(problem)
            return
        letter = self.letter
        if self.about is not None:
            answer = await guest(self).act(
                "mediate", place=self.about.place, deed="reshaped", text=letter.text, mark=letter.mark
            )
        else:
            to = [] if letter.public else letter.to
            answer = await guest(self).act("send", to=to, via=letter.via, mark=letter.mark, text=letter.text)
        if answer is None:
            return
        self.letter.text = ""
        self.session.keep_letter(self.purpose, None)
        self.dismiss("Passed on in your words." if self.about is not None else "Sent.")


class GuestVerdict(VerdictScreen):
    """The end. The record stays with the table."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return False if action == "replay_game" else super().check_action(action, parameters)

    def action_replay_game(self) -> None:
        self.say("The whole game is replayed where the table is.")

    def action_leave(self) -> None:
        self.dismiss()


__all__ = ["GuestLetter", "GuestMessages", "GuestOrders", "GuestTable", "GuestVerdict", "left"]
