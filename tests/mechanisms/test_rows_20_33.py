"""Mechanisms 20 to 33: money and sanctions, predictability and accidents, mass casualties, tempo, the networks."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from positions import ROLLS, Position, effect, mean, odds, orders_where, tagged

from wargame.ruleset.book import tag_bit
from wargame.ruleset.tables import Ruleset


def quarter(rules: Ruleset, **meters: int) -> dict[str, int]:
    """Exports, income and drain of a quarter."""
    named = {
        "reliance": "tehran.self-reliance",
        "sanctions": "washington.sanctions",
        "evasion": "tehran.evasion",
        "asia": "world.asia",
        "oil": "world.oil",
        "dial": "yemen.dial",
        "integration": "tehran.integration",
    }
    position = Position(rules, {"world.month": 3} | {named[k]: v for k, v in meters.items()})
    position.run("economy.cash")
    facts = position.facts("quarter")
    assert position.one("tehran.cash") == facts["income"] - facts["drain"]
    return facts


def test_row_19_integration_pays_until_it_snaps_back(rules: Ruleset) -> None:
    """Income each quarter; when a successor voids the deal behind it, the ties go and take cash with them."""
    assert quarter(rules, integration=2)["income"] - quarter(rules, integration=0)["income"] == 2

    start = {
        "washington.election": 0,
        "deal.interim-deal.months": 5,
        "tehran.integration": 1,
        "world.month": 2,
    }
    kept, voided = (Position(rules, start, dice={"vote": fell}) for fell in (12, 2))
    for position in (kept, voided):
        position.run("deals.vote")
    assert kept.one("tehran.integration") == kept.one("tehran.cash") == 0
    assert voided.one("tehran.integration") == -1
    assert voided.one("tehran.cash") < 0


def test_row_20_turning_inward_softens_sanctions_and_costs_growth(rules: Ruleset) -> None:
    steps = [quarter(rules, reliance=r, sanctions=10, evasion=8) for r in range(5)]
    exports = np.array([s["exports"] for s in steps])
    drains = [s["drain"] for s in steps]

    assert (np.diff(exports) == rules.constants.finance.per_sanction).all()
    assert drains[4] == drains[2] == drains[0] + 1


def test_row_21_evasion_and_eastern_demand_multiply(rules: Ruleset) -> None:
    """Without sanctions above the reference, exports are the ladder of evasion times the share of demand."""
    k = rules.constants.finance
    for evasion in (2, 5, 9):
        for asia in (1, 3, 5):
            found = quarter(rules, evasion=evasion, asia=asia, sanctions=k.reference, reliance=1)["exports"]
            assert found == k.exports[evasion] * asia // k.normal_demand
    assert quarter(rules, asia=5)["exports"] > quarter(rules, asia=3)["exports"]
    assert quarter(rules, evasion=7)["exports"] > quarter(rules, evasion=5)["exports"]


def sanctions_added(rules: Ruleset, packages: int, off: tuple[str, ...] = ()) -> int:
    """What a broad package adds when so many came before it."""
    order = orders_where(rules, entry="broad-package", intensity=1)[0]
    start = {"washington.packages": packages, "washington.sanctions": 5}
    position = Position(rules, start, off=off)
    position.run("orders.means", "economy.priced_in", orders=[order])
    return position.one("washington.sanctions")


def test_row_22_broad_sanctions_are_priced_in_and_targeted_ones_are_not(rules: Ruleset) -> None:
    """Each package past the first few adds a point less; cutting a node works the hundredth time as the first."""
    full = rules.constants.finance.first_packages
    fresh, stale = sanctions_added(rules, 0), sanctions_added(rules, full)
    assert fresh == sanctions_added(rules, full - 1) > stale == fresh - 1
    assert sanctions_added(rules, full, off=("economy.priced_in",)) == fresh

    node = orders_where(rules, entry="cut-node", area="iraq")[0]
    for packages in (0, 20):
        position = Position(
            rules, {"washington.packages": packages, "washington.nodes": 3}, dice={"order": 12}
        )
        position.run("orders.means", orders=[node])
        assert position.one("tehran.evasion") < 0


def test_row_22_sanctions_bite_less_the_more_is_evaded(rules: Ruleset) -> None:
    """The share of exports that three more points take falls with evasion, and never below nothing."""
    shares = []
    for evasion in (2, 5, 9):
        mild, hard = (quarter(rules, sanctions=s, evasion=evasion)["exports"] for s in (7, 10))
        shares.append(Fraction(mild - hard, mild))

    assert shares[0] > shares[1] > shares[2] > 0
    assert quarter(rules, sanctions=10, evasion=0, asia=1)["exports"] == 0


def test_row_23_denied_pain_hides_the_purse_and_blunts_threats(rules: Ruleset) -> None:
    k = rules.constants.intelligence
    errors = {}
    for denied in (0, 2):
        start = {"tehran.cash": 10, "tehran.defiance": denied, "washington.intelligence": 1}
        position = Position(rules, start, games=4000)
        position.run("estimates.refresh")
        errors[denied] = position["washington:tehran.cash"] - 10

    assert np.abs(errors[0]).max() + k.concealed + k.concealed_bias == errors[2].max()
    assert errors[2].min() == errors[0].min() - k.concealed + k.concealed_bias
    assert errors[2].mean() > errors[0].mean() + 0.5
    assert believed(rules, defiance=2) < believed(rules, defiance=0)


def test_row_23_denial_lasts_its_months(rules: Ruleset) -> None:
    denies = tagged(rules, "tehran", "denies-pain", slot=0)[0]
    position = Position(rules)
    position.run("rhetoric.denial", orders=[denies])
    assert position["tehran.defiance"].tolist() == [rules.constants.talks.defiance_months]
    position.run("calendar.spells")
    assert position["tehran.defiance"].tolist() == [rules.constants.talks.defiance_months - 1]


def believed(rules: Ruleset, defiance: int = 0, resolve: int = 6, posture: int = 6) -> Fraction:
    """The chance that a threat of Washington's is believed."""
    threat = tagged(rules, "washington", "threat", slot=0)[0]
    start = {
        "tehran.defiance": defiance,
        "washington.resolve": resolve,
        "washington.posture": posture,
        "yemen.dial": 3,
        "washington.coercion": 0,
    }
    position = Position(rules, start, games=11, dice={"threat": ROLLS})
    position.run("rhetoric.threats", orders=[threat])
    trusted = position.moved("washington.coercion") == 1

    assert (position.moved("yemen.dial") == -trusted.astype(np.int32)).all()
    assert (position.moved("washington.resolve")[~trusted] < 0).all()
    return odds(trusted)


