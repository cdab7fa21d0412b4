"""Where things stand, as one seat knows it: the board, the numbers, the ladder.

Made of the same text functions as the terminal's panels. `EVERYBODY` is a seat here too: the wall's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wargame.record.game import Game
from wargame.text.eyes import eyes
from wargame.text.lines import ladder, standing
from wargame.text.meters import main_meters
from wargame.text.words import RUNGS, pair_name
from wargame.tui.numbers import Number, numbers, rows_of_area


@dataclass(frozen=True)
class Gauge:
    """A number as a seat knows it, and how it ran."""

    row: int
    label: str
    short: str
    """A few letters that stand alone."""
    there: str
    """The same where it is plain which area is meant."""
    text: str
    """`8`, `~8` for an estimate."""
    words: str
    """`about 13 (10 to 16)`."""
    value: int
    low: int
    high: int
    trend: int
    """Now less a step ago."""
    marks: tuple[tuple[str, int], ...]
    at_mark: str
    """The furthest threshold that has been reached; empty if none has."""
    about: str
    """What it means, from where to where it runs, its thresholds."""
    course: tuple[int | None, ...]


@dataclass(frozen=True)
class Area:
    """An area of the board, and what the seat sees standing there."""

    name: str
    label: str
    text: str
    column: int
    row: int
    next_to: tuple[str, ...]
    """Names of its neighbours."""
    near: tuple[str, ...]
    """Their labels."""
    gauges: tuple[Gauge, ...]


@dataclass(frozen=True)
class Pair:
    """Two powers: their rung and their channel. All of it is public."""

    letters: str
    label: str
    rung: Gauge
    channel: str
    channel_row: int


@dataclass(frozen=True)
class Rung:
    """A rung of the ladder, and who stands on it."""

    number: int
    name: str
    mark: str
    """The threshold that it is: `crisis`, `war`."""
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class Situation:
    """The position as a seat knows it: what changes only when a step does."""

    areas: tuple[Area, ...]
    pairs: tuple[Pair, ...]
    rungs: tuple[Rung, ...]
    """The highest first."""
    peak: int
    crisis: int
    war: int
    main: tuple[Gauge, ...]
    """The numbers that matter most, the most vital first."""
    rest: tuple[Gauge, ...]
    """Everything else that is known, but for flags that are down."""


def situation(game: Game, seat: str) -> Situation:
    """The position as a seat, or `EVERYBODY`, knows it."""
    meters = game.rules.meters
    told = [row for row in range(1, meters.count) if not meters.derived[row]]
    by_area = {area: rows_of_area(game.rules, area) for area in game.rules.areas}
    wanted = dict.fromkeys([*told, *(row for rows in by_area.values() for row in rows)])
    known = {n.row: _gauge(game, n) for n in numbers(game, seat, wanted) if n.value is not None}
    main = main_meters(game, seat)
    pairs = _pairs(game, seat, known)
    stands = ladder(game)
    # A flag that is down says nothing.
    rest = [known[r] for r in told if r in known and r not in main and (known[r].value or known[r].high > 1)]
    return Situation(
        areas=_areas(game, by_area, known),
        pairs=pairs,
        rungs=_rungs(pairs, stands.crisis, stands.war),
        peak=stands.peak,
        crisis=stands.crisis,
        war=stands.war,
        main=tuple(known[r] for r in main if r in known),
        rest=tuple(rest),
    )


def _gauge(game: Game, n: Number) -> Gauge:
    return Gauge(
        row=n.row,
        label=n.label,
        short=n.short,
        there=n.there,
        text=n.text,
        words=n.words,
        value=n.value or 0,
        low=n.low,
        high=n.high,
        trend=n.trend,
        marks=tuple(n.marks.items()),
        at_mark=n.at_mark or "",
        about=f"{game.rules.meters.texts[n.row]} {n.bounds_words}".strip(),
        course=tuple(n.course),
    )


def _areas(game: Game, by_area: dict[str, list[int]], known: dict[int, Gauge]) -> tuple[Area, ...]:
    rules = game.rules
    labels = dict(zip(rules.areas, rules.area_labels, strict=True))
    found = [
        Area(
            name=a.id,
            label=a.label,
            text=a.text.strip(),
            column=a.column,
            row=a.row,
            next_to=tuple(a.next_to),
            near=tuple(labels[n] for n in a.next_to),
            gauges=tuple(known[r] for r in by_area[a.id] if r in known),
        )
        for a in rules.document.of("area")
    ]
    return tuple(sorted(found, key=lambda a: (a.row, a.column)))


def _pairs(game: Game, seat: str, known: dict[int, Gauge]) -> tuple[Pair, ...]:
    rules = game.rules
    rungs, channels = rules.meters.families["rung"], rules.meters.families["channel"]
    words = [w for _, w in standing(game, seat).channels]
    return tuple(
        Pair(
            letters="-".join(rules.power_letters[int(p)] for p in rules.pair_powers[at]),
            label=pair_name(rules, at),
            rung=known[rungs.start + at],
            channel=words[at],
            channel_row=channels.start + at,
        )
        for at in range(len(rules.pairs))
    )


def _rungs(pairs: Iterable[Pair], crisis: int, war: int) -> tuple[Rung, ...]:
    marks = {crisis: "crisis", war: "war"}
    return tuple(
        Rung(number, RUNGS[number], marks.get(number, ""), tuple(p for p in pairs if p.rung.value == number))
        for number in reversed(range(len(RUNGS)))
    )


def knows(game: Game, seat: str, row: int) -> bool:
    """Whether a seat may ask why a number is what it is: it sees it, or the game is over."""
    return 0 < row < game.rules.meters.count and (game.over or eyes(game, seat).knows(row))


__all__ = ["Area", "Gauge", "Pair", "Rung", "Situation", "knows", "situation"]
