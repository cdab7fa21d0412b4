"""A message in writing: who reads it, who carries it, what it is marked as, and its text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from textual.widget import Widget
from textual.widgets import TextArea

from wargame.record.journal import SaveError
from wargame.record.lines import Intent
from wargame.record.messages import LONGEST, cleaned, form_of
from wargame.table.drafts import Letter
from wargame.table.session import Session
from wargame.text.messages import MARKS, Told, readers, seat_name
from wargame.text.words import first_up
from wargame.tui.keys import bindings
from wargame.tui.screens.room import Room
from wargame.tui.widgets.canvas import Canvas, Line, folded, line
from wargame.tui.widgets.listing import Listing, Row

PARTS = ("nobody", "reads it", "carries it")
EVERYBODY = "everybody"
MARK = "mark"


class Summary(Canvas):
    """The message as it stands, in a sentence."""

    def __init__(self) -> None:
        super().__init__(id="letter-head")
        self._text, self._role = "", "plain"

    def show(self, text: str, role: str) -> None:
        self._text, self._role = text, role
        self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:
        return [((" ", "plain"), *spans) for spans in folded(self._text, width - 2, self._role)][:height]


class LetterScreen(Room["str | None"]):
    """Answers with a word for the player when the message was sent; None if it was left, and is kept."""

    places = ("letter",)
    BINDINGS = bindings("letter")

    def __init__(
        self, session: Session, purpose: str, start: Letter | None = None, *, about: Told | None = None
    ) -> None:
        super().__init__()
        self.session, self.purpose, self.about = session, purpose, about
        kept = session.letter(purpose)
        self.letter = kept if kept.text or start is None else start
        if about is not None and not kept.text:
            self.letter.text, self.letter.mark = about.text, about.seen.mark

    def body(self) -> Iterable[Widget]:
        yield Summary()
        yield Listing(id="letter-to")
        box = TextArea(self.letter.text, id="letter-text", soft_wrap=True, compact=True, tab_behavior="focus")
        box.cursor_blink = False
        yield box

    def on_mount(self) -> None:
        self._show()
        (self.query_one(TextArea) if self.letter.to or self.about else self.query_one(Listing)).focus()

    # Who reads it

    def _show(self) -> None:
        game, letter = self.session.game, self.letter
        rows: list[Row] = []
        if self.about is None:
            rows.append(_choice("Everybody", "reads it" if letter.public else "", EVERYBODY))
            for seat in self._others():
                part = "carries it" if seat == letter.via else "reads it" if seat in letter.to else ""
                scripted = game.players[seat] != "human"
                rows.append(
                    _choice(game.seats[seat].label, part, seat, "  played by a script" if scripted else "")
                )
        rows.append(_choice("Marked as", MARKS[letter.mark] or "nothing", MARK))
        self.query_one("#letter-to", Listing).set_rows(rows)
        self._summarise()

    def _others(self) -> list[str]:
        return [seat for seat in self.session.game.seats if seat != self.session.seat]

    def _summarise(self) -> None:
        length = len(cleaned(self.letter.text))
        problem = self._problem()
        text = problem or self._sentence()
        self.query_one(Summary).show(
            f"{text} {length} of {LONGEST} characters.", "watch" if problem or length > LONGEST else "title"
        )

    def _problem(self) -> str:
        letter = self.letter
        if self.about is None and not letter.public and not letter.to:
            return "A mediator carries it: who reads it?" if letter.via else "Who reads it? Right chooses."
        return ""

    def _sentence(self) -> str:
        game, letter = self.session.game, self.letter
        if self.about is not None:
            return f"In your words, for {readers(game, self.about.seen.to)}. Its sender is not told."
        to = [] if letter.public else letter.to
        text = f"A {form_of(to, letter.via)} message to {readers(game, to)}"
        if letter.via and game.players[letter.via] == "human":
            text += f"; {seat_name(game, letter.via)} may pass it on, reword it, keep it back or leak it"
        elif letter.via:
            text += f"; {seat_name(game, letter.via)} will pass it on as it is"
        return f"{first_up(text)}."

    def action_next_value(self) -> None:
        self._turn(1)

    def action_previous_value(self) -> None:
        self._turn(-1)

    def on_listing_chosen(self) -> None:
        self._turn(1)

    def _turn(self, by: int) -> None:
        key, letter = self.query_one("#letter-to", Listing).key, self.letter
        if key == MARK:
            marks = list(MARKS)
            letter.mark = marks[(marks.index(letter.mark) + by) % len(marks)]
        elif key == EVERYBODY:
            letter.public = not letter.public
            if letter.public:
                letter.to, letter.via = [], ""
        elif isinstance(key, str):
            part = 2 if key == letter.via else 1 if key in letter.to else 0
            self._give(key, (part + by) % len(PARTS))
        self._keep()
        self._show()

    def _give(self, seat: str, part: int) -> None:
        """A seat reads the message, carries it, or has no part in it; there is one mediator."""
        letter = self.letter
        letter.to = [s for s in letter.to if s != seat] + [seat] * (part == 1)
        letter.to.sort(key=self._others().index)
        letter.via = seat if part == 2 else "" if letter.via == seat else letter.via
        letter.public = letter.public and part == 0

    # The text

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        self.letter.text = event.text_area.text
        self._keep()
        self._summarise()

    def _keep(self) -> None:
        try:
            self.session.keep_letter(self.purpose, self.letter)
        except OSError as error:
            self.say(f"Not kept: {error}", "crossed")

    def action_switch_side(self) -> None:
        box, listing = self.query_one(TextArea), self.query_one(Listing)
        (listing if box.has_focus else box).focus()

    # Leaving

    def action_send(self) -> None:
        if problem := self._problem():
            self.say(problem)
            return
        try:
            done = self._pass_on() if self.about is not None else self._send()
        except (SaveError, ValueError) as error:
            self.say(f"Not sent: {error}", "crossed")
            return
        self.letter.text = ""
        self.session.keep_letter(self.purpose, None)
        self.dismiss(done)

    def _send(self) -> str:
        letter = self.letter
        to = [] if letter.public else letter.to
        self.session.send(to, letter.text, letter.via, cast(Intent, letter.mark))
        return f"Sent to {readers(self.session.game, to)}."

    def _pass_on(self) -> str:
        assert self.about is not None
        mark = cast(Intent, self.letter.mark)
        self.session.game.mediate(self.session.seat, self.about.place, "reshaped", self.letter.text, mark)
        return "Passed on in your words."

    def action_go_back(self) -> None:
        self.dismiss(None)


def _choice(label: str, value: str, key: str, remark: str = "") -> Row:
    shown = f"< {value or '-'} >"

    def draw(width: int) -> list[Line]:  # noqa: ARG001
        return [line((label[:30].ljust(32), "plain"), (shown, "title" if value else "dim"), (remark, "dim"))]

    return Row(draw, key)


__all__ = ["LetterScreen"]
