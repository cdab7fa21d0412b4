"""Phases 6 and 9: sanctions, oil, cash, traffic, and what each power has to spend."""

from __future__ import annotations

import numpy as np

from wargame.engine.sparse import found, indices
from wargame.engine.step import Step
from wargame.ruleset.book import ACTS


def priced_in(step: Step) -> None:
    """
    [6.2] Broad sanctions. Mechanism 22.

    Each broad package is counted; from the fourth on, a package is already priced in and adds a point less.
    """
    packages = step.said("broad-sanctions", "washington")
    if not found(packages):
        return
    stale = packages & (step["washington.packages"] >= step.constants.finance.first_packages)
    step.change("washington.packages", packages, "6.2 broad packages")
    step.lose("washington.sanctions", stale, "6.2 already priced in")


def coalition(step: Step) -> None:
    """
    [9.2] The sanctions coalition. Mechanism 72.

    Each quarter global disorder of 5 or more, or dear oil, costs the coalition a point of cohesion. With
    cohesion at 3 or less, declared sanctions slip by a point a quarter.
    """
    quarter = step.every(3)
    frays = quarter & ((step["world.disorder"] >= 5) | (step["world.oil"] >= step.constants.home.dear_oil))
    step.lose("world.cohesion", frays, "9.2 the coalition frays")
    slips = quarter & (step["world.cohesion"] <= step.constants.finance.cohesion_breaks)
    step.lose("washington.sanctions", slips, "9.2 the coalition frays")


