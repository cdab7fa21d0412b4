"""Mechanisms 34 to 50: what a promise is worth, the programme, ratification, elections, liquidity."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
from positions import ROLLS, Position, mean, odds, orders_where, tagged

from wargame.engine.fog import make_seat
from wargame.engine.legality import menu
from wargame.ruleset.tables import Ints, Ruleset


def test_row_34_asking_first_shows_exhaustion_unless_a_mediator_asks(rules: Ruleset) -> None:
    months = rules.constants.talks.exhaustion_months
    for order, cover, shown in (
        ("ask-for-talks", 0, months),
        ("ask-for-talks", 2, 0),
        ("ask-under-cover", 2, 0),
    ):
        position = Position(rules, {"gcc.cover": cover})
        position.run("rhetoric.exhaustion", orders=[order])
        assert position["tehran.exhaustion"].tolist() == [shown]


def worth(rules: Ruleset, deal: str, side: str = "tehran", **meters: int) -> Ints:
    """What a deal is worth to a side at each level of Tehran's belief in promises (11,)."""
    named = {"cash": "tehran.cash", "fatigue": "washington.fatigue", "pivot": "washington.pivot"}
    start = {"tehran.credence": np.arange(11), "tehran.cash": 12, "tehran:tehran.floor": 5}
    position = Position(rules, start | {named[k]: v for k, v in meters.items()}, games=11)
    position.run("appraisal.appraise")
    return position[f"deal.{deal}.worth-{side}"]


def test_row_36_early_diplomacy_pays_only_when_promises_are_believed_or_the_purse_is_empty(
    rules: Ruleset,
) -> None:
    """Relief for the term expected less the concession: below nought at the start, and the sign turns twice."""
    start = int(rules.scenarios["standoff"].start[rules.meters.row["tehran.credence"]])
    for deal in ("interim-deal", "nuclear-deal", "comprehensive-deal"):
        rich, poor = worth(rules, deal), worth(rules, deal, cash=2)
        assert rich[start] < 0
        assert rich[9] > 0
        assert (poor > rich).all()
        assert (poor > 0).sum() > (rich > 0).sum()


def test_row_37_belief_counts_for_more_than_relief(rules: Ruleset) -> None:
    """Two points of belief move a deal further than two points of sanctions, which do not move it at all."""
    for deal in ("interim-deal", "nuclear-deal"):
        value = worth(rules, deal)
        assert value[5] > value[3]


def test_row_37_a_promise_voided_by_washington_costs_belief(rules: Ruleset) -> None:
    """Whether it leaves of itself or a successor voids it; when Tehran leaves, nothing is lost of that."""
    k = rules.constants.talks
    for who, loss in (("washington", k.voided), ("tehran", 0)):
        start = {"deal.interim-deal.months": 6, "tehran.credence": 7}
        position = Position(rules, start)
        position.run("deals.negotiate", orders=[f"leave interim-deal {who}"])
        assert -position.booked("tehran.credence", "5.2 a promise voided") == loss
        assert position["deal.interim-deal.months"].tolist() == [0]


def survives(rules: Ruleset, deal: str = "interim-deal", polarisation: int = 6, months: int = 6) -> Fraction:
    """The chance that a deal survives a vote."""
    start = {
        f"deal.{deal}.months": months,
        "washington.election": 0,
        "washington.polarisation": polarisation,
        "tehran.credence": 9,
    }
    position = Position(rules, start, games=11, dice={"vote": ROLLS})
    position.run("deals.vote")
    kept = position[f"deal.{deal}.months"] > 0
    assert (position.moved("tehran.credence") == np.where(kept, 0, -rules.constants.talks.voided)).all()
    return odds(kept)


