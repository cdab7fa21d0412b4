"""What the desk tells, from plain JSON to typed records: whatever is missing or of another kind is refused."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints


class Strange(ValueError):
    """This is not what a desk tells."""


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    here: bool


@dataclass(frozen=True)
class Chair:
    seat: str
    label: str
    player: str
    sealed: bool
    pen: str
    members: tuple[Person, ...]

    @property
    def people(self) -> bool:
        return self.player == "human"


@dataclass(frozen=True)
class Glance:
    """A table among the others."""

    id: str
    name: str
    code: str
    scenario: str
    when: str
    step: int
    phase: str
    paused: bool
    closed: bool
    over: bool
    due: float | None
    rung: int
    sealed: int
    here: int
    people: int
    warnings: tuple[str, ...]
    roll: tuple[Chair, ...]


@dataclass(frozen=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True)
class Letter:
    number: int
    when: str
    between: str
    text: str
    notes: tuple[str, ...]
    held: bool
    marked: bool


@dataclass(frozen=True)
class Ruled:
    when: str
    what: str
    reason: str
    changes: str


@dataclass(frozen=True)
class Plan:
    number: str
    what: str
    when: str
    state: str


@dataclass(frozen=True)
class Named:
    id: str


@dataclass(frozen=True)
class Whole:
    """A table as its umpire sees it. What is hidden from seats is in it."""

    at: Named
    step: int
    steps: tuple[Option, ...]
    minutes: float | None
    reading: float | None
    defaults: str
    held: tuple[str, ...]
    players: dict[str, tuple[Option, ...]]
    events: tuple[Option, ...]
    orders: tuple[Option, ...]
    meters: tuple[str, ...]
    letters: tuple[Letter, ...]
    rulings: tuple[Ruled, ...]
    plans: tuple[Plan, ...]
    notes: tuple[tuple[str, str], ...]
    told: tuple[tuple[str, tuple[str, ...]], ...]
    seats: tuple[Option, ...]


@dataclass(frozen=True)
class Change:
    """A number that something would change."""

    name: str
    label: str
    before: int
    after: int
    follows: bool
    """Whether it only follows from others."""


@dataclass(frozen=True)
class Foreseen:
    """What something would change."""

    changes: tuple[Change, ...]


@dataclass(frozen=True)
class SeenBy:
    """A table through the eyes of a seat."""

    label: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class View:
    now: float
    """The server's clock."""
    tables: tuple[Glance, ...]
    table: Whole | None


def view_of(content: object) -> View:
    """Raises Strange."""
    found: View = _read(View, content)
    return found


def foreseen_of(content: object) -> Foreseen:
    """Raises Strange."""
    found: Foreseen = _read(Foreseen, content)
    return found


def seen_by_of(content: object) -> SeenBy:
    """Raises Strange."""
    found: SeenBy = _read(SeenBy, content)
    return found


def cleaned(content: Any) -> Any:
    """Plain data whose texts hold nothing that a terminal would obey."""
    if isinstance(content, str):
        return "".join(c if c.isprintable() or c == "\n" else " " for c in content)
    if isinstance(content, list):
        return [cleaned(part) for part in content]
    if isinstance(content, dict):
        return {cleaned(name): cleaned(part) for name, part in content.items()}
    return content


@cache
def _kinds(record: type) -> dict[str, Any]:
    hints = get_type_hints(record)
    return {part.name: hints[part.name] for part in fields(record)}


def _read(kind: Any, content: Any) -> Any:
    """Content as a kind of record, tuple, dictionary or plain value."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is UnionType:
        return None if content is None else _read(inner[0], content)
    if origin is tuple and isinstance(content, list):
        if inner[-1] is Ellipsis:
            return tuple(_read(inner[0], part) for part in content)
        if len(inner) == len(content):
            return tuple(_read(one, part) for one, part in zip(inner, content, strict=True))
    elif origin is dict and isinstance(content, dict):
        return {name: _read(inner[1], part) for name, part in content.items()}
    elif isinstance(kind, type) and is_dataclass(kind) and isinstance(content, dict):
        return kind(**{name: _read(one, content.get(name)) for name, one in _kinds(kind).items()})
    elif kind is float and isinstance(content, int | float) and not isinstance(content, bool):
        return float(content)
    elif kind in (str, int, bool) and type(content) is kind:
        return content
    raise Strange(f"no {kind}")


__all__ = [
    "Chair",
    "Change",
    "Foreseen",
    "Glance",
    "Letter",
    "Option",
    "Person",
    "Plan",
    "Ruled",
    "SeenBy",
    "Strange",
    "View",
    "Whole",
    "cleaned",
    "foreseen_of",
    "seen_by_of",
    "view_of",
]
