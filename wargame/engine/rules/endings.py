"""Phase 10: sudden ends, the last date, and what everybody's terms are worth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from wargame.engine.legality import all_hold
from wargame.engine.sparse import found, indices
from wargame.engine.step import Step
from wargame.ruleset.tables import Ints, Term


def count_the_month(step: Step) -> None:
    """
    [10.1] Terms counted every month. Mechanisms 1, 66.

    At every monthly turn each power counts those of its victory terms that go by the month.
    """
    if not found(step.monthly):
        return
    terms = [(power, term) for power, term in _terms(step) if term.monthly]
    for (power, term), points in zip(terms, _points(step, terms, step.state.meters), strict=True):
        step.change(f"{power}.score", points, f"10.1 {term.label}", step.monthly)


def _terms(step: Step) -> Iterator[tuple[str, Term]]:
    """Every power's victory terms, in order."""
    for power, terms in zip(step.rules.powers, step.rules.ends.terms, strict=True):
        for term in terms:
            yield power, term


def _points(step: Step, terms: Sequence[tuple[str, Term]], meters: Ints) -> Ints:
    """What terms (T,) are worth with these meters (M, n): (T, n)."""
    counted = np.array([(term.row, term.above, term.sign, term.points) for _, term in terms], np.int32)
    row, above, sign, each = counted.reshape(-1, 4).T
    beyond = (meters.take(row, axis=0) - above[:, None]) * sign[:, None]
    points: Ints = np.maximum(beyond, 0) * each[:, None]
    for at, (_, term) in enumerate(terms):
        if term.clauses:
            points[at] *= all_hold(step.rules, meters, term.clauses)
    return points


def check(step: Step) -> None:
    """
    [10.2] Ends. Mechanisms 11, 66, 73.

    The first end on the list whose conditions hold ends the game; after the last month it ends as it stands.
    Terms that count at the end are added, and what the end itself is worth to each power.
    """
    rules, ends = step.rules, step.rules.ends
    ending = np.full(step.state.games, -1, np.int32)
    month = step["world.month"]
    for number in range(len(ends.names)):
        if number == ends.last_date:
            reached = step.monthly & (month >= step.scenario.months)
        else:
            reached = all_hold(rules, step.state.meters, ends.clauses[number])
        reached &= step.live & (ending < 0)
        if found(reached):
            ending[indices(reached)] = number
    step.ending = ending
    games = indices(ending >= 0)
    if not games.size:
        return
    meters = step.state.meters.take(games, axis=1)
    terms = [(power, term) for power, term in _terms(step) if not term.monthly]
    for (power, term), points in zip(terms, _points(step, terms, meters), strict=True):
        if found(points):
            row = np.full(games.size, step.row(f"{power}.score"))
            step.ledger.scatter(row, games, points, f"10.1 {term.label}")
    for number, power in enumerate(rules.powers):
        row = np.full(games.size, step.row(f"{power}.score"))
        step.ledger.scatter(row, games, ends.scores[ending[games], number], "10.2 the end")
    step.ledger.note("end", ending >= 0, None, end=ending)
