"""Phase 7: what strikes by aircraft and missiles do, by target."""

from __future__ import annotations

import numpy as np

from wargame.engine.rules.orders import PHASES
from wargame.engine.sparse import found, indices
from wargame.engine.step import Step, Where
from wargame.ruleset.book import STRIKE_TARGETS
from wargame.ruleset.tables import Ints

NETWORK, ABROAD, HOMELAND, NUCLEAR, REVENUE = range(5)
assert [*STRIKE_TARGETS] == ["network", "abroad", "homeland", "nuclear", "revenue"]


def strikes(step: Step) -> None:
    """
    [7.8] Strikes. Mechanisms 4, 16, 42, 43, 44, 70.

    Each point of intensity rolls 2d6 + the strike's weight against 7, and does one point of damage, two if
    it beats the number by four. Strikes on soil are harder by half of Tehran's air defence, easier by two
    for each step of the network shield given up, at most by four.
    [7.8.1] On a network: each point takes one from the arsenal, the first one from its standing; one less
    while Tehran's side holds the initiative, for its cadres have moved already.
    [7.8.2] Abroad: each point takes one from the network's supply line and the patron's resources.
    [7.8.3] On the homeland: air defence, missiles, and damage.
    [7.8.4] On nuclear sites: any damage takes three to six less hardening off the programme, never below
    what is known.
    [7.8.5] On revenue sites: each point damages two, costs two of cash, and oil rises a band.
    """
    places, games, orders = step.given(PHASES.index("deeds"))
    book, k = step.rules.programs, step.constants.strikes
    some = indices(book.strike_at.take(orders) >= 0)
    if not some.size:
        return
    places, games, orders = places[some], games[some], orders[some]
    at = book.strike_at[orders]
    soil = at >= HOMELAND
    drm: Ints = book.strike_weight[orders]
    shield = np.minimum(step["tehran.shield-given-up"][games] * k.shield, 4)
    drm = drm + (shield - step["tehran.air-defence"][games] // 2) * soil
    drm = drm - ((at == NETWORK) & (step["world.initiative"][games] > 1))
    damage = np.zeros(games.size, np.int32)
    for point in range(int(book.intensity[orders].max())):
        roll = step.dice.two(f"strike {point}", places, games)
        rolled = point < book.intensity[orders]
        damage += rolled * ((roll + drm >= k.need) + (roll + drm >= k.need + 4))
    step.ledger.note_each("strike", games, None, order=orders, damage=damage, drm=drm)
    for target, rule in enumerate((_network, _abroad, _homeland, _nuclear, _revenue)):
        mine = indices(at == target)
        if mine.size:
            rule(step, places[mine], games[mine], orders[mine], damage[mine])
    step.soil_strike[games[soil]] = True


def _rows(step: Step, family: str, orders: Ints) -> Ints:
    """The row of a network meter for the network of each order; the nought row if it has none."""
    network = step.rules.programs.network[orders]
    start = step.rules.meters.families[family].start
    return np.where(network >= 0, network + start, 0).astype(np.int32)


def _book(step: Step, row: str | Ints, games: Where, amount: Ints, why: str, orders: Ints) -> None:
    rows = np.full(games.size, step.row(row), np.int32) if isinstance(row, str) else row
    step.ledger.scatter(rows, games, (amount * (rows > 0)).astype(np.int32), why, orders)


def _network(step: Step, places: Where, games: Where, orders: Ints, damage: Ints) -> None:
    del places
    why = "7.8 strike on a network"
    _book(step, _rows(step, "arsenal", orders), games, -damage, why, orders)
    _book(step, _rows(step, "standing", orders), games, -(damage > 0).astype(np.int32), why, orders)


def _abroad(step: Step, places: Where, games: Where, orders: Ints, damage: Ints) -> None:
    del places
    why = "7.8 strike abroad"
    _book(step, _rows(step, "supply", orders), games, -np.minimum(damage, 2), why, orders)
    _book(step, "tehran.resources", games, -damage, why, orders)


def _homeland(step: Step, places: Where, games: Where, orders: Ints, damage: Ints) -> None:
    del places
    why = "7.8 strike on the homeland"
    np.add.at(step.soil_damage, games, damage)
    _book(step, "tehran.air-defence", games, -(damage > 0).astype(np.int32), why, orders)
    _book(step, "tehran.missiles", games, -damage, why, orders)
    _book(step, "tehran.homeland-damage", games, damage, why, orders)
    _book(step, "tehran.faction", games, (damage > 0).astype(np.int32), why, orders)


def _nuclear(step: Step, places: Where, games: Where, orders: Ints, damage: Ints) -> None:
    k = step.constants.strikes
    span = k.nuclear_most - k.nuclear_least + 1
    cut = k.nuclear_least + step.dice.below("nuclear strike", span, places, games)
    cut = cut + np.maximum(damage - 1, 0) - step["tehran.hardening"][games]
    spare = np.maximum(step["tehran.nuclear"][games] - step["tehran.knowledge"][games], 0)
    cut = np.clip(np.where(damage > 0, np.maximum(cut, 1), 0), 0, spare)
    why = "7.8 strike on nuclear sites"
    _book(step, "tehran.nuclear", games, -cut, why, orders)
    _book(step, "tehran.homeland-damage", games, damage, why, orders)
    _book(step, "tehran.inspection", games, -step["tehran.inspection"][games], why, orders)
    _book(step, "tehran.faction", games, np.ones(games.size, np.int32), why, orders)


def _revenue(step: Step, places: Where, games: Where, orders: Ints, damage: Ints) -> None:
    del places
    k = step.constants.strikes
    why = "7.8 strike on revenue sites"
    _book(step, "tehran.devaluation", games, damage * k.devaluation, why, orders)
    _book(step, "tehran.cash", games, -damage * k.devaluation, why, orders)
    _book(step, "world.oil", games, (damage > 0).astype(np.int32), why, orders)


def leadership(step: Step) -> None:
    """
    [7.13] Leaders killed. Mechanism 55, section 3.6.

    A strike that does two points of damage or more on the homeland kills leaders on 2d6 of 11 or more. Others
    take their place: a leadership change begins, the guards gain a point, and the street rallies by one.
    """
    k = step.constants.strikes
    heavy = (step.soil_damage >= k.leader_damage) & step.live
    if not found(heavy):
        return
    struck = heavy & (step.dice.two("leadership") >= k.leader_need)
    gap = np.maximum(4 - step["tehran.succession"], 0)
    step.change("tehran.succession", gap, "7.13 leaders killed", struck)
    step.change("tehran.faction", struck, "7.13 leaders killed")
    step.change("tehran.legitimacy", struck, "7.13 leaders killed")
    step.ledger.note("leaders killed", struck)


def aftermath(step: Step) -> None:
    """
    [7.9] Talks cut short. Section 3.1.

    A strike on Tehran's soil while talks are open does not wait for them: the channel falls to the passing of
    messages, Tehran's belief in American promises falls by three, and the mediators' trust in Washington by
    one.
    """
    cut = step.soil_strike & (step["tehran-washington.channel"] >= 2) & step.live
    if not found(cut):
        return
    step.change("tehran.credence", np.int32(-step.constants.strikes.cut_short) * cut, "7.9 talks cut short")
    step.change(
        "tehran-washington.channel", (1 - step["tehran-washington.channel"]) * cut, "7.9 talks cut short"
    )
    step.lose("gcc.trust-washington", cut, "7.9 talks cut short")
    step.ledger.note("talks cut short", cut)
