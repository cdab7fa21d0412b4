"""Phase 9: unrest against the fiscal floor, repression, and legitimacy."""

from __future__ import annotations

import numpy as np

from wargame.engine.sparse import found
from wargame.engine.step import Step


def unrest(step: Step) -> None:
    """
    [9.4] Unrest and the fiscal floor. Mechanisms 52, 53.

    Each month with cash at the floor or below, unrest rises by two; one point above it, by one; four or more
    above, it sinks by one, but not below 3. Legitimacy of 3 or less adds one.
    """
    k = step.constants.unrest
    spare = step["tehran.cash"] - step["tehran.floor"]
    up = k.below_floor * (spare <= 0) + k.near_floor * ((spare > 0) & (spare <= k.near))
    up = up + (step["tehran.legitimacy"] <= k.low_legitimacy)
    down = (spare >= k.comfort) & (step["tehran.unrest"] > k.calm)
    step.change("tehran.unrest", up - down, "9.4 unrest", step.monthly)
    step.ledger.note("floor", step.monthly & (spare <= 0), tuple(False for _ in step.rules.powers))


def repression(step: Step) -> None:
    """
    [9.5] Repression check. Mechanism 52, section 3.5.

    At unrest 6 or more the state uses force: 2d6 of 5 or more puts it down (6 at unrest 8, 7 at 10): unrest
    falls by three, and it costs a point of cash and one of legitimacy. If it fails, unrest rises and
    legitimacy falls by two. A failure at unrest 10 is the end of the state: the floor leads to a fall only
    through force that fails.
    """
    k = step.constants.unrest
    now = step["tehran.unrest"]
    rising = step.monthly & (now >= k.crackdown)
    if not found(rising):
        return
    need = np.take(np.array(k.need, np.int32), np.clip(now - k.crackdown, 0, 4))
    roll = step.dice.two("repression")
    holds = rising & (roll >= need)
    fails = rising & ~holds
    falls = fails & (now >= k.falls_at)
    step.change("tehran.unrest", k.failed * fails.astype(np.int32) - k.quelled * holds, "9.5 repression")
    step.lose("tehran.cash", holds, "9.5 repression")
    step.lose("tehran.legitimacy", (holds + 2 * fails.astype(np.int32)), "9.5 repression")
    step.change("tehran.repression", rising, "9.5 repression")
    step.change("tehran.fallen", falls, "9.5 the state falls")
    step.ledger.note("repression", rising, None, roll=roll, need=need, success=holds)


def factions(step: Step) -> None:
    """
    [9.7] The balance of factions. Mechanisms 7, 55, section 3.6.

    It moves toward the guards by one in the first month of a succession, and every third month of unrest of
    6 or more; toward the ministry by one every third month of mediated talks. In the first month of a succession
    the story may be believed more or less than before: one die, 1 or 2 a point less, 5 or 6 a point more.
    """
    third = step.every(3)
    fresh = step.monthly & (step["tehran.succession"] == 4)
    guards = fresh | (third & (step["tehran.unrest"] >= 6))
    ministry = third & (step["tehran-washington.channel"] >= 2)
    step.change("tehran.faction", guards.astype(np.int32) - ministry, "9.7 factions")
    if found(fresh):
        step.change("tehran.legitimacy", step.dice.below("successor", 3) - 1, "9.7 a new leadership", fresh)


def influence(step: Step) -> None:
    """
    [9.11] Influence held. Mechanism 1.

    Tehran's sway is an eighth of all loyalty and arsenals of its networks.
    """
    held = (step.family("loyalty") + step.family("arsenal")).sum(axis=0, dtype=np.int32) // 8
    step.change(
        "tehran.influence", np.minimum(held, 10) - step["tehran.influence"], "9.11 influence", step.monthly
    )
