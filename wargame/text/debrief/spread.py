"""What people would have ordered, counted: by hands that go up, or sheet by sheet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

NOTHING = "nothing"
"""Stands for: give no order, leave it."""


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


__all__ = ["NOTHING", "Counted", "Spread"]
