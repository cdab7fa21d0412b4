"""Why a number is what it is: the ledger entries behind it, newest first."""

from __future__ import annotations

from dataclasses import dataclass

from wargame.engine.ledger import CLAMP, RULING, Entry
from wargame.record.game import Game
from wargame.ruleset.tables import Ruleset
from wargame.text.eyes import Eyes, eyes
from wargame.text.meters import date, spread
from wargame.text.rulings import reason_of


@dataclass(frozen=True)
class Cause:
    """One change of a meter, as far as a seat may know it."""

    step: int
    when: str
    """`Turn 3, June`."""
    amount: int
    after: int | None
    """Where the meter stood then; None if the seat cannot read it."""
    why: str
    """The rule: `9.1 cash of the quarter`."""
    order: str | None
    """The order, event or deal behind it, if the seat may know it."""
    roll: str | None
    program: int = 0
    """The row of that order, event or deal, so that its card can be opened; 0 if there is none to show."""


def causes(game: Game, seat: str | None, row: int) -> list[Cause]:
    """Every change of a meter since the start, newest first; together they are now less the start.

    Of an estimate these are the entries of the estimate, not of the truth. Nothing for a meter that the
    seat cannot read.
    """
    sight = eyes(game, seat)
    if not sight.knows(row):
        return []
    place = int(sight.seat.sight[row])
    steps = [(turn.step, turn.entries) for turn in game.turns] + [(game.step, game.opening[0])]
    after = sight.now(row)
    found: list[Cause] = []
    for step, entries in reversed(steps):
        mine = sight.entries(e for e in entries if e.row == place)
        rulings = sum(entry.why == RULING for entry in mine)
        for entry in reversed(mine):
            rulings -= entry.why == RULING
            reason = reason_of(sight, step, place, rulings) if entry.why == RULING else ""
            found.append(_cause(sight, row, step, entry, after, reason))
            after = None if after is None else after - entry.amount
    return found


def _cause(sight: Eyes, row: int, step: int, entry: Entry, after: int | None, reason: str) -> Cause:
    why = "held at the end of its scale" if entry.why == CLAMP else sight.rules.say(entry.why)
    if entry.why == RULING:
        why = f"a ruling of the umpire's: {reason}" if reason else "a ruling of the umpire's"
    if sight.estimates(row):
        why += f": an estimate, up to {spread(sight, row)} off"
    return Cause(
        step=step,
        when=date(sight.game, step),
        amount=entry.amount,
        after=after,
        why=why,
        order=sight.rules.programs.labels[entry.order] if entry.order else None,
        roll=f"2d6 fell {entry.roll}" if entry.roll else None,
        program=entry.order,
    )


def find_meter(rules: Ruleset, text: str) -> list[int]:
    """Rows of the meters that a person may mean: by name, by label, or by the beginnings of their words."""
    wanted = " ".join(text.lower().split())
    if not wanted:
        return []
    meters = rules.meters
    names = [n.lower() for n in meters.names]
    labels = [label.lower() for label in meters.labels]
    rows = [r for r in range(1, meters.count) if not meters.derived[r]]
    for exact in (names, labels):
        if found := [r for r in range(1, meters.count) if exact[r] == wanted]:
            return found
    for start in (names, labels):
        if found := [r for r in rows if start[r].startswith(wanted)]:
            return found
    return [r for r in rows if _words_match(wanted, f"{labels[r]} {names[r]}")]


def _words_match(wanted: str, said: str) -> bool:
    """Whether each word wanted is the beginning of a word said."""
    words = said.replace(",", " ").replace(".", " ").replace("-", " ").split()
    parts = wanted.replace(",", " ").replace(".", " ").replace("-", " ").split()
    return all(any(word.startswith(part) for word in words) for part in parts)
