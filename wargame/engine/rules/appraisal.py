"""Phase 2: what a deal is worth to each side, by its own reckoning."""

from __future__ import annotations

import numpy as np

from wargame.engine.step import Step
from wargame.ruleset.tables import Ints


def appraise(step: Step) -> None:
    """
    [2.3] Reservation price. Mechanisms 3, 19, 24, 25, 34 to 42, 47, 49, 50.

    Each month each side reckons what a deal is worth to it: what it gets each quarter, times the quarters
    of the term, times the share of the term it expects the deal to be kept; less what it gives up, which is
    dearer the less it needs the deal.
    [2.3.1] Of a deal with Washington, Tehran expects a share of credence + (verification + 1) // 2 tenths,
    less one for each snapback it has suffered. Its concessions are dearer by a tenth for each point of
    programme above 13, of the networks' mean loyalty above 6, and of framing above 1, which counts for
    nothing once it is in need; cheaper by two tenths for each point by which its cash stands less than 5
    above the floor it guesses, by two while it has shown exhaustion, by one for each point of threat
    outstanding, and by one for each point of the last month's cost above 1.
    [2.3.2] Washington expects 5 + verification tenths. Its concessions are cheaper by a tenth for each point
    of weariness above 4, of unmet demand above 5, and for every two points above 13 at which it puts the
    programme; by one while oil is dear, by two in the last three months before a vote, by three while a
    black-swan window is open, by three when capital and ships have both run out, and by three as soon as the
    last month cost it 4 or more: from there on, staying costs more than conceding. They are dearer by two
    while Tehran shows exhaustion.
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
    share[step.power("tehran")] = (
        step["tehran.credence"] - step.constants.appraisal.snapback * step["tehran.snapbacks"]
    )
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
    loyalty = (
        step.family("loyalty").sum(axis=0, dtype=np.int32) // len(step.rules.networks)
        - step.constants.appraisal.loyalty
    )
    leans = np.zeros((len(step.rules.powers), step.state.games), np.int32)
    leans[step.power("tehran")] = _tehran(step) + loyalty
    leans[step.power("washington")] = _washington(step)
    leans[step.power("proxies")] = loyalty
    return leans


def _tehran(step: Step) -> Ints:
    k = step.constants.appraisal
    need = np.maximum(k.margin - (step["tehran.cash"] - step["tehran:tehran.floor"]), 0)
    dearer = step["tehran.nuclear"] - k.programme + (step["tehran.framing"] - k.framing) * (need == 0)
    cheaper = k.need * need + k.exhaustion * (step["tehran.exhaustion"] > 0) + step["washington.coercion"]
    return np.asarray(dearer - cheaper - np.maximum(step["tehran.impasse"] - k.patience, 0))


def _washington(step: Step) -> Ints:
    k, home = step.constants.appraisal, step.constants.home
    estimate = np.maximum(step["washington:tehran.nuclear"] - k.programme, 0) // k.programme_step
    capital, pivot = step["washington.capital"], step["washington.pivot"]
    dry = (capital <= home.liquidity_capital) & (pivot >= home.liquidity_pivot)
    cheaper = step["washington.fatigue"] - k.fatigue + pivot - k.pivot + estimate
    cheaper = cheaper + (step["world.oil"] >= home.dear_oil)
    cheaper = cheaper + k.vote * (step["washington.election"] <= k.vote_months)
    cheaper = cheaper + k.window * (step["washington.window"] > 0) + k.liquidity * dry
    cheaper = cheaper + k.burden * (step["washington.impasse"] >= k.burden_at)
    return np.asarray(k.exhaustion * (step["tehran.exhaustion"] > 0) - cheaper)