def test_row_38_a_verified_short_deal_outlives_an_unverified_long_one(rules: Ruleset) -> None:
    """Verification helps at the vote, and a deal that has run its term before the vote is never tested."""
    k, deals = rules.constants.talks, rules.deals
    executive = [d for d, form in enumerate(deals.form) if form == "executive"]
    for number in executive:
        need = k.survive_need - deals.verification[number] - (10 - 6) // 3
        assert survives(rules, deals.names[number]) == odds(need <= ROLLS)
    by_verification = sorted((int(deals.verification[d]), survives(rules, deals.names[d])) for d in executive)
    assert [chance for _, chance in by_verification] == sorted(chance for _, chance in by_verification)

    short = Position(rules, {"deal.interim-deal.months": 1, "washington.election": 1}, dice={"vote": 2})
    short.run("deals.run")
    assert short["deal.interim-deal.months"].tolist() == [0]
    short.games.state.meters[rules.meters.row["washington.election"]] = 0
    short.run("deals.vote")
    assert not short.noted("deal tested")[0]


def struck_first(rules: Ruleset, estimate: int, off: tuple[str, ...] = (), **meters: int) -> Fraction:
    """The chance that a third state strikes this month, by what Washington thinks of the programme."""
    start = {
        "washington:tehran.nuclear": estimate,
        "washington.posture": 5,
        "tehran.missiles": 12,
        "tehran.air-defence": 3,
        "washington.deadline": 0,
    }
    named = {
        "posture": "washington.posture",
        "missiles": "tehran.missiles",
        "defence": "tehran.air-defence",
        "deadline": "washington.deadline",
        "channel": "tehran-washington.channel",
    }
    position = Position(
        rules, start | {named[k]: v for k, v in meters.items()}, games=11, dice={"prevention": ROLLS}, off=off
    )
    step = position.run("prevention.third_state")
    return odds((step.orders == rules.ally).any(axis=0))


def test_row_42_the_programme_is_worth_more_until_it_is_struck(rules: Ruleset) -> None:
    """Its points rise evenly; the risk is nothing up to the mark and grows from there: an inverted U."""
    k = rules.constants.prevention
    terms = rules.ends.terms[rules.powers.index("tehran")]
    assert sum(t.points * t.sign for t in terms if t.row == rules.meters.row["tehran.nuclear"]) > 0

    risks = [struck_first(rules, estimate) for estimate in range(21)]
    assert not any(risks[: k.from_nuclear])
    assert risks[k.from_nuclear :] == [odds(k.need <= ROLLS + n) for n in range(21 - k.from_nuclear)]
    assert risks[20] > risks[k.from_nuclear]


def test_row_42_a_programme_far_on_raises_tehran_s_price(rules: Ruleset) -> None:
    modest, far = (
        Position(rules, {"tehran.nuclear": level, "tehran.credence": 5, "tehran:tehran.floor": 5})
        for level in (12, 18)
    )
    for position in (modest, far):
        position.run("appraisal.appraise")
    name = "deal.nuclear-deal.worth-tehran"
    assert far[name][0] < modest[name][0]


def test_section_3_1_weakness_posture_and_a_deadline_invite_the_blow_and_talks_do_not_stop_it(
    rules: Ruleset,
) -> None:
    """Preventive war is a decision, and a path of its own beside accident."""
    k = rules.constants.prevention
    mark = k.from_nuclear + 2
    plain = struck_first(rules, mark)
    assert 0 < plain < 1
    assert struck_first(rules, mark, posture=k.posture) > plain
    assert struck_first(rules, mark, missiles=k.weak_missiles) > plain
    assert struck_first(rules, mark, defence=k.weak_defence) > plain
    assert struck_first(rules, mark, deadline=1) > plain
    assert struck_first(rules, mark, channel=3) == struck_first(rules, mark, channel=0) == plain
    assert struck_first(rules, mark, off=("prevention.third_state",)) == 0


def test_section_3_1_a_strike_during_talks_cuts_them_short_and_costs_belief(rules: Ruleset) -> None:
    """The whole path in one step: decided, struck, talks fallen to messages, the ladder climbed."""
    k = rules.constants
    fallen = {}
    for channel in (1, 2):
        start = {
            "tehran.nuclear": 19,
            "washington.intelligence": 5,
            "washington:tehran.nuclear": 19,
            "tehran.knowledge": 8,
            "tehran.hardening": 0,
            "tehran-washington.channel": channel,
            "tehran-washington.rung": 4,
            "tehran.credence": 9,
            "gcc.trust-washington": 8,
        }
        position = Position(rules, start, dice={"prevention": 12, "strike 0": 12, "perception": 7})
        position.play()
        assert position.noted("preventive strike")[0]
        assert position["tehran.nuclear"][0] < 19
        assert position["tehran-washington.rung"][0] > 4
        fallen[channel] = (
            int(position["tehran-washington.channel"][0]),
            position.booked("tehran.credence", "7.9"),
            position.booked("gcc.trust-washington", "7.9"),
        )

    assert fallen == {1: (1, 0, 0), 2: (1, -k.strikes.cut_short, -1)}


