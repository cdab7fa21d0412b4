"""A class that is asked, reveal by reveal, what it would order. Nothing of it is written to the save."""

from __future__ import annotations

from dataclasses import dataclass, field

from wargame.record.past import PHASES, REVEAL, Moment
from wargame.text.debrief.spread import NOTHING, Counted, Spread

START = Moment(0, PHASES[0])


@dataclass
class Asking:
    """Where to stop, and what was said there."""

    seat: str
    stops: frozenset[int]
    """Steps before whose reveal the class is asked."""
    spreads: dict[int, Spread] = field(default_factory=dict)
    passed: set[int] = field(default_factory=set)
    """Steps whose reveal the class has gone on to."""
    furthest: Moment = START

    def stop(self, here: Moment, to: Moment) -> int | None:
        """The first step on the way whose reveal waits for an answer."""
        between = range(here.step, to.step + 1)
        for step in between:
            reveal = Moment(step, REVEAL)
            ahead = here.order < reveal.order <= to.order
            if ahead and step in self.stops and step not in self.passed:
                return step
        return None

    def next_stop(self, here: Moment) -> int | None:
        """The first step from here on before whose reveal there is something to ask."""
        ahead = [s for s in sorted(self.stops - self.passed) if Moment(s, REVEAL).order > here.order]
        return ahead[0] if ahead else None

    def spread(self, step: int) -> Spread:
        return self.spreads.setdefault(step, Spread())

    def reached(self, moment: Moment) -> None:
        self.furthest = max(self.furthest, moment, key=lambda m: m.order)

    def known(self, moment: Moment) -> int:
        """Steps from this one on have not been shown yet."""
        seen = max(self.furthest, moment, key=lambda m: m.order)
        return seen.step + (seen.phase == PHASES[-1])


__all__ = ["NOTHING", "Asking", "Counted", "Spread"]
