"""What a replay shows of one moment: the whole game on a bar, the phases of the step, the story, the panels."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.containers import Container, Horizontal, Vertical
from textual.widget import Widget

from wargame.record.game import Game
from wargame.record.past import BEFORE_REVEAL, Moment, at_moment
from wargame.text.describe import date
from wargame.text.timeline import KINDS, Timeline
from wargame.tui.asking import Asking
from wargame.tui.keys import PANELS
from wargame.tui.playback import Playback
from wargame.tui.screens.panel_screen import PanelScreen
from wargame.tui.screens.replay_report import ReplayReport
from wargame.tui.widgets.board_map import BoardMap
from wargame.tui.widgets.canvas import Line, Span, line
from wargame.tui.widgets.listing import Listing
from wargame.tui.widgets.look import Look
from wargame.tui.widgets.moment_strip import MomentStrip
from wargame.tui.widgets.panels import DealList, Ladder, LineList, MeterList, Panel
from wargame.tui.widgets.phase_strip import PhaseStrip, meaning
from wargame.tui.widgets.status import Tabs, eyes_label
from wargame.tui.widgets.story_list import StoryList
from wargame.tui.widgets.timeline_bar import Course, TimelineBar, course_of

LOWER = ("ladder", "lines", "deals")
"""Panels that share the space below the board."""

NAMES = {"log": "Story"}
"""Panels that are called otherwise here."""


class ReplayView(PanelScreen):
    """Shows one moment of a game. `seat` is whose eyes; None is the umpire."""

    linear_board = True

    def __init__(self, game: Game, seat: str | None, *, trusted: bool = False) -> None:
        super().__init__()
        self.whole = game
        self.trusted = trusted
        """Whether it was agreed that what a person who still plays must not know may be shown."""
        self.filter: str | None = None
        self.asking: Asking | None = None
        self.playback = Playback(self, self.tick)
        self.panel, self.lower = "log", "ladder"
        self._seat = seat
        self._timelines: dict[str | None, Timeline] = {}
        self._courses: dict[tuple[str | None, str | None, int | None], Course] = {}
        self._shown: dict[str, tuple[Moment, str | None]] = {}
        self.moment = Moment(0, BEFORE_REVEAL)
        self._here = at_moment(game, self.moment)

    @property
    def game(self) -> Game:
        return self._here

    @property
    def seat(self) -> str | None:
        return self._seat

    @property
    def timeline(self) -> Timeline:
        if self._seat not in self._timelines:
            self._timelines[self._seat] = Timeline(self.whole, self._seat)
        return self._timelines[self._seat]

    def tick(self) -> None:
        """What playing does each time."""
        raise NotImplementedError

    # Make-up

    def body(self) -> Iterable[Widget]:
        yield MomentStrip(id="moment")
        yield TimelineBar(id="bar")
        yield PhaseStrip(id="phases")
        with Horizontal(id="scene"):
            with Vertical(id="stage"):
                yield BoardMap(id="board", linear=True)
                with Container(id="under"):
                    yield Ladder(id="ladder")
                    yield LineList(id="lines")
                    yield DealList(id="deals")
            with Vertical(id="beside"):
                yield StoryList(id="log")
                yield MeterList(id="meters")
        yield Look(id="look")
        yield Tabs(id="tabs", names=NAMES)

    def on_mount(self, event: events.Mount | None = None) -> None:
        if event is not None:
            event.prevent_default()  # the framework would make up the panels of the table as well
        for name, label in (PANELS | NAMES).items():
            if name != "board":
                self.query_one(f"#{name}").border_title = label
        self._show_panel(self.panel)
        self.show_position()
        for note in (self.whole.notice, self._differs()):
            if note:
                self.say(note)

    def _differs(self) -> str:
        found = self.whole.difference
        if not found:
            return ""
        return f"The rules of today differ from step {found.step + 1} on: shown as recorded."

    def show_position(self) -> None:
        """Show this moment: the bar and the panel in use at once, the other panels right after the paint.

        So the bar follows a key that is held down, however large the window is.
        """
        self._show_strips()
        self._bring(self.panel)
        self._look()
        self.call_after_refresh(self._show_stale)

    def _show_strips(self) -> None:
        timeline, moment = self.timeline, self.moment
        self.query_one(MomentStrip).show(*self._heading())
        self.query_one(TimelineBar).show(self._course(), moment.step)
        told = frozenset(s.phase for s in timeline.told(moment))
        self.query_one(PhaseStrip).show(moment.phase, told, self._caption())

    def _course(self) -> Course:
        """What the bar shows, made once for each pair of eyes and each filter."""
        known = None if self.asking is None else self.asking.known(self.moment)
        key = (self._seat, self.filter, known)
        if key not in self._courses:
            self._courses[key] = course_of(self.timeline, kind=self.filter, known=known)
        return self._courses[key]

    def _heading(self) -> tuple[Span, list[Span]]:
        over = self.game.over and self.moment == self.timeline.moments[-1]
        parts: list[Span] = [
            (date(self.whole, self.moment.step), "title"),
            (f"step {self.moment.step + 1} of {self.timeline.steps}", "plain"),
            *([("the end", "plain")] if over else []),
            (f"eyes: {eyes_label(self.whole, self._seat)}", "key"),
            (f"playing, {self.playback.pace}" if self.playback.playing else "paused", "dim"),
        ]
        if self.filter is not None:
            parts.append((f"marks: {KINDS[self.filter].many}", "dim"))
        if self.asking is not None:
            parts.append(("O ends it", "dim"))
        return ("REPLAY" if self.asking is None else "CLASS ASKED", "watch"), parts

    def _caption(self) -> Line:
        """What is marked at this moment, or else what the phase is for."""
        here = [m for m in self.timeline.marks_at(self.moment.step, self.filter) if m.moment == self.moment]
        if here:
            more = f" (and {len(here) - 1} more)" if len(here) > 1 else ""
            return line((f"{KINDS[here[0].kind].letter} ", "watch"), (f"{here[0].text}{more}", "title"))
        if self.moment.phase == BEFORE_REVEAL:
            return line(("Orders are due. ", "title"), ("Next the sealed sheets open.", "dim"))
        return line((meaning(self.moment.phase), "dim"))

    # Panels

    def _visible(self) -> set[str]:
        """The panels that the style sheet shows at this size."""
        if self.has_class("-narrow"):
            return {self.panel}
        shown = {"board", "log", "meters", self.lower}
        if self.has_class("-wide"):
            shown |= {"ladder", "lines"} if self.lower == "ladder" else {"ladder"}
        return shown

    def _show_stale(self) -> None:
        """Bring the visible panels to this moment; the hidden ones when they are wanted."""
        for name in self._visible():
            self._bring(name)

    def _bring(self, name: str) -> None:
        now = (self.moment, self._seat)
        if self._shown.get(name) == now:
            return
        self._shown[name] = now
        if name == "board":
            self.query_one(BoardMap).show(self.game, self._seat)
        elif name == "log":
            self.query_one(StoryList).show_moment(self.timeline, self.moment)
        else:
            self.query_one(f"#{name}", Panel).show(self.game, self._seat)

    def _show_panel(self, panel: str) -> None:
        self.panel = panel
        if panel in LOWER:
            self.lower = panel
        self._show_stale()
        self.query_one("#scene").set_classes(f"at-{panel} lower-{self.lower}")
        self.query_one(TimelineBar).set_class(panel == "board", "low")
        self.query_one(Tabs).show(panel)
        self.query_one(f"#{panel}").focus(scroll_visible=False)
        self._look()

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_stale)

    def _look(self) -> None:
        if self.panel == "log":  # a line of the story stands there in full already
            self.query_one(Look).show_text(self._hint())
        else:
            super()._look()

    def _hint(self) -> str:
        """A word for those who have never seen this."""
        marks = ", ".join(f"{kind.letter} {kind.short}" for kind in KINDS.values() if kind.short)
        return f"Letters: {marks}. Enter opens a line, W asks what it moved."

    def on_listing_chosen(self, event: Listing.Chosen) -> None:
        event.stop()
        event.prevent_default()  # the table asks a line of its log at once; here it opens first
        if event.listing.id == "log":
            self.query_one(StoryList).open_line()
        else:
            self._explain()

    def action_read_report(self) -> None:
        self.app.push_screen(ReplayReport(self.game, self.timeline, self.moment))
