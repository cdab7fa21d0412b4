"""Phase 2: what a deal is worth to each side, by its own reckoning."""

from __future__ import annotations

import numpy as np

from wargame.engine.step import Step
from wargame.ruleset.tables import Ints


def appraise(step: Step) -> None:
    """
    [2.3] Reservation price. Mechanisms 3, 36, 37, 38, 39.

    Each month each side reckons what a deal is worth to it: what it gets each quarter, times the quarters
    of the term, times the share of the term it expects the deal to be kept; less what it gives up, which is
    dearer the less it needs the deal.
    [2.3.1] Of a deal with Washington, Tehran expects a share of credence + (verification + 1) // 2 tenths.
    Its concessions are dearer by a tenth for each point of programme above 13, of framing above 1, of the
    networks' mean loyalty above 6; cheaper by two tenths for each point by which its cash stands less than 5
    above the floor it guesses.
    [2.3.2] Washington expects 5 + verification tenths. Its concessions are cheaper by a tenth for each point
    of weariness above 4 and of unmet demand above 5, by two in the last three months before a vote.
    [2.3.3] Otherwise six tenths are expected. The networks give the more dearly the more loyal they are.

    Example: credence 3, an interim deal of four quarters at 3 a quarter for 6: 12 x 4 tenths is 4; the price,
    with cash 5 above the floor, is 6: it is worth -2. Refusal is the better hold until credence reaches 5.
    """
    if not step.monthly.any():
        return
    deals = step.rules.deals
    share, price = _shares(step), 10 + _leans(step)
    quarters = np.maximum(deals.months // 3, 1)
    american = (deals.sides == step.power("washington")).any(axis=1)
    for side in (0, 1):
        power = deals.sides[:, side]
        kept = share[np.where(american, power, len(share) - 1)] + _enforced(step, power)[:, None]
        gain = (deals.gets[:, side] * quarters)[:, None] * np.clip(kept, 0, 10) // 10
        cost = deals.gives[:, side][:, None] * np.clip(price[power], 2, 20) // 10
        worth = step.state.meters[deals.worth[side]]
        step.ledger.change_many(
            deals.worth[side], (gain - cost - worth) * step.monthly, "2.3 reservation price"
        )


def _shares(step: Step) -> Ints:
    """Tenths of the term that each power expects a deal with Washington to hold; last, any other deal."""
    share = np.full((len(step.rules.powers) + 1, step.state.games), 6, np.int32)
    share[step.power("tehran")] = step["tehran.credence"]
    share[step.power("washington")] = 5
    return share


def _enforced(step: Step, power: Ints) -> Ints:
    """Tenths of the term that verification adds for the side that each deal (D,) has here."""
    verification = step.rules.deals.verification
    american = (step.rules.deals.sides == step.power("washington")).any(axis=1)
    tehran = (power == step.power("tehran")) & american
    return np.where(power == step.power("washington"), verification, (verification + 1) // 2 * tehran)


def _leans(step: Step) -> Ints:
    """Tenths by which each power (P, G) holds its concessions dearer (or cheaper) than their face value."""
    loyalty = step.family("loyalty").sum(axis=0) // len(step.rules.networks) - 6
    need = np.maximum(5 - (step["tehran.cash"] - step["tehran:tehran.floor"]), 0)
    before_a_vote = (step["washington.election"] <= 3) * np.int32(2)
    leans = np.zeros((len(step.rules.powers), step.state.games), np.int32)
    leans[step.power("tehran")] = (
        step["tehran.nuclear"] - 13 + step["tehran.framing"] - 1 + loyalty - 2 * need
    )
    leans[step.power("washington")] = (
        9 - step["washington.fatigue"] - step["washington.pivot"] - before_a_vote
    )
    leans[step.power("proxies")] = loyalty
    return leans
