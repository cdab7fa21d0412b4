"""Mechanisms 52 to 74: the floor, shocks, succession, defence and magazines, finance, mediators, war."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from playing import Play, shipped
from positions import ROLLS, WAYS, Position, effect, mean, odds, orders_where, tagged

from wargame.engine.fog import ESTIMATE, UNKNOWN, make_seat
from wargame.engine.legality import menu
from wargame.opponents.doctrine import DoctrinePlayer
from wargame.ruleset.book import tag_bit
from wargame.ruleset.tables import STANDING, Ints, Ruleset


def test_row_52_unrest_jumps_at_the_floor(rules: Ruleset) -> None:
    """By what is left above it: a step, not a slope; with the rule off, nothing."""
    k = rules.constants.unrest
    spare = np.arange(-3, 7)
    start = {"tehran.floor": 5, "tehran.cash": 5 + spare, "tehran.unrest": k.calm + 1, "tehran.legitimacy": 7}
    position = Position(rules, start, games=spare.size)
    position.run("street.unrest")
    moved = dict(zip(spare.tolist(), position.moved("tehran.unrest").tolist(), strict=True))

    assert all(moved[s] == k.below_floor for s in range(-3, 1))
    assert moved[k.near] == k.near_floor < k.below_floor
    assert moved[k.near + 1] == 0
    assert moved[k.comfort] == -1

    still = Position(rules, start, games=spare.size, off=("street.unrest",))
    still.run("street.unrest")
    assert still.one("tehran.unrest") == 0


def repressed(rules: Ruleset, unrest: int) -> Position:
    position = Position(
        rules, {"tehran.unrest": unrest, "tehran.legitimacy": 6}, games=11, dice={"repression": ROLLS}
    )
    position.run("street.repression")
    return position


def test_row_52_force_puts_unrest_down_or_feeds_it(rules: Ruleset) -> None:
    """Section 3.5: a floor is not a fall. Only force that fails at the height of unrest ends the state."""
    k = rules.constants.unrest
    assert repressed(rules, k.crackdown - 1).one("tehran.repression") == 0
    for unrest in range(k.crackdown, 11):
        position = repressed(rules, unrest)
        holds = k.need[unrest - k.crackdown] <= ROLLS
        assert (position.moved("tehran.unrest")[holds] == -k.quelled).all()
        assert (position.moved("tehran.unrest")[~holds] == min(k.failed, 10 - unrest)).all()
        assert (position.moved("tehran.cash") == -holds.astype(np.int32)).all()
        assert odds(position["tehran.fallen"] == 1) == (odds(~holds) if unrest >= k.falls_at else 0)


def test_row_52_the_street_falls_far_more_often_below_the_floor(rules: Ruleset) -> None:
    """A year with the purse held on either side of the floor, the same luck in both."""
    fallen = {}
    for spare in (-1, 3):
        start = {"tehran.floor": 5, "tehran.cash": 5 + spare, "tehran.unrest": 5, "tehran.legitimacy": 6}
        position = Position(rules, start, games=600)
        cash = rules.meters.row["tehran.cash"]
        for month in range(12):
            position.games.state.step = month
            position.run("street.unrest", "street.repression")
            position.games.state.meters[cash] = 5 + spare
        fallen[spare] = float((position["tehran.fallen"] > 0).mean())

    assert fallen[-1] > fallen[3] + 0.05


def test_row_53_nobody_knows_the_floor_and_tehran_misjudges_it(rules: Ruleset) -> None:
    """It is hidden from all; Tehran holds an estimate that may be off either way, and is never told better."""
    row = rules.meters.row["tehran.floor"]
    for power, name in enumerate(rules.powers):
        seat = make_seat(rules, name, "", rules.cell_power == power)
        assert seat.certainty[row] == (ESTIMATE if name == "tehran" else UNKNOWN)
    position = Position(rules, games=3000)
    error = position["tehran:tehran.floor"] - position["tehran.floor"]
    spread = int(rules.estimates.spread[rules.estimates.truth == row][0])
    assert sorted(np.unique(error).tolist()) == list(range(-spread, spread + 1))
    position.run("estimates.refresh")
    assert (position["tehran:tehran.floor"] - position["tehran.floor"] == error).all()


def test_row_53_a_floor_thought_lower_than_it_is_leads_below_it(rules: Ruleset) -> None:
    """Tehran that stops at two above its guess ends up at or under the true floor when the guess is too low."""
    position = Position(rules, games=2000)
    guess, truth = position["tehran:tehran.floor"], position["tehran.floor"]
    under = guess + 2 <= truth

    assert under.any()
    assert (guess[under] < truth[under]).all()


def test_row_54_shocks_to_oil_and_demand_drain_the_purse(rules: Ruleset) -> None:
    taken = []
    for oil, asia in ((10, 4), (6, 4), (10, 2), (5, 1)):
        start = {"world.oil": oil, "world.asia": asia, "world.month": 3, "tehran.evasion": 7}
        position = Position(rules, start)
        position.run("economy.cash")
        taken.append(position.one("tehran.cash"))
    assert taken[0] > taken[1] > taken[3]
    assert taken[0] > taken[2] > taken[3]

    names = [rules.programs.names[c] for c in rules.events if rules.programs.weight[c]]
    assert any(effect(rules, n, "world.oil") < 0 for n in names)
    assert any(effect(rules, n, "world.asia") < 0 for n in names)


def test_row_55_a_succession_is_hard_to_read_and_goes_to_the_guards(rules: Ruleset) -> None:
    """Noise on Tehran's pairs only, the balance toward the guards in its first month, for as long as it lasts."""
    k, base = rules.constants.predictability, rules.constants.predictability.by_channel
    for months in (0, 3):
        start = {f"{p}.channel": 1 for p in rules.pairs} | {f"{p}.noise": 4 for p in rules.pairs}
        position = Position(rules, start | {"tehran.succession": months})
        position.run("stocks.predictability")
        for pair in rules.pairs:
            extra = k.succession if months and "tehran" in pair.split("-") else 0
            assert position.one(f"{pair}.noise") == base[1] + extra

    event = next(n for n in rules.programs.names if n == "event succession")
    fresh = Position(rules, {"tehran.faction": 0, "tehran.succession": 0, "world.month": 4})
    fresh.games.open(np.array([[rules.programs.index[event]]], np.int32))
    assert fresh["tehran.succession"][0] > 0
    before = fresh["tehran.faction"].copy()
    fresh.run("street.factions")
    assert fresh["tehran.faction"][0] == before[0] + 1
    fresh.run("calendar.spells")
    fresh.run("street.factions")
    assert fresh["tehran.faction"][0] == before[0] + 1