def bombed(
    rules: Ruleset, hardening: int, knowledge: int = 0, nuclear: int = 15, off: tuple[str, ...] = ()
) -> Position:
    """A strike on the sites that lands, for each fall of the cut."""
    k = rules.constants.strikes
    span = k.nuclear_most - k.nuclear_least + 1
    start = {
        "tehran.nuclear": nuclear,
        "tehran.knowledge": knowledge,
        "tehran.hardening": hardening,
        "tehran.air-defence": 0,
    }
    position = Position(
        rules, start, games=span, dice={"strike 0": 9, "nuclear strike": np.arange(span)}, off=off
    )
    position.run("strikes.strikes", orders=orders_where(rules, entry="strike-nuclear", intensity=1))
    return position


def test_row_43_what_is_known_cannot_be_bombed(rules: Ruleset) -> None:
    """Strikes cut the programme down to what is known, no further; and it grows back by itself from there."""
    k = rules.constants
    free = bombed(rules, hardening=0)
    assert (
        -free.moved("tehran.nuclear") == np.arange(k.strikes.nuclear_least, k.strikes.nuclear_most + 1)
    ).all()
    known = bombed(rules, hardening=0, knowledge=13)
    assert (known["tehran.nuclear"] == 13).all()

    for inspected, back in ((0, 1), (1, 0)):
        start = {"tehran.nuclear": 9, "tehran.knowledge": 8, "tehran.inspection": inspected}
        position = Position(rules, start)
        position.run("stocks.knowledge")
        assert position.one("tehran.nuclear") == back


def test_row_43_knowledge_is_a_ratchet(rules: Ruleset) -> None:
    """It follows the programme up and never comes down; the more is known, the sooner all is back."""
    k = rules.constants.nuclear
    position = Position(rules, {"tehran.nuclear": np.array([4, 18]), "tehran.knowledge": 8}, games=2)
    position.run("stocks.knowledge")
    assert position["tehran.knowledge"].tolist() == [8, 18 - k.ratchet]

    months = []
    for known in (6, 8, 10):
        again = Position(rules, {"tehran.nuclear": 5, "tehran.knowledge": known, "tehran.inspection": 0})
        count = 0
        while again["tehran.nuclear"][0] < 7:
            again.run("stocks.knowledge")
            count += 1
            if count > 20:
                break
        months.append(count)
    assert months == sorted(months, reverse=True)


def test_row_44_delay_hardens_the_sites_and_inspectors_stop_it(rules: Ruleset) -> None:
    """Each step of hardening takes a point off a later strike; none can be built under inspection."""
    cuts = [-bombed(rules, hardening=h).moved("tehran.nuclear") for h in range(6)]
    for softer, harder in pairwise(cuts):
        assert (harder == np.maximum(softer - 1, 1)).all()
    assert not bombed(rules, hardening=0, off=("strikes.strikes",)).moved("tehran.nuclear").any()

    cells = rules.cell_power == rules.powers.index("tehran")
    seat = make_seat(rules, "tehran", "", cells)
    digs = rules.order(orders_where(rules, entry="harden-sites")[0])
    for inspected in (0, 1):
        start = {"tehran.inspection": inspected, "tehran.hardening": 1, "tehran.resources": 9}
        position = Position(rules, start)
        listed = menu(rules, position.games.state.meters, seat.sight, cells)
        assert (digs in listed) != bool(inspected)


