"""What a deal brings, it brings once: however its making and its end fall in one step."""

from __future__ import annotations

import pytest
from positions import Position, effect

from wargame.ruleset.tables import Ruleset


@pytest.mark.parametrize("months", [1, 2, 7])
def test_a_deal_left_ends_once_even_in_its_last_month(rules: Ruleset, months: int) -> None:
    start = {"deal.interim-deal.months": months, "washington.sanctions": 4, "tehran.snapbacks": 0}
    position = Position(rules, start)
    position.run("orders.moves", "deals.negotiate", "deals.run", orders=["leave interim-deal washington"])

    ending = effect(rules, "deal interim-deal ending", "washington.sanctions")
    assert position.one("washington.sanctions") == ending != 0
    assert position["deal.interim-deal.months"].tolist() == [0]
    assert position.noted("deal broken")[0]
    assert not position.noted("deal ended")[0]


def test_a_deal_that_runs_its_term_ends_with_it(rules: Ruleset) -> None:
    start = {"deal.interim-deal.months": 2, "washington.sanctions": 4}
    position = Position(rules, start)
    position.run("deals.run")
    assert position.one("washington.sanctions") == 0
    position.run("deals.run")

    assert position.one("washington.sanctions") == effect(
        rules, "deal interim-deal ending", "washington.sanctions"
    )
    assert position.noted("deal ended")[0]
    position.run("deals.run")
    assert not position.noted("deal ended")[0]


@pytest.mark.parametrize("move", ["accept", "reject"])
def test_an_offer_that_is_answered_does_not_lapse_as_well(rules: Ruleset, move: str) -> None:
    start = {
        "deal.interim-deal.offer": 2,
        "deal.interim-deal.age": rules.constants.talks.offer_months,
        "tehran-washington.channel": 3,
        "washington.capital": 9,
    }
    position = Position(rules, start, dice={"majlis": 12})
    position.run("orders.moves", "deals.negotiate", "deals.run", orders=[f"{move} interim-deal tehran"])

    assert position["deal.interim-deal.offer"].tolist() == [0]
    assert (position["deal.interim-deal.months"][0] > 0) == (move == "accept")
    assert not position.noted("lapse")[0]


def test_an_offer_lapses_when_nobody_answers(rules: Ruleset) -> None:
    position = Position(rules, {"deal.interim-deal.offer": 2, "tehran-washington.channel": 3})
    months = 0
    while position["deal.interim-deal.offer"][0]:
        position.run("deals.run")
        months += 1
        assert months < 9

    assert months == rules.constants.talks.offer_months + 1
    assert position.noted("lapse")[0]


def test_a_deal_made_this_month_runs_its_whole_term(rules: Ruleset) -> None:
    start = {"deal.interim-deal.offer": 2, "tehran-washington.channel": 3, "washington.capital": 9}
    position = Position(rules, start, dice={"majlis": 12})
    position.run("orders.moves", "deals.negotiate", "deals.run", orders=["accept interim-deal tehran"])

    term = rules.deals.months[rules.deals.names.index("interim-deal")]
    assert position["deal.interim-deal.months"].tolist() == [term]
