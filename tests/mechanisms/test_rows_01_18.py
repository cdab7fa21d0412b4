"""Mechanisms 1 to 18: the stand-off, refusal and its price, signals, red lines, attribution, retaliation."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from positions import ROLLS, Position, effect, mean, odds, orders_where, tagged

from wargame.engine.dice import seeds_of
from wargame.engine.fog import make_seat
from wargame.engine.legality import menu
from wargame.opponents.doctrine import DoctrinePlayer
from wargame.ruleset.tables import Flags, Ints, Ruleset


def score_of_a_month(rules: Ruleset, off: tuple[str, ...] = (), **meters: int) -> int:
    """Points that a month, the last of the game, brings Tehran."""
    named = {"influence": "tehran.influence", "war": "world.war"}
    last = {"world.month": rules.scenarios["standoff"].months}
    position = Position(rules, last | {named[k]: v for k, v in meters.items()}, off=off)
    position.run("endings.count_the_month", "endings.check")
    return position.one("tehran.score")


def test_row_01_influence_and_the_absence_of_war_pay_tehran(rules: Ruleset) -> None:
    """No treaty is needed: peace pays month by month, and what influence is held pays too."""
    held, less = score_of_a_month(rules, influence=8, war=0), score_of_a_month(rules, influence=7, war=0)
    assert held > less

    monthly = [t for t in rules.ends.terms[rules.powers.index("tehran")] if t.monthly]
    assert any(t.row == rules.meters.row["world.war"] and t.points * t.sign < 0 for t in monthly)
    for war, off in ((1, ()), (0, ("endings.count_the_month",))):
        position = Position(rules, {"world.war": war}, off=off)
        position.run("endings.count_the_month")
        assert position.one("tehran.score") == 0


def test_row_01_influence_is_what_the_networks_are(rules: Ruleset) -> None:
    strong, weak = (Position(rules, {f"{n}.loyalty": v for n in rules.networks}) for v in (9, 2))
    for position in (strong, weak):
        position.run("street.influence")

    assert strong["tehran.influence"][0] > weak["tehran.influence"][0]


def test_row_01_refusing_keeps_every_card(rules: Ruleset) -> None:
    """Declining costs no means, shuts no offer, and raises the framing."""
    refusals = tagged(rules, "tehran", "refuses-talks", slot=0) or [
        n for n in orders_where(rules, power="tehran", slot=0) if n == "refuse-talks"
    ]
    position = Position(rules, {"tehran.framing": 2})
    position.run("orders.pay", "orders.words", "rhetoric.refusal", orders=refusals[:1])

    assert position.one("tehran.framing") == 1
    assert position.one("tehran.resources") == 0
    assert not position.games.state.meters[rules.deals.offer].any()


def test_row_02_a_shut_channel_makes_gray_zone_acts_cheaper(rules: Ruleset) -> None:
    """By one, for Tehran's deniable deeds and for nothing else."""
    book = rules.programs
    gray = [n for n in orders_where(rules, power="tehran") if book.gray[rules.order(n)]]
    assert gray
    plain = next(
        n for n in orders_where(rules, power="tehran", seen="public") if book.cost[rules.order(n), 0] > 1
    )
    for name in (*gray, plain):
        paid = []
        for channel in (0, 1, 2):
            position = Position(rules, {"tehran-washington.channel": channel, "tehran.resources": 15})
            position.run("orders.pay", orders=[name])
            paid.append(-int(position.moved("tehran.resources")[0]))

        assert paid[1] == paid[2]
        assert paid[1] - paid[0] == (name in gray)


def test_row_02_a_shut_channel_takes_deals_off_the_menu(rules: Ruleset) -> None:
    cells = rules.cell_power == rules.powers.index("tehran")
    seat = make_seat(rules, "tehran", "", cells)
    offers = {}
    for channel in (0, 3):
        position = Position(rules, {"tehran-washington.channel": channel, "gcc.standing": 8})
        listed = menu(rules, position.games.state.meters, seat.sight, cells)
        names = [rules.programs.names[o] for o in listed if rules.programs.deal[o] >= 0]
        mine = [n for n in names if rules.deals.pair[rules.programs.deal[rules.order(n)]] == 0]
        offers[channel] = len(mine)

    assert offers[0] == 0
    assert offers[3] > 3


