"""Phase 7: who did it? Suspicion, blame, proof, and striking before there is proof."""

from __future__ import annotations

import numpy as np

from wargame.engine.rules.orders import PHASES
from wargame.engine.sparse import found, indices, pick, stretches, where
from wargame.engine.state import CASES
from wargame.engine.step import Step, Where
from wargame.ruleset.book import STRIKE_TARGETS
from wargame.ruleset.tables import STANDING, Flags, Ints

ORDER, AGE, LEVEL, PRINCIPAL = range(4)
SUSPICION, BLAME, PROOF, INDEPENDENT = range(4)


def investigate(step: Step) -> None:
    """
    [7.10] Attribution. Mechanism 15.

    A deniable act leaves a case open. Each month it is rolled for: blame at 2d6 of 6, proof at 9 from the
    month after, independent proof at 10 from the fourth month; Washington's intelligence above 2 helps,
    Tehran's above 2 hinders. For fire in the Gulf or the Red Sea, or at the Gulf states, blame costs the
    patron a point of the mediators' trust, and proof another. Proof steadies the sanctions coalition, and
    raises the noise between Tehran and Washington.
    """
    k, cases = step.constants.attribution, step.state.cases
    open_ = (cases[ORDER] > 0) & step.monthly
    if not found(open_):
        return
    drm = (step["washington.intelligence"] - 2) // 2 - (step["tehran.intelligence"] - 2) // 2
    roll = step.dice.two("attribution", np.arange(CASES)[:, None]) + drm
    age, level = cases[AGE], cases[LEVEL]
    rises = open_ & (
        ((level == SUSPICION) & (roll >= k.blame))
        | ((level == BLAME) & (age >= k.proof_age) & (roll >= k.proof))
        | ((level == PROOF) & (age >= k.independent_age) & (roll >= k.independent))
    )
    case, games = where(rises & (cases[PRINCIPAL] == step.power("tehran")))
    reached = pick(level, case, games)
    near = _near_the_gulf(step, pick(cases[ORDER], case, games))
    proven = _anywhere(step, games[reached == BLAME])
    step.lose("gcc.trust-tehran", _anywhere(step, games[near & (reached == SUSPICION)]), "7.10 blame")
    step.lose("gcc.trust-tehran", _anywhere(step, games[near & (reached == BLAME)]), "7.10 proof")
    step.change("world.cohesion", proven, "7.10 proof")
    step.change("tehran-washington.noise", proven, "7.10 proof")
    if found(proven):
        caught = step.said("denies-act", "tehran")
        step.lose("tehran.resolve", (proven & caught), "7.10 a denial disproved")
    if step.ledger.keep:
        for number in range(CASES):
            step.ledger.note(
                "attribution",
                rises[number],
                None,
                order=cases[ORDER, number],
                level=level[number] + 1,
                power=cases[PRINCIPAL, number],
                roll=roll[number],
            )
    level += rises
    age += open_
    closed = open_ & (age >= k.closes)
    if found(closed):
        cases *= ~closed


def _anywhere(step: Step, games: Where) -> Flags:
    """These games as flags (G,)."""
    flags = np.zeros(step.state.games, np.bool_)
    flags[games] = True
    return flags


def _near_the_gulf(step: Step, orders: Ints) -> Flags:
    """Which of these orders are aimed at the Gulf states, or land on their doorstep."""
    book = step.rules.programs
    doorstep = np.array([name in ("hormuz", "yemen", "gulf-states") for name in (*step.rules.areas, "")])
    return np.asarray(doorstep[book.area[orders]] | (book.against[orders] == step.power("gcc")))


def open_cases(step: Step) -> None:
    """
    [7.11] A return address. Mechanism 15.

    Deniable fire opens a case in which nobody but its author knows more than suspicion. Behind cadres under
    the dial stands the patron; behind what a network does alone, nobody else.
    """
    places, games, orders = step.given(PHASES.index("deeds"))
    book, cases = step.rules.programs, step.state.cases
    some = indices(book.opens_case.take(orders))
    if not some.size:
        return
    games, orders = games[some], orders[some]
    cadres = step.rules.places.kind[places[some]] == STANDING
    dialled = cadres & (orders != step.rules.runaway[book.network[orders]])
    principal = np.where(dialled, step.power("tehran"), book.power[orders])
    places = places[some]
    fresh = np.zeros((len(cases), orders.size), np.int32)
    fresh[ORDER], fresh[LEVEL], fresh[PRINCIPAL] = orders, SUSPICION, principal
    for here in stretches(places):  # a place holds one order of a game, so no game stands here twice
        g = games[here]
        age = cases[AGE].take(g, axis=1) + 100 * (cases[ORDER].take(g, axis=1) == 0)
        oldest = age.argmax(axis=0)
        cases[:, oldest, g] = fresh[:, here]


def wrong_address(step: Step) -> None:
    """
    [7.12] Attribution error. Mechanism 15.

    While cases are open and none stands proven against Tehran, a strike on its people or soil costs
    Washington a point of the mediators' trust, and a point of Tehran's belief in its word.
    """
    _, games, orders = step.given(PHASES.index("deeds"))
    book, cases = step.rules.programs, step.state.cases
    some = indices(book.strike_at.take(orders) >= STRIKE_TARGETS.index("abroad"))
    order = orders[some]
    patron = (book.power[order] == step.power("washington")) & ~step.rules.allied[order]
    struck = _anywhere(step, games[some[patron]])
    if not found(struck):
        return
    proven = ((cases[ORDER] > 0) & (cases[LEVEL] >= PROOF) & (cases[PRINCIPAL] == step.power("tehran"))).any(
        axis=0
    )
    early = struck & ~proven & (cases[ORDER] > 0).any(axis=0)
    wrong = np.int32(-step.constants.attribution.wrong)
    step.change("tehran.credence", wrong * early, "7.12 struck before proof")
    step.change("gcc.trust-washington", wrong * early, "7.12 struck before proof")
    step.ledger.note("struck before proof", early)
