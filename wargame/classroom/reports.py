"""What a seat is told: the last step with its whys, what this one begins with, and the end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from wargame.record.game import Game
from wargame.text.escalation import climbs
from wargame.text.eyes import EVERYBODY
from wargame.text.meters import date, meter_value
from wargame.text.narrate import opening, story
from wargame.text.sheets import revealed
from wargame.text.telling import LOUD, MARKS, PHASE_TITLES, Sentence
from wargame.text.verdict import belief_against_truth, verdict
from wargame.text.why import causes

CAVEAT = "A result shows what the rules imply, not what the world will do."

OPENING = ("world", "intelligence")
"""Phases that were told before orders were given."""


@dataclass(frozen=True)
class Asked:
    """A number that a line of a story concerns."""

    row: int
    label: str


@dataclass(frozen=True)
class Told:
    """One line of a story."""

    text: str
    mark: str
    """What it is about, in words; empty if it is nothing of its own."""
    loud: bool
    """Whether nobody should miss it."""
    detail: tuple[str, ...]
    """Dice, modifiers, changes."""
    asks: tuple[Asked, ...]


@dataclass(frozen=True)
class Phase:
    title: str
    lines: tuple[Told, ...]


@dataclass(frozen=True)
class Report:
    """The last step, and what this one begins with."""

    when: str
    """Date of the step that was played; empty before the first."""
    sheets: tuple[Told, ...]
    """What lay on the sheets, as far as it is known."""
    before: tuple[Phase, ...]
    """What that step had begun with."""
    phases: tuple[Phase, ...]
    """What happened when the sheets had opened."""
    now: str
    """Date of the step for which orders are due; empty when the game is over."""
    opening: tuple[Phase, ...]


@dataclass(frozen=True)
class Scored:
    """What a power came to."""

    label: str
    mine: bool
    score: int
    verdict: str
    least: tuple[int, int, int]
    terms: tuple[tuple[str, int], ...]
    row: int


@dataclass(frozen=True)
class Climbed:
    rungs: int
    what: str
    pair: str
    misread: int
    when: str
    row: int


@dataclass(frozen=True)
class Judged:
    """An estimate at the end, beside the truth."""

    label: str
    believed: int
    true: int
    words: str
    row: int


@dataclass(frozen=True)
class Misread:
    when: str
    reader: str
    act: str
    intended: int
    perceived: int


@dataclass(frozen=True)
class End:
    """How the game ended, what each power counted, what was believed and misread."""

    label: str
    text: str
    peak: int
    powers: tuple[Scored, ...]
    climbs: tuple[Climbed, ...]
    beliefs: tuple[Judged, ...]
    missed: tuple[Misread, ...]
    commitment: str
    caveat: str = CAVEAT


@dataclass(frozen=True)
class Why:
    """Every change of a number that the seat may know, the newest first."""

    row: int
    label: str
    words: str
    text: str
    changes: tuple[str, ...]


def report(game: Game, seat: str) -> Report:
    """The last step and the beginning of this one, in the eyes of a seat or of `EVERYBODY`."""
    then = _then(game, seat, len(game.turns) - 1) if game.turns else ("", (), (), ())
    return Report(
        *then,
        now="" if game.over else date(game),
        opening=() if game.over else _phases(game, opening(game, seat)),
    )


def earlier(game: Game) -> list[tuple[int, str]]:
    """Steps that were played before the last one, and their dates."""
    return [(turn.step, date(game, turn.step)) for turn in game.turns[:-1]]


def report_of(game: Game, seat: str, step: int) -> Report:
    """The report of an earlier step. ValueError if it was not played."""
    if not 0 <= step < len(game.turns):
        raise ValueError(f"step {step} has not been played")
    return Report(*_then(game, seat, step), now="", opening=())


Then = tuple[str, tuple[Told, ...], tuple[Phase, ...], tuple[Phase, ...]]


def _then(game: Game, seat: str, step: int) -> Then:
    """A step that was played: its date, its sheets, what it began with, what happened."""
    turn = game.turns[step]
    told = story(game, turn, seat)
    return (
        date(game, step),
        tuple(_told(game, s) for s in revealed(game, turn, seat)),
        _phases(game, (s for s in told if s.phase in OPENING)),
        _phases(game, (s for s in told if s.phase not in OPENING)),
    )


def _phases(game: Game, sentences: Iterable[Sentence]) -> tuple[Phase, ...]:
    return tuple(
        Phase(PHASE_TITLES.get(phase, phase), tuple(_told(game, s) for s in found))
        for phase, found in groupby(sentences, key=lambda s: s.phase)
    )


def _told(game: Game, sentence: Sentence) -> Told:
    labels = game.rules.meters.labels
    return Told(
        text=sentence.text,
        mark=MARKS[sentence.mark] if sentence.mark else "",
        loud=sentence.mark in LOUD,
        detail=sentence.detail,
        asks=tuple(Asked(row, labels[row]) for row in sentence.rows),
    )


def why(game: Game, seat: str, row: int) -> Why:
    """What moved a number. Once the game is over, the truth itself may be asked."""
    eyes = None if game.over and seat != EVERYBODY else seat
    meters = game.rules.meters
    found = []
    for cause in causes(game, eyes, row):
        by = f", by {cause.order}" if cause.order else ""
        roll = f", {cause.roll}" if cause.roll else ""
        after = f" to {cause.after}" if cause.after is not None else ""
        found.append(f"{cause.when}: {cause.amount:+d}{after}: {cause.why}{by}{roll}.")
    return Why(row, meters.labels[row], meter_value(game, eyes, row), meters.texts[row], tuple(found))


def ending(game: Game, seat: str) -> End | None:
    """The verdict; None while the game goes on. `EVERYBODY` is told no seat's beliefs."""
    found = verdict(game)
    if found is None:
        return None
    mine = {game.rules.powers[p] for p in game.seats[seat].powers} if seat in game.seats else set()
    at = game.rules.meters.row
    beliefs, missed = ([], []) if seat == EVERYBODY else belief_against_truth(game, seat)
    return End(
        label=found.label,
        text=found.text,
        peak=found.peak,
        powers=tuple(
            Scored(
                label=p.label,
                mine=p.power in mine,
                score=p.score,
                verdict=p.told,
                least=p.least,
                terms=tuple(sorted((t for t in p.terms if t[1]), key=lambda t: -abs(t[1]))),
                row=at[f"{p.power}.score"],
            )
            for p in sorted(found.powers, key=lambda p: p.power not in mine)
        ),
        climbs=tuple(
            Climbed(c.rungs, c.what, c.pair, c.misread, "; ".join(c.steps[:4]), c.row) for c in climbs(game)
        ),
        beliefs=tuple(Judged(b.label, b.believed, b.true, _off(b.believed - b.true), b.row) for b in beliefs),
        missed=tuple(Misread(m.when, m.reader, m.act, m.intended, m.perceived) for m in missed),
        commitment=found.commitment,
    )


def _off(by: int) -> str:
    return "right" if not by else f"{abs(by)} too {'high' if by > 0 else 'low'}"


__all__ = ["End", "Phase", "Report", "Told", "Why", "earlier", "ending", "report", "report_of", "why"]
