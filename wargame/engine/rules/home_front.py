"""Phase 9: the American home front, and the other theatre."""

from __future__ import annotations

import numpy as np

from wargame.engine.sparse import indices
from wargame.engine.step import Step
from wargame.ruleset import vocabulary
from wargame.ruleset.book import STRIKE_TARGETS


def fatigue(step: Step) -> None:
    """
    [9.6] War-weariness. Mechanisms 10, 11.

    Once Americans have died, every second month at rung 4 to 6 adds a point; so does every month at posture
    8 or more. A month at rung 3 or below takes one off. At 8 the country wants its forces home: posture
    falls by one a month and political capital by one.
    """
    k = step.constants.home
    rung, now = step["world.rung"], step["washington.fatigue"]
    friction = (rung >= k.friction_low) & (rung <= k.friction_high)
    bled = step.every(2) & friction & (step["washington.deaths"] > 0)
    worn = bled.astype(np.int32) + (step.monthly & (step["washington.posture"] >= 8))
    rested = step.monthly & (rung <= k.low_rung)
    step.change("washington.fatigue", worn - rested, "9.6 war-weariness")
    weary = step.monthly & (now >= k.weary)
    step.lose("washington.posture", weary, "9.6 bring them home")
    step.lose("washington.capital", weary, "9.6 bring them home")
    step.ledger.note("weary", weary)


def pivot(step: Step) -> None:
    """
    [9.6] The other theatre. Mechanism 49.

    Posture of 6 or more leaves a point more demand unmet elsewhere each month; 4 or less meets a point of it.
    """
    k = step.constants.home
    up = step.monthly & (step["washington.posture"] >= k.pivot_posture)
    down = step.monthly & (step["washington.posture"] <= k.pivot_relief)
    step.change("washington.pivot", up.astype(np.int32) - down, "9.6 the other theatre")


def capital(step: Step) -> None:
    """
    [9.6] Political capital. Mechanisms 18, 40, 67.

    Every second month it drifts a point toward 5; dear oil (band 11 or more) and fatigue of 7 or more each
    take one a month. With capital at 2 or less and unmet demand of 7 or more Washington runs out of
    liquidity: it must draw down, posture falls by one.
    """
    k = step.constants.home
    now = step["washington.capital"]
    drift = np.sign(k.capital_rest - now) * step.every(2)
    drain = step.monthly & ((step["world.oil"] >= k.dear_oil) | (step["washington.fatigue"] >= k.weary - 1))
    step.change("washington.capital", drift - drain, "9.6 political capital")
    dry = step.monthly & (now <= k.liquidity_capital) & (step["washington.pivot"] >= k.liquidity_pivot)
    step.lose("washington.posture", dry, "9.6 out of liquidity")
    step.ledger.note("liquidity", dry)


def aversion(step: Step) -> None:
    """
    [7.14] Aversion to a wider war. Mechanism 18.

    A strike of Washington's on Tehran's soil costs, once it has happened, its political capital over again, for
    each point of aversion above one: the country did not want this war.
    """
    k = step.constants.strikes
    if k.aversion < 2:
        return
    _, games, orders = step.given(list(vocabulary.PHASES).index("deeds"))
    book = step.rules.programs
    soil = indices(book.strike_at.take(orders) >= STRIKE_TARGETS.index("homeland"))
    struck = orders[soil]
    some = soil[(book.power[struck] == step.power("washington")) & ~step.rules.allied[struck]]
    if not some.size:
        return
    paid = (book.cost[orders[some]] * (book.cost_row[orders[some]] == step.row("washington.capital"))).sum(
        axis=1
    )
    again = np.zeros(step.state.games, np.int32)
    np.add.at(again, games[some], (paid * (k.aversion - 1)).astype(np.int32))
    step.lose("washington.capital", again, "7.14 aversion to a wider war")
