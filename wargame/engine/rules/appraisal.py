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
    quarters = np.maximum(deals.months // 3, 1)
    leans = {name: _leans(step, name) for name in step.rules.powers}
    for deal in range(len(deals.names)):
        for side in (0, 1):
            power = step.rules.powers[deals.sides[deal, side]]
            american = step.power("washington") in deals.sides[deal]
            share = _expects(step, power, int(deals.verification[deal]), american)
            gain = deals.gets[deal, side] * quarters[deal] * np.clip(share, 0, 10) // 10
            price = deals.gives[deal, side] * np.clip(10 + leans[power], 2, 20) // 10
            row = deals.worth[side].start + deal
            now = step.state.meters[row]
            step.ledger.change(row, (gain - price - now) * step.monthly, "2.3 reservation price")


def _expects(step: Step, power: str, verification: int, american: bool) -> Ints:
    """Tenths of its term that a power expects a deal to be kept."""
    if power == "tehran" and american:
        return step["tehran.credence"] + (verification + 1) // 2
    share = 5 + verification if power == "washington" else 6
    return np.full(step.state.games, share, np.int32)


def _leans(step: Step, power: str) -> Ints:
    """Tenths by which a power holds its concessions dearer (or cheaper) than their face value."""
    loyalty = step.family("loyalty").sum(axis=0) // len(step.rules.networks) - 6
    if power == "tehran":
        spare = step["tehran.cash"] - step["tehran:tehran.floor"]
        need = np.maximum(5 - spare, 0)
        lean: Ints = step["tehran.nuclear"] - 13 + step["tehran.framing"] - 1 + loyalty - 2 * need
        return lean
    if power == "washington":
        tired = step["washington.fatigue"] - 4 + step["washington.pivot"] - 5
        before_a_vote = (step["washington.election"] <= 3) * np.int32(2)
        return -(tired + before_a_vote)
    return loyalty if power == "proxies" else np.zeros(step.state.games, np.int32)
