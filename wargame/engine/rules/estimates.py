"""Phase 2: what each power believes about what it cannot see."""

from __future__ import annotations

import numpy as np

from wargame.engine.sparse import indices
from wargame.engine.step import Step


def refresh(step: Step) -> None:
    """
    [2.1] Intelligence estimates. Mechanisms 23, 53, 68.

    Each month every estimate is made afresh: the truth and an error of up to its spread either way.
    Good intelligence narrows the spread, inspectors narrow that of the programme, and a state that denies
    its pain widens that of its cash and makes it look one better off. What was drawn at set-up, such as
    the fiscal floor, keeps the estimate it got then.
    """
    if not step.monthly.any():
        return
    rules, k, meters = step.rules, step.constants.intelligence, step.state.meters
    known = rules.estimates
    truth = known.truth

    narrow = np.maximum(step.family("intelligence") - 1, 0) // k.per_skill
    spread = known.spread[:, None] - narrow[known.power]
    inspected = step["tehran.inspection"] > 0
    for line in indices(truth == step.row("tehran.nuclear")):
        spread[line] = np.where(inspected, np.minimum(spread[line], k.inspected), spread[line])
    concealed = step["tehran.defiance"] > 0
    cash = indices(truth == step.row("tehran.cash"))
    spread[cash] += k.concealed * concealed
    np.maximum(spread, 0, out=spread)

    guess = step.dice.below_each("estimate", 2 * spread + 1)
    guess -= spread
    guess[cash] += k.concealed_bias * concealed
    guess += meters[truth]
    np.maximum(guess, rules.meters.low[truth, None], out=guess)
    np.minimum(guess, rules.meters.high[truth, None], out=guess)
    guess -= meters[known.rows]
    guess *= step.monthly
    guess[known.fixed] = 0
    step.ledger.change_many(known.rows, guess, "2.1 estimates")


def report(step: Step) -> None:
    """
    [2.2] What the press reports. No mechanism.

    Unrest is seen abroad a month late.
    """
    lag = step["tehran.unrest"] - step["tehran.unrest-reported"]
    step.change("tehran.unrest-reported", lag, "2.2 press reports", step.monthly)
