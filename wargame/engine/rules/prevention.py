"""Phase 7: a third state strikes first."""

from __future__ import annotations

import numpy as np

from wargame.engine.sparse import found, indices
from wargame.engine.step import Step
from wargame.ruleset.tables import STANDING


def third_state(step: Step) -> None:
    """
    [7.3] Preventive strike. Mechanisms 4, 42, section 3.1.

    Each month in which Washington's estimate of the programme stands at 15 or more, a third state rolls
    2d6 + (estimate - 15) + 1 if Washington's posture is 7 or more + 1 if Tehran's missiles are 7 or less
    + 1 if its air defence is 1 or less + 1 in the last month of an ultimatum + 1 for every two steps of the
    network shield given up. On 12 or more it strikes the nuclear sites. Talks do not stop it.
    """
    rules, k = step.rules, step.constants.prevention
    name = "washington:tehran.nuclear"
    if not rules.ally or name not in rules.meters.row:
        return
    estimate = step[name]
    weighing = step.monthly & (estimate >= k.from_nuclear)
    if not found(weighing):
        return
    drm = estimate - k.from_nuclear
    drm = drm + (step["washington.posture"] >= k.posture) + (step["tehran.missiles"] <= k.weak_missiles)
    drm = drm + (step["tehran.air-defence"] <= k.weak_defence) + (step["washington.deadline"] == 1)
    drm = drm + step["tehran.shield-given-up"] // k.shield_per
    roll = step.dice.two("prevention")
    strikes = weighing & (roll + drm >= k.need)
    if not found(strikes):
        return
    places = rules.places
    standing = indices((places.kind == STANDING) & rules.cell_green[places.cell])
    step.stand(int(standing[0]), np.where(strikes, rules.ally, 0).astype(np.int32))
    step.ledger.note("preventive strike", strikes, None, roll=roll, drm=drm, need=k.need)
