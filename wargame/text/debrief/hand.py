"""The umpire's hand in a game: rulings as differences from the rules, and events that were played by hand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from wargame.engine.ledger import CLAMP, RULING
from wargame.record.game import Game
from wargame.record.lines import RulingLine
from wargame.text.debrief.labels import owned_label
from wargame.text.messages import readers
from wargame.text.meters import date
from wargame.text.words import first_up

FORMS = {
    "amend": "amended what the rules gave",
    "void": "undid what an order had done",
    "overrule": "overruled a result",
    "attempt": "a deed outside the list, argued and rolled for",
}


@dataclass(frozen=True)
class Ruling:
    """Something that the rules alone would not have made so."""

    step: int
    when: str
    form: str
    about: str
    differences: tuple[str, ...]
    """`Force posture (Washington) +2`: by how much the position differed from what the rules gave."""
    reason: str
    shown: str
    """Who was told."""
    attempt: tuple[str, ...] = ()
    """Of a deed outside the list: what was argued, and how the dice fell."""


@dataclass(frozen=True)
class Inject:
    """An event that came because somebody wanted it."""

    step: int
    when: str
    label: str
    text: str
    by: str
    """`the scenario`, `the umpire, as planned` or `the umpire, ad hoc`."""


def rulings_of(game: Game) -> list[Ruling]:
    """Every ruling, in order: for the umpire, and for all when the game is over."""
    by_step: dict[int, list[RulingLine]] = {}
    for line in game.rulings:
        by_step.setdefault(line.step, []).append(line)
    return [
        _ruling(game, line, booked)
        for step, lines in by_step.items()
        for line, booked in zip(lines, _booked(game, step, lines), strict=True)
    ]


def _booked(game: Game, step: int, lines: list[RulingLine]) -> list[dict[int, int]]:
    """What each ruling of a step came to, by meter, when the bounds had been kept.

    They stand at the beginning of the step's ledger, each settled before the next.
    """
    entries = list(game.turns[step].entries if step < len(game.turns) else game.opening[0])
    found: list[dict[int, int]] = []
    for line in lines:
        mine: dict[int, int] = {}
        for why, most in (
            (RULING, sum(1 for amount in line.changes.values() if amount)),
            (CLAMP, len(entries)),
        ):
            while entries and entries[0].why == why and most:
                entry, most = entries.pop(0), most - 1
                mine[entry.row] = mine.get(entry.row, 0) + entry.amount
        found.append(mine)
    return found


def _ruling(game: Game, line: RulingLine, booked: dict[int, int]) -> Ruling:
    book = game.rules.programs
    about = book.labels[book.index[line.about]] if line.about in book.index else line.about
    argued: tuple[str, ...] = ()
    if line.attempt is not None:
        deed = line.attempt
        argued = (
            f"{first_up(game.seats[deed.seat].label)} wanted: “{deed.text}”",
            *(f"For it: {text}" for text in deed.pros),
            *(f"Against it: {text}" for text in deed.cons),
            f"2d6 fell {deed.roll}, {len(deed.pros):+d} for, {-len(deed.cons):+d} against: "
            f"{'success' if deed.succeeded else 'failure'}",
        )
    return Ruling(
        step=line.step,
        when=date(game, line.step),
        form=FORMS[line.form],
        about=about,
        differences=tuple(
            f"{owned_label(game.rules, row)} {amount:+d}" for row, amount in booked.items() if amount
        ),
        reason=line.reason,
        shown=readers(game, line.to),
        attempt=argued,
    )


def injects_of(game: Game, planned_ones: Collection[tuple[int, str]] = ()) -> list[Inject]:
    """Every event that did not come from the deck. `planned_ones`: step and event of what a room had planned."""
    book, month = game.rules.programs, game.rules.meters.row["world.month"]
    found = []
    for step in range(len(game.turns) + (not game.over)):
        when = date(game, step)
        by_hand = list(game.injects(step))
        played = step < len(game.turns)
        notes = game.turns[step].notes if played else game.opening[1]
        opened = game.turns[step].opened if played else game.games.state.meters[:, 0]
        planned = {row for at, row in game.scenario.injects if at == int(opened[month])}
        for note in notes:
            if note.kind != "event":
                continue
            row = note.facts["order"]
            name = book.names[row].removeprefix("event ")
            by = "the scenario" if row in planned else ""
            if name in by_hand:
                by_hand.remove(name)
                how = "as planned" if (step, name) in planned_ones else "ad hoc"
                by = f"the umpire, {how}"
            if by:
                found.append(Inject(step, when, book.labels[row], book.texts[row], by))
    return found


__all__ = ["Inject", "Ruling", "injects_of", "rulings_of"]
