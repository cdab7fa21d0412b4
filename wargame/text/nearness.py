"""How near each red line is: the loudest act of its kind so far, as far as a seat knows.

Of its own line a seat knows how it read the acts; of another's it knows only what it meant itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from wargame.engine.ledger import Note
from wargame.record.game import Game
from wargame.text.eyes import Eyes, eyes
from wargame.text.lines import LineStatus, known_lines
from wargame.text.meters import date
from wargame.text.telling import Telling
from wargame.text.words import first_up

NEAR = 1
"""So many rungs below a line count as near."""


@dataclass(frozen=True)
class Reach:
    """The loudest act of a line's kind so far."""

    rung: int
    """0 if there was none."""
    at_rung: int
    read: bool
    """Whether this is how the line's owner read it; otherwise it is how it was meant."""
    act: str = ""
    when: str = ""

    @property
    def words(self) -> str:
        """`The loudest act of its kind: harassment, by Tehran, Turn 2, April, read at rung 4 of 7.`"""
        if not self.rung:
            return "No act of its kind so far."
        how = "read" if self.read else "meant"
        return f"The loudest act of its kind: {self.act}; {self.when}, {how} at rung {self.rung} of {self.at_rung}."


def reaches(game: Game, seat: str | None) -> dict[int, Reach]:
    """For every line that the seat holds or knows of, by its number, how near it has come to it."""
    sight, rules = eyes(game, seat), game.rules
    own = {n for n in range(len(rules.lines.names)) if int(rules.lines.owner[n]) in sight.seat.powers}
    found = {n: Reach(0, int(rules.lines.at_rung[n]), n in own) for n in own | set(known_lines(sight))}
    past = [(turn.step, turn.notes) for turn in game.turns] + [(game.step, game.opening[1])]
    for step, notes in past:
        told = Telling(sight, (), notes, game.games.state.meters[:, 0])
        void = {note.facts["order"] for note in told.notes if note.kind == "void"}
        for note in told.notes:
            if note.facts.get("order", 0) in void:
                continue
            for line, rung in _tested(sight, note, found).items():
                if rung > found[line].rung:
                    act = first_up(told.deed_of(note.facts["order"]))
                    at = found[line].at_rung
                    found[line] = Reach(rung, at, found[line].read, act, date(game, step))
    return found


def _tested(sight: Eyes, note: Note, lines: dict[int, Reach]) -> dict[int, int]:
    """The lines that an act is of the kind of, and the rung that the seat knows it by."""
    rules, book = sight.rules, sight.rules.programs
    order, facts = note.facts.get("order", 0), note.facts
    if not order or book.act[order] < 0:
        return {}
    if note.kind == "line crossed":
        own = int(rules.lines.owner[facts["line"]]) in sight.seat.powers
        return {facts["line"]: facts["perceived"]} if own else {}
    found: dict[int, int] = {}
    for line in (n for n in lines if book.line_hit[n, order]):
        owner = int(rules.lines.owner[line])
        if note.kind == "read":
            if owner == facts["reader"] and owner in sight.seat.powers:
                found[line] = facts["perceived"]
        elif note.kind in ("misread", "crossing meant"):
            continue
        elif owner in sight.seat.powers:
            if sight.author(order) and int(book.against[order]) != owner:
                found[line] = int(book.rung[order])  # not aimed at the owner, who is not told how it read it
        elif int(book.power[order]) in sight.seat.powers:
            found[line] = int(book.rung[order])
    return found


def line_state(status: LineStatus, reach: Reach) -> tuple[str, str]:
    """A word and a sign for how near a line is, and its role: `!! DUE 2`, `! CROSSED`, `* near 4/5`, `ok 2/6`."""
    if not status.held:
        return ("-", "dim")
    if status.due:
        return (f"!! DUE {status.due}", "crossed")
    if status.crossed:
        return ("! CROSSED", "crossed")
    if reach.rung >= status.at_rung - NEAR:
        return (f"* near {reach.rung}/{status.at_rung}", "watch")
    return (f"ok {reach.rung or '-'}/{status.at_rung}", "calm")


__all__ = ["NEAR", "Reach", "line_state", "reaches"]
