"""What the umpire ruled, in words: the reason for those it was given to, for others only what they see moved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wargame.engine.ledger import CLAMP, RULING, Entry
from wargame.record.game import Game
from wargame.record.lines import Attempt, RulingLine
from wargame.record.rulings import NEED
from wargame.text.eyes import EVERYBODY, Eyes
from wargame.text.telling import PHASES, Sentence, Telling
from wargame.text.words import counted, first_up, joined

DEEDS = {"amend": "amends", "void": "voids", "overrule": "overrules"}
MARK = "ruling"


def told_to(seat: str | None, ruling: RulingLine) -> bool:
    """Whether the umpire, a seat or `EVERYBODY` was given a ruling's reason."""
    return seat is None or not ruling.to or (seat != EVERYBODY and seat in ruling.to)


def of_step(game: Game, step: int) -> list[RulingLine]:
    """The rulings from which a step was opened, in order."""
    return [ruling for ruling in game.rulings if ruling.step == step]


def ruled(t: Telling, step: int) -> Iterable[Sentence]:
    """A sentence for each ruling that the seat was told of, and one for what else it sees moved by them."""
    rulings = of_step(t.sight.game, step)
    if not rulings:
        return
    moved = _moved(t, rulings)
    unexplained: list[Entry] = []
    for ruling, entries in zip(rulings, moved, strict=True):
        if not told_to(_name(t.sight), ruling):
            unexplained += entries
            continue
        detail = (*_rolled(ruling.attempt), *t.changes(entries))
        rows = tuple(dict.fromkeys(e.row for e in entries))
        yield Sentence(PHASES[0], _words(t, ruling), MARK, rows, detail)
    if changes := t.changes(unexplained):
        rows = tuple(dict.fromkeys(e.row for e in unexplained))
        yield Sentence(PHASES[0], f"By a ruling of the umpire's: {'; '.join(changes)}.", MARK, rows)


def reason_of(sight: Eyes, step: int, row: int, number: int) -> str:
    """Why a meter was changed by ruling, the `number`-th time in a step; empty if the seat was not told."""
    touching = [r for r in of_step(sight.game, step) if r.changes.get(sight.rules.meters.names[row])]
    if number >= len(touching) or not told_to(_name(sight), touching[number]):
        return ""
    return touching[number].reason


def about(sight: Eyes, ruling: RulingLine) -> str:
    """What a ruling is about: an order by its label, if it is one and the seat may know whose it was."""
    book = sight.rules.programs
    row = book.index.get(ruling.about, 0)
    if row:
        return book.labels[row] if sight.author(row) else "an order"
    return ruling.about


def _name(sight: Eyes) -> str | None:
    return None if sight.umpire else sight.seat.name


def _moved(t: Telling, rulings: Sequence[RulingLine]) -> list[list[Entry]]:
    """The entries of each ruling that the seat sees: each is booked, and held to bounds, before the next."""
    names = t.rules.meters.names
    found: list[list[Entry]] = [[] for _ in rulings]
    touching = {
        row: [n for n, r in enumerate(rulings) if r.changes.get(name)] for row, name in enumerate(names)
    }
    last: dict[int, int] = {}
    over = False

    def wanted(entry: Entry) -> bool:
        nonlocal over
        if over or entry.phase != PHASES[0] or entry.why not in (RULING, CLAMP):
            over = True
            return False
        if entry.why == RULING:
            last[entry.row] = touching[entry.row].pop(0)
        found[last[entry.row]].append(entry)
        return True

    t.take(wanted)
    return found


def _words(t: Telling, ruling: RulingLine) -> str:
    """`The umpire voids Strike a network, Iraq (2): the order was given in error.`"""
    reason = first_up(ruling.reason)
    reason = reason if reason[-1] in ".!?" else f"{reason}."
    deed = ruling.attempt
    if deed is not None:
        label = t.sight.game.seats[deed.seat].label
        came = "It came off." if deed.succeeded else "It did not come off."
        return f"{label} tried what stands in no list: “{deed.text}” {came} The umpire: {reason}"
    return f"The umpire {DEEDS[ruling.form]} {about(t.sight, ruling) or 'what happened'}: {reason}"


def _rolled(deed: Attempt | None) -> Iterable[str]:
    """How a deed of a seat's own was argued and how the dice fell."""
    if deed is None:
        return
    for what, texts in (("for it", deed.pros), ("against it", deed.cons)):
        if texts:
            yield f"{what}: {'; '.join(texts)}"
    total = deed.roll + len(deed.pros) - len(deed.cons)
    parts = [counted(len(found), "argument") + f" {what}" for found, what in
             ((deed.pros, "for"), (deed.cons, "against")) if found]  # fmt: skip
    with_them = f", with {joined(parts)} {total}" if parts else ""
    yield first_up(
        f"2d6 fell {deed.roll}{with_them}, against {NEED}: {'success' if deed.succeeded else 'failure'}"
    )


__all__ = ["MARK", "about", "of_step", "reason_of", "ruled", "told_to"]