def worth_to_tehran(rules: Ruleset, deal: str, **meters: int) -> Ints:
    """What a deal is worth to Tehran at each level of belief in promises (11,)."""
    named = {"cash": "tehran.cash", "nuclear": "tehran.nuclear", "framing": "tehran.framing"}
    start = {"tehran.credence": np.arange(11), "tehran.cash": 12, "tehran:tehran.floor": 5}
    position = Position(rules, start | {named[k]: v for k, v in meters.items()}, games=11)
    position.run("appraisal.appraise")
    return position[f"deal.{deal}.worth-tehran"]


def test_row_03_a_deal_is_below_its_reservation_price_until_promises_are_believed(rules: Ruleset) -> None:
    """A programme far on and a name as a peer raise the price; need lowers it."""
    for deal in ("interim-deal", "nuclear-deal", "comprehensive-deal"):
        worth = worth_to_tehran(rules, deal)
        assert (np.diff(worth) >= 0).all()
        assert worth[0] < 0 < worth[10]
        assert (worth_to_tehran(rules, deal, nuclear=18) < worth).all()
        assert (worth_to_tehran(rules, deal, framing=5) < worth).all()
        assert (worth_to_tehran(rules, deal, cash=3) > worth).all()


def test_row_03_acceptance_is_a_step(rules: Ruleset) -> None:
    """A doctrine that takes a deal takes it from some level of belief on, and never below."""
    power = rules.powers.index("tehran")
    cells = rules.cell_power == power
    start = {
        "tehran.credence": np.arange(11),
        "tehran.cash": 12,
        "tehran:tehran.floor": 5,
        "deal.interim-deal.offer": 2,
        "tehran-washington.channel": 3,
        "washington.capital": 9,
        "gcc.standing": 8,
    }
    position = Position(rules, start, games=11)
    position.run("appraisal.appraise")
    order, steps = rules.order("accept interim-deal tehran"), 0
    for doctrine in rules.doctrines.values():
        if doctrine.power == power:
            player = DoctrinePlayer(rules, doctrine, cells)
            luck = np.repeat(seeds_of(1, 1), 11)
            accepts = (player.choose(position.games.state.meters, luck, 1).orders == order).any(axis=0)
            assert (np.diff(accepts.astype(int)) >= 0).all()
            steps += bool(accepts.any() and not accepts.all())

    assert steps > 0


def test_row_04_giving_up_the_shield_opens_the_homeland(rules: Ruleset) -> None:
    """Each step conceded makes strikes on the soil easier; switched off, it makes no difference."""
    plain = rules.constants.strikes
    struck = []
    for given, shield in ((0, plain.shield), (1, plain.shield), (2, plain.shield), (2, 0)):
        position = Position(
            rules,
            {"tehran.shield-given-up": given, "tehran.air-defence": 4},
            games=11,
            dice={"strike 0": ROLLS},
            constants={"strikes": plain.model_copy(update={"shield": shield})},
        )
        position.run("strikes.strikes", orders=orders_where(rules, entry="strike-homeland", intensity=1)[:1])
        struck.append(mean(position.moved("tehran.homeland-damage")))

    assert struck[0] < struck[1] < struck[2]
    assert struck[3] == struck[0]


def test_row_04_the_shield_once_conceded_does_not_come_back(rules: Ruleset) -> None:
    """Deals that take it give nothing of it back when they end."""
    takers = [d for d in rules.deals.names if effect(rules, f"deal {d} making", "tehran.shield-given-up") > 0]
    assert takers
    for deal in takers:
        for word in ("ending", "breaking"):
            assert effect(rules, f"deal {deal} {word}", "tehran.shield-given-up") == 0


