"""What people held likely, what came of it, and how good their forecasts were."""

from __future__ import annotations

from dataclasses import dataclass

from wargame.record.course import Course
from wargame.record.lines import Asked, ForecastLine, LineError, Threshold
from wargame.ruleset.questions import Question
from wargame.ruleset.tables import Ints, Ruleset


@dataclass(frozen=True)
class Forecast:
    """One forecast that counts, and what came of it."""

    step: int
    seat: str
    person: str
    question: str
    percent: int
    happened: bool | None
    """None while nobody can know."""

    @property
    def brier(self) -> float | None:
        """The square of its error, from 0 (certain and right) to 1 (certain and wrong); 0.25 is a coin's."""
        return None if self.happened is None else (self.percent / 100 - self.happened) ** 2


def asked(rules: Ruleset, question: Question) -> Asked:
    """A question of the ruleset as the record keeps it."""
    names = rules.meters.names
    return Asked(
        name=question.name,
        ask=question.ask,
        by=question.by,
        when=[[Threshold(meter=names[r], least=a, most=b) for r, a, b in clause] for clause in question.when],
        rises=[names[row] for row in question.rises],
    )


def forecasts(course: Course) -> list[Forecast]:
    """The last word of each person on each question in each step, in the order in which they were first given."""
    last: dict[tuple[int, str, str, str], ForecastLine] = {}
    for line in course.forecasts:
        last[line.step, line.seat, line.person, line.question] = line
    return [
        Forecast(*key, line.percent, outcome(course, course.asked[line.question], line.step))
        for key, line in last.items()
    ]


def outcome(course: Course, question: Asked, step: int) -> bool | None:
    """Whether it happened, by the true numbers: after the step, or when the game had ended; None if open."""
    if question.by == "end":
        if not course.over:
            return None
        before, after = course._positions[0].state.meters[:, 0], course.turns[-1].after
    else:
        if step >= len(course.turns):
            return None
        before, after = course.turns[step].opened, course.turns[step].after
    return holds(course.rules, question, before, after)


def holds(rules: Ruleset, question: Asked, before: Ints, after: Ints) -> bool:
    """Whether it is so, between two positions (M,)."""
    row = rules.meters.row
    reached = all(any(t.least <= after[row[t.meter]] <= t.most for t in clause) for clause in question.when)
    rose = [bool(after[row[meter]] > before[row[meter]]) for meter in question.rises]
    return reached and (any(rose) or not rose)


def brier(found: list[Forecast]) -> float | None:
    """The mean Brier score of some forecasts, of those of which the outcome is known; None if of none."""
    known = [forecast.brier for forecast in found if forecast.brier is not None]
    return sum(known) / len(known) if known else None


def check_forecast(course: Course, line: ForecastLine) -> None:
    """Raise LineError unless the line can stand where the game does."""
    try:
        course.seat(line.seat)
    except ValueError as error:
        raise LineError("seat", str(error)) from error
    if line.person != line.person.strip() or not line.person.isprintable():
        raise LineError("person", "a name is printable, without blanks at its ends")
    known = course.asked.get(line.question)
    if (known is None) != (line.asked is not None):
        raise LineError("asked", "stands where a question is answered for the first time, and only there")
    if line.asked is None:
        return
    if line.asked.name != line.question:
        raise LineError("asked.name", f"is '{line.asked.name}', the forecast is about '{line.question}'")
    if not line.asked.when and not line.asked.rises:
        raise LineError("asked.when", "a question without a condition")
    for clause in line.asked.when:
        if not clause:
            raise LineError("asked.when", "a clause without a threshold")
    named = [*(t.meter for clause in line.asked.when for t in clause), *line.asked.rises]
    try:
        course._check_meters(dict.fromkeys(named, 0))
    except ValueError as error:
        raise LineError("asked", str(error)) from error


__all__ = ["Forecast", "asked", "brier", "check_forecast", "forecasts", "holds", "outcome"]
