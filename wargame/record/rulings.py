"""What a ruling may be, and the dice of a deed that stands in no list."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.engine.dice import Dice, seeds_of
from wargame.record.course import Course
from wargame.record.lines import LineError, RulingLine
from wargame.record.messages import check_text

NEED = 8
"""What 2d6 with the arguments for and against must reach."""


def attempt_roll(course: Course) -> int:
    """2d6 of the next deed of this kind in the open step, as they fall."""
    position = course._positions[-1]
    dice = Dice(seeds_of(position.seed, 1))
    dice.at(course.step)
    before = sum(ruling.attempt is not None for ruling in position.rulings)
    return int(dice.two("attempt", before)[0])


def succeeds(roll: int, pros: Sequence[str], cons: Sequence[str]) -> bool:
    """Whether a deed comes off."""
    return roll + len(pros) - len(cons) >= NEED


def check_ruling(course: Course, line: RulingLine) -> None:
    """Raise LineError unless the line can stand where the game does."""

    def expect(good: bool, field: str, text: str) -> None:
        if not good:
            raise LineError(field, text)

    def name(field: str, seat: str) -> None:
        try:
            course.seat(seat)
        except ValueError as error:
            raise LineError(field, str(error)) from error

    for seat in line.to:
        name("to", seat)
    expect(len(set(line.to)) == len(line.to), "to", "a seat is named twice")
    for field in ("reason", "about"):
        if text := getattr(line, field):
            check_text(text, field, f"the {field}")
    _check_changes(course, "changes", line)
    deed = line.attempt
    expect(
        (line.form == "attempt") == (deed is not None), "form", "an attempt, and nothing else, is rolled for"
    )
    if deed is None:
        return
    name("attempt.seat", deed.seat)
    for field, texts in (("text", [deed.text]), ("pros", deed.pros), ("cons", deed.cons)):
        for text in texts:
            check_text(text, f"attempt.{field}", "what is argued")
    _check_changes(course, "attempt", line)
    roll = attempt_roll(course)
    expect(deed.roll == roll, "attempt.roll", f"is {deed.roll}; the dice fell {roll}")
    good = succeeds(roll, deed.pros, deed.cons)
    expect(deed.succeeded == good, "attempt.succeeded", f"the roll is a {'success' if good else 'failure'}")
    follows = deed.success if good else deed.failure
    expect(line.changes == follows, "changes", "are not those of the outcome")


def _check_changes(course: Course, field: str, line: RulingLine) -> None:
    every = {field: line.changes}
    if field == "attempt" and line.attempt is not None:
        every = {"attempt.success": line.attempt.success, "attempt.failure": line.attempt.failure}
    for where, changes in every.items():
        try:
            course._check_meters(changes)
        except ValueError as error:
            raise LineError(where, str(error)) from error


__all__ = ["NEED", "attempt_roll", "check_ruling", "succeeds"]