def test_row_05_relief_is_taken_back_at_once_and_assets_are_not(rules: Ruleset) -> None:
    """Sanctions lifted by a deal return with one move; what was dismantled stays dismantled."""
    position = Position(
        rules,
        {
            "deal.interim-deal.offer": 2,
            "tehran-washington.channel": 3,
            "washington.capital": 9,
            "tehran.legitimacy": 9,
            "tehran.nuclear": 12,
            "washington.sanctions": 8,
        },
        dice={"majlis": 12},
    )
    position.run("orders.moves", "deals.negotiate", orders=["accept interim-deal tehran"])
    relief, given = position.one("washington.sanctions"), position.one("tehran.nuclear")
    assert relief < 0
    assert given < 0

    position.run("orders.moves", "deals.negotiate", orders=["leave interim-deal washington"])
    assert position.one("washington.sanctions") == 0
    assert position.one("tehran.nuclear") == given


def test_row_05_every_deal_undoes_its_relief_and_none_its_concessions(rules: Ruleset) -> None:
    assets = ["tehran.nuclear", "tehran.missiles", *(f"{n}.arsenal" for n in rules.networks)]
    for deal, form in zip(rules.deals.names, rules.deals.form, strict=True):
        if form in ("executive", "treaty"):
            making, ending = f"deal {deal} making", f"deal {deal} ending"
            relief = effect(rules, making, "washington.sanctions")
            assert relief < 0
            assert effect(rules, ending, "washington.sanctions") == -relief
            for asset in assets:
                assert effect(rules, making, asset) <= 0
                assert effect(rules, ending, asset) == 0


def test_row_05_arsenals_come_back_point_by_point(rules: Ruleset) -> None:
    """A concession of three points takes half a year to rearm with an open line."""
    position = Position(rules, {"lebanon.arsenal": 3, "lebanon.supply": 1, "world.month": 0})
    months = 0
    while position["lebanon.arsenal"][0] < 6:
        position.games.state.meters[rules.meters.row["world.month"]] += 1
        position.run("stocks.magazines")
        months += 1

    assert months >= 3


def at_the_table(rules: Ruleset, **meters: int) -> int:
    """Legitimacy lost when Tehran is first seen in mediated talks."""
    start = {"tehran-washington.channel": 1, "gcc.standing": 9, "tehran.legitimacy": 6}
    named = {"face": "tehran.face", "cover": "gcc.cover"}
    position = Position(rules, start | {named[k]: v for k, v in meters.items()}, dice={"order": 12})
    position.run("orders.moves", "deals.negotiate", "deals.seen_at_the_table", orders=["go-to-talks"])
    assert position["tehran-washington.channel"].tolist() == [2]
    return -position.booked("tehran.legitimacy", "5.4")


def test_row_06_public_talks_cost_legitimacy_and_defiance_earns_it(rules: Ruleset) -> None:
    k = rules.constants.talks
    assert at_the_table(rules) == k.legitimacy > 0

    defiant = tagged(rules, "tehran", "defiant", slot=0)[0]
    for off, gain in (((), 1), (("rhetoric.tone",), 0)):
        position = Position(rules, off=off)
        position.run("rhetoric.tone", orders=[defiant])
        assert position.one("tehran.legitimacy") == gain


def test_row_06_a_secret_understanding_costs_nothing_until_it_leaks(rules: Ruleset) -> None:
    k = rules.constants.talks
    leaks = Position(rules, {"deal.prisoners-for-funds.months": 3}, games=11, dice={"secret leaks": ROLLS})
    leaks.run("deals.run")
    known = leaks["deal.prisoners-for-funds.public"] == 1

    assert odds(known) == odds(k.leak_need <= ROLLS)
    assert (leaks.moved("tehran.legitimacy") == np.where(known, -k.leak_legitimacy, 0)).all()
    assert effect(rules, "deal prisoners-for-funds making", "tehran.legitimacy") == 0


def test_row_07_guards_with_the_upper_hand_act_without_orders(rules: Ruleset) -> None:
    """From the veto on, a dial goes up by itself by the odds of its roll; below it, never."""
    k = rules.constants
    for faction, off, chance in (
        (k.talks.guards_veto, (), odds(k.obedience.guards_dial <= ROLLS)),
        (k.talks.guards_veto - 1, (), 0),
        (5, ("command.freelance",), 0),
    ):
        position = Position(rules, {"tehran.faction": faction}, games=11, dice={"freelance": ROLLS}, off=off)
        position.run("command.freelance")
        up = np.sum([position.moved(f"{n}.dial") for n in rules.networks], axis=0)

        assert set(up.tolist()) <= {0, 1}
        assert odds(up == 1) == chance


