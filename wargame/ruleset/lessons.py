"""The lessons of a ruleset, with everything they name found to exist.

A game does without them, so they are read and checked apart, like studies. Whether what they tell of really
happens is shown by playing them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wargame.ruleset import schema
from wargame.ruleset.load import load
from wargame.ruleset.problems import Problem, RulesetError, suggest
from wargame.ruleset.reader import Document, find, read_lessons
from wargame.ruleset.tables import Ruleset

BLANK = re.compile(r"\{(?:was:)?([^{}]*)\}")
"""A place in a prompt's text that is filled in when it is said."""

MISREADING = ("meant", "read")


def load_lessons(name_or_path: str = "standoff", rules: Ruleset | None = None) -> dict[str, schema.Lesson]:
    """Every lesson of a ruleset, compiled already or not. Raises RulesetError with all that is wrong."""
    rules = load(name_or_path) if rules is None else rules
    document = read_lessons(find(str(name_or_path)), rules.document.about)
    lessons: tuple[schema.Lesson, ...] = document.of("lesson")
    problems = [problem for lesson in lessons for problem in _problems(rules, document, lesson)]
    if problems:
        raise RulesetError(rules.name, problems)
    return {lesson.id: lesson for lesson in lessons}


def seat_of(rules: Ruleset, lesson: schema.Lesson, power: str) -> str:
    """The seat that plays a power in a lesson."""
    table = rules.tables[rules.scenarios[lesson.scenario].table]
    cells = rules.cell_power == rules.powers.index(power)
    seats = (seat for seat, held in zip(table.seats, table.cells, strict=True) if (held & cells).any())
    return next(seats)


def _problems(rules: Ruleset, document: Document, lesson: schema.Lesson) -> Iterator[Problem]:
    place = document.places["lesson", lesson.id]

    def unknown(what: str, name: str, known: object, *path: str | int) -> Iterator[Problem]:
        names: list[str] = list(known)  # type: ignore[call-overload]
        if name not in names:
            message = f"'{name}' is not {what}{suggest(name, names)}"
            yield Problem(place.file, place.at(*path), f"lesson '{lesson.id}'", message)

    programs, meters = rules.programs, rules.meters
    yield from unknown("a scenario", lesson.scenario, rules.scenarios, "scenario")
    yield from unknown("a power", lesson.power, rules.powers, "power")
    for step, sheets in enumerate(lesson.sheets):
        for power, orders in sheets.items():
            yield from unknown("a power", power, rules.powers, "sheets", step)
            for order in orders:
                yield from unknown("an order", order, programs.index, "sheets", step, power)
    for number, prompt in enumerate(lesson.prompt):
        at = ("prompt", number)
        if prompt.order is not None:
            yield from unknown("an order", prompt.order, programs.index, *at, "order")
        if prompt.meter is not None:
            yield from unknown("a meter", prompt.meter, meters.row, *at, "meter")
        if prompt.line is not None:
            yield from unknown("a red line", prompt.line, rules.lines.names, *at, "line")
        for field in ("text", "otherwise"):
            for blank in BLANK.findall(getattr(prompt, field)):
                yield from unknown("a meter", blank, (*meters.row, *MISREADING), *at, field)


__all__ = ["BLANK", "load_lessons", "seat_of"]
