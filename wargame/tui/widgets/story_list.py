"""The story of a replay: the step looked at as far as it has come, and the step before it."""

from __future__ import annotations

from wargame.record.game import Game
from wargame.record.past import PHASES, Moment
from wargame.text.meters import date
from wargame.text.telling import Sentence
from wargame.text.timeline import Timeline
from wargame.tui.glyphs import SIGNS
from wargame.tui.screens.report import LOUD, PHASE_TITLES
from wargame.tui.widgets.canvas import Line, folded, line
from wargame.tui.widgets.listing import Row, row
from wargame.tui.widgets.panels import LogList

Key = tuple[int, int]
"""A step and a sentence of it."""


class StoryList(LogList):
    """Enter opens a line; what it moved can be asked."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.empty = "Nothing that these eyes see has happened yet."
        self.opened: set[Key] = set()
        self._timeline: Timeline | None = None
        self._moment = Moment(0, PHASES[0])
        self._told: dict[Key, Sentence] = {}
        self._drawn: dict[tuple[Key, int], list[Line]] = {}
        """Closed lines as they were broken at a width: most of a story stays as one moves on."""

    def show_moment(self, timeline: Timeline, moment: Moment) -> None:
        """Tell the step until a moment, with the pointer on what came last; a whole step from its beginning."""
        before = self._moment
        moved = timeline is not self._timeline or moment != before
        if timeline is not self._timeline:
            self._drawn.clear()
        self._timeline, self._moment = timeline, moment
        self._fill()
        if moved and not self.wanted:
            whole = moment.step != before.step and moment.phase == PHASES[-1]
            last = [
                key
                for key, s in self._told.items()
                if key[0] == moment.step and (whole or s.phase == moment.phase)
            ]
            for key in (last[-1:], last[:1]):  # first the end of it into view, then its beginning
                if key:
                    self.select(key[0])
            if whole:
                self.scroll_to(y=0, animate=False, immediate=True, force=True)

    def show(self, game: Game, seat: str | None) -> None:  # noqa: ARG002
        self._fill()

    def open_line(self) -> None:
        """Open or close what lies behind the line under the pointer."""
        key = self.key
        if key in self._told:
            self.opened ^= {key}
            self._fill()

    def asked(self) -> list[int]:
        found = self._told.get(self.key) if isinstance(self.key, tuple) else None
        return list(found.rows) if found else []

    def told(self) -> str:
        found = self._told.get(self.key) if isinstance(self.key, tuple) else None
        return found.text if found else ""

    # Rows

    def _fill(self) -> None:
        timeline = self._timeline
        if timeline is None:
            return
        self._told = {}
        rows: list[Row] = []
        if self.wanted:
            rows.append(row(None, line((f"Lines with “{self.wanted}”; find nothing to see all.", "dim"))))
            for step in range(self._moment.step, -1, -1):
                rows += self._rows_of(step)
        else:
            rows += self._rows_of(self._moment.step)
            if self._moment.step > 0:
                rows.append(row(None, line(("", "plain"))))
                rows += self._rows_of(self._moment.step - 1)
        self.set_rows(rows)

    def _rows_of(self, step: int) -> list[Row]:
        """A step: its date, and its story under the names of the phases."""
        timeline = self._timeline
        assert timeline is not None
        now = step == self._moment.step
        told = timeline.told(self._moment) if now else timeline.story(step)
        found = [(at, s) for at, s in enumerate(told) if self.wanted in s.text.lower()]
        if self.wanted and not found:
            return []
        when = date(timeline.game, step)
        rows = [row(None, line((when if now else f"Before: {when}", "title")))]
        phase = ""
        for at, sentence in found:
            if sentence.phase != phase:
                phase = sentence.phase
                here = now and phase == self._moment.phase
                sign = SIGNS.pointer if here else " "
                title = f"{sign} {PHASE_TITLES.get(phase, phase)}"
                rows.append(row(None, line((title, "key" if here else "calm"))))
            key = (step, at)
            self._told[key] = sentence
            rows.append(self._row(sentence, key))
        if now and not any(s.phase == self._moment.phase for _, s in found) and not self.wanted:
            rows.append(_quiet(self._moment.phase))
        return rows

    def _row(self, sentence: Sentence, key: Key) -> Row:
        def draw(width: int) -> list[Line]:
            if key in self.opened:
                return _lines(sentence, True, width)
            if (key, width) not in self._drawn:
                self._drawn[key, width] = _lines(sentence, False, width)
            return self._drawn[key, width]

        return Row(draw, key)


def _quiet(phase: str) -> Row:
    text = f"{PHASE_TITLES.get(phase, phase)}: nothing that these eyes see."
    return Row(lambda width: folded(f"{SIGNS.pointer} {text}", width, "dim"))


def _lines(sentence: Sentence, opened: bool, width: int) -> list[Line]:
    sign = "- " if opened else "+ " if sentence.detail else "  "
    role = "watch" if sentence.mark in LOUD else "plain"
    first, *more = folded(sentence.text, width - 4, role)
    lines = [((sign, "dim"), *first), *((("  ", "plain"), *m) for m in more)]
    if opened:
        details = sentence.detail or ("Nothing more lies behind this line.",)
        lines += [(("    ", "plain"), *m) for text in details for m in folded(text, width - 6, "dim", "  ")]
    return lines