def test_row_07_talks_open_less_often_the_stronger_the_guards(rules: Ruleset) -> None:
    chances = []
    for faction in (-4, 0, 4):
        start = {"tehran-washington.channel": 1, "gcc.standing": 6, "tehran.faction": faction}
        position = Position(rules, start, games=11, dice={"order": ROLLS})
        position.run("orders.moves", orders=["go-to-talks"])
        chances.append(odds(position["tehran-washington.channel"] == 2))

    assert chances[0] > chances[1] > chances[2]


def ratified(rules: Ruleset, deal: str, dice: str, **meters: int) -> Fraction:
    """The chance that an accepted deal passes one of the two houses, the other being sure of it."""
    other = {"majlis": "senate", "senate": "majlis"}[dice]
    start = {
        f"deal.{deal}.offer": 2,
        "tehran-washington.channel": 3,
        "washington.capital": 10,
        "tehran.legitimacy": 6,
        "tehran.faction": 0,
    }
    named = {"faction": "tehran.faction", "capital": "washington.capital", "legitimacy": "tehran.legitimacy"}
    position = Position(
        rules, start | {named[k]: v for k, v in meters.items()}, games=11, dice={dice: ROLLS, other: 12}
    )
    position.run("deals.negotiate", orders=[f"accept {deal} tehran"])
    return odds(position[f"deal.{deal}.months"] > 0)


def test_row_08_hard_liners_vote_deals_down(rules: Ruleset) -> None:
    chances = [ratified(rules, "interim-deal", "majlis", faction=f, legitimacy=4) for f in (-3, 0, 2, 4)]

    assert chances == sorted(chances, reverse=True)
    assert chances[0] > chances[-1]
    assert ratified(rules, "interim-deal", "majlis", faction=0, legitimacy=4) == odds(
        rules.constants.talks.majlis_need <= ROLLS + 4 // 4
    )


def test_row_09_an_arranged_victory_pays_for_the_first_step_to_the_table(rules: Ruleset) -> None:
    """Once; a mediator's cover pays for half of it."""
    k = rules.constants.talks
    assert at_the_table(rules, face=1) == 0
    assert at_the_table(rules, cover=2) == k.covered < k.legitimacy

    position = Position(
        rules, {"tehran-washington.channel": 1, "gcc.standing": 9, "tehran.face": 2}, dice={"order": 12}
    )
    position.run("orders.moves", "deals.negotiate", "deals.seen_at_the_table", orders=["go-to-talks"])
    assert position.one("tehran.face") == -1


def test_row_10_friction_with_losses_wears_washington_down(rules: Ruleset) -> None:
    k = rules.constants.home

    def worn(rung: int, deaths: int, off: tuple[str, ...] = ()) -> int:
        position = Position(
            rules,
            {"world.rung": rung, "washington.deaths": deaths, "washington.posture": 5, "world.month": 2},
            off=off,
        )
        position.run("home_front.fatigue")
        return position.one("washington.fatigue")

    assert worn(k.friction_low, 1) == worn(k.friction_high, 1) == 1
    assert worn(k.friction_high, 0) == 0
    assert worn(k.low_rung, 1) == -1
    assert worn(k.friction_high, 1, off=("home_front.fatigue",)) == 0


def test_row_10_a_weary_country_draws_its_forces_home(rules: Ruleset) -> None:
    for fatigue in (rules.constants.home.weary, rules.constants.home.weary - 1):
        position = Position(rules, {"washington.fatigue": fatigue, "washington.posture": 6})
        position.run("home_front.fatigue")
        weary = fatigue == rules.constants.home.weary

        assert position.one("washington.posture") == -weary
        assert position.one("washington.capital") == -weary


def end_of(rules: Ruleset, **meters: int) -> str | None:
    """The end that a position is checked to."""
    names = {name.replace("_", "."): value for name, value in meters.items()}
    step = Position(rules, {"world.month": 2} | names).run("endings.check")
    assert step.ending is not None
    number = int(step.ending[0])
    return rules.ends.names[number] if number >= 0 else None


