"""Phase 1: the date, what runs out with time, and the vote."""

from __future__ import annotations

import numpy as np

from wargame.engine.step import Step


def dates(step: Step) -> None:
    """
    [1.1] The date. No mechanism.

    A monthly turn begins a new month and brings the election a month nearer. A crisis step stays
    within its month.
    """
    step.change("world.month", step.monthly, "1.1 a month begins")
    step.lose("washington.election", (step.monthly & (step["washington.election"] > 0)), "1.1 a month begins")
    step.change("world.crisis-steps", step.crisis, "1.1 a crisis step begins")


def held(step: Step) -> None:
    """
    [1.6] Held numbers. No mechanism.

    A meter that a scenario or an experiment holds is set to its number when a step opens and again before
    the month's upkeep.
    """
    for row, number in step.scenario.hold:
        step.ledger.change(row, (number - step.state.meters[row]) * step.live, "1.6 held")


def spells(step: Step) -> None:
    """
    [1.2] What runs out. Mechanisms 23, 34, 50, 55, 71.

    Each month the denial of pain, shown exhaustion, a leadership change, local peace, the mediator's cover
    and a black-swan window run a month shorter, and an off-ramp that nobody took is gone. An ultimatum that runs out
    unanswered is a bluff: resolve falls by one. Every second month the heat of words sinks by one.
    """
    bluff = step.constants.commitments.bluff
    for name in (
        "tehran.defiance",
        "tehran.exhaustion",
        "tehran.succession",
        "gcc.cover",
        "washington.coercion",
        "washington.window",
    ):
        step.lose(name, (step.monthly & (step[name] > 0)), "1.2 time runs out")
    deadline = step["washington.deadline"]
    step.lose("washington.deadline", (step.monthly & (deadline > 0)), "1.2 time runs out")
    called = step.monthly & (deadline == 1)
    step.change("washington.resolve", np.int32(-bluff) * called, "1.2 an ultimatum runs out")
    step.ledger.note("deadline passed", called)
    heat = step["tehran.rhetoric"]
    step.lose("tehran.rhetoric", np.sign(heat), "1.2 time runs out", step.every(2))
    ramps = step.family("off-ramp")
    step.lose_family("off-ramp", (ramps > 0) & step.monthly, "1.2 time runs out")
    peace = step.family("restraint")
    step.lose_family("restraint", ((peace > 0) & step.monthly), "1.2 time runs out")


def fresh_step(step: Step) -> None:
    """
    [1.3] What belongs to one step only. No mechanism.

    Held fire, escorts, and the mark of a mass-casualty event last for the step in which they are ordered
    or happen.
    """
    step.lose_family("holding", step.family("holding") * step.live, "1.3 a new step")
    for name in ("hormuz.escort", "yemen.escort", "world.casualty", "world.acts", "world.misreads"):
        step.lose(name, step[name] * step.live, "1.3 a new step")
