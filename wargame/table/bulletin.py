"""What has changed for whom: numbered events, a count of its own for each viewer, so that a gap tells nothing."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field

KEPT = 200
"""Events that are kept for each viewer; who missed more begins anew."""

RESET = "reset"
"""The part of an event that says: look at everything again."""


@dataclass(frozen=True)
class Event:
    """Parts of a viewer's page that are not what they were."""

    stamp: str
    parts: tuple[str, ...]


@dataclass
class _Board:
    """What hangs out for one viewer."""

    count: int = 0
    events: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    calls: dict[object, Callable[[], None]] = field(default_factory=dict)


class Bulletin:
    """Kept in memory only: after a restart everybody looks at everything again."""

    def __init__(self, viewers: Iterable[str], boot: str = "") -> None:
        self.boot = boot or secrets.token_hex(4)
        self._boards = {viewer: _Board() for viewer in viewers}

    def hang(self, viewer: str, parts: Iterable[str]) -> None:
        """Something has changed for a viewer."""
        board = self._boards[viewer]
        board.count += 1
        board.events.append((board.count, tuple(dict.fromkeys(parts))))
        del board.events[:-KEPT]

    def stamp(self, viewer: str) -> str:
        """Where a viewer's count stands. KeyError for nobody's."""
        return f"{self.boot}.{self._boards[viewer].count}"

    def since(self, viewer: str, after: str) -> list[Event]:
        """What came after a stamp; one `reset` where that cannot be told."""
        board = self._boards[viewer]
        boot, _, number = after.rpartition(".")
        seen = int(number) if number.isascii() and number.isdigit() and len(number) < 12 else -1
        if boot != self.boot or not 0 <= seen <= board.count or board.count - seen > len(board.events):
            return [Event(self.stamp(viewer), (RESET,))]
        missed = board.events[len(board.events) - (board.count - seen) :]
        return [Event(f"{self.boot}.{count}", parts) for count, parts in missed]

    def watch(self, viewer: str, call: Callable[[], None]) -> Callable[[], None]:
        """Hear that there is something new; the answer is the way to stop hearing."""
        mark, calls = object(), self._boards[viewer].calls
        calls[mark] = call

        def stop() -> None:
            calls.pop(mark, None)

        return stop

    def ring(self, viewers: Iterable[str]) -> None:
        """Tell those who listen. Whoever fails at listening harms nobody else."""
        for viewer in viewers:
            for call in list(self._boards[viewer].calls.values()):
                with suppress(Exception):
                    call()


__all__ = ["RESET", "Bulletin", "Event"]