def test_row_11_forces_gone_without_a_war_end_the_game_tehran_s_way(rules: Ruleset) -> None:
    tired = {"washington_fatigue": 10}
    assert end_of(rules, washington_posture=1, world_rung=3, **tired) == "withdrawal"
    assert end_of(rules, washington_posture=5, world_rung=3, **tired) is None
    assert end_of(rules, washington_posture=1, world_rung=9, **tired) is None
    worth = dict(zip(rules.powers, rules.ends.scores[rules.ends.names.index("withdrawal")], strict=True))
    assert worth["tehran"] > 0 > worth["washington"]


def errors_read(rules: Ruleset, noise: int, order: str) -> Ints:
    """How far above its meaning the target reads an act, for each fall of the dice (11,)."""
    book = rules.programs
    reader = int(book.against[rules.order(order)])
    pair = rules.pairs[book.pair[rules.order(order)]]
    position = Position(rules, {f"{pair}.noise": noise}, games=11, dice={"perception": ROLLS})
    acts = position.run("perception.read", orders=[order]).acts
    assert acts is not None
    assert acts.games.tolist() == list(range(11))
    error: Ints = acts.perceived[reader] - acts.intended
    return error


def loud_order(rules: Ruleset, rung: int = 5) -> str:
    """A public, unannounced act of Tehran's against Washington."""
    loud = orders_where(rules, power="tehran", against="washington", seen="public", rung=rung, tags=0)
    loud += tagged(rules, "tehran", "violates", against="washington", seen="public", rung=rung)
    return loud[0]


def test_row_12_acts_are_read_too_loud_and_less_surely_the_noisier_the_pair(rules: Ruleset) -> None:
    """Perceived less intended: the mean is above nought and rises, and so does the variance."""
    order = loud_order(rules)
    means, spreads = [], []
    for noise in range(11):
        error = errors_read(rules, noise, order)
        means.append(mean(error))
        spreads.append(mean(error**2) - mean(error) ** 2)

    assert all(m > 0 for m in means)
    assert means == sorted(means)
    assert means[9] > means[3] > means[0]
    assert spreads[9] > spreads[0]


def test_row_12_a_believed_warning_takes_a_rung_off_what_is_read(rules: Ruleset) -> None:
    k = rules.constants.perception
    warned = next(n for n in orders_where(rules, entry="pre-warned-salvo"))
    position = Position(rules, {"tehran.credence": 3}, games=11, dice={"perception": 7, "warning": ROLLS})
    acts = position.run("perception.read", orders=[warned]).acts
    assert acts is not None
    error = acts.perceived[rules.powers.index("washington")] - acts.intended

    assert odds(error == -k.prewarned) == odds(k.believe <= ROLLS + 1)
    assert odds(error == 0) == 1 - odds(error == -k.prewarned)


def test_row_13_an_off_ramp_takes_a_pair_down_and_its_absence_costs_face(rules: Ruleset) -> None:
    k = rules.constants.ladder
    start = {"tehran-washington.rung": 8, "tehran-washington.off-ramp": 1}
    position = Position(rules, start, games=11, dice={"cooling": ROLLS})
    position.run("ladder.climb")
    assert set(position.moved("tehran-washington.rung").tolist()) == {-2}
    assert position.one("tehran-washington.off-ramp") == -1
    assert position.one("washington.capital") == position.one("tehran.legitimacy") == 0

    for payer, fell in (("washington.capital", 1), ("tehran.legitimacy", 0)):
        bare = Position(
            rules,
            start | {"tehran-washington.off-ramp": 0},
            games=11,
            dice={"cooling": ROLLS, "who pays": fell},
        )
        bare.run("ladder.climb")
        down = bare.moved("tehran-washington.rung") == -1

        assert odds(down) == odds(k.cool_need <= ROLLS)
        assert (bare.moved(payer) == -down.astype(np.int32)).all()


