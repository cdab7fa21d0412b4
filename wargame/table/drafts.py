"""What a seat is still writing, kept beside the save: a closed terminal loses nothing.

Each seat has a file of its own, so that several people at one screen do not write over each other. It
goes when there is nothing left in it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Letter:
    """A message in writing."""

    to: list[str] = field(default_factory=list)
    public: bool = False
    """For everybody; otherwise nobody named is nobody yet."""
    via: str = ""
    mark: str = "none"
    text: str = ""


@dataclass
class Draft:
    """A sheet and a message in writing, and how many messages were read."""

    step: int = 0
    """The step that the orders are for."""
    orders: list[str] = field(default_factory=list)
    letters: dict[str, Letter] = field(default_factory=dict)
    """Messages in writing, by what they are for."""
    read: int = 0
    """Messages that have been read."""

    @property
    def empty(self) -> bool:
        return not self.orders and not self.letters and not self.read


class DraftFile:
    """The draft of a seat, on the disk or, for a game without a save, in memory only."""

    def __init__(self, save: Path | None, seat: str) -> None:
        self.seat = seat
        self.path = None if save is None else save.with_suffix(f".{seat}.draft")
        self._before = None if save is None else save.with_suffix(".draft")
        """Where the one draft of a game stood in earlier versions."""

    def read(self) -> Draft:
        """The draft as it was left; an empty one if there is none that can be read."""
        for path in (self.path, self._before):
            try:
                kept = json.loads(path.read_text(encoding="utf-8")) if path else {}
                if kept.get("seat") == self.seat:
                    return _draft(kept)
            except (OSError, ValueError, KeyError, TypeError, AttributeError):
                continue
        return Draft()

    def write(self, draft: Draft) -> None:
        """See the draft to the disk. Raises OSError."""
        if self.path is None:
            return
        if draft.empty:
            self.path.unlink(missing_ok=True)
        else:
            new = self.path.with_suffix(".draft-new")
            new.write_text(json.dumps({"seat": self.seat, **asdict(draft)}), encoding="utf-8")
            new.replace(self.path)
        if self._before is not None and self._before.exists() and _seat_of(self._before) == self.seat:
            self._before.unlink(missing_ok=True)


def _draft(kept: dict[str, Any]) -> Draft:
    return Draft(
        step=int(kept["step"]),
        orders=[str(order) for order in kept["orders"]],
        letters={str(name): _letter(letter) for name, letter in kept.get("letters", {}).items()},
        read=int(kept.get("read", 0)),
    )


def _letter(kept: dict[str, Any]) -> Letter:
    return Letter(
        to=[str(seat) for seat in kept["to"]],
        public=bool(kept["public"]),
        via=str(kept["via"]),
        mark=str(kept["mark"]),
        text=str(kept["text"]),
    )


def _seat_of(path: Path) -> str | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return str(found["seat"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


__all__ = ["Draft", "DraftFile", "Letter"]