def test_row_55_a_succession_widens_what_is_read(rules: Ruleset) -> None:
    """Four months of it: rungs as read scatter more than in the arm without, with the same luck."""
    order = tagged(rules, "tehran", "violates", against="washington", seen="public", rung=5)[0]
    spreads = {}
    for months in (0, 4):
        start = {"tehran.succession": months, "tehran-washington.noise": 3, "tehran-washington.channel": 0}
        position = Position(rules, start, games=2000)
        for month in range(4):
            position.games.state.step = month
            acts = position.run("perception.read", orders=[order]).acts
            position.run("stocks.predictability")
        assert acts is not None
        spreads[months] = float(acts.perceived[rules.powers.index("washington")].var())

    assert spreads[4] > spreads[0]


def test_row_56_an_angry_street_invites_a_strike_abroad(rules: Ruleset) -> None:
    """Diversion is on the menu only at high unrest, and takes a point off it."""
    diversions = [
        rules.programs.names[o]
        for o in range(1, rules.programs.orders)
        if rules.programs.tags[o] & tag_bit("diversion")
    ]
    assert diversions
    cells = rules.cell_power == rules.powers.index("tehran")
    seat = make_seat(rules, "tehran", "", cells)
    for name in diversions:
        for unrest in (3, 8):
            start = {"tehran.unrest": unrest, "tehran.resources": 9, "tehran.missiles": 9}
            meters = Position(rules, start).games.state.meters
            assert (rules.order(name) in menu(rules, meters, seat.sight, cells)) == (unrest == 8)
        position = Position(rules, {"tehran.unrest": 8, "tehran.missiles": 9})
        position.run("orders.deeds", orders=[name])
        assert position.one("tehran.unrest") == -1
        assert rules.programs.rung[rules.order(name)] >= 4


