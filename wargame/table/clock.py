"""The clock of a table: when a phase is due, and how long it stands still. It never looks at the time itself."""

from __future__ import annotations

from wargame.table.kept import Kept

GRACE = 60.0
"""Seconds that a phase still has when the program comes back after its deadline."""


def begin(kept: Kept, now: float, minutes: float | None) -> None:
    """A phase begins, with so much time; none is no clock."""
    kept.due = kept.left = None
    if minutes is not None:
        _set(kept, now, minutes * 60)


def stop(kept: Kept, now: float) -> None:
    """The clock stands still; what was left is kept."""
    if kept.due is not None:
        kept.left, kept.due = max(0.0, kept.due - now), None


def go(kept: Kept, now: float) -> None:
    """The clock goes on, unless something else still holds it."""
    if not kept.stopped and kept.left is not None:
        kept.due, kept.left = now + kept.left, None


def extend(kept: Kept, now: float, seconds: float) -> None:
    """More time, or less; where there was no clock, so much from now."""
    left = kept.left if kept.due is None else kept.due - now
    _set(kept, now, max(0.0, (left or 0.0) + seconds))


def forgive(kept: Kept, now: float) -> None:
    """The program was away: nobody's sheet falls to its default for that."""
    if kept.due is not None and kept.due <= now:
        kept.due = now + GRACE


def is_due(kept: Kept, now: float) -> bool:
    return kept.due is not None and not kept.stopped and now >= kept.due


def _set(kept: Kept, now: float, seconds: float) -> None:
    kept.due, kept.left = (None, seconds) if kept.stopped else (now + seconds, None)


__all__ = ["GRACE", "begin", "extend", "forgive", "go", "is_due", "stop"]