def senate(rules: Ruleset, deal: str, capital: int) -> Fraction:
    """The chance that an accepted deal comes into force, parliament in Tehran being sure of it."""
    start = {
        f"deal.{deal}.offer": 2,
        "tehran-washington.channel": 3,
        "washington.capital": capital,
        "tehran.legitimacy": 6,
        "tehran.faction": 0,
    }
    position = Position(rules, start, games=11, dice={"senate": ROLLS, "majlis": 12})
    position.run("deals.negotiate", orders=[f"accept {deal} tehran"])
    return odds(position[f"deal.{deal}.months"] > 0)


def test_row_46_a_treaty_needs_a_senate_that_is_not_there(rules: Ruleset) -> None:
    """By political capital; an executive deal asks nobody, and lasts to the next vote only."""
    k = rules.constants.talks
    treaties = [d for d, form in zip(rules.deals.names, rules.deals.form, strict=True) if form == "treaty"]
    assert treaties
    for deal in treaties:
        chances = [senate(rules, deal, capital) for capital in range(11)]
        assert chances == [odds(k.senate_need <= ROLLS + capital) for capital in range(11)]
        assert chances[5] < Fraction(1, 2) < chances[10]
    assert senate(rules, "interim-deal", 0) == 1

    start = {f"deal.{treaties[0]}.months": 30, "washington.election": 0}
    vote = Position(rules, start, dice={"vote": 2})
    vote.run("deals.vote")
    assert vote.one(f"deal.{treaties[0]}.months") == 0


def test_row_46_a_treaty_can_be_offered_only_on_a_full_purse_of_capital(rules: Ruleset) -> None:
    cells = rules.cell_power == rules.powers.index("washington")
    seat = make_seat(rules, "washington", "", cells)
    offer = rules.order("offer grand-treaty washington")
    listed = {}
    for capital in (5, 10):
        start = {"tehran-washington.channel": 3, "washington.capital": capital}
        meters = Position(rules, start).games.state.meters
        listed[capital] = offer in menu(rules, meters, seat.sight, cells)

    assert listed == {5: False, 10: True}


def test_row_47_the_vote_comes_on_its_date_and_begins_anew(rules: Ruleset) -> None:
    """Counted down month by month, not by crisis steps; weariness eases, capital is fresh."""
    home = rules.constants.home
    position = Position(rules, {"washington.election": 1, "washington.fatigue": 7, "washington.capital": 2})
    position.run("calendar.dates", crisis=True)
    assert position.one("washington.election") == 0
    position.games.state.meters[rules.meters.row["world.clock"]] = 0
    position.run("calendar.dates")
    assert position["washington.election"].tolist() == [0]
    position.run("deals.vote")

    assert position.noted("vote")[0]
    assert position.one("washington.fatigue") == -home.vote_fatigue
    assert position["washington.capital"].tolist() == [home.vote_capital]
    assert position["washington.election"].tolist() == [home.cycle]


def test_row_48_a_successor_reprices_the_deal(rules: Ruleset) -> None:
    """The more polarised the country, the less a deal survives; voiding it pays the new leader."""
    chances = [survives(rules, polarisation=p) for p in range(11)]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] > chances[10]

    pays = {}
    for fell in (2, 12):
        start = {"deal.interim-deal.months": 6, "washington.election": 0, "washington.capital": 4}
        position = Position(rules, start, dice={"vote": fell})
        position.run("deals.vote")
        pays[fell] = int(position["washington.capital"][0])
    assert pays[2] == pays[12] + 1


def test_row_48_a_deal_can_be_voided_only_if_the_rule_is_on(rules: Ruleset) -> None:
    start = {"deal.interim-deal.months": 6, "washington.election": 1, "tehran.credence": 9}
    ended = {}
    for off in ((), ("deals.vote",)):
        position = Position(rules, start, dice={"vote": 2, "prevention": 2}, off=off)
        position.play()
        ended[off] = int(position["deal.interim-deal.months"][0])
    assert ended == {(): 0, ("deals.vote",): 5}


def test_row_49_presence_leaves_demand_unmet_elsewhere(rules: Ruleset) -> None:
    k = rules.constants.home
    for posture, change in ((k.pivot_posture, 1), (k.pivot_relief, -1)):
        position = Position(rules, {"washington.posture": posture, "washington.pivot": 5})
        position.run("home_front.pivot")
        assert position.one("washington.pivot") == change


