"""Phase 2: what each power believes about what it cannot see."""

from __future__ import annotations

import numpy as np

from wargame.engine.sparse import found, indices
from wargame.engine.step import Step


def refresh(step: Step) -> None:
    """
    [2.1] Intelligence estimates. Mechanisms 23, 34, 53, 68.

    Each month every estimate is made afresh: the truth and an error of up to its spread either way.
    Good intelligence narrows the spread, inspectors narrow that of the programme, and a state that denies
    its pain widens that of its cash and makes it look one better off. What was drawn at set-up, such as
    the fiscal floor, keeps the estimate it got then. A side that has shown exhaustion has shown its missiles
    and its networks' arsenals as well, to within one.
    """
    if not found(step.monthly):
        return
    rules, k, meters = step.rules, step.constants.intelligence, step.state.meters
    known = rules.estimates
    truth = known.truth

    narrow = np.maximum(step.family("intelligence") - 1, 0) // k.per_skill
    spread = known.spread[:, None] - narrow[known.power]
    inspected = step["tehran.inspection"] > 0
    for line in indices(truth == step.row("tehran.nuclear")):
        spread[line] = np.where(inspected, np.minimum(spread[line], k.inspected), spread[line])
    shown = step["tehran.exhaustion"] > 0
    if found(shown):
        arsenals = step.rules.meters.families["arsenal"]
        bared = (truth == step.row("tehran.missiles")) | ((truth >= arsenals.start) & (truth < arsenals.stop))
        for line in indices(bared):
            spread[line] = np.where(shown, np.minimum(spread[line], k.exhausted), spread[line])
    concealed = step["tehran.defiance"] > 0
    cash = indices(truth == step.row("tehran.cash"))
    spread[cash] += k.concealed * concealed
    np.maximum(spread, 0, out=spread)

    guess = step.dice.below_each("estimate", 2 * spread + 1)
    guess -= spread
    guess[cash] += k.concealed_bias * concealed
    guess += meters[truth]
    guess.clip(rules.meters.low[truth, None], rules.meters.high[truth, None], out=guess)
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


def indicators(step: Step) -> None:
    """
    [9.12] Indicator discipline. Mechanism 68.

    Each quarter the growth of the programme is counted, and two forecasts of it are marked: the words' (heated
    words mean that it grows) and the count's (Washington's estimate of the last quarter's growth stands at two
    or more). A forecast is right if it says what the quarter then brought: growth of two or more, or not.
    """
    k = step.constants.intelligence
    month = step["world.month"]
    quarter = step.every(3)
    if not found(quarter):
        return
    growth = step["tehran.nuclear"] - step["tehran.programme-before"]
    marked = quarter & (month > 3)
    grew = growth >= k.growth
    words = (step["tehran.rhetoric"] >= 1) == grew
    count = (step["washington:tehran.pace"] >= k.growth) == grew
    step.change("washington.forecast-words", words & marked, "9.12 a forecast by words was right")
    step.change("washington.forecast-count", count & marked, "9.12 a forecast by count was right")
    step.change(
        "tehran.pace", np.clip(growth, -6, 6) - step["tehran.pace"], "9.12 the quarter's growth", quarter
    )
    step.change("tehran.programme-before", growth, "9.12 the quarter's growth", quarter)
