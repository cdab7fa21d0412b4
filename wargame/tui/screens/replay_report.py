"""The report of a replayed moment: the step before it, and its own step as far as it has come."""

from __future__ import annotations

from wargame.record.game import Game
from wargame.record.past import Moment
from wargame.text.timeline import Timeline
from wargame.tui.screens.report import ReportScreen


class ReplayReport(ReportScreen):
    def __init__(self, past: Game, timeline: Timeline, moment: Moment) -> None:
        super().__init__(past, timeline.seat)
        self.timeline, self.moment = timeline, moment

    def gather(self) -> None:
        step = self.moment.step - (not self.game.over)
        self.last = self.timeline.story(step) if step >= 0 else []
        self.next = [] if self.game.over else self.timeline.told(self.moment)
