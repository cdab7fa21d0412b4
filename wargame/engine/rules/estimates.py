"""Phase 2: what each power believes about what it cannot see."""

from __future__ import annotations

import numpy as np

from wargame.engine.step import Step


def refresh(step: Step) -> None:
    """
    [2.1] Intelligence estimates. Mechanisms 23, 53, 68.

    Each month every estimate is made afresh: the truth and an error of up to its spread either way.
    Good intelligence narrows the spread, inspectors narrow that of the programme, and a state that denies
    its pain widens that of its cash and makes it look one better off. What was drawn at set-up, such as
    the fiscal floor, keeps the estimate it got then.
    """
    games = np.flatnonzero(step.monthly)
    if not games.size:
        return
    rules, k, meters = step.rules, step.constants.intelligence, step.state.meters
    known = rules.estimates
    moving = np.flatnonzero(~known.fixed)
    truth, row = known.truth[moving], known.row[moving]

    skill = step.family("intelligence")[known.power[moving]][:, games]
    spread = known.spread[moving][:, None] - np.maximum(skill - 1, 0) // k.per_skill
    programme = np.flatnonzero(truth == step.row("tehran.nuclear"))
    inspected = step["tehran.inspection"][games] > 0
    spread[programme] = np.where(inspected, np.minimum(spread[programme], k.inspected), spread[programme])
    cash = np.flatnonzero(truth == step.row("tehran.cash"))
    concealed = step["tehran.defiance"][games] > 0
    spread[cash] += k.concealed * concealed
    spread = np.maximum(spread, 0)

    error = step.dice.below("estimate", 2 * spread + 1, row[:, None], games) - spread
    error[cash] += k.concealed_bias * concealed
    guess = meters[truth][:, games] + error
    guess = np.clip(guess, rules.meters.low[truth, None], rules.meters.high[truth, None])
    change = np.zeros((row.size, step.state.games), np.int32)
    change[:, games] = guess - meters[row][:, games]
    assert (np.diff(known.row) == 1).all()
    for at, number in enumerate(row):
        step.ledger.change(int(number), change[at], "2.1 estimates")


def report(step: Step) -> None:
    """
    [2.2] What the press reports.

    Unrest is seen abroad a month late.
    """
    lag = step["tehran.unrest"] - step["tehran.unrest-reported"]
    step.change("tehran.unrest-reported", lag, "2.2 press reports", step.monthly)
