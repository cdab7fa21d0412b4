"""Replay: the same panels over a game that has been played, step by step, with any seat's eyes."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from wargame.record.game import Game
from wargame.text.describe import date
from wargame.text.narrate import story
from wargame.tui.keys import bindings
from wargame.tui.screens.panel_screen import PanelScreen
from wargame.tui.screens.report import LOUD
from wargame.tui.widgets.scrubber import Scrubber


class ReplayScreen(PanelScreen):
    """Stands before the orders of one step; the last place is the end of the record."""

    places = ("replay", "look", "board")
    BINDINGS = bindings("replay")
    linear_board = True

    def __init__(self, game: Game, seat: str | None) -> None:
        super().__init__()
        self.whole = game
        self.at = 0
        self._seat = seat
        self._here = game.at(0)
        self._marks: dict[str | None, list[int]] = {}

    @property
    def game(self) -> Game:
        return self._here

    @property
    def seat(self) -> str | None:
        return self._seat

    def status(self) -> tuple[str, str]:
        if self.whole.difference is not None:
            return "REPLAY, from its snapshots: the rules of today differ", "watch"
        return "REPLAY", "watch"

    def top(self) -> Iterable[Widget]:
        yield Scrubber(id="scrubber")

    def on_mount(self) -> None:
        super().on_mount()
        self._scrub()

    def _go(self, to: int) -> None:
        to = max(0, min(self.whole.step, to))
        if to == self.at:
            self.say("This is the start." if to == 0 else "This is the end of the record.")
            return
        self.at = to
        self._here = self.whole.at(to)
        self.show_position()
        self._scrub()

    def _scrub(self) -> None:
        self.query_one(Scrubber).show(self.at, self.whole.step, self.marks())

    def marks(self) -> list[int]:
        """Places right after a step in which a line was crossed or many died, as these eyes saw it."""
        if self._seat not in self._marks:
            turns = [(t.step + 1, story(self.whole, t, self._seat)) for t in self.whole.turns]
            self._marks[self._seat] = [place for place, told in turns if any(s.mark in LOUD for s in told)]
        return self._marks[self._seat]

    def on_scrubber_picked(self, event: Scrubber.Picked) -> None:
        self._go(event.step)

    def action_step_back(self) -> None:
        self._go(self.at - 1)

    def action_step_on(self) -> None:
        self._go(self.at + 1)

    def action_first_step(self) -> None:
        self._go(0)

    def action_last_step(self) -> None:
        self._go(self.whole.step)

    def action_next_mark(self) -> None:
        later = [m for m in self.marks() if m > self.at]
        if later:
            self._go(later[0])
            self.say(f"{date(self.whole, later[0] - 1)}: R tells what happened.", "calm")
        else:
            self.say("No later step with a crisis, a crossed line or many deaths.")

    def action_next_eyes(self) -> None:
        order: list[str | None] = [*self.whole.seats, None]
        self._seat = order[(order.index(self._seat) + 1) % len(order)]
        self.show_position()
        self._scrub()

    def action_leave(self) -> None:
        self.dismiss()
