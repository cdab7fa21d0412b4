"""What a seat has to reckon with: its brief, red lines, deals, dates, and what it only believes."""

from __future__ import annotations

from dataclasses import dataclass

from wargame.record.game import Game
from wargame.text.briefs import seat_brief
from wargame.text.dates import dates_ahead
from wargame.text.intelligence import Estimate, estimates, readings
from wargame.text.lines import red_lines, standing
from wargame.text.nearness import line_state, reaches
from wargame.text.words import first_up

SHOWN = 12
"""So many readings are listed; the reports have them all."""


@dataclass(frozen=True)
class Line:
    """A red line that the seat holds or knows of."""

    label: str
    owner: str
    mine: bool
    held: bool
    text: str
    status: str
    state: str
    """How near it is, in a word and a sign: `* near 4/5`."""
    role: str
    at_rung: int
    commits: int
    due: int
    """Steps left for the answer; 0 if none is due as far as the seat knows."""
    reach: str
    """The loudest act of its kind so far, as a sentence."""


@dataclass(frozen=True)
class Deal:
    label: str
    form: str
    between: str
    status: str
    in_force: bool
    text: str
    row: int


@dataclass(frozen=True)
class Date:
    label: str
    words: str
    row: int
    """The meter that counts it; 0 if none does."""


@dataclass(frozen=True)
class Read:
    """How an act against the seat's own side was read."""

    when: str
    reader: str
    act: str
    rung: int


@dataclass(frozen=True)
class Believed:
    """A number that the seat only estimates."""

    row: int
    label: str
    value: int
    low: int
    high: int
    bounds: tuple[int, int]
    sure: str
    age: str
    true: int | None
    """The truth, when the game is over."""


@dataclass(frozen=True)
class Affairs:
    """Deals, channels and dates."""

    pairs: tuple[tuple[str, str], ...]
    deals: tuple[Deal, ...]
    dates: tuple[Date, ...]


@dataclass(frozen=True)
class Beliefs:
    """What a seat only estimates, and how it read what was done to it."""

    held: tuple[Believed, ...]
    readings: tuple[Read, ...]


def brief(game: Game, seat: str) -> tuple[tuple[str, ...], ...]:
    """The brief of a seat: paragraphs of lines."""
    return _paragraphs(seat_brief(game, seat))


def affairs(game: Game, seat: str) -> Affairs:
    """Channels, deals and the dates ahead."""
    return Affairs(
        pairs=standing(game, seat).channels,
        deals=_deals(game, seat),
        dates=tuple(Date(d.label, d.words, d.row) for d in dates_ahead(game, seat)),
    )


def beliefs(game: Game, seat: str) -> Beliefs:
    """Estimates, and the acts against the seat's own side as they were read, the newest first."""
    return Beliefs(
        held=tuple(_belief(e) for e in estimates(game, seat)),
        readings=tuple(Read(r.when, r.reader, r.act, r.perceived) for r in readings(game, seat)[:SHOWN]),
    )


def _paragraphs(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(paragraph.split("\n")) for paragraph in text.split("\n\n"))


def lines(game: Game, seat: str) -> tuple[Line, ...]:
    """The red lines that a seat holds or knows of, and how near each is."""
    near = reaches(game, seat)
    found = []
    for status in red_lines(game, seat):
        reach = near[game.rules.lines.labels.index(status.label)]
        state, role = line_state(status, reach)
        found.append(
            Line(
                label=status.label,
                owner=status.owner,
                mine=status.mine,
                held=status.held,
                text=status.text.strip(),
                status=first_up(status.status),
                state=state,
                role=role,
                at_rung=status.at_rung,
                commits=status.commits,
                due=status.due or 0,
                reach=reach.words,
            )
        )
    return tuple(found)


def _deals(game: Game, seat: str) -> tuple[Deal, ...]:
    rules = game.rules
    texts = {d.id: d.text.strip() for d in rules.document.of("deal")}
    return tuple(
        Deal(
            label=d.label,
            form=d.form,
            between=d.between,
            status=d.status,
            in_force=d.in_force,
            text=texts[d.name],
            row=rules.deals.left.start + rules.deals.names.index(d.name),
        )
        for d in standing(game, seat).deals
    )


def _belief(e: Estimate) -> Believed:
    return Believed(
        row=e.row,
        label=e.label,
        value=e.value,
        low=e.low,
        high=e.high,
        bounds=e.bounds,
        sure=e.sure,
        age=e.age,
        true=None if e.wrong is None else e.wrong.true,
    )


__all__ = [
    "Affairs",
    "Beliefs",
    "Believed",
    "Date",
    "Deal",
    "Line",
    "Read",
    "affairs",
    "beliefs",
    "brief",
    "lines",
]
