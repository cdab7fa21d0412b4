"""Playing a replay by itself: how fast, and the one timer of the interface, which lives only while it plays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.timer import Timer
from textual.widget import Widget


@dataclass(frozen=True)
class Pace:
    """What comes next, and how long each stands."""

    by: str
    """`phase` or `step`."""
    seconds: float

    def __str__(self) -> str:
        each = f"{self.seconds:g} second{'s' * (self.seconds != 1)}"
        return f"a {self.by} every {each}"


PACES = (
    Pace("phase", 8), Pace("phase", 4), Pace("phase", 2), Pace("phase", 1),
    Pace("step", 2), Pace("step", 1), Pace("step", 0.5),
)  # fmt: skip
"""Slowest first. Phases that brought nothing are passed over."""


class Playback:
    """Calls `tick` again and again while it plays."""

    def __init__(self, owner: Widget, tick: Callable[[], None]) -> None:
        self._owner, self._tick = owner, tick
        self._timer: Timer | None = None
        self._at = 1

    @property
    def pace(self) -> Pace:
        return PACES[self._at]

    @property
    def playing(self) -> bool:
        return self._timer is not None

    def play(self) -> None:
        if self._timer is None:
            self._timer = self._owner.set_interval(self.pace.seconds, self._tick)

    def pause(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def change(self, by: int) -> bool:
        """Faster or slower; whether there was such a pace."""
        at = self._at + by
        if not 0 <= at < len(PACES):
            return False
        self._at = at
        if self.playing:
            self.pause()
            self.play()
        return True
