"""Estimates are the truth and an error, no larger than the seat is told."""

from __future__ import annotations

import numpy as np
import pytest
from playing import Play
from positions import Position

from wargame.ruleset.tables import Ruleset


def test_a_fresh_estimate_lies_within_its_spread(rules: Ruleset) -> None:
    """In every monthly turn of random games; a state that denies its pain hides its cash better."""
    play = Play.start(rules, "standoff", "null", np.arange(300, dtype=np.int32))
    known, k = rules.estimates, rules.constants.intelligence
    moving = np.flatnonzero(~known.fixed)
    cash = known.truth[moving] == rules.meters.row["tehran.cash"]
    seen = 0
    while not play.games.over.all():
        monthly = (play.games.state.meters[rules.meters.row["world.clock"]] == 0) & ~play.games.over
        play.games.open()
        meters = play.games.state.meters
        error = np.abs(meters[known.row[moving]] - meters[known.truth[moving]])[:, monthly]
        denied = meters[rules.meters.row["tehran.defiance"], monthly] > 0
        most = known.spread[moving][:, None] + cash[:, None] * denied * (k.concealed + k.concealed_bias)
        seen += error.size

        assert (error <= most).all()
        play.games.resolve(play.choose())

    assert seen > 10_000


def test_what_was_drawn_at_set_up_is_estimated_once(rules: Ruleset) -> None:
    play = Play.start(rules, "standoff", "null", np.arange(100, dtype=np.int32))
    rows = rules.estimates.row[rules.estimates.fixed]
    assert rows.size
    first = play.games.state.meters[rows].copy()
    for _ in play.steps():
        assert (play.games.state.meters[rows] == first).all()


def test_estimates_stand_still_in_crisis_steps(rules: Ruleset) -> None:
    position = Position(rules, games=50)
    position.run("estimates.refresh", crisis=True)

    rows = rules.estimates.row
    assert (position.games.state.meters[rows] == position.before[rows]).all()


@pytest.mark.parametrize("skill", [1, 3, 5])
def test_intelligence_narrows_an_estimate(rules: Ruleset, skill: int) -> None:
    known, k = rules.estimates, rules.constants.intelligence
    name = "washington:tehran.nuclear"
    at = int(np.flatnonzero(known.row == rules.meters.row[name])[0])
    position = Position(
        rules, {"washington.intelligence": skill, "tehran.nuclear": 10, "tehran.inspection": 0}, games=3000
    )
    position.run("estimates.refresh")
    error = position[name] - 10

    expected = max(int(known.spread[at]) - (skill - 1) // k.per_skill, 0)
    assert error.min() == -expected
    assert error.max() == expected


def test_inspectors_narrow_the_estimate_of_the_programme(rules: Ruleset) -> None:
    k = rules.constants.intelligence
    for inspected in (0, 1):
        meters = {"washington.intelligence": 1, "tehran.nuclear": 10, "tehran.inspection": inspected}
        position = Position(rules, meters, games=2000)
        position.run("estimates.refresh")
        error = np.abs(position["washington:tehran.nuclear"] - 10)

        assert (error.max() == k.inspected) == bool(inspected)


def test_unrest_is_reported_abroad_as_it_stood_when_the_month_began(rules: Ruleset) -> None:
    position = Position(rules, {"tehran.unrest": 7, "tehran.unrest-reported": 2})
    position.run("estimates.report")

    assert position["tehran.unrest-reported"].tolist() == [7]
