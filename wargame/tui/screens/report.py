"""A step told in words, line by line; each line opens into what lies behind it."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from wargame.record.game import Game
from wargame.text.eyes import EVERYBODY
from wargame.text.meters import date
from wargame.text.narrate import opening, story
from wargame.text.telling import LOUD as LOUD
from wargame.text.telling import PHASE_TITLES as PHASE_TITLES
from wargame.text.telling import Sentence
from wargame.tui.keys import bindings
from wargame.tui.screens.room import Room
from wargame.tui.widgets.canvas import Line, folded, line
from wargame.tui.widgets.listing import Listing, Row, row


class ReportScreen(Room[None]):
    """The last step, and what the next one opens with."""

    places = ("report",)
    enter = "Open a line"
    BINDINGS = bindings("report")

    def __init__(self, game: Game, seat: str | None) -> None:
        super().__init__()
        self.game, self.seat = game, seat
        self.open: set[int] = set()
        self.sentences: list[Sentence] = []

    def body(self) -> Iterable[Widget]:
        yield Listing(id="report", classes="page", empty="Nothing has happened yet.")

    @property
    def title_word(self) -> str:
        return "REPORT FOR EVERYBODY" if self.seat == EVERYBODY else "REPORT"

    def gather(self) -> None:
        """Find what there is to tell: of the last step, and of the one it leads to."""
        game = self.game
        self.last = story(game, game.turns[-1], self.seat) if game.turns else []
        self.next = [] if game.over else opening(game, self.seat)

    def on_mount(self) -> None:
        self.gather()
        self.sentences = [*self.last, *self.next]
        self._draw()
        self.query_one(Listing).focus()

    def _draw(self) -> None:
        game = self.game
        rows: list[Row] = []
        if game.turns:
            rows.append(
                _title(
                    f"{self.title_word}: {date(game, game.turns[-1].step)}",
                    "Enter opens a line; W: why its numbers moved.",
                )
            )
            rows += self._told(0, self.last)
        if not game.over:
            rows.append(
                _title(f"NOW: {date(game)}", "What the step begins with." if self.next else "Nothing new.")
            )
            rows += self._told(len(self.last), self.next)
        self.query_one(Listing).set_rows(rows)

    def _told(self, first: int, sentences: list[Sentence]) -> list[Row]:
        rows: list[Row] = []
        phase = ""
        for at, sentence in enumerate(sentences, first):
            if sentence.phase != phase:
                phase = sentence.phase
                rows.append(row(None, line((PHASE_TITLES.get(phase, phase), "calm"))))
            rows.append(_sentence(sentence, at, at in self.open))
        return rows

    def on_listing_chosen(self, event: Listing.Chosen) -> None:
        if isinstance(event.key, int):
            self.open ^= {event.key}
            self._draw()

    def action_explain(self) -> None:
        from wargame.tui.screens.why import WhyScreen

        key = self.query_one(Listing).key
        rows = list(self.sentences[key].rows) if isinstance(key, int) else []
        if rows:
            self.app.push_screen(WhyScreen(self.game, self.seat, rows))
        else:
            self.say("This line moved no number that you can ask.")

    def action_go_on(self) -> None:
        self.dismiss()


def _title(text: str, note: str) -> Row:
    return row(None, line((text, "title"), ("   ", "plain"), (note, "dim")))


def _sentence(sentence: Sentence, at: int, opened: bool) -> Row:
    def draw(width: int) -> list[Line]:
        behind = bool(sentence.detail)
        sign = "- " if opened else "+ " if behind else "  "
        role = "watch" if sentence.mark in LOUD else "plain"
        first, *more = folded(sentence.text, width - 4, role)
        lines = [((f"{sign}", "dim"), *first), *((("  ", "plain"), *m) for m in more)]
        if opened:
            details = [*(sentence.detail or ("Nothing more lies behind this line.",))]
            if sentence.rows:
                details.append("W shows the entries of what it moved.")
            lines += [
                (("      ", "plain"), *m) for text in details for m in folded(text, width - 8, "dim", "  ")
            ]
        return lines

    return Row(draw, at)