def cash(step: Step) -> None:
    """
    [9.1] The cash cushion. Mechanisms 19, 20, 21, 22, 54.

    Each quarter Tehran's cash changes by exports x price / 60,000, rounded down, less one for upkeep, and one
    more below 200 thousand barrels a day. Exports follow the evasion network and Asian demand, less 120 for
    each point of sanctions (softened by self-reliance above 1) above 7. A dial at 4 or more costs a point;
    revenue sites in ruins (3 or more) another; self-reliance of 2 or more another, in growth forgone;
    integration brings in as much as it is deep.

    Example: evasion 5, normal demand, sanctions 7, $80: 1,300 x 80 / 60,000 = 1, less 1 = 0.
    """
    k = step.constants.finance
    quarter = step.every(3)
    if not found(quarter):
        return
    ladder = np.array(k.exports, np.int32)
    bite = step["washington.sanctions"] - step["tehran.self-reliance"] + 1 - k.reference
    exports = np.take(ladder, step["tehran.evasion"]) * step["world.asia"] // k.normal_demand
    exports = np.maximum(exports - k.per_sanction * bite, 0)
    income = exports * step["world.oil"] * 10 // k.unit
    drain = k.upkeep + (exports < k.trickle).astype(np.int32)
    drain = drain + (step.family("dial").max(axis=0) >= k.hot_dial)
    drain = drain + (step["tehran.devaluation"] >= 3) + (step["tehran.self-reliance"] >= 2)
    income = income + step["tehran.integration"]
    step.change("tehran.cash", income - drain, "9.1 cash of the quarter", quarter)
    step.change("tehran.exports", exports // 100 - step["tehran.exports"], "9.1 exports", quarter)
    step.lose("tehran.devaluation", (quarter & (step["tehran.devaluation"] > 0)), "9.1 repairs")
    step.ledger.note(
        "quarter",
        quarter,
        tuple(p == "tehran" for p in step.rules.powers),
        exports=exports,
        income=income,
        drain=drain,
    )


def lanes(step: Step) -> None:
    """
    [8.12] Insurers. Mechanism 58 and its rival, section 3.2.

    Traffic follows fear, not damage. Alarm in a lane rises by two for any hit in the step, by one for each
    ten launches at ships, by three for a declared closure; it falls by one in a quiet month, and by one
    under escort. Interception does not calm it; habit does: it rises no higher than two above what the step
    itself gave rise to.
    """
    k = step.constants.lanes
    acts, book = step.acts, step.rules.programs
    closures = np.zeros((len(step.rules.areas), step.state.games), np.bool_)
    if acts is not None:
        shut = indices(book.act.take(acts.orders) == ACTS.index("closure"))
        closures[book.area[acts.orders[shut]], acts.games[shut]] = True
    for name in ("hormuz", "yemen"):
        area = step.area(name)
        closed = closures[area]
        launches, hits = step.lane_launches[area], step.lane_hits[area]
        up = k.hit * (hits > 0) + launches // k.launches_per + k.closure * closed
        quiet = (launches == 0) & ~closed & step.monthly
        down = k.quiet * quiet + k.escort * (step[f"{name}.escort"] > 0)
        up = np.minimum(up, np.maximum(up + k.ceiling - step[f"{name}.alarm"], 0))
        step.change(f"{name}.closures", closed, "8.12 a closure", step.live)
        step.change(f"{name}.alarm", up - down, "8.12 insurers' alarm", step.live)


def traffic(step: Step) -> None:
    """
    [9.3] Traffic. Mechanism 58, section 3.2.

    Ship owners follow alarm at once and come back slowly: a point for each quiet month in the Gulf, for each
    third month in the Red Sea. At alarm 3, three ships in ten stay away; at 8, eight.
    """
    k = step.constants.lanes
    loss = np.array(k.loss, np.int32)
    for name in ("hormuz", "yemen"):
        bound = 10 - np.take(loss, step[f"{name}.alarm"])
        now = step[f"{name}.traffic"]
        back = step.monthly & (now < bound) & (step["world.month"] % k.recover[name] == 0)
        emptied = step.live & (bound <= k.emptied) & (now > k.emptied)
        step.ledger.note("lane emptied", emptied, None, area=step.area(name))
        step.change(f"{name}.traffic", np.minimum(bound - now, 0) * step.live + back, "9.3 ship owners")


def oil(step: Step) -> None:
    """
    [9.3] The oil price. Mechanism 54.

    Each month the price moves a band toward 8, and a band higher for every two points of Gulf traffic lost.
    """
    target = step.constants.finance.oil_rest + (10 - step["hormuz.traffic"]) // 2
    step.change("world.oil", np.sign(target - step["world.oil"]), "9.3 the oil market", step.monthly)


def income(step: Step) -> None:
    """
    [9.8] Resources. No mechanism.

    Each month: Tehran 2 + cash // 5; Washington 3 + capital // 4; the proxies 2 + open supply lines // 2;
    the mediators 3 + oil band // 8.
    """
    k = step.constants.income
    step.change(
        "tehran.resources", k.tehran + step["tehran.cash"] // k.tehran_cash_per, "9.8 income", step.monthly
    )
    step.change(
        "washington.resources", k.washington + step["washington.capital"] // k.washington_capital_per,
        "9.8 income", step.monthly,
    )  # fmt: skip
    lines = step.family("supply").sum(axis=0, dtype=np.int32) // k.proxies_supply_per
    step.change("proxies.resources", k.proxies + lines, "9.8 income", step.monthly)
    step.change("gcc.resources", k.gcc + step["world.oil"] // k.gcc_oil_per, "9.8 income", step.monthly)


def costs(step: Step) -> None:
    """
    [9.10] What the stand-off costs. Mechanisms 25, 41, 66, 67.

    Each month Washington and its partners pay a point for posture above 5, one for fatigue of 6 or more, one
    for each two points of traffic lost, one for dear oil; Tehran one for unrest of 5 or more, one for cash
    of 6 or less, one for sanctions above 7, one for revenue sites in ruins; the networks one for each store
    down to 1; the mediators one for each two points of Gulf traffic lost. What the month cost weighs on the
    next price of a deal (2.3). The balance of attrition is a third of the difference between what the two
    have paid so far: above zero, Washington has paid more.
    """
    lost = (20 - step["hormuz.traffic"] - step["yemen.traffic"]) // 2
    west = (step["washington.posture"] > 5).astype(np.int32) + (step["washington.fatigue"] >= 6) + lost
    west = west + (step["world.oil"] >= step.constants.home.dear_oil)
    east = (step["tehran.unrest"] >= 5).astype(np.int32) + (step["tehran.cash"] <= 6)
    east = east + (step["washington.sanctions"] > 7) + (step["tehran.devaluation"] >= 3)
    stores = (step.family("arsenal") <= 1).sum(axis=0, dtype=np.int32)
    water = (10 - step["hormuz.traffic"]) // 2
    for name, cost in (("washington", west), ("tehran", east), ("proxies", stores), ("gcc", water)):
        step.change(f"{name}.cost", cost, "9.10 cost of the stand-off", step.monthly)
        step.change(f"{name}.impasse", cost - step[f"{name}.impasse"], "9.10 cost of the month", step.monthly)
    paid = step["washington.cost"] + west - step["tehran.cost"] - east
    step.change(
        "world.attrition", paid // 3 - step["world.attrition"], "9.10 balance of attrition", step.monthly
    )
