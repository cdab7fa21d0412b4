"""Getting about in a replay: by step, by phase, from mark to mark, and by itself."""

from __future__ import annotations

from wargame.record.past import BEFORE_REVEAL, PHASES, REVEAL, Moment, at_moment
from wargame.text.timeline import KINDS
from wargame.tui.screens.replay_view import ReplayView
from wargame.tui.widgets.phase_strip import PhaseStrip
from wargame.tui.widgets.timeline_bar import TimelineBar

FILTERS: tuple[str | None, ...] = (None, *(kind for kind in KINDS if kind != "end"))
"""What the keys for the next mark may go to; None is everything but the reveals."""


class ReplayMoves(ReplayView):
    """A replay that can be moved through."""

    def ask_at(self, step: int) -> None:
        """Stop before the reveal of a step, for the class."""
        raise NotImplementedError

    def go(self, to: Moment) -> None:
        """Look at another moment; one that was not played is the nearest before it."""
        to = self._played(to)
        if to == self.moment:
            first = to == self.timeline.moments[0]
            self.say("This is the start." if first else "This is the end of the record.")
            return
        stop = self.asking.stop(self.moment, to) if self.asking is not None else None
        if stop is not None:
            self.ask_at(stop)
            return
        self.moment = to
        self._here = at_moment(self.whole, to, self._here)
        if self.asking is not None:
            self.asking.reached(to)
        self.show_position()

    def _played(self, wanted: Moment) -> Moment:
        all_moments = self.timeline.moments
        step = max(0, min(wanted.step, all_moments[-1].step))
        moment = Moment(step, wanted.phase)
        return min(moment, all_moments[-1], key=lambda m: m.order)

    def on_timeline_bar_picked(self, event: TimelineBar.Picked) -> None:
        self._pause()
        self.go(Moment(event.step, self.moment.phase))

    def on_phase_strip_picked(self, event: PhaseStrip.Picked) -> None:
        self._pause()
        self.go(Moment(self.moment.step, event.phase))

    def _step(self, by: int) -> None:
        self._pause()
        wanted = self.moment.step + by
        if not 0 <= wanted < self.timeline.steps:  # from the ends, to the very end
            self.go(self.timeline.moments[0 if by < 0 else -1])
            return
        self.go(Moment(wanted, self.moment.phase))

    def action_step_back(self) -> None:
        self._step(-1)

    def action_step_on(self) -> None:
        self._step(1)

    def _phase(self, by: int) -> None:
        self._pause()
        all_moments = self.timeline.moments
        at = all_moments.index(self.moment) + by
        self.go(all_moments[max(0, min(at, len(all_moments) - 1))])

    def action_phase_back(self) -> None:
        self._phase(-1)

    def action_phase_on(self) -> None:
        self._phase(1)

    def action_first_moment(self) -> None:
        self._pause()
        self.go(self.timeline.moments[0])

    def action_last_moment(self) -> None:
        self._pause()
        self.go(self.timeline.moments[-1])

    def _mark(self, by: int) -> None:
        self._pause()
        mark = self.timeline.next_mark(self.moment, self.filter, by)
        if mark is None:
            what = "mark" if self.filter is None else KINDS[self.filter].label
            self.say(
                f"No {'later' if by > 0 else 'earlier'} moment with {what}.".replace("with mark", "marked")
            )
        else:
            self.go(mark.moment)

    def action_next_mark(self) -> None:
        self._mark(1)

    def action_previous_mark(self) -> None:
        self._mark(-1)

    def action_next_filter(self) -> None:
        self.filter = FILTERS[(FILTERS.index(self.filter) + 1) % len(FILTERS)]
        self._show_strips()
        many = "everything marked" if self.filter is None else KINDS[self.filter].many
        self.say(f"N and P go to: {many}.", "calm")

    # Playing

    def action_play_pause(self) -> None:
        if self.playback.playing:
            self._pause()
        else:
            if self.moment == self.timeline.moments[-1]:
                self.go(self.timeline.moments[0])
            self.playback.play()
        self._show_strips()

    def _pause(self) -> None:
        if self.playback.playing:
            self.playback.pause()
            self._show_strips()

    def tick(self) -> None:
        """The next moment, at the pace that was chosen."""
        found = self.next_moment()
        if found is None:
            self._pause()
            self.say("This is the end of the record.")
        else:
            self.go(found)

    def next_moment(self) -> Moment | None:
        """What playing shows next: the next phase that brought something, or the end of the next step."""
        later = [m for m in self.timeline.moments if m.order > self.moment.order]
        if self.playback.pace.by == "step":
            later = [m for m in later if m.phase == PHASES[-1]] or later[-1:]
        else:
            due = (BEFORE_REVEAL, REVEAL)
            later = [m for m in later if m.phase in due or self.timeline.eventful(m)] or later[-1:]
        return later[0] if later else None

    def action_faster(self) -> None:
        self._change_pace(1)

    def action_slower(self) -> None:
        self._change_pace(-1)

    def _change_pace(self, by: int) -> None:
        changed = self.playback.change(by)
        self._show_strips()
        self.say(f"Plays {self.playback.pace}." if changed else "There is no other pace.", "calm")

    def on_screen_suspend(self) -> None:
        self._pause()