def misread(rules: Ruleset, channel: int, off: tuple[str, ...] = ()) -> list[float]:
    """The share of acts misread, month by month, in a thousand games with the channel held so."""
    order = tagged(rules, "tehran", "violates", against="washington", seen="public", rung=5)[0]
    start = {"tehran-washington.channel": channel, "tehran-washington.noise": 3}
    position, shares = Position(rules, start, games=1000, off=off), []
    for month in range(7):
        position.games.state.step = month
        acts = position.run("perception.read", orders=[order]).acts
        assert acts is not None
        shares.append(float((acts.perceived[rules.powers.index("washington")] != acts.intended).mean()))
        position.run("stocks.predictability")
    return shares


def test_row_26_noise_grows_without_a_channel(rules: Ruleset) -> None:
    """By channel, for each month: up when shut, level with messages, down in talks, further with a line."""
    k = rules.constants.predictability
    assert k.by_channel[0] > 0 >= k.by_channel[1] > k.by_channel[2] > k.by_channel[3]
    for channel, drift in enumerate(k.by_channel):
        position = Position(rules, {"tehran-washington.channel": channel, "tehran-washington.noise": 5})
        position.run("stocks.predictability")
        assert position.one("tehran-washington.noise") == drift


def test_row_26_misreading_grows_month_by_month_without_a_channel(rules: Ruleset) -> None:
    """The same luck with the channel shut, with talks, and with the rule switched off."""
    shut, talks = misread(rules, 0), misread(rules, 2)
    still = misread(rules, 0, off=("stocks.predictability",))

    assert shut[6] > shut[3] > shut[0]
    assert shut[0] == talks[0] == still[0]
    assert shut[6] > talks[6] + 0.15
    assert max(still) - min(still) < 0.08