def test_row_13_off_ramps_shorten_the_time_near_the_top(rules: Ruleset) -> None:
    """Months at the crisis rung or above in a quiet year that begins at 9: with ramps, without."""
    k, high = rules.constants.ladder, {}
    for ramps in (0, 3):
        start = {"tehran-washington.rung": 9, "tehran-washington.off-ramp": ramps}
        position = Position(rules, start, games=400)
        months = np.zeros(400, np.int32)
        for month in range(12):
            position.games.state.step = month
            position.run("ladder.climb")
            months += position["tehran-washington.rung"] >= k.crisis
        high[ramps] = float(months.mean())

    assert high[3] < high[0] / 2


def readers_of_lines(rules: Ruleset) -> list[tuple[str, str]]:
    """(line, order): an open act that reaches the line's rung only if it is read one rung too high."""
    book, found = rules.programs, []
    for number, line in enumerate(rules.lines.names):
        for name in orders_where(rules, rung=int(rules.lines.at_rung[number]) - 1, seen="public"):
            order = rules.order(name)
            if rules.lines.owner[number] == book.against[order] and book.line_hit[number, order]:
                found.append((line, name))
                break
    return found


def test_row_14_a_tacit_line_can_be_crossed_by_misreading_alone(rules: Ruleset) -> None:
    """What counts is the rung as read, unless the scenario holds tacit lines safe."""
    cases = readers_of_lines(rules)
    assert len(cases) > 2
    for line, order in cases:
        crossed = {}
        for read, off in ((7, ()), (12, ()), (12, ("safe",)), (12, ("red_lines.test_lines",))):
            start = {f"line.{line}.held": 1, f"line.{line}.declared": 0, f"line.{line}.due": 0}
            safe = rules.constants.commitments.model_copy(update={"tacit_safe": int("safe" in off)})
            constants = {"commitments": safe}
            position = Position(
                rules, start, dice={"perception": read, "warning": 2}, off=off, constants=constants
            )
            position.run("perception.read", "red_lines.test_lines", orders=[order])
            crossed[read, off] = position.one(f"line.{line}.crossed")
            assert bool(position[f"line.{line}.due"][0]) == bool(crossed[read, off])

        assert crossed == {
            (7, ()): 0, (12, ()): 1, (12, ("safe",)): 0, (12, ("red_lines.test_lines",)): 0
        }, line  # fmt: skip


def test_row_14_a_line_not_held_is_not_crossed(rules: Ruleset) -> None:
    line, order = readers_of_lines(rules)[0]
    position = Position(rules, {f"line.{line}.held": 0}, dice={"perception": 12})
    position.run("perception.read", "red_lines.test_lines", orders=[order])

    assert position.one(f"line.{line}.crossed") == 0
    assert not position.noted("line crossed")[0]


@pytest.mark.parametrize("declared", [0, 1])
def test_row_14_a_declared_line_costs_more_to_leave_unanswered(rules: Ruleset, declared: int) -> None:
    """Resolve for both; face for the declared one: the commitment trap."""
    k = rules.constants.commitments
    for power, face in (("washington", "washington.capital"), ("tehran", "tehran.legitimacy")):
        owned = np.flatnonzero(rules.lines.owner == rules.powers.index(power))
        line = rules.lines.names[int(owned[0])]
        position = Position(rules, {f"line.{line}.due": 1, f"line.{line}.declared": declared})
        position.run("perception.read", "red_lines.answers")

        assert position.one(f"{power}.resolve") == -(
            k.unanswered_declared if declared else k.unanswered_tacit
        )
        assert position.one(face) == -k.face * declared
        assert position[f"line.{line}.due"].tolist() == [0]
    assert k.unanswered_declared > k.unanswered_tacit


def test_row_14_an_answer_within_its_steps_keeps_the_word(rules: Ruleset) -> None:
    """By an act meant at the rung that the line commits to; a softer one does not count."""
    k = rules.constants.commitments
    line = "no-dead-soldiers"
    number = rules.lines.names.index(line)
    commits = int(rules.lines.commits[number])
    loud = orders_where(rules, power="washington", against="proxies", rung=commits)[0]
    soft = orders_where(rules, power="washington", against="proxies", rung=2)[0]
    for order, resolve, left in ((loud, k.answered, 0), (soft, 0, 1)):
        position = Position(rules, {f"line.{line}.due": 2})
        position.run("perception.read", "red_lines.answers", orders=[order])

        assert position.one("washington.resolve") == resolve
        assert position[f"line.{line}.due"].tolist() == [left]


