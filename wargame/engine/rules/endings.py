"""Phase 10: sudden ends, the last date, and what everybody's terms are worth."""

from __future__ import annotations

import numpy as np

from wargame.engine.legality import all_hold
from wargame.engine.step import Step


def count_the_month(step: Step) -> None:
    """
    [10.1] Terms counted every month. Mechanisms 1, 66.

    At every monthly turn each power counts those of its victory terms that go by the month.
    """
    if step.monthly.any():
        _count(step, step.monthly, monthly=True)


def _count(step: Step, when: np.ndarray, *, monthly: bool) -> None:
    for power, terms in zip(step.rules.powers, step.rules.ends.terms, strict=True):
        for term in terms:
            if term.monthly == monthly:
                value = step.state.meters[term.row]
                points = np.maximum((value - term.above) * term.sign, 0) * term.points
                holds = all_hold(step.rules, step.state.meters, term.clauses)
                step.change(f"{power}.score", points, f"10.1 {term.label}", when & holds)


def check(step: Step) -> None:
    """
    [10.2] Ends. Mechanisms 11, 66, 73.

    The first end on the list whose conditions hold ends the game; after the last month it ends as it stands.
    Terms that count at the end are added, and what the end itself is worth to each power.
    """
    rules, ends = step.rules, step.rules.ends
    found = np.full(step.state.games, -1, np.int32)
    month = step["world.month"]
    for number in range(len(ends.names)):
        if number == ends.last_date:
            reached = step.monthly & (month >= step.scenario.months)
        else:
            reached = all_hold(rules, step.state.meters, ends.clauses[number])
        found = np.where((found < 0) & reached & step.live, number, found)
    over = found >= 0
    if over.any():
        _count(step, over, monthly=False)
        for power, name in enumerate(rules.powers):
            worth = np.where(over, ends.scores[np.maximum(found, 0), power], 0)
            step.change(f"{name}.score", worth.astype(np.int32), "10.2 the end")
        step.ledger.note("end", over, None, end=found)
    step.ending = found