def test_row_26_loud_acts_add_noise_at_once(rules: Ruleset) -> None:
    k = rules.constants.predictability
    loud = orders_where(rules, power="tehran", entry="missile-salvo")
    acts = [n for n in loud if rules.programs.rung[rules.order(n)] >= k.loud_rung]
    for count in (1, 2):
        position = Position(rules, dice={"perception": 7})
        position.run("perception.read", "ladder.loud_acts", orders=acts[:count])
        assert position.one("tehran-washington.noise") == min(count * k.per_loud_act, k.most_a_step)
    quiet = orders_where(rules, power="tehran", against="washington", rung=2)[0]
    position = Position(rules, dice={"perception": 7})
    position.run("perception.read", "ladder.loud_acts", orders=[quiet])
    assert position.one("tehran-washington.noise") == 0


def accident(rules: Ruleset, noise: int, rung: int, off: tuple[str, ...] = (), **meters: int) -> Fraction:
    """The chance of an accident in a step."""
    start = {"tehran-washington.noise": noise, "tehran-washington.rung": rung}
    named = {name.replace("__", "."): value for name, value in meters.items()}
    position = Position(rules, start | named, games=11, dice={"accident": ROLLS}, off=off)
    position.run("ladder.accidents")
    happened = position.moved("world.accidents") == 1

    lifted = np.minimum(rules.constants.accident.rungs, 10 - rung) * happened
    assert (position.moved("tehran-washington.rung") == lifted).all()
    assert (position["washington.must-answer"] == happened).all()
    return odds(happened)


def test_row_27_accidents_come_of_friction_and_noise_together(rules: Ruleset) -> None:
    """Each raises the chance; both together raise it by more than the two apart."""
    calm, noisy, hot, both = (accident(rules, n, r) for n, r in ((0, 3), (9, 3), (0, 8), (9, 8)))
    assert calm < noisy
    assert calm <= hot
    assert both - calm > (noisy - calm) + (hot - calm)
    assert accident(rules, 9, 8, off=("ladder.accidents",)) == 0


def casualties(rules: Ruleset, order: str, off: tuple[str, ...] = ()) -> Position:
    """A salvo in a thousand games, one for each fall of the thousand-sided die."""
    start = {"iraq.arsenal": 8, "washington.interceptors": 20, "washington.must-answer": 0}
    position = Position(rules, start, games=1000, dice={"mass casualties": np.arange(1000)}, off=off)
    position.run("interception.salvos", orders=[order])
    return position


def test_row_28_the_chance_of_many_dead_grows_with_the_tempo(rules: Ruleset) -> None:
    """So much for each launch: twice the launches, twice the chance."""
    m = rules.constants.mass_casualty
    for dial in (1, 2, 4):
        order = rules.order(f"friction-iraq {dial}")
        position = casualties(rules, rules.programs.names[order])
        struck = int(position.moved("world.casualty").sum())
        assert struck == rules.programs.launches[order] * m.per_launch
        assert struck < m.most
    assert (
        casualties(rules, "friction-iraq 4", off=("interception.salvos",)).moved("world.casualty").sum() == 0
    )


def test_row_28_many_dead_force_an_answer(rules: Ruleset) -> None:
    """Washington answers within its steps, or pays for not answering; meanwhile play goes by days."""
    m = rules.constants.mass_casualty
    position = casualties(rules, "friction-iraq 1")
    struck = position.moved("world.casualty") == 1
    assert (position["washington.must-answer"] == m.answer_steps * struck).all()
    position.run("ladder.highest")
    assert (position["world.clock"] == struck).all()

    answer = orders_where(rules, entry="strike-network", area="iraq", rung=6)[0]
    for order, resolve, capital in (([answer], 1, 0), ([], -1, -m.capital)):
        last = Position(rules, {"washington.must-answer": 1})
        last.run("perception.read", "red_lines.forced_response", orders=order)
        assert last.one("washington.resolve") == resolve
        assert last.one("washington.capital") == capital
        assert last["washington.must-answer"].tolist() == [0]


def test_row_28_many_dead_lead_up_the_ladder(rules: Ruleset) -> None:
    """Two arms with the same luck: the answer to one deadly attack climbs, no attack climbs nothing."""
    answer = orders_where(rules, entry="strike-network", area="iraq", rung=6)[0]
    climbed = {}
    for answered in (False, True):
        position = Position(rules, {"washington-proxies.rung": 4}, dice={"perception": 7})
        position.run("perception.read", "ladder.climb", orders=[answer] if answered else [])
        climbed[answered] = position.one("washington-proxies.rung")

    assert climbed[True] > 0 >= climbed[False]


