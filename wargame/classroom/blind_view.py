"""What a class is shown of its blind replay: the same for everybody, made once for each stop.

Before the sheets open, all of it is made of the game as it stood then, in the eyes of the seat.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from wargame.classroom.blind_hall import Replay, Replays
from wargame.classroom.situation import Gauge, situation
from wargame.record.game import Game
from wargame.text.budget import budget
from wargame.text.catalogue import facts, free_places, listed
from wargame.text.debrief.blind import Row, Shown, Stop, Told, rung_name
from wargame.text.telling import LOUD, PHASE_TITLES

WALL_LINES = 12
WALL_GAUGES = 12
WALL_ROWS = 8


@dataclass(frozen=True)
class Line:
    text: str
    loud: bool


@dataclass(frozen=True)
class Tale:
    """A step in words."""

    when: str
    phases: tuple[tuple[str, tuple[Line, ...]], ...]
    """Each with its title."""

    @property
    def lines(self) -> list[Line]:
        return [line for _, lines in self.phases for line in lines]


@dataclass(frozen=True)
class Offer:
    """An order that the seat could have given, with what it knew of it."""

    order: str
    label: str
    text: str
    kind: str
    cost: str
    odds: str


@dataclass(frozen=True)
class Scene:
    """A stop as the class sees it."""

    replay: int
    stamp: str
    scenario: str
    seat: str
    label: str
    step: int
    when: str
    rung: str
    question: str
    places: int
    free: str
    """The same in words: which kinds of orders fit."""
    earlier: tuple[Tale, ...]
    before: tuple[Tale, ...]
    """Since the last stop; then how this step began."""
    gauges: tuple[Gauge, ...]
    """The numbers that mattered most to the seat, as it knew them."""
    purses: tuple[tuple[str, int], ...]
    menu: tuple[Offer, ...]
    shown: Shown | None
    after: Tale | None
    rung_after: str


@dataclass(frozen=True)
class Wall:
    """What of a scene fits on a projector without scrolling; the rest is counted."""

    told: tuple[tuple[str, tuple[Line, ...]], ...]
    unsaid: int
    gauges: tuple[Gauge, ...]
    rows: tuple[Row, ...]
    fewer: int


class Scenes:
    """Makes a scene when it is first asked for."""

    def __init__(self, replays: Replays) -> None:
        self.replays = replays
        self._kept: Scene | None = None

    def now(self) -> Scene | None:
        """What the class sees now, if a replay is open. Ask it within the work of the replays."""
        replay = self.replays.open
        if replay is None:
            self._kept = None
        elif self._kept is None or self._kept.stamp != replay.stamp:
            self._kept = scene(replay)
        return self._kept


def scene(replay: Replay) -> Scene:
    """The stop at which a class stands."""
    blind = replay.blind
    past, seat, stop = blind.game.at(blind.step), blind.seat, blind.stop()
    shown = blind.reveal() if blind.shown else None
    return Scene(
        replay=replay.number,
        stamp=replay.stamp,
        scenario=past.scenario.label,
        seat=seat,
        label=past.seats[seat].label,
        step=stop.step,
        when=stop.when,
        rung=f"{stop.rung}, {rung_name(stop.rung)}",
        question=stop.question,
        places=stop.places,
        free=free_places(past, seat, []),
        earlier=tuple(map(tale, blind.earlier())),
        before=tuple(map(tale, stop.before)),
        gauges=situation(past, seat).main,
        purses=tuple((purse.label, purse.have) for purse in budget(past, seat)),
        menu=_menu(past, seat, stop),
        shown=shown,
        after=tale(shown.after) if shown else None,
        rung_after=f"{shown.rung}, {rung_name(shown.rung)}" if shown else "",
    )


def on_wall(seen: Scene) -> Wall:
    """The loudest stays where not everything fits; what was really ordered always does."""
    told = [seen.after] if seen.after else [t for t in reversed(seen.before[-2:]) if t.phases]
    left, stays = WALL_LINES, []
    for found in told:
        lines = sorted(enumerate(found.lines), key=lambda pair: (not pair[1].loud, pair[0]))[: max(left, 0)]
        stays.append((found.when, tuple(line for _, line in sorted(lines, key=lambda pair: pair[0]))))
        left -= len(lines)
    rows = seen.shown.rows if seen.shown else ()
    kept = sorted(enumerate(rows), key=lambda pair: (not pair[1].given, pair[0]))[:WALL_ROWS]
    return Wall(
        told=tuple((when, lines) for when, lines in stays if lines),
        unsaid=sum(len(t.lines) for t in told) - sum(len(lines) for _, lines in stays),
        gauges=seen.gauges[:WALL_GAUGES],
        rows=tuple(row for _, row in sorted(kept, key=lambda pair: pair[0])),
        fewer=max(0, len(rows) - WALL_ROWS),
    )


def tale(told: Told) -> Tale:
    """A step, phase by phase; what is said twice in one phase is said once."""
    phases = []
    for phase, found in groupby(told.sentences, key=lambda s: s.phase):
        lines = dict.fromkeys(Line(s.text, s.mark in LOUD) for s in found)
        phases.append((PHASE_TITLES.get(phase, phase), tuple(lines)))
    return Tale(told.when, tuple(phases))


def kinds(
    menu: Iterable[Offer], wanted: str = "", ticked: Iterable[str] = ()
) -> list[tuple[str, list[Offer]]]:
    """The menu by kind: what holds every word that was typed, and what is ticked already."""
    words, kept = wanted.lower().split(), set(ticked)
    found = [
        o for o in menu if o.order in kept or all(w in f"{o.label} {o.text} {o.kind}".lower() for w in words)
    ]
    return [(kind, list(offers)) for kind, offers in groupby(found, key=lambda o: o.kind)]


def _menu(past: Game, seat: str, stop: Stop) -> tuple[Offer, ...]:
    allowed = {choice.order for choice in stop.menu}
    return tuple(
        Offer(order.name, order.label, order.text, order.kind, fact.cost, fact.odds)
        for order, fact in zip(listed(past, seat), facts(past, seat), strict=True)
        if order.name in allowed
    )


__all__ = ["Line", "Offer", "Scene", "Scenes", "Tale", "Wall", "kinds", "on_wall", "scene", "tale"]
