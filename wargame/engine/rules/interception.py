"""Phase 7: salvos against magazine and layered defence, and the harm that leaks through."""

from __future__ import annotations

import numpy as np

from wargame.engine.rules.orders import PHASES
from wargame.engine.sparse import add_at, indices, pick, stretches
from wargame.engine.step import Step, Where
from wargame.ruleset.book import SALVO_TARGETS, WEAPONS
from wargame.ruleset.tables import Ints

SHIPPING, BASE, PARTNER, THIRD_STATE = range(4)
assert [*SALVO_TARGETS] == ["shipping", "base", "partner", "third-state"]


def salvos(step: Step) -> None:
    """
    [7.5] Salvo and interception. Mechanisms 57, 58, 59, 74.

    [7.5.1] A salvo spends a point of arsenal for each point of intensity; with less in hand, it is smaller.
    [7.5.2] Each launch draws on the interceptor magazine by its weapon; a point is a dozen interceptors.
    What the magazine cannot meet is undefended: three in four get through. The third state meets seven in
    eight of what flies at it from its own magazine.
    [7.5.3] Of what is met, the leak table gives the share that gets through, by weapon and by the quality
    of the layered defence: a column worse over a lane without escort, or against missiles of great quality;
    a column better while Washington holds the initiative. 2d6 scale the share around its mean of 7.

    Example: 20 drones against defence 3 with a full magazine: 8% on average, one or two leakers, and one or
    two points of the magazine.
    """
    places, games, orders = step.given(PHASES.index("deeds"))
    book = step.rules.programs
    some = indices(book.weapon.take(orders) >= 0)
    if not some.size:
        return
    places, games, orders = places[some], games[some], orders[some]
    launches = _launch(step, games, orders)
    leakers = _intercept(step, places, games, orders, launches)
    at = book.salvo_at[orders]
    add_at(step.hits, at, games, leakers)
    lane = indices(at == SHIPPING)
    area = np.maximum(book.area[orders], 0)
    add_at(step.lane_launches, area[lane], games[lane], launches[lane])
    add_at(step.lane_hits, area[lane], games[lane], leakers[lane])
    networks = indices((book.network[orders] >= 0) & (book.power[orders] == step.power("proxies")))
    add_at(step.launched, book.network[orders[networks]], games[networks], launches[networks])
    _harm(step, places, games, orders, launches)


