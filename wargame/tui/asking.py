"""A class that is asked, reveal by reveal, what it would order. Nothing of it is written to the save."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from wargame.record.past import PHASES, REVEAL, Moment

NOTHING = "nothing"
"""Stands for: give no order, leave it."""


START = Moment(0, PHASES[0])


@dataclass(frozen=True)
class Counted:
    """An order with the hands that went up for it."""

    order: str
    hands: int
    given: bool
    """Whether it was really ordered."""


@dataclass
class Spread:
    """The hands that went up before one reveal, by order."""

    hands: dict[str, int] = field(default_factory=dict)

    def count(self, order: str, by: int) -> None:
        """More or fewer hands for an order; one without hands is forgotten."""
        now = self.hands.get(order, 0) + by
        if now > 0:
            self.hands[order] = now
        else:
            self.hands.pop(order, None)

    @property
    def total(self) -> int:
        return sum(self.hands.values())

    def beside(self, given: Iterable[str]) -> list[Counted]:
        """Every order that was suggested or given, the most hands first."""
        real = list(given) or [NOTHING]
        named = dict.fromkeys([*self.hands, *real])
        found = [Counted(order, self.hands.get(order, 0), order in real) for order in named]
        return sorted(found, key=lambda c: -c.hands)


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
