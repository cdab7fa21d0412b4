"""What the course of a game is made of: sealed sheets, resolved steps, and where each step began."""

from __future__ import annotations

from dataclasses import dataclass, field

from wargame.engine.ledger import Entry, Note
from wargame.engine.state import State
from wargame.record import lines
from wargame.ruleset.tables import Ints


@dataclass(frozen=True)
class Sheet:
    """What a seat sealed: orders by name, who filled it, and the reasons a doctrine gave."""

    seat: str
    orders: tuple[str, ...]
    by: str = "human"
    reasons: tuple[str, ...] = ()
    nonce: str = field(default="", compare=False)
    commitment: str = field(default="", compare=False)
    """What was shown of it when it was sealed; `seals.commit` of the nonce and the sheet."""


@dataclass(frozen=True)
class Turn:
    """A resolved step."""

    step: int
    crisis: bool
    opened: Ints  # (M,)  when orders were given
    after: Ints  # (M,)
    sheets: dict[str, Sheet]
    orders: Ints  # (K,)  as resolved, standing orders included
    entries: tuple[Entry, ...]
    """Of the whole step, its opening included."""
    notes: tuple[Note, ...]
    stated: dict[str, str] = field(default_factory=dict)
    """Why each seat gave its orders, in its own words, where it said so."""


@dataclass(frozen=True)
class Position:
    """Where a step began, and everything needed to begin it again."""

    state: State
    opening_seed: int
    """Seed of the phases before orders."""
    seed: int
    """Seed of the phases after them, and of the steps that follow. A branch with fresh luck changes it."""
    injects: tuple[int, ...] = ()
    rulings: tuple[lines.RulingLine, ...] = ()
    """What the umpire changed before the step was opened, in order."""


@dataclass(frozen=True)
class Mark:
    """All that an act may change."""

    turns: list[Turn]
    positions: list[Position]
    sealed: dict[str, Sheet]
    stated: dict[str, str]
    players: dict[str, str]
    post: tuple[lines.PostLine, ...]
    forecasts: tuple[lines.ForecastLine, ...]
    asked: dict[str, lines.Asked]
    words: dict[str, tuple[str, str]]
    people: dict[str, str]
    acts: frozenset[str]


__all__ = ["Mark", "Position", "Sheet", "Turn"]