def test_row_14_the_owner_of_a_crossed_line_has_so_many_steps_to_answer(rules: Ruleset) -> None:
    """As many sheets as `due_steps` says may hold the answer; after them the word is broken."""
    line, order = readers_of_lines(rules)[0]
    owner = rules.powers[rules.lines.owner[rules.lines.names.index(line)]]
    start = {f"line.{line}.held": 1, f"line.{line}.due": 0, f"{owner}.resolve": 6}
    position = Position(rules, start, dice={"perception": 12, "warning": 2})
    position.run("perception.read", "red_lines.test_lines", "red_lines.answers", orders=[order])
    assert position.one(f"{owner}.resolve") == 0
    sheets = 0
    while position.one(f"{owner}.resolve") == 0:
        position.run("perception.read", "red_lines.test_lines", "red_lines.answers")
        sheets += 1
        assert sheets < 9

    assert sheets == rules.constants.commitments.due_steps


def case_after(rules: Ruleset, level: int, age: int, **meters: int) -> tuple[Position, Flags]:
    """A case against Tehran after a month of inquiry, for each fall of the dice."""
    named = {"trust": "gcc.trust-tehran", "ours": "washington.intelligence", "theirs": "tehran.intelligence"}
    start = {"washington.intelligence": 2, "tehran.intelligence": 2}
    position = Position(
        rules, start | {named[k]: v for k, v in meters.items()}, games=11, dice={"attribution": ROLLS}
    )
    case = (rules.order("friction-yemen 2"), age, level, rules.powers.index("tehran"))
    position.games.state.cases[:, 0, :] = np.array(case)[:, None]
    position.run("attribution.investigate")
    return position, position.games.state.cases[2, 0] > level


def test_row_15_deniable_fire_opens_a_case_and_open_fire_none(rules: Ruleset) -> None:
    deniable = orders_where(rules, power="proxies", seen="deniable", entry="attack-base")[0]
    public = orders_where(rules, power="proxies", seen="public", entry="rocket-barrage")[0]
    for order, opened in ((deniable, 1), (public, 0)):
        position = Position(rules)
        position.run("attribution.open_cases", orders=[order])
        assert (position.games.state.cases[0] > 0).sum() == opened


def test_row_15_suspicion_becomes_blame_and_proof_by_dice_and_time(rules: Ruleset) -> None:
    k = rules.constants.attribution
    blamed, rises = case_after(rules, 0, 0)
    assert odds(rises) == odds(k.blame <= ROLLS)
    assert (blamed.moved("gcc.trust-tehran") == -rises.astype(np.int32)).all()

    _, rises = case_after(rules, 1, k.proof_age - 1)
    assert not rises.any()
    proven, rises = case_after(rules, 1, k.proof_age)
    assert odds(rises) == odds(k.proof <= ROLLS)
    assert (proven.moved("tehran-washington.noise") == rises).all()

    _, helped = case_after(rules, 1, k.proof_age, ours=5)
    _, hindered = case_after(rules, 1, k.proof_age, theirs=5)
    assert odds(helped) > odds(rises) > odds(hindered)


def test_row_15_a_denied_hand_is_read_a_rung_lower(rules: Ruleset) -> None:
    """Tehran's own deniable acts; the same roll reads an open act as it was meant."""
    k = rules.constants.perception
    masked = orders_where(rules, power="tehran", seen="deniable", rung=4)
    error = errors_read(rules, 3, masked[0])
    plain = errors_read(rules, 3, loud_order(rules))

    assert (error == plain - k.deniable).all()