def test_row_40_without_capital_and_with_demand_elsewhere_forces_are_drawn_down(rules: Ruleset) -> None:
    k = rules.constants.home
    for capital, pivot, drawn in (
        (k.liquidity_capital, k.liquidity_pivot, 1),
        (k.liquidity_capital + 1, k.liquidity_pivot, 0),
        (k.liquidity_capital, k.liquidity_pivot - 1, 0),
    ):
        position = Position(rules, {"washington.capital": capital, "washington.pivot": pivot})
        position.run("home_front.capital")
        assert position.one("washington.posture") == -drawn


def test_row_50_windows_open_by_events(rules: Ruleset) -> None:
    """Cards of the deck shock oil or stretch Washington; a disorderly world deals more of them."""
    k, drawn = rules.constants.deck, {}
    row = rules.programs
    disorder = [c for c in rules.events if row.disorder[c]]
    assert len(disorder) > 3
    for level in (0, 9):
        position = Position(rules, {"world.disorder": level}, games=1500)
        position.games.scenario = rules.scenarios["standoff"]
        position.run("events.deck")
        events = [n.facts["order"] for _, n in position.games.ledger.notes if n.kind == "event"]
        drawn[level] = np.isin(events, disorder).mean()
        assert abs(len(events) / 1500 - float(odds(k.need <= ROLLS))) < 0.05

    assert drawn[9] > drawn[0] * 1.3


def test_row_39_waiting_raises_the_price_that_washington_would_pay(rules: Ruleset) -> None:
    tired, fresh = (
        worth(rules, "nuclear-deal", "washington", fatigue=9, pivot=8),
        worth(rules, "nuclear-deal", "washington", fatigue=2, pivot=2),
    )
    assert (tired > fresh).all()


def test_row_45_late_talks_start_from_the_facts_of_the_day(rules: Ruleset) -> None:
    """What is known by then no cap takes back."""
    late, early = (
        Position(rules, {"tehran.nuclear": level, "tehran.knowledge": 5, "tehran.inspection": 1})
        for level in (18, 12)
    )
    for position in (late, early):
        position.run("stocks.knowledge")
    assert late["tehran.knowledge"][0] > early["tehran.knowledge"][0]


def test_row_37_mean_damage_to_belief_is_what_the_dice_say(rules: Ruleset) -> None:
    """Expected loss of belief at a vote is the chance of voiding times what it costs."""
    start = {"deal.nuclear-deal.months": 6, "washington.election": 0, "tehran.credence": 9}
    position = Position(rules, start, games=11, dice={"vote": ROLLS})
    position.run("deals.vote")
    assert -mean(position.moved("tehran.credence")) == (
        (1 - survives(rules, "nuclear-deal")) * rules.constants.talks.voided
    )


def test_row_71_threats_are_believed_by_posture_and_by_what_was_done_before(rules: Ruleset) -> None:
    threat = tagged(rules, "washington", "threat", slot=0)[0]

    def believed(resolve: int, posture: int, off: tuple[str, ...] = ()) -> Fraction:
        start = {"washington.resolve": resolve, "washington.posture": posture, "washington.coercion": 0}
        position = Position(rules, start, games=11, dice={"threat": ROLLS}, off=off)
        position.run("rhetoric.threats", orders=[threat])
        return odds(position.moved("washington.coercion") == 1)

    assert believed(9, 6) > believed(3, 6)
    assert believed(6, 8) > believed(6, 2)
    assert believed(9, 8, off=("rhetoric.threats",)) == 0


def test_row_71_a_bluff_called_lowers_the_next_threat(rules: Ruleset) -> None:
    """A threat that is not believed, and a deadline that passes, each cost resolve."""
    k = rules.constants.commitments
    threat = tagged(rules, "washington", "threat", slot=0)[0]
    position = Position(rules, dice={"threat": 2})
    position.run("rhetoric.threats", orders=[threat])
    assert position.one("washington.resolve") == -k.bluff

    for left, loss in ((1, k.bluff), (2, 0)):
        waiting = Position(rules, {"washington.deadline": left})
        waiting.run("calendar.spells")
        assert waiting.one("washington.resolve") == -loss
        assert waiting.one("washington.deadline") == -1
