"""What a seat believes, how sure it can be, how old that is; and after the game, what it got wrong."""

from __future__ import annotations

from dataclasses import dataclass

from wargame.record.game import Game
from wargame.text.eyes import Eyes, eyes
from wargame.text.meters import date, estimate_range
from wargame.text.words import counted, first_up, power_name


@dataclass(frozen=True)
class Wrong:
    """After the game: how far an estimate was off, step by step."""

    true: int
    """The truth at the end."""
    course: tuple[int, ...]
    """The truth when each step's orders were due, and now."""
    mean: float
    """How far off, on average."""
    worst: int
    """The largest error; above nought if too high was believed."""
    when: str
    """When that was."""


@dataclass(frozen=True)
class Estimate:
    """What a seat believes of a number that it cannot see."""

    row: int
    label: str
    holder: str
    """Whose estimate it is, where several are shown; otherwise empty."""
    value: int
    low: int
    high: int
    """Between which numbers the truth lies, as far as its holder can tell."""
    bounds: tuple[int, int]
    age: str
    """`of this month`, `two crisis steps old`."""
    course: tuple[int | None, ...]
    wrong: Wrong | None
    """None while the game goes on."""

    @property
    def sure(self) -> str:
        """In a word."""
        off = max(self.high - self.value, self.value - self.low)
        return "exact" if not off else "good" if off == 1 else "fair" if off == 2 else "poor"


def estimates(game: Game, seat: str | None) -> list[Estimate]:
    """The estimates of a seat; for the umpire those of all, and what is true only when the game is over."""
    if seat is not None:
        return _held(game, seat, "")
    found = []
    for name, holder in game.seats.items():
        found += _held(game, name, holder.label)
    return found


def _held(game: Game, seat: str, holder: str) -> list[Estimate]:
    sight, meters = eyes(game, seat), game.rules.meters
    fixed = {int(r) for r, f in zip(game.rules.estimates.row, game.rules.estimates.fixed, strict=True) if f}
    found = []
    for row in range(1, meters.count):
        value = sight.now(row)
        if not sight.estimates(row) or value is None:
            continue
        low, high = estimate_range(sight, row)
        never = int(sight.seat.sight[row]) in fixed
        past = (*(sight.read(turn.opened, row) for turn in game.turns), value)
        found.append(
            Estimate(
                row=row,
                label=meters.labels[row],
                holder=holder,
                value=value,
                low=low,
                high=high,
                bounds=(int(meters.low[row]), int(meters.high[row])),
                age="made at the start, and never again" if never else age(game),
                course=past,
                wrong=_wrong(sight, row) if game.over else None,
            )
        )
    return found


def age(game: Game) -> str:
    """How old the estimates are: they are made afresh each month, and stand through a crisis."""
    steps = 0
    if game.crisis:
        steps = 1
        for turn in reversed(game.turns):
            if not turn.crisis:
                break
            steps += 1
    return f"{counted(steps, 'crisis step')} old" if steps else "of this month"


def _wrong(sight: Eyes, row: int) -> Wrong:
    game = sight.game
    now = game.games.state.meters[:, 0]
    pairs = [(int(m[row]), int(m[sight.seat.sight[row]])) for m in (*(t.opened for t in game.turns), now)]
    errors = [believed - true for true, believed in pairs]
    at = max(range(len(errors)), key=lambda n: abs(errors[n]))
    return Wrong(
        true=pairs[-1][0],
        course=tuple(true for true, _ in pairs),
        mean=sum(abs(e) for e in errors) / len(errors),
        worst=errors[at],
        when=date(game, at) if at < len(game.turns) else "at the end",
    )


@dataclass(frozen=True)
class Reading:
    """How an act against a seat's own side was read, while nobody knows how it was meant."""

    when: str
    reader: str
    act: str
    perceived: int


def readings(game: Game, seat: str | None) -> list[Reading]:
    """Every act as the seat's side read it, the newest first."""
    from wargame.text.telling import Telling

    sight = eyes(game, seat)
    found = []
    for turn in reversed(game.turns):
        told = Telling(sight, (), turn.notes, turn.after)
        for note in told.notes:
            if note.kind == "read":
                reader = first_up(power_name(game.rules, note.facts["reader"]))
                act = first_up(told.deed_of(note.facts["order"]))
                found.append(Reading(date(game, turn.step), reader, act, note.facts["perceived"]))
    return found


__all__ = ["Estimate", "Reading", "Wrong", "age", "estimates", "readings"]