def test_row_15_striking_the_patron_before_proof_costs_belief_and_trust(rules: Ruleset) -> None:
    k = rules.constants.attribution
    strike = orders_where(rules, entry="strike-homeland", intensity=1)[0]
    for level, cost in ((0, k.wrong), (1, k.wrong), (2, 0)):
        position = Position(rules)
        case = (rules.order("friction-yemen 2"), 1, level, rules.powers.index("tehran"))
        position.games.state.cases[:, 0, 0] = case
        position.run("attribution.wrong_address", orders=[strike])

        assert position.one("tehran.credence") == position.one("gcc.trust-washington") == -cost


def test_row_16_the_menu_of_answers_rises_from_the_hand_to_the_soil(rules: Ruleset) -> None:
    """Network, people abroad, homeland: each louder, and the soil dearer at home."""
    book = rules.programs

    def least(entry: str) -> tuple[int, int]:
        order = rules.order(orders_where(rules, entry=entry)[0])
        capital = rules.meters.row["washington.capital"]
        paid = int(book.cost[order][book.cost_row[order] == capital].sum())
        soil = entry == "strike-homeland"
        return int(book.rung[order]), paid * (rules.constants.strikes.aversion if soil else 1)

    hand, abroad, soil = least("strike-network"), least("strike-command-abroad"), least("strike-homeland")
    assert hand[0] < abroad[0] < soil[0]
    assert hand[1] <= abroad[1] < soil[1]


def test_row_16_striking_the_hand_leaves_the_supply_and_striking_the_sponsor_cuts_it(rules: Ruleset) -> None:
    """Half a year later the network that was struck has rearmed; the one whose line was cut has not."""
    stores = {}
    for entry in ("strike-network", "strike-command-abroad"):
        order = orders_where(rules, entry=entry, area="iraq")[0]
        start = {"iraq.arsenal": 6, "iraq.supply": 1, "tehran.resources": 5, "world.initiative": 0}
        position = Position(rules, start, dice={"strike 0": 12})
        position.run("strikes.strikes", orders=[order])
        after = (position.one("iraq.arsenal"), position.one("iraq.supply"), position.one("tehran.resources"))
        position.games.state.meters[rules.meters.row["iraq.arsenal"]] = 4
        for month in range(1, 7):
            position.games.state.meters[rules.meters.row["world.month"]] = month
            position.run("stocks.magazines")
        stores[entry] = (*after, int(position["iraq.arsenal"][0]))

    assert stores["strike-network"][0] < 0 == stores["strike-network"][1]
    assert stores["strike-command-abroad"][0] == 0 > stores["strike-command-abroad"][1]
    assert stores["strike-command-abroad"][2] < 0 == stores["strike-network"][2]
    assert stores["strike-network"][3] > stores["strike-command-abroad"][3] == 4


def test_row_17_the_same_act_climbs_less_in_a_buffer_zone(rules: Ruleset) -> None:
    """One salvo at two addresses: an outpost, and the Gulf states."""
    k, climbed = rules.constants.ladder, {}
    for area in ("iraq", "gulf-states"):
        order = orders_where(rules, entry="missile-salvo", area=area, intensity=2)[0]
        position = Position(rules, {"tehran-washington.rung": 4}, dice={"perception": 7})
        position.run("perception.read", "ladder.climb", orders=[order])
        climbed[area] = position.one("tehran-washington.rung")

    assert climbed == {"iraq": k.buffer_climb, "gulf-states": k.climb}
    assert k.buffer_climb < k.climb


@pytest.mark.parametrize("factor", [1, 2, 3])
def test_row_18_aversion_makes_washington_pay_again_for_the_soil(rules: Ruleset, factor: int) -> None:
    """The preset can be varied, and touches nothing but capital lost after strikes on the soil."""
    strikes = rules.constants.strikes.model_copy(update={"aversion": factor})
    capital = rules.meters.row["washington.capital"]
    for entry in ("strike-homeland", "strike-nuclear", "strike-revenue", "strike-network"):
        order = rules.order(orders_where(rules, entry=entry)[0])
        paid = int(rules.programs.cost[order][rules.programs.cost_row[order] == capital].sum())
        position = Position(rules, {"washington.capital": 9}, constants={"strikes": strikes})
        position.run("home_front.aversion", orders=[rules.programs.names[order]])

        again = 0 if entry == "strike-network" else paid * (factor - 1)
        assert position.one("washington.capital") == -again