def salvo(rules: Ruleset, order: str, **meters: int) -> Position:
    """A salvo for each fall of the dice that scale its leak, rounding luck out of the way."""
    named = {
        "defence": "washington.defence",
        "magazine": "washington.interceptors",
        "missiles": "tehran.missiles",
        "escort": "yemen.escort",
        "initiative": "world.initiative",
        "alarm": "yemen.alarm",
    }
    start = {"washington.interceptors": 20, "world.initiative": 0, "iraq.arsenal": 9, "yemen.arsenal": 9}
    dice = {"leak": ROLLS, "leak rounding": 0, "magazine rounding": 0, "mass casualties": 999}
    position = Position(rules, start | {named[k]: v for k, v in meters.items()}, games=11, dice=dice)
    position.run("interception.salvos", "perception.read", "economy.lanes", orders=[order])
    return position


def leakers(position: Position) -> Ints:
    notes = {
        game: note.facts["leakers"] for game, note in position.games.ledger.notes if note.kind == "salvo"
    }
    return np.array([notes[game] for game in range(11)], np.int32)


def test_row_57_each_step_of_defence_lets_less_through(rules: Ruleset) -> None:
    """By the leak table of the weapon."""
    k = rules.constants.salvo
    for order, weapon in (("drone-swarm iraq 2", "drones"), ("rocket-barrage iraq 2", "rockets")):
        through = [mean(leakers(salvo(rules, order, defence=d))) for d in range(6)]
        assert through == sorted(through, reverse=True)
        assert through[0] > through[5]
        assert [salvo(rules, order, defence=d).facts("salvo")["share"] for d in range(6)] == list(
            k.leak[weapon]
        )


def test_row_57_escorts_quality_and_surprise_move_a_column(rules: Ruleset) -> None:
    lane, base = orders_where(rules, entry="attack-shipping", intensity=2)[0], "drone-swarm iraq 2"
    shares = rules.constants.salvo.leak

    def share(order: str, **meters: int) -> int:
        return salvo(rules, order, defence=3, **meters).facts("salvo")["share"]

    assert (share(lane, escort=1), share(lane, escort=0)) == (shares["cruise"][3], shares["cruise"][2])
    assert share(base, initiative=-1) == shares["drones"][4]
    ballistic = orders_where(rules, entry="missile-salvo", area="iraq", intensity=1)[0]
    k = rules.constants.salvo
    assert share(ballistic, missiles=k.missile_edge) == shares["ballistic"][2]
    assert share(ballistic, missiles=k.missile_edge - 1) == shares["ballistic"][3]


def test_row_58_interception_blunts_the_blow_and_not_the_fear(rules: Ruleset) -> None:
    """Section 3.2: with nearly everything shot down, insurers still stay away and ships with them."""
    k = rules.constants.lanes
    lane = orders_where(rules, entry="attack-shipping", intensity=2)[0]
    launched = int(rules.programs.launches[rules.order(lane)])
    assert launched >= k.launches_per
    good = salvo(rules, lane, defence=5, escort=0, alarm=3)
    unhurt = leakers(good) == 0
    assert unhurt.any()
    up = launched // k.launches_per
    assert (good.moved("yemen.alarm")[unhurt] == min(up, up + k.ceiling - 3)).all()
    hit = up + k.hit
    assert (good.moved("yemen.alarm")[~unhurt] == min(hit, hit + k.ceiling - 3)).all()
    good.run("economy.traffic")
    assert (good.moved("yemen.traffic") < 0).all()


def test_row_58_traffic_follows_alarm_at_once_and_comes_back_slowly(rules: Ruleset) -> None:
    k = rules.constants.lanes
    for alarm in range(11):
        position = Position(rules, {"hormuz.alarm": alarm, "hormuz.traffic": 10, "world.month": 1})
        position.run("economy.traffic")
        assert position.one("hormuz.traffic") == -k.loss[alarm]
    back = Position(rules, {"hormuz.alarm": 0, "hormuz.traffic": 4, "world.month": 1})
    back.run("economy.traffic")
    assert back.one("hormuz.traffic") == 1


