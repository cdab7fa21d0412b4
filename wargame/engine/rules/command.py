"""Phase 7: does the network obey? Cadres under the dial, and networks that go their own way."""

from __future__ import annotations

import numpy as np

from wargame.engine.sparse import found, indices, pick, where
from wargame.engine.step import Step
from wargame.ruleset.tables import STANDING, Ints


def standing_places(step: Step) -> Ints:
    """The place of each network's standing order, in the order of the networks."""
    places = step.rules.places
    standing = indices(places.kind == STANDING)
    return np.array([standing[places.cell[standing] == c][0] for c in step.rules.network_cell], np.int32)


def obedience(step: Step) -> None:
    """
    [7.1] Obedience. Mechanisms 30, 33.

    Each network whose patron's dial stands above 0 rolls 2d6 + loyalty, less four if its own leaders hold
    fire; on 11 or more its cadres do what the dial says, with the intensity of the dial (two less in a
    crisis step, which is shorter). A network under a truce of its own stays quiet. Leaders who hold fire
    against a dial above 1 lose a point of loyalty.

    Example: loyalty 6, dial 2: the cadres obey on 5 or more, 83%.
    """
    k = step.constants.obedience
    dial, loyalty, holding = step.family("dial"), step.family("loyalty"), step.family("holding")
    arsenal, peace = step.family("arsenal"), step.family("restraint")
    intensity = np.maximum(dial - step.constants.salvo.crisis_dial * step.crisis, 0)
    intensity = np.minimum(intensity, arsenal)
    roll = step.dice.two("obedience", np.arange(len(dial))[:, None])
    drm = loyalty - k.holding * holding
    obeys = (roll + drm >= k.need) & (peace == 0) & (intensity > 0) & step.live
    order = pick(step.rules.friction, np.arange(len(dial))[:, None], intensity * obeys)
    step.stand(standing_places(step), order)
    refused = (holding > 0) & (dial > 1) & step.live
    step.change_family("loyalty", np.int32(-k.refusal) * refused, "7.1 fire held against the dial")
    if step.ledger.keep:
        asked = (dial > 0) & (peace == 0) & (intensity > 0) & step.live
        sees = _patron_and_client(step)
        for n in range(len(dial)):
            step.ledger.note(
                "obedience",
                asked[n],
                sees,
                network=n,
                roll=roll[n],
                drm=drm[n],
                need=k.need,
                success=obeys[n],
            )


def decoupling(step: Step) -> None:
    """
    [7.2] Decoupling. Mechanisms 32, 33, section 3.3.

    A network whose loyalty stands at 3 or less, and that did not obey, decides for itself: on 2d6 of 9 or
    more it strikes on its own account; on 4 or less it suspends its attacks for three months.
    """
    k = step.constants.obedience
    loyalty, arsenal, peace = step.family("loyalty"), step.family("arsenal"), step.family("restraint")
    places = standing_places(step)
    free = (loyalty <= k.independent) & (peace == 0) & (step.orders[places] == 0) & step.monthly
    network, games = where(free)
    if not games.size:
        return
    roll = np.zeros_like(loyalty)
    roll[network, games] = step.dice.two("decoupling", network, games)
    alone = free & (roll >= k.runaway_need) & (arsenal >= 2) & (step.family("holding") == 0)
    if found(alone):
        step.stand(places, np.where(alone, step.rules.runaway[:, None], step.orders[places]))
    quiet = free & (roll <= 14 - k.suspend_need)
    step.change_family("restraint", np.int32(k.suspend_months) * quiet, "7.2 attacks suspended")
    if step.ledger.keep:
        for n in range(len(loyalty)):
            step.ledger.note("runaway", alone[n], _patron_and_client(step), network=n, roll=roll[n])
            step.ledger.note("suspension", quiet[n], None, network=n, roll=roll[n])


def freelance(step: Step) -> None:
    """
    [9.7] Guards without orders. Mechanism 7.

    With the balance of factions at +3 or more toward the guards, on 2d6 of 10 or more they turn the dial of
    a network up by one on their own.
    """
    k = step.constants
    acting = step.monthly & (step["tehran.faction"] >= k.talks.guards_veto)
    acting &= step.dice.two("freelance") >= k.obedience.guards_dial
    if not found(acting):
        return
    count = len(step.rules.networks)
    which = step.dice.below("freelance network", count)
    up = (np.arange(count)[:, None] == which) & acting
    step.change_family("dial", up, "9.7 guards without orders")
    step.ledger.note("freelance", acting, _patron_and_client(step), network=which)


def unconsulted(step: Step) -> None:
    """
    [9.7] Talks over their heads. Mechanism 32.

    Every third month in which the patron sits in mediated talks, networks with fire in hand lose a point
    of loyalty.
    """
    over = step.every(3) & (step["tehran-washington.channel"] >= 2)
    loss = np.int32(-step.constants.obedience.unconsulted) * over
    step.change_family("loyalty", loss, "9.7 talks over their heads")


def _patron_and_client(step: Step) -> tuple[bool, ...]:
    return tuple(p in ("tehran", "proxies") for p in step.rules.powers)
