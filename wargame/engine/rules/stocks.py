"""Phase 9: magazines, arsenals, know-how, the defence project, and predictability."""

from __future__ import annotations

import numpy as np

from wargame.engine.step import Step


def magazines(step: Step) -> None:
    """
    [9.8] Magazines and supply. Mechanisms 59, 62.

    Each month the interceptor magazine gets a point back; every second month each network with an open
    supply line gets a point of arsenal (two if it is wide open). A line that is cut opens no more by itself.
    """
    step.change(
        "washington.interceptors", np.int32(step.constants.income.interceptors) * step.monthly, "9.8 resupply"
    )
    counts = tuple(power in ("washington", "gcc") for power in step.rules.powers)
    step.ledger.note("magazine empty", step.monthly & (step["washington.interceptors"] <= 0), counts)
    step.change_family("arsenal", step.family("supply") * step.every(2), "9.8 resupply")


def knowledge(step: Step) -> None:
    """
    [9.8] Irreversible knowledge. Mechanisms 42, 43, 45.

    What the programme has reached is known: knowledge follows it at a distance of six and never falls.
    A programme knocked back to within two of what is known grows back a point a month by itself, unless
    inspectors are at work; and no terms of any deal take it below what is known.
    """
    k = step.constants.nuclear
    nuclear, known = step["tehran.nuclear"], step["tehran.knowledge"]
    step.change("tehran.knowledge", np.maximum(nuclear - k.ratchet - known, 0), "9.8 knowledge", step.monthly)
    back = (nuclear <= known + k.rebuild) & (step["tehran.inspection"] == 0)
    kept = np.maximum(known - nuclear, 0)
    step.change("tehran.nuclear", np.maximum(back, kept), "9.8 know-how rebuilds", step.monthly)


def defence_project(step: Step) -> None:
    """
    [9.8] Layered defence as a project. Mechanism 60.

    When the shared project reaches 4, the layered defence improves by one and the next project begins.
    """
    done = step.live & (step["washington.defence-project"] >= 4)
    step.change("washington.defence", done, "9.8 the defence project is done")
    step.change("washington.defence-project", np.int32(-4) * done, "9.8 the defence project is done")


def predictability(step: Step) -> None:
    """
    [9.9] Decay of predictability. Mechanisms 12, 26, 55.

    Each month a pair of powers without a channel gets harder to read by one; with messages passed it stays
    as it is; mediated talks take one off, a technical line two. A leadership change in Tehran adds one to
    its pairs.

    Example: no channel, noise 3: noise 4 next month, and 5 the month after.
    """
    k = step.constants.predictability
    drift = np.take(np.array(k.by_channel, np.int32), step.family("channel"))
    tehran = (step.rules.pair_powers == step.power("tehran")).any(axis=1)[:, None]
    drift = drift + k.succession * (tehran & (step["tehran.succession"] > 0))
    step.change_family("noise", drift * step.monthly, "9.9 decay of predictability")
