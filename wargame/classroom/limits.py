"""How much anybody may ask for: rates by address and person, sizes, streams.

The bounds leave room for a class of sixty behind one address. What is refused costs next to nothing, and
the tallies themselves are bounded.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass

MOST_KEYS = 4096
"""Tallies kept at once; above it those that have recovered are forgotten."""


@dataclass(frozen=True)
class Rate:
    """So many at once, and so many a second from then on."""

    burst: float
    second: float


@dataclass(frozen=True)
class Limits:
    """What the server allows. The defaults are for a class; a soak run asks for more."""

    address: Rate = Rate(3000, 400)
    """All requests of one address: sixty people's pages, drawings and parts."""
    walls: Rate = Rate(60, 6)
    """Public boards for one address: they are drawn for whoever asks."""
    person: Rate = Rate(120, 10)
    acts: Rate = Rate(30, 4)
    """What one person does; a finger on a key is slower."""
    wrong: Rate = Rate(40, 1)
    """Wrong codes, links and cookies of one address."""
    joins: Rate = Rate(120, 2)
    """People who come in from one address."""
    body: int = 8192
    seconds: float = 15.0
    """To receive a body in, and to take what is sent."""
    streams: int = 6
    """Open at once for one person; a further one ends the oldest."""
    streams_of_address: int = 400
    connections: int = 800
    """Of one address, at once."""
    all_connections: int = 2000
    to_ask: float = 20.0
    """Seconds in which a new connection must have asked for something."""


class Tally:
    """Counts by key against a rate: a bucket that fills again."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate = rate
        self._clock = clock
        self._left: dict[Hashable, tuple[float, float]] = {}

    def wait(self, key: Hashable) -> float:
        """Seconds until the next one is allowed; nothing is counted."""
        return max(0.0, 1.0 - self._now(key)[0]) / self.rate.second

    def take(self, key: Hashable) -> float:
        """Count one, if it is allowed: 0; otherwise the seconds until it is."""
        left, now = self._now(key)
        if left < 1.0:
            return (1.0 - left) / self.rate.second
        if len(self._left) >= MOST_KEYS and key not in self._left:
            self._forget(now)
        self._left[key] = (left - 1.0, now)
        return 0.0

    def _now(self, key: Hashable) -> tuple[float, float]:
        now = self._clock()
        left, then = self._left.get(key, (self.rate.burst, now))
        return min(self.rate.burst, left + (now - then) * self.rate.second), now

    def _forget(self, now: float) -> None:
        """Drop who has recovered; if that is not enough, whoever is furthest from being refused."""
        burst, second = self.rate.burst, self.rate.second
        left = {key: n + (now - then) * second for key, (n, then) in self._left.items()}
        kept = sorted((n, i, key) for i, (key, n) in enumerate(left.items()) if n < burst)
        self._left = {key: (n, now) for n, _, key in kept[: MOST_KEYS // 2]}


__all__ = ["Limits", "Rate", "Tally"]