def test_row_58_only_quiet_and_escort_calm_insurers(rules: Ruleset) -> None:
    k = rules.constants.lanes
    for escort, calmed in ((0, k.quiet), (1, k.quiet + k.escort)):
        position = Position(rules, {"yemen.alarm": 6, "yemen.escort": escort})
        position.run("perception.read", "economy.lanes")
        assert position.one("yemen.alarm") == -calmed
    off = Position(rules, {"yemen.alarm": 6}, off=("economy.lanes",))
    off.run("perception.read", "economy.lanes")
    assert off.one("yemen.alarm") == 0


def test_row_59_cheap_salvos_empty_the_magazine_even_when_none_leak(rules: Ruleset) -> None:
    """Interceptors are spent by launches, not by hits; what the magazine cannot meet is undefended."""
    k = rules.constants.salvo
    order = "drone-swarm iraq 2"
    launched = int(rules.programs.launches[rules.order(order)])
    used = launched * k.interceptors["drones"] // (12 * k.magazine_point)
    full = salvo(rules, order, defence=5)
    assert used > 0
    assert full.one("washington.interceptors") == -used
    assert leakers(full)[0] == 0

    empty = salvo(rules, order, defence=5, magazine=0)
    assert empty.one("washington.interceptors") == 0
    assert set(leakers(empty).tolist()) == {launched * k.undefended // 100}


def test_row_59_a_magazine_fills_more_slowly_than_it_empties(rules: Ruleset) -> None:
    """A month of two swarms costs more points than a month brings back."""
    order = ["drone-swarm iraq 2", "drone-swarm lebanon 2"]
    position = Position(rules, {"washington.interceptors": 15, "iraq.arsenal": 9, "lebanon.arsenal": 9})
    position.run("interception.salvos", "stocks.magazines", orders=order)

    assert position.one("washington.interceptors") < 0


def test_row_60_layered_defence_is_a_project_with_its_reward_at_the_end(rules: Ruleset) -> None:
    for progress, done in ((3, 0), (4, 1)):
        position = Position(rules, {"washington.defence-project": progress, "washington.defence": 2})
        position.run("stocks.defence_project")
        assert position.one("washington.defence") == done
        assert position.one("washington.defence-project") == -4 * done


def test_row_61_cutting_a_node_hits_supply_and_a_broad_package_does_not(rules: Ruleset) -> None:
    """By the odds of its roll; the better the evasion network, the harder, the better the sources, the easier."""
    node = orders_where(rules, entry="cut-node", area="yemen")[0]

    def cut(evasion: int = 5, intelligence: int = 3) -> Fraction:
        start = {
            "tehran.evasion": evasion,
            "washington.intelligence": intelligence,
            "washington.nodes": 3,
            "yemen.supply": 1,
        }
        position = Position(rules, start, games=11, dice={"order": ROLLS})
        position.run("orders.means", orders=[node])
        hit = position.moved("yemen.supply") == -1
        assert (position.moved("tehran.evasion")[hit] < 0).all()
        return odds(hit)

    assert 0 < cut() < 1
    assert cut(evasion=8) < cut() < cut(intelligence=5)
    broad = orders_where(rules, entry="broad-package", intensity=1)[0]
    for network in rules.networks:
        assert effect(rules, broad, f"{network}.supply") == 0


def test_row_62_a_closed_line_starves_the_arsenal(rules: Ruleset) -> None:
    """In a year of months: nothing comes in when it is cut, twice as much when it is wide open."""
    gained = {}
    for supply in (0, 1, 2):
        position = Position(rules, {"yemen.supply": supply, "yemen.arsenal": 0})
        for month in range(1, 9):
            position.games.state.meters[rules.meters.row["world.month"]] = month
            position.run("stocks.magazines")
        gained[supply] = int(position["yemen.arsenal"][0])
    assert gained[0] == 0 < gained[1]
    assert gained[2] == 2 * gained[1]

    off = Position(
        rules, {"yemen.supply": 2, "yemen.arsenal": 0, "world.month": 2}, off=("stocks.magazines",)
    )
    off.run("stocks.magazines")
    assert off.one("yemen.arsenal") == 0


def test_row_62_fewer_arms_make_smaller_salvos(rules: Ruleset) -> None:
    """What is fired is bounded by what is in hand."""
    fired = {}
    for arsenal in (1, 3, 9):
        position = Position(rules, {"iraq.arsenal": arsenal})
        position.run("interception.salvos", orders=["friction-iraq 4"])
        fired[arsenal] = position.facts("salvo")["launches"]
    assert fired[1] < fired[3] < fired[9]


def test_row_63_mediators_make_the_two_easier_to_read_though_no_deal_is_struck(rules: Ruleset) -> None:
    """Carrying messages lowers the noise more often than it adds to it, and with it the chance of an accident."""
    start = {"tehran-washington.channel": 1, "tehran-washington.noise": 6, "tehran-washington.rung": 6}
    position = Position(rules, start, games=11, dice={"order": ROLLS})
    position.run("orders.moves", orders=["carry-a-message"])
    assert mean(position.moved("tehran-washington.noise")) < 0
    assert not position.games.state.meters[rules.deals.left].any()

    lateral = [n for n in orders_where(rules, power="gcc") if "noise" in noises(rules, n)]
    assert len(lateral) > 3


def noises(rules: Ruleset, order: str) -> set[str]:
    """`noise` if an order can lower the noise of some pair."""
    book, n = rules.programs, rules.order(order)
    rows = rules.meters.families["noise"]
    lowers = (book.effect_row[n] >= rows.start) & (book.effect_row[n] < rows.stop) & (book.effect_by[n] < 0)
    return {"noise"} if lowers.any() else set()


def test_row_63_an_active_mediator_lowers_noise_and_accidents(rules: Ruleset) -> None:
    """Two arms of a year, one with a message carried each month, with the same luck."""
    noise, accidents = {}, {}
    for active in (False, True):
        start = {"tehran-washington.noise": 5, "tehran-washington.rung": 6, "tehran-washington.channel": 1}
        position = Position(rules, start, games=1500)
        rung = rules.meters.row["tehran-washington.rung"]
        for month in range(12):
            position.games.state.step = month
            position.run("orders.moves", "ladder.accidents", orders=["carry-a-message"] if active else [])
            position.games.state.meters[rung] = 6
        noise[active] = float(position["tehran-washington.noise"].mean())
        accidents[active] = float(position["world.accidents"].mean())

    assert noise[True] < noise[False] - 1
    assert accidents[True] < accidents[False]


def protocols(rules: Ruleset) -> list[str]:
    pair = rules.pairs.index("tehran-washington")
    return [
        d
        for d, form, p in zip(rules.deals.names, rules.deals.form, rules.deals.pair, strict=True)
        if form == "protocol" and p == pair
    ]


def test_row_64_a_protocol_makes_accidents_rarer_where_it_holds(rules: Ruleset) -> None:
    k = rules.constants.accident
    assert protocols(rules)
    for deal in protocols(rules):
        happens = {}
        for months in (0, 6):
            start = {f"deal.{deal}.months": months, "tehran-washington.noise": 9, "tehran-washington.rung": 8}
            position = Position(rules, start, games=11, dice={"accident": ROLLS})
            position.run("ladder.accidents")
            happens[months] = odds(position.moved("world.accidents") == 1)
        drm = 9 // k.noise_per + 8 // k.rung_per
        assert happens[0] == odds(k.need <= ROLLS + drm)
        assert happens[6] == odds(k.need <= ROLLS + drm - k.protocol) < happens[0]


def test_row_64_fire_where_it_holds_breaks_a_protocol(rules: Ruleset) -> None:
    """Loud fire of a party in an area it covers; fire elsewhere and quiet acts do not."""
    book = rules.programs
    for deal in protocols(rules):
        number = rules.deals.names.index(deal)
        covered = set(np.flatnonzero(rules.deals.covers[number]).tolist())
        acts = [
            n
            for n in orders_where(rules, power="tehran", against="washington")
            if book.act[rules.order(n)] >= 0 and book.slot[rules.order(n)] != STANDING
        ]
        inside = [n for n in acts if book.area[rules.order(n)] in covered and book.rung[rules.order(n)] >= 5]
        outside = [
            n for n in acts if book.area[rules.order(n)] not in covered and book.rung[rules.order(n)] >= 5
        ]
        quiet = [n for n in acts if book.rung[rules.order(n)] <= 3]
        for order, breaks in ((inside[0], True), (outside[0], False), (quiet[0], False)):
            position = Position(rules, {f"deal.{deal}.months": 6, "tehran-washington.channel": 3})
            position.run("perception.read", "deals.violations", orders=[order])
            assert (position[f"deal.{deal}.months"][0] == 0) == breaks
            assert (position.moved("tehran-washington.noise")[0] > 0) == breaks
            assert (position["tehran-washington.channel"][0] < 3) == breaks
        off = Position(rules, {f"deal.{deal}.months": 6}, off=("deals.violations",))
        off.run("perception.read", "deals.violations", orders=inside[:1])
        assert off[f"deal.{deal}.months"][0] == 6


def test_row_64_a_protocol_is_hard_to_get_early(rules: Ruleset) -> None:
    """Section 3.4: at the start of the stand-off it cannot even be offered."""
    for name in ("tehran", "washington"):
        cells = rules.cell_power == rules.powers.index(name)
        seat = make_seat(rules, name, "", cells)
        listed = menu(rules, Position(rules).games.state.meters, seat.sight, cells)
        for deal in protocols(rules):
            assert rules.order(f"offer {deal} {name}") not in listed


def habits(doctrine: str, steps: int = 6, games: int = 120) -> dict[str, float]:
    """How often each month a doctrine of Washington's threatens, bargains, and builds defence or cuts nodes."""
    rules = shipped()
    play = Play.start(rules, "standoff", "doctrine", np.arange(games, dtype=np.int32))
    power = rules.powers.index("washington")
    cells = (rules.cell_power == power) & ~rules.cell_green
    play.players[power] = player = DoctrinePlayer(rules, rules.doctrines[doctrine], cells)
    chosen: list[Ints] = []
    for _ in range(steps):
        play.games.open()
        sheets = play.choose()
        chosen.append(sheets[player.places].ravel())
        play.games.resolve(sheets)
    orders = np.concatenate(chosen)
    orders = orders[orders > 0]
    book = rules.programs
    kinds = np.array(book.kind)[orders]
    return {
        "threats": float((book.tags[orders] & tag_bit("threat") > 0).mean()),
        "bargains": float(((book.deal[orders] >= 0) | (kinds == "mediation")).mean()),
        "contains": float(np.isin(kinds, ["defence", "surgical finance"]).mean()),
    }


@pytest.mark.parametrize(
    ("doctrine", "habit"), [("engage", "bargains"), ("contain", "contains"), ("devalue", "threats")]
)
def test_row_65_washington_s_doctrine_is_chosen_at_set_up(doctrine: str, habit: str) -> None:
    """Managing friction, seeking dialogue, threatening the purse: each leads in what it stands for."""
    found = {name: habits(name)[habit] for name in ("engage", "contain", "devalue")}

    assert max(found, key=lambda name: found[name]) == doctrine


def test_row_66_washington_can_win_without_any_deal(rules: Ruleset) -> None:
    """The last date comes, nothing is signed, the rival is worn down: a victory by its own terms."""
    months = rules.scenarios["standoff"].months
    power = rules.powers.index("washington")
    start = {
        "world.month": months,
        "tehran.influence": 1,
        "tehran.nuclear": 6,
        "tehran.cash": 3,
        "washington.capital": 8,
        "hormuz.traffic": 10,
        "yemen.traffic": 10,
        "washington.score": 0,
    }
    position = Position(rules, start)
    monthly = Position(rules, start)
    monthly.run("endings.count_the_month")
    step = position.run("endings.check")
    assert step.ending is not None
    assert rules.ends.names[int(step.ending[0])] == rules.ends.names[rules.ends.last_date]
    points = position.one("washington.score") + months * monthly.one("washington.score")

    assert not position.games.state.meters[rules.deals.left].any()
    assert points >= rules.ends.verdicts[power][1]


def test_row_67_both_sides_costs_are_counted(rules: Ruleset) -> None:
    """Dear oil and lost traffic weigh on the coalition, an empty purse and unrest on Tehran."""
    calm = {"washington.posture": 5, "tehran.unrest": 3, "tehran.cash": 12, "washington.sanctions": 7}
    arms = {
        "calm": {},
        "shock": {"world.oil": 13, "hormuz.traffic": 4},
        "squeeze": {"tehran.cash": 3, "tehran.unrest": 7, "washington.sanctions": 9},
    }
    bills = {}
    for name, change in arms.items():
        position = Position(rules, calm | change)
        position.run("economy.costs")
        bills[name] = (position.one("washington.cost"), position.one("tehran.cost"))

    assert bills["shock"][0] > bills["calm"][0]
    assert bills["shock"][1] == bills["calm"][1]
    assert bills["squeeze"][1] > bills["calm"][1]
    assert bills["squeeze"][0] == bills["calm"][0]


def test_row_70_revenue_strikes_take_from_the_purse_and_raise_the_price_of_oil(rules: Ruleset) -> None:
    k = rules.constants.strikes
    order = orders_where(rules, entry="strike-revenue", intensity=1)[0]
    position = Position(rules, {"tehran.air-defence": 0, "tehran.cash": 12}, dice={"strike 0": k.need})
    position.run("strikes.strikes", orders=[order])

    assert position.one("tehran.cash") == -k.devaluation
    assert position.one("tehran.devaluation") == k.devaluation
    assert position.one("world.oil") == 1


def test_row_72_disorder_frays_the_sanctions_coalition(rules: Ruleset) -> None:
    for disorder, month, frayed in ((7, 3, 1), (2, 3, 0), (7, 4, 0)):
        position = Position(rules, {"world.disorder": disorder, "world.month": month, "world.oil": 8})
        position.run("economy.coalition")
        assert position.one("world.cohesion") == -frayed
    loose = Position(rules, {"world.cohesion": 1, "world.month": 3, "world.disorder": 0})
    loose.run("economy.coalition")
    assert loose.one("washington.sanctions") == -1


def test_row_73_war_is_worse_for_tehran_than_its_worst_deal(rules: Ruleset) -> None:
    """By its own terms: everything the largest deal takes against the war's score and losses."""
    power = rules.powers.index("tehran")
    last = {"world.month": rules.scenarios["standoff"].months}

    def final(position: Position) -> int:
        step = position.run("endings.check")
        assert step.ending is not None
        assert step.ending[0] >= 0
        return position.one("tehran.score")

    peace = final(Position(rules, last))
    signed = []
    for deal, form in zip(rules.deals.names, rules.deals.form, strict=True):
        if form in ("executive", "treaty"):
            position = Position(
                rules,
                last | {f"deal.{deal}.offer": 2, "tehran-washington.channel": 3, "washington.capital": 10},
                dice={"majlis": 12, "senate": 12},
            )
            position.run("orders.moves", "deals.negotiate", orders=[f"accept {deal} tehran"])
            assert position[f"deal.{deal}.months"][0] > 0
            signed.append(final(position))
    fought = Position(rules, last | {"tehran-washington.rung": 10})
    fought.run("ladder.highest", "ladder.war")
    assert fought["world.war"].tolist() == [1]
    war = final(fought)

    assert war < min(signed) < peace
    assert (rules.ends.scores[rules.ends.names.index("regional-war")] < 0).all()
    assert rules.ends.scores[rules.ends.names.index("regional-war")].argmin() == power


def test_row_73_at_the_top_of_the_ladder_there_is_war_and_tehran_loses_most(rules: Ruleset) -> None:
    k = rules.constants.ladder
    for rung in (k.war - 1, k.war):
        position = Position(rules, {"tehran-washington.rung": rung})
        position.run("ladder.highest", "ladder.war")
        assert position.one("world.war") == (rung == k.war)
    lost = {m: -position.one(m) for m in ("tehran.cash", "tehran.missiles", "tehran.air-defence")}
    assert all(loss > 0 for loss in lost.values())
    assert all(position.one(f"{n}.arsenal") < 0 for n in rules.networks)
    off = Position(rules, {"tehran-washington.rung": k.war}, off=("ladder.war",))
    off.run("ladder.highest", "ladder.war")
    assert off.one("world.war") == 0


def test_row_74_better_missiles_offset_better_defence(rules: Ruleset) -> None:
    """A point of quality past the edge buys back a column of the leak table."""
    k = rules.constants.salvo
    ballistic = orders_where(rules, entry="missile-salvo", area="iraq", intensity=1)[0]
    plain = leakers(salvo(rules, ballistic, defence=2, missiles=k.missile_edge - 1))
    raced = leakers(salvo(rules, ballistic, defence=3, missiles=k.missile_edge))

    assert (plain == raced).all()
    assert int((WAYS * plain).sum()) > 0