def _launch(step: Step, games: Where, orders: Ints) -> Ints:
    """Launches (n,), paid from the arsenal."""
    book, meters = step.rules.programs, step.state.meters
    row = book.arsenal[orders]
    have = np.where(row > 0, pick(meters, row, games) - step.rules.meters.low[row], book.intensity[orders])
    points = np.clip(have, 0, book.intensity[orders])
    step.ledger.scatter(row, games, -points * (row > 0), "7.5 launches", orders)
    launches: Ints = (book.launches[orders] * points // book.intensity[orders]).astype(np.int32)
    return launches


def _intercept(step: Step, places: Where, games: Where, orders: Ints, launches: Ints) -> Ints:
    """Leakers (n,); the magazine pays in the order of the places."""
    k, book = step.constants.salvo, step.rules.programs
    use = np.array([k.interceptors[w] for w in WEAPONS], np.int32)
    leak = np.array([k.leak[w] for w in WEAPONS], np.int32)
    weapon = book.weapon[orders]

    # In twelfths of an interceptor; of those that guard the third state, most are its own.
    own = np.where(book.salvo_at[orders] == THIRD_STATE, k.third_state, 1)
    need = launches * use[weapon] // own
    point = 12 * k.magazine_point
    before = np.zeros_like(need)
    asked = np.zeros(step.state.games, np.int32)
    for here in stretches(places):  # a place holds one order of a game, so no game stands here twice
        before[here] = asked[games[here]]
        asked[games[here]] += need[here]
    have = step["washington.interceptors"][games] * point
    met = np.clip(have - before, 0, need)
    share_met = np.where(need > 0, met * 100 // np.maximum(need, 1), 100)

    column = step["washington.defence"][games]
    lane = book.salvo_at[orders] == SHIPPING
    escort = np.where(
        book.area[orders] == step.area("hormuz"), step["hormuz.escort"][games], step["yemen.escort"][games]
    )
    column = column - k.unescorted * (lane & (escort == 0))
    column = column - (
        (weapon == WEAPONS.index("ballistic")) & (step["tehran.missiles"][games] >= k.missile_edge)
    )
    column = column + (step["world.initiative"][games] < 0)
    share = leak[weapon, np.clip(column, 0, leak.shape[1] - 1)]

    luck = step.dice.two("leak", places, games)
    expected = launches * (share_met * share * luck // 7 + (100 - share_met) * k.undefended)
    leakers = np.minimum(
        (expected + step.dice.below("leak rounding", 10000, places, games)) // 10000, launches
    )

    total = np.zeros(step.state.games, np.int32)
    np.add.at(total, games, met.astype(np.int32, copy=False))
    spent = (total + step.dice.below("magazine rounding", point)) // point
    step.lose(
        "washington.interceptors", np.minimum(spent, step["washington.interceptors"]), "7.5 interceptors used"
    )
    step.ledger.note_each(
        "salvo",
        games,
        None,
        order=orders,
        launches=launches,
        leakers=leakers,
        roll=luck,
        share=share,
        met=share_met,
    )
    return np.asarray(leakers, np.int32)


def _harm(step: Step, places: Where, games: Where, orders: Ints, launches: Ints) -> None:
    """
    [7.6] Harm. Mechanisms 10, 28.

    [7.6.1] Leakers on bases: a band of deaths for every six; the first in a step adds a point of fatigue.
    [7.6.2] Leakers on the Gulf states: a point of damage for every four or part of four; any at all lowers
    their trust in Tehran, four their trust in Washington's protection, and the host is worn out by one.
    [7.6.3] Leakers on the third state: a point of damage for every four or part of four.
    [7.6.4] Mass casualties: each launch at a base has a chance of four in a thousand, no salvo more than one
    in four, of killing many. Washington must then answer within two steps.
    """
    k, m, at = step.constants.salvo, step.constants.mass_casualty, step.rules.programs.salvo_at[orders]
    base = step.hits[BASE]
    step.change("washington.deaths", base // k.deaths_per, "7.6 leakers on bases")
    step.change("washington.fatigue", base >= k.deaths_per, "7.6 leakers on bases")
    partner = step.hits[PARTNER]
    hit = partner > 0
    step.change(
        "gulf-states.damage", (partner + k.damage_per - 1) // k.damage_per, "7.6 leakers on the Gulf states"
    )
    step.lose("gcc.trust-tehran", hit, "7.6 leakers on the Gulf states")
    step.lose("gcc.trust-washington", (partner >= k.damage_per), "7.6 leakers on the Gulf states")
    step.change("gcc.burnout", partner >= k.damage_per, "7.6 a host is hit")
    step.change("world.oil", partner >= 2 * k.damage_per, "7.6 energy sites hit")

    other = step.hits[THIRD_STATE]
    step.change(
        "world.third-state-damage",
        (other + k.damage_per - 1) // k.damage_per,
        "7.6 leakers on the third state",
    )

    chance = np.where(at == BASE, np.minimum(launches * m.per_launch, m.most), 0)
    struck = indices(step.dice.below("mass casualties", 1000, places, games) < chance)
    step.casualty[games[struck]] = True
    many = step.casualty & step.live
    step.change("world.casualty", many, "7.6 mass casualties")
    step.change("washington.deaths", np.int32(2) * many, "7.6 mass casualties")
    step.change("washington.fatigue", np.int32(m.fatigue) * many, "7.6 mass casualties")
    gap = np.maximum(m.answer_steps - step["washington.must-answer"], 0)
    step.change("washington.must-answer", gap, "7.6 mass casualties", many)
    step.ledger.note("mass casualties", many)


def tempo(step: Step) -> None:
    """
    [7.7] Tempo. No mechanism.

    Attacks are counted: a network's tempo is a fifth of its launches in the step.
    """
    count = np.minimum((step.launched + 4) // 5, 10)
    step.change_family("tempo", (count - step.family("tempo")) * step.live, "7.7 attacks of the step")
