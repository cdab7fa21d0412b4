"""What a table keeps that is not of the game itself: its people, its pens, its clock, what is being written.

All of it is plain data, so that a line of the room's journal can say what has changed.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from wargame.table.drafts import Draft

Phase = Literal["lobby", "orders", "report", "over"]
Default = Literal["draft", "doctrine", "empty"]

State = dict[str, Any]
"""Everything kept, as plain data."""


class _Kept(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Person(_Kept):
    """Somebody at the table."""

    name: str
    seat: str
    read: int = 0
    """So many messages have been read."""


class Planned(_Kept):
    """What is to happen by itself."""

    what: str = ""
    """An event; or nothing, if something is announced."""
    text: str = ""
    to: list[str] = []
    step: int | None = None
    """From this step on; with no condition, at it."""
    when: list[dict[str, Any]] = []
    own: bool = False
    """The event's own condition."""
    fired: int | None = None
    """The step at which it happened."""
    line: int = 0
    """The line of play on which it happened."""
    missed: str = ""
    """Why it could not happen when its time had come."""


class Note(_Kept):
    """Something that the umpire wrote down."""

    at: float
    step: int
    text: str


class Kept(_Kept):
    """A table beside its game."""

    phase: Phase = "lobby"
    step: int = 0
    """The step of the game when this was kept: the game has the last word."""
    line: int = 0
    """How often the table went back."""
    paused: bool = False
    closed: bool = False
    due: float | None = None
    left: float | None = None
    """Seconds that were left when the clock was stopped."""
    minutes: float | None = None
    reading: float | None = None
    defaults: Default = "draft"
    held: list[str] = []
    """Seats whose messages wait for the umpire."""
    people: dict[str, Person] = {}
    pens: dict[str, str] = {}
    drafts: dict[str, Draft] = {}
    plans: dict[str, Planned] = {}
    planned: int = 0
    """The number of the last plan."""
    notes: list[Note] = Field(default_factory=list)

    @property
    def stopped(self) -> bool:
        """Whether the clock stands still."""
        return self.paused or self.closed


def difference(before: State, after: State) -> State:
    """What has changed; in a table of entries, only the entries that have, None for one that is gone."""
    now: State = {}
    for field, value in after.items():
        old = before[field]
        if value == old:
            continue
        if isinstance(value, dict):
            now[field] = {name: entry for name, entry in value.items() if old.get(name) != entry}
            now[field] |= {name: None for name in old if name not in value}
        elif field == "notes":
            now[field] = value[len(old) :]
        else:
            now[field] = value
    return now


def apply(state: State, now: State) -> None:
    """Do to what was kept what a line says has changed. Raises KeyError for a field that there is not."""
    for field, value in now.items():
        old = state[field]
        if isinstance(old, dict):
            for name, entry in value.items():
                if entry is None:
                    old.pop(name, None)
                else:
                    old[name] = entry
        elif field == "notes":
            state[field] = [*old, *value]
        else:
            state[field] = value


__all__ = ["Default", "Kept", "Note", "Person", "Phase", "Planned", "State", "apply", "difference"]
