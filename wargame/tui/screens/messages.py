"""Messages between the seats: to read, to answer, and for a mediator to decide about."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual import work
from textual.widget import Widget

from wargame.record.game import Game
from wargame.record.journal import SaveError
from wargame.table.drafts import Letter
from wargame.table.session import Session
from wargame.text.messages import VERDICTS, Told, messages
from wargame.tui.keys import bindings
from wargame.tui.screens.room import Room
from wargame.tui.widgets.canvas import Line, folded, line
from wargame.tui.widgets.listing import Listing, Row

FILTERS: dict[str, tuple[str, Callable[[Told], bool]]] = {
    "all": ("all", lambda told: True),  # noqa: ARG005
    "received": ("received", lambda told: not told.mine),
    "sent": ("sent", lambda told: told.mine),
    "public": ("public", lambda told: told.seen.form == "public"),
    "marked": ("pledges and threats", lambda told: told.seen.mark != "none"),
    "waiting": ("waiting to be passed on", lambda told: told.waits),
}

MEDIATING = ("carry", "reshape", "withhold", "leak")


class MessagesScreen(Room[None]):
    """With a session one can write; without, in a replay or after the end, only read."""

    places = ("messages",)
    BINDINGS = bindings("messages")

    def __init__(self, game: Game, seat: str | None, session: Session | None = None) -> None:
        super().__init__()
        self.game, self.seat = game, seat
        self.session = None if game.over else session
        self.wanted = "all"
        self.fresh = session.unread if session is not None else 0
        """How many of the last ones are new."""

    def body(self) -> Iterable[Widget]:
        yield Listing(id="messages", classes="page")

    def on_mount(self) -> None:
        if self.session is not None:
            self.session.read_messages()
        self._show()
        listing = self.query_one(Listing)
        listing.focus()
        listing.action_last_row()

    def _show(self) -> None:
        self._told = {told.place: told for told in messages(self.game, self.seat)}
        label, wanted = FILTERS[self.wanted]
        found = [told for told in self._told.values() if wanted(told)]
        rows = [Row(lambda width: self._head(label, len(found), width))]
        new = list(self._told)[-self.fresh :] if self.fresh else []
        rows += [_message(told, told.place in new and not told.mine) for told in found]
        self.query_one(Listing).set_rows(rows)
        self.refresh_bindings()
        self.hush()

    def _head(self, label: str, count: int, width: int) -> list[Line]:
        shown = f"  {count} shown: {label}" if self._told else ""
        lines = [line(("MESSAGES", "title"), (shown, "dim")), line("")]
        if not self._told:
            lines += folded("Nobody has said anything to you, nor you to anybody.", width, "dim")
            if self.session is not None:
                text = "N writes a message: to everybody, to some, or through a mediator who carries it."
                lines += folded(text, width)
        if self.session is not None and not self.session.others:
            text = "All other seats are played by scripts: they read nothing and never answer."
            lines += folded(text, width, "dim")
        return lines

    def pointed(self, on: Widget) -> None:  # noqa: ARG002
        self.refresh_bindings()
        self.hush_keys()

    def hush_keys(self) -> None:
        """The keys depend on the message under the pointer."""
        from wargame.tui.widgets.key_bar import KeyBar

        for bar in self.query(KeyBar):
            bar.redraw()

    def here(self) -> Told | None:
        key = self.query_one(Listing).key if self.query(Listing) else None
        return self._told.get(key) if isinstance(key, int) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted or not hasattr(self, "_told"):
            return super().check_action(action, parameters)
        told = self.here()
        if action in ("write_message", "answer"):
            return self.session is not None and (action == "write_message" or told is not None)
        if action in MEDIATING:
            if self.session is None or told is None or told.seen.via != self.seat:
                return False
            return not told.seen.leaked if action == "leak" else told.waits
        if action == "settle":
            seen = told.seen if told is not None else None
            open_one = seen is not None and seen.mark != "none" and not seen.verdict
            return open_one and self.game.over and not self.game.looked_at
        return super().check_action(action, parameters)

    # Writing

    def action_write_message(self) -> None:
        self._write("new", None)

    def action_answer(self) -> None:
        told = self.here()
        if told is None or self.session is None:
            return
        seen = told.seen
        letter = Letter(
            to=list(seen.to) if told.mine else [seen.sender], public=told.mine and not seen.to, via=seen.via
        )
        if self.seat in letter.to or letter.via == self.seat:
            letter.via = ""
        self._write(f"answer {told.place}", letter)

    def _write(self, purpose: str, start: Letter | None) -> None:
        from wargame.tui.screens.letter import LetterScreen

        if self.session is not None:
            self.app.push_screen(LetterScreen(self.session, purpose, start), self._after)

    def _after(self, done: str | None) -> None:
        """Back from a message of one's own: it stands at the end."""
        self._come_back(done)
        if done:
            self.query_one(Listing).action_last_row()
            self.say(done, "calm")

    def _come_back(self, done: str | None) -> None:
        if self.session is not None:
            self.session.read_messages()
        self._show()
        if done:
            self.say(done, "calm")

    def on_listing_chosen(self) -> None:
        """Enter does what is next with a message: decide about it, or answer it."""
        told = self.here()
        if told is not None and told.waits:
            self.say("C passes it on as it is, E in your words, X keeps it back, K lets everybody read it.")
        elif self.session is not None:
            self.action_answer()

    # Mediating

    def action_carry(self) -> None:
        self._decide("carried", "Passed on as it was.")

    def action_reshape(self) -> None:
        from wargame.tui.screens.letter import LetterScreen

        told = self.here()
        if told is not None and self.session is not None:
            screen = LetterScreen(self.session, f"reshape {told.place}", about=told)
            self.app.push_screen(screen, self._come_back)

    @work(exclusive=True, group="decide")
    async def action_withhold(self) -> None:
        text = "Neither its sender nor its reader is told. This cannot be taken back."
        if await self._asked("Keep this message back?", text, "Keep it back"):
            self._decide("withheld", "Kept back. Nobody is told.")

    @work(exclusive=True, group="decide")
    async def action_leak(self) -> None:
        text = "Everybody reads it as it was written. Nobody is told from whose hands it leaked."
        if await self._asked("Let everybody read this message?", text, "Let it leak"):
            self._decide("leaked", "It leaked: everybody has read it.")

    async def _asked(self, question: str, text: str, yes: str) -> bool:
        from wargame.tui.screens.confirm import Confirm

        told = self.here()
        if told is None:
            return False
        lines = [line((f"{told.between}:", "dim")), line((f"“{told.text}”", "plain")), line((text, "watch"))]
        answer: bool | None = await self.app.push_screen_wait(Confirm(question, lines, yes, "Leave it"))
        return bool(answer)

    def _decide(self, deed: str, done: str) -> None:
        told = self.here()
        if told is None or self.seat is None:
            return
        try:
            self.game.mediate(self.seat, told.place, deed)
        except (SaveError, ValueError) as error:
            self.say(str(error), "crossed")
            return
        self._show()
        self.say(done, "calm")

    # The verdict

    @work(exclusive=True, group="decide")
    async def action_settle(self) -> None:
        """One final word on a pledge or threat, by those at the table."""
        from wargame.tui.screens.choice import Choice, Option

        told = self.here()
        if told is None:
            return
        options = [Option(key, words[3:].capitalize()) for key, words in VERDICTS.items()]
        text = f"{told.between}: “{told.text}” The verdict is final."
        verdict = await self.app.push_screen_wait(Choice("WAS IT KEPT?", text, options))
        if verdict is None:
            return
        try:
            self.game.settle(_umpires_place(self.game, self.seat, told), verdict)
        except (SaveError, ValueError) as error:
            self.say(str(error), "crossed")
            return
        self._show()
        self.say("The verdict is in the record.", "calm")

    # Looking

    def action_next_filter(self) -> None:
        names = list(FILTERS)
        self.wanted = names[(names.index(self.wanted) + 1) % len(names)]
        self._show()
        self.say(f"Shown: {FILTERS[self.wanted][0]}.", "calm")


def _umpires_place(game: Game, seat: str | None, told: Told) -> int:
    """Where the umpire counts a message that a seat has in hand."""
    from wargame.record.messages import number_of

    number = number_of(game.post, seat, told.place)
    places = range(1, len(game.messages(None)) + 1)
    return next(place for place in places if number_of(game.post, None, place) == number)


def _message(told: Told, new: bool) -> Row:
    def draw(width: int) -> list[Line]:
        sign = ("new ", "watch") if new else ("you ", "dim") if told.mine else ("    ", "plain")
        head = folded(f"{told.when}. {told.between}", width - 4, "calm")
        lines: list[Line] = [(sign, *head[0]), *((("    ", "plain"), *more) for more in head[1:])]
        lines += [(("    ", "plain"), *part) for part in folded(told.text, width - 4)]
        role = "watch" if told.waits else "dim"
        for note in told.notes:
            lines += [(("    ", "plain"), *part) for part in folded(note, width - 4, role)]
        return [*lines, line("")]

    return Row(draw, told.place)
