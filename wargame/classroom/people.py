"""Who is at the table: the clock, the roll call, the team of a seat and its pen. Nobody's sheet is in it."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from wargame.record.game import Game
from wargame.table.room import Room
from wargame.text.meters import date
from wargame.text.words import counted

PHASES = {
    "lobby": "The game has not begun yet",
    "orders": "Orders are due",
    "report": "The sheets are open",
    "over": "The game is over",
}


@dataclass(frozen=True)
class Clock:
    """Where the table stands in time."""

    phase: str
    words: str
    when: str
    """The date on the board."""
    step: int
    crisis: bool
    paused: bool
    closed: bool
    """Pens are down: nothing is written, sealed or said until the umpire opens the phase again."""
    due: float | None
    """Seconds since 1970; None where no clock runs."""
    left: str
    """`about 3 minutes left`, as this was told."""


@dataclass(frozen=True)
class Chair:
    """A seat at the table, as everybody sees it."""

    seat: str
    label: str
    people: bool
    """Whether people play it; what else does is not said."""
    here: int
    """How many of its people are there."""
    sealed: bool
    mine: bool


@dataclass(frozen=True)
class Mate:
    """Somebody of the same team."""

    id: str
    name: str
    here: bool
    pen: bool
    me: bool


@dataclass(frozen=True)
class Team:
    mates: tuple[Mate, ...]
    pen: str
    """Who holds the pen, by name; empty if nobody does."""
    mine: bool
    """Whether it is whoever asks."""


def clock(room: Room, now: float) -> Clock:
    """The clock as it stands. `now` is the server's."""
    game = room.game
    return Clock(
        phase=room.phase,
        words=PHASES[room.phase],
        when=_when(room),
        step=game.step,
        crisis=not game.over and game.crisis,
        paused=room.paused,
        closed=room.closed,
        due=room.due,
        left=_left(room.due, now),
    )


def _when(room: Room) -> str:
    """The date of the step that is spoken of: while its report is read, the one that was played."""
    game = room.game
    if game.over:
        return "The end"
    return date(game, game.step - 1 if room.phase == "report" and game.step else game.step)


def _left(due: float | None, now: float) -> str:
    if due is None:
        return ""
    seconds = max(0, ceil(due - now))
    if seconds >= 90:
        return f"about {counted(round(seconds / 60), 'minute')} left"
    return f"{seconds} seconds left"


def roll(room: Room, seat: str) -> tuple[Chair, ...]:
    """Who is in, and who has sealed. It is the same for everybody but for which seat is one's own."""
    game = room.game
    here = [m.seat for m in room.members.values() if m.here]
    return tuple(
        Chair(
            seat=name,
            label=chair.label,
            people=game.players[name] == "human",
            here=here.count(name),
            sealed=_sealed(game, name),
            mine=name == seat,
        )
        for name, chair in game.seats.items()
    )


def _sealed(game: Game, seat: str) -> bool:
    """Scripts seal at the reveal: of them there is nothing to tell."""
    return game.players[seat] == "human" and seat in game.sealed


def team(room: Room, seat: str, person: str) -> Team:
    """The team of a seat, with the pen where it is."""
    pen = room.pens.get(seat, "")
    mates = tuple(
        Mate(m.id, m.name, m.here, m.id == pen, m.id == person)
        for m in room.members.values()
        if m.seat == seat
    )
    name = next((m.name for m in mates if m.pen), "")
    return Team(mates, name, pen == person)


__all__ = ["PHASES", "Chair", "Clock", "Mate", "Team", "clock", "roll", "team"]