def test_row_29_the_loudest_side_sets_the_tempo(rules: Ruleset) -> None:
    ours = tagged(rules, "tehran", "violates", against="washington", rung=5)[0]
    theirs = orders_where(rules, entry="strike-network", area="iraq", rung=6)[0]
    for orders, marker in (([ours], 1), ([theirs], -1), ([ours, theirs], -1), ([], 0)):
        position = Position(rules, {"world.initiative": 0})
        position.run("perception.read", "ladder.initiative", orders=orders)
        assert position.one("world.initiative") == marker


def test_row_29_whoever_sets_the_tempo_is_surprised_less(rules: Ruleset) -> None:
    """Cadres move before the blow while Tehran's side holds the marker; defences wait ready while Washington does."""
    strike = orders_where(rules, entry="strike-network", area="iraq", intensity=1)[0]
    lost, leaked = {}, {}
    for marker in (-2, 0, 2):
        start = {"world.initiative": marker, "iraq.arsenal": 8}
        position = Position(rules, start, games=11, dice={"strike 0": ROLLS})
        position.run("strikes.strikes", orders=[strike])
        lost[marker] = -mean(position.moved("iraq.arsenal"))
        salvo = Position(rules, start)
        salvo.run("interception.salvos", orders=["friction-iraq 3"])
        leaked[marker] = salvo.facts("salvo")["share"]

    assert lost[2] < lost[0] == lost[-2]
    assert leaked[-2] < leaked[0] == leaked[2]


@pytest.mark.parametrize("network", ["lebanon", "iraq", "syria", "yemen"])
def test_row_30_the_dial_sets_how_much_is_fired(rules: Ruleset, network: str) -> None:
    """Nothing at 0, more at each step, and each step is paid from the arsenal."""
    fired = []
    for dial in range(6):
        others = {f"{n}.dial": 0 for n in rules.networks}
        start = others | {f"{network}.dial": dial, f"{network}.arsenal": 9}
        position = Position(rules, start, dice={"obedience": 12})
        position.run("command.obedience", "orders.deeds", "interception.salvos")
        assert position.one(f"{network}.arsenal") == -dial
        fired.append(position.facts("salvo")["launches"] if dial else 0)

    assert fired == sorted(set(fired))
    assert fired[0] == 0


def test_row_30_a_hot_dial_costs_cash_and_a_crisis_step_fires_less(rules: Ruleset) -> None:
    k = rules.constants
    hot = k.finance.hot_dial
    assert quarter(rules, dial=hot)["drain"] == quarter(rules, dial=hot - 1)["drain"] + 1

    position = Position(rules, {"yemen.dial": 4, "yemen.arsenal": 9}, dice={"obedience": 12})
    position.run("command.obedience", "orders.deeds", "interception.salvos", crisis=True)
    assert position.one("yemen.arsenal") == -(4 - k.salvo.crisis_dial)


def test_row_31_soft_words_in_public_unsettle_the_networks(rules: Ruleset) -> None:
    """The same message under a mediator's name, in secret, does not; switched off, neither does."""
    k = rules.constants.obedience
    loud = tagged(rules, "tehran", "conciliatory", slot=0)[0]
    quiet = tagged(rules, "tehran", "mediator-cover", slot=1)[0]
    assert rules.programs.seen[rules.order(quiet)] != rules.programs.seen[rules.order(loud)]
    for order, off, loss in ((loud, (), k.soft_words), (quiet, (), 0), (loud, ("rhetoric.tone",), 0)):
        position = Position(rules, off=off)
        position.run("rhetoric.tone", orders=[order])
        assert [position.one(f"{n}.loyalty") for n in rules.networks] == [-loss] * len(rules.networks)


def test_row_31_no_secret_order_speaks_to_the_public(rules: Ruleset) -> None:
    """A tag that is heard by everybody belongs on what everybody hears."""
    book = rules.programs
    for tag in ("conciliatory", "defiant"):
        heard = np.flatnonzero(book.tags[: book.orders] & tag_bit(tag))
        assert heard.size
        assert not [book.names[o] for o in heard if book.seen[o] != 0]


