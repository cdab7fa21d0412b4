"""Phase 7: who did it? Suspicion, blame, proof, and striking before there is proof."""

from __future__ import annotations

import numpy as np

from wargame.engine.rules.orders import PHASES
from wargame.engine.sparse import indices
from wargame.engine.state import CASES
from wargame.engine.step import Step
from wargame.ruleset.book import STRIKE_TARGETS
from wargame.ruleset.tables import DENIABLE, STANDING, Flags

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
    if not open_.any():
        return
    index = np.arange(CASES)[:, None]
    drm = (step["washington.intelligence"] - 2) // 2 - (step["tehran.intelligence"] - 2) // 2
    roll = step.dice.two("attribution", index) + drm
    age, level = cases[AGE], cases[LEVEL]
    rises = (
        (open_ & (level == SUSPICION) & (roll >= k.blame))
        | (open_ & (level == BLAME) & (age >= k.proof_age) & (roll >= k.proof))
        | (open_ & (level == PROOF) & (age >= k.independent_age) & (roll >= k.independent))
    )
    patron = cases[PRINCIPAL] == step.power("tehran")
    near = _near_the_gulf(step)[cases[ORDER]]
    blamed = rises & (level == SUSPICION) & patron
    proofs = rises & (level == BLAME) & patron
    proven = proofs.any(axis=0)
    step.lose("gcc.trust-tehran", (blamed & near).any(axis=0), "7.10 blame")
    step.lose("gcc.trust-tehran", (proofs & near).any(axis=0), "7.10 proof")
    step.change("world.cohesion", proven, "7.10 proof")
    step.change("tehran-washington.noise", proven, "7.10 proof")
    caught = step.said("denies-act", "tehran")
    step.lose("tehran.resolve", (proven & caught), "7.10 a denial disproved")
    if step.ledger.keep:
        for case in range(CASES):
            step.ledger.note(
                "attribution",
                rises[case],
                None,
                order=cases[ORDER, case],
                level=level[case] + 1,
                power=cases[PRINCIPAL, case],
                roll=roll[case],
            )
    level += rises
    age += open_
    closed = open_ & (age >= k.closes)
    cases *= ~closed


def _near_the_gulf(step: Step) -> Flags:
    """Which orders (N,) are aimed at the Gulf states, or land on their doorstep."""
    book = step.rules.programs
    doorstep = [step.area(name) for name in ("hormuz", "yemen", "gulf-states")]
    return np.asarray(np.isin(book.area, doorstep) | (book.against == step.power("gcc")))


def open_cases(step: Step) -> None:
    """
    [7.11] A return address. Mechanism 15.

    Deniable fire opens a case in which nobody but its author knows more than suspicion. Behind cadres under
    the dial stands the patron; behind what a network does alone, nobody else.
    """
    places, games, orders = step.given(PHASES.index("deeds"))
    book, cases = step.rules.programs, step.state.cases
    some = indices((book.seen[orders] == DENIABLE) & (book.act[orders] >= 0) & (book.rung[orders] >= 4))
    if not some.size:
        return
    games, orders = games[some], orders[some]
    cadres = step.rules.places.kind[places[some]] == STANDING
    dialled = cadres & (orders != step.rules.runaway[book.network[orders]])
    principal = np.where(dialled, step.power("tehran"), book.power[orders])
    places = places[some]
    for place in np.unique(places):  # a place holds one order of a game, so no game stands here twice
        here = indices(places == place)
        g = games[here]
        oldest = (cases[AGE][:, g] + 100 * (cases[ORDER][:, g] == 0)).argmax(axis=0)
        cases[ORDER, oldest, g] = orders[here]
        cases[AGE, oldest, g] = 0
        cases[LEVEL, oldest, g] = SUSPICION
        cases[PRINCIPAL, oldest, g] = principal[here]


def wrong_address(step: Step) -> None:
    """
    [7.12] Attribution error. Mechanism 15.

    While cases are open and none stands proven against Tehran, a strike on its people or soil costs
    Washington a point of the mediators' trust, and a point of Tehran's belief in its word.
    """
    _, games, orders = step.given(PHASES.index("deeds"))
    book, cases = step.rules.programs, step.state.cases
    at = book.strike_at[orders]
    patron = (at >= STRIKE_TARGETS.index("abroad")) & (book.power[orders] == step.power("washington"))
    patron &= ~step.rules.allied[orders]
    struck = np.zeros(step.state.games, np.bool_)
    struck[games[patron]] = True
    if not struck.any():
        return
    proven = ((cases[ORDER] > 0) & (cases[LEVEL] >= PROOF) & (cases[PRINCIPAL] == step.power("tehran"))).any(
        axis=0
    )
    early = struck & ~proven & (cases[ORDER] > 0).any(axis=0)
    wrong = np.int32(-step.constants.attribution.wrong)
    step.change("tehran.credence", wrong * early, "7.12 struck before proof")
    step.change("gcc.trust-washington", wrong * early, "7.12 struck before proof")
    step.ledger.note("struck before proof", early)
