"""Two games side by side at the same step: what differs first, then both in full."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from textual import work
from textual.widget import Widget

from wargame.record.game import Game
from wargame.text.compare import Beside, NumberBeside, Pair
from wargame.text.describe import date
from wargame.text.timeline import Timeline, gives_away
from wargame.tui.keys import bindings
from wargame.tui.screens.confirm import Confirm
from wargame.tui.screens.report import PHASE_TITLES
from wargame.tui.screens.room import Room
from wargame.tui.widgets.canvas import Line, Span, beside, folded, line
from wargame.tui.widgets.listing import Listing, Row, row
from wargame.tui.widgets.moment_strip import MomentStrip
from wargame.tui.widgets.status import eyes_label
from wargame.tui.widgets.timeline_bar import TimelineBar, course_of

SIDE_BY_SIDE = 100
"""Narrower screens show one above the other."""


class CompareScreen(Room[None]):
    """A is the game that was replayed, B the other."""

    places = ("compare",)
    BINDINGS = bindings("compare")

    def __init__(
        self, one: Game, other: Game, seat: str | None, step: int, label: str, *, trusted: bool = False
    ) -> None:
        super().__init__()
        self.games = (one, other)
        self.seat, self.label, self.trusted = seat, label, trusted
        self.pair = Pair(one, other, seat)
        self.step = min(step, self.pair.steps - 1)

    def body(self) -> Iterable[Widget]:
        yield MomentStrip(id="moment")
        yield TimelineBar(id="bar", label="A")
        yield TimelineBar(id="bar-b", label="B")
        yield Listing(id="compare")

    def on_mount(self) -> None:
        self.show_step()
        self.query_one(Listing).focus()

    def show_step(self) -> None:
        found = self.pair.differences(self.step)
        together = self.step < self.pair.shared
        same = "one and the same so far" if together else f"parted at step {self.pair.shared + 1}"
        parts: list[Span] = [
            (f"step {self.step + 1} of {self.pair.steps}", "title"),
            (same, "calm" if together else "watch"),
            (f"eyes: {eyes_label(self.games[0], self.seat)}", "key"),
            (f"B: {self.label}", "plain"),
        ]
        self.query_one(MomentStrip).show(("COMPARE", "watch"), parts)
        for bar, timeline in (("#bar", self.pair.left), ("#bar-b", self.pair.right)):
            course = course_of(timeline, steps=self.pair.steps)
            self.query_one(bar, TimelineBar).show(course, self.step)
        self.query_one(Listing).set_rows(compare_rows(self.pair, found), keep=False)

    # Moving

    def _go(self, step: int) -> None:
        step = max(0, min(step, self.pair.steps - 1))
        if step == self.step:
            self.say("This is the start." if step == 0 else "This is the end of the longer one.")
            return
        self.step = step
        self.show_step()

    def on_timeline_bar_picked(self, event: TimelineBar.Picked) -> None:
        self._go(event.step)

    def action_step_on(self) -> None:
        self._go(self.step + 1)

    def action_step_back(self) -> None:
        self._go(self.step - 1)

    def action_first_step(self) -> None:
        self._go(0)

    def action_last_step(self) -> None:
        self._go(self.pair.steps - 1)

    def action_next_difference(self) -> None:
        """To the step where the two part; from there on, to the next that differs in these eyes."""
        later = [s for s in range(self.pair.steps) if s > self.step and s >= self.pair.shared]
        for step in later:
            if self.pair.differences(step).differs:
                self._go(step)
                return
        self.say("No later step differs in these eyes.")

    @work(exclusive=True, group="ask")
    async def action_next_eyes(self) -> None:
        order = [seat for seat in (*self.games[0].seats, None) if seat is None or seat in self.games[1].seats]
        at = order.index(self.seat) if self.seat in order else -1
        wanted = order[(at + 1) % len(order)]
        if not self.trusted and any(gives_away(game, wanted) for game in self.games):
            question = "One of these games is not over. Show what the people who play it cannot know?"
            if not await self.app.push_screen_wait(Confirm(question, [], "Show it", "Go back")):
                return
            self.trusted = True
        self.seat = wanted
        self.pair = Pair(*self.games, wanted)
        self.show_step()


# Rows -------------------------------------------------------------------------------------------


def compare_rows(pair: Pair, found: Beside) -> list[Row]:
    """What differs, then both stories."""
    rows = [_title("What differs at this step")]
    if not found.differs:
        rows.append(_text("Nothing that these eyes can see.", "dim"))
    moved = [o for o in found.orders if o.here or o.there]
    if moved:
        rows.append(_title("Orders", "calm"))
        rows += [_two(f"{o.power}: ", o.here, o.there) for o in moved]
    for title, rung in (("Rungs after it", True), ("Numbers after it", False)):
        numbers = [n for n in found.numbers if n.rung is rung]
        if numbers:
            rows.append(_title(title, "calm"))
            rows += [_number(n) for n in numbers]
    if found.here or found.there:
        rows.append(_title("What happened", "calm"))
        rows.append(_two("", found.here, found.there))
    rows.append(_title("Both in full"))
    rows.append(_stories(pair, found.step))
    return rows


def _title(text: str, role: str = "title") -> Row:
    first = [line("")] if role == "title" else []
    return row(None, *first, line((text, role)))


def _text(text: str, role: str = "plain") -> Row:
    return Row(lambda width: folded(text, width, role, "  "))


def _number(n: NumberBeside) -> Row:
    sign = "" if n.exact else "~"
    here, there = ("?" if v is None else f"{sign}{v}" for v in (n.here, n.there))
    gap = "" if n.here is None or n.there is None else f"  ({n.there - n.here:+d} in B)"

    def draw(width: int) -> list[Line]:
        label = min(40, width - 26)
        return [line((f"  {n.label[:label]:<{label}}", "plain"), (f" A {here:>4}", "title"),
                     (f"  B {there:>4}", "title"), (gap, "dim"))]  # fmt: skip

    return Row(draw)


def _two(lead: str, here: Sequence[str], there: Sequence[str]) -> Row:
    """The one in the left half and the other in the right, or one above the other."""
    return Row(
        lambda width: _halves(
            width, lambda w: _part("A", lead, here, w), lambda w: _part("B", lead, there, w)
        )
    )


def _part(name: str, lead: str, texts: Sequence[str], width: int) -> list[Line]:
    if not texts:
        return [line((f"{name} ", "key"), (f"{lead}nothing of its own", "dim"))]
    lines: list[Line] = []
    for text in texts:
        first, *more = folded(f"{lead}{text}", width - 2)
        lines += [((f"{name} ", "key"), *first), *((("  ", "plain"), *m) for m in more)]
    return lines


def _halves(width: int, left: Callable[[int], list[Line]], right: Callable[[int], list[Line]]) -> list[Line]:
    if width < SIDE_BY_SIDE:
        return [*left(width), *right(width)]
    half = (width - 3) // 2
    return beside([(left(half), half), (right(half), half)], gap=3)


def _stories(pair: Pair, step: int) -> Row:
    def draw(width: int) -> list[Line]:
        return _halves(
            width, lambda w: _story("A", pair.left, step, w), lambda w: _story("B", pair.right, step, w)
        )

    return Row(draw)


def _story(name: str, timeline: Timeline, step: int, width: int) -> list[Line]:
    if step >= timeline.steps:
        why = "It was over before this step." if timeline.game.over else "Not played yet."
        return [line((f"{name} ", "key"), (why, "dim"))]
    lines: list[Line] = [line((f"{name} ", "key"), (date(timeline.game, step), "title"))]
    phase = ""
    for sentence in timeline.story(step):
        if sentence.phase != phase:
            phase = sentence.phase
            lines.append(line((f"  {PHASE_TITLES.get(phase, phase)}", "calm")))
        lines += [(("  ", "plain"), *m) for m in folded(sentence.text, width - 2, "plain", "  ")]
    return lines


__all__ = ["CompareScreen"]