def decoupled(rules: Ruleset, loyalty: int, off: tuple[str, ...] = ()) -> list[Fraction]:
    """The chances that a network without orders strikes alone, and that it suspends its attacks."""
    start = {"iraq.loyalty": loyalty, "iraq.arsenal": 6, "iraq.dial": 0, "iraq.restraint": 0}
    calm = {f"{n}.dial": 0 for n in rules.networks} | {f"{n}.loyalty": 9 for n in rules.networks}
    position = Position(rules, calm | start, games=11, dice={"decoupling": ROLLS}, off=off)
    step = position.run("command.obedience", "command.decoupling")
    runaway = rules.runaway[rules.networks.index("iraq")]
    alone = (step.orders == runaway).any(axis=0)
    quiet = position.moved("iraq.restraint") == rules.constants.obedience.suspend_months
    return [odds(alone), odds(quiet)]


def test_row_32_a_network_left_to_itself_strikes_alone_or_makes_its_own_peace(rules: Ruleset) -> None:
    k = rules.constants.obedience
    strikes, rests = odds(k.runaway_need <= ROLLS), odds(k.suspend_need <= ROLLS)
    assert decoupled(rules, k.independent) == [strikes, rests]
    assert not any(decoupled(rules, k.independent + 1))
    assert not any(decoupled(rules, 0, off=("command.decoupling",)))


def test_row_32_talks_over_their_heads_cost_loyalty(rules: Ruleset) -> None:
    k = rules.constants.obedience
    for channel, month, loss in ((2, 3, k.unconsulted), (1, 3, 0), (2, 4, 0)):
        position = Position(rules, {"tehran-washington.channel": channel, "world.month": month})
        position.run("command.unconsulted")
        assert [position.one(f"{n}.loyalty") for n in rules.networks] == [-loss] * len(rules.networks)


def obeys(rules: Ruleset, loyalty: int, holding: int = 0) -> Fraction:
    """The chance that a network's cadres do what the dial says."""
    start = {f"{n}.dial": 0 for n in rules.networks}
    start |= {"iraq.loyalty": loyalty, "iraq.holding": holding, "iraq.dial": 2, "iraq.arsenal": 6}
    position = Position(rules, start, games=11, dice={"obedience": ROLLS})
    step = position.run("command.obedience")
    order = rules.order("friction-iraq 2")
    assert position.one("iraq.loyalty") == -rules.constants.obedience.refusal * holding
    return odds((step.orders == order).any(axis=0))


def test_row_33_obedience_is_a_matter_of_loyalty(rules: Ruleset) -> None:
    k = rules.constants.obedience
    chances = [obeys(rules, loyalty) for loyalty in range(11)]
    assert chances == [odds(k.need <= ROLLS + loyalty) for loyalty in range(11)]
    assert chances == sorted(chances)
    assert chances[9] == 1
    assert [obeys(rules, loyalty, holding=1) for loyalty in range(k.holding, 11)] == chances[: 11 - k.holding]


def test_row_33_a_network_at_peace_does_not_fire(rules: Ruleset) -> None:
    start = {f"{n}.dial": 3 for n in rules.networks} | {f"{n}.restraint": 2 for n in rules.networks}
    step = Position(rules, start, dice={"obedience": 12}).run("command.obedience")

    assert not step.orders.any()


def test_row_33_networks_make_peace_without_the_patron(rules: Ruleset) -> None:
    """A truce of their own binds their fire and is remembered: section 3.3."""
    truces = [d for d, form in zip(rules.deals.names, rules.deals.form, strict=True) if form == "truce"]
    assert truces
    for deal in truces:
        number = rules.deals.names.index(deal)
        start = {f"deal.{deal}.offer": 1, "washington-proxies.channel": 3, "proxies-gcc.channel": 3}
        position = Position(rules, start)
        position.run("orders.moves", "deals.negotiate", orders=[f"accept {deal} proxies"])
        for network in np.flatnonzero(rules.deals.networks[number]):
            assert position[f"{rules.networks[network]}.restraint"][0] > 0
        loyalty = sum(effect(rules, f"deal {deal} making", f"{n}.loyalty") for n in rules.networks)
        assert loyalty < 0
        assert rules.powers.index("tehran") not in rules.deals.sides[number]
