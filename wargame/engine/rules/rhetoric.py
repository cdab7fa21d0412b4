"""Phase 4: what words do to those who listen at home and in the networks."""

from __future__ import annotations

import numpy as np

from wargame.engine.sparse import found
from wargame.engine.step import Step


def tone(step: Step) -> None:
    """
    [4.2] Tone. Mechanisms 6, 31, 32, 68.

    Defiant words of Tehran raise legitimacy by one. Conciliatory words said in public lower every
    network's loyalty by one; the same words passed in private, as a diplomatic move, do not. The press keeps
    count of the heat of what is said.
    """
    defiant = step.said("defiant", "tehran")
    step.change("tehran.legitimacy", defiant, "4.2 defiance")
    soft = step.said("conciliatory", "tehran")
    loss = np.int32(-step.constants.obedience.soft_words) * soft
    step.change_family("loyalty", loss, "4.2 soft words")
    step.change("tehran.rhetoric", defiant.astype(np.int32) - soft, "4.2 heat of words")
    step.ledger.note("soft words", soft)


def refusal(step: Step) -> None:
    """
    [4.3] Refusal. Mechanisms 1, 24, 75.

    To decline talks costs nothing and keeps every card: framing rises by one, as it does for words that
    speak as a peer. A petitioner's words lower it.
    """
    peer = step.said("peer-framing", "tehran") | step.said("refuses-talks", "tehran")
    asks = step.said("asks-for-talks", "tehran")
    step.change("tehran.framing", peer, "4.3 speaking as a peer")
    step.change("tehran.framing", np.int32(-2) * asks, "4.3 asking first")


def exhaustion(step: Step) -> None:
    """
    [4.4] Exhaustion signal. Mechanism 34.

    Whoever asks first shows depleted assets: for two months Tehran's hand is weaker. Under a mediator's
    cover nothing is shown.
    """
    asks = step.said("asks-for-talks", "tehran") & ~step.said("mediator-cover", "tehran")
    asks &= step["gcc.cover"] == 0
    months = step.constants.talks.exhaustion_months
    step.change(
        "tehran.exhaustion", np.maximum(months - step["tehran.exhaustion"], 0), "4.4 asking first", asks
    )


def denial(step: Step) -> None:
    """
    [4.5] Denial of pain. Mechanism 23.

    A state that refuses to admit that sanctions hurt hides its cash better and is harder to threaten,
    for two months.
    """
    denies = step.said("denies-pain", "tehran")
    months = step.constants.talks.defiance_months
    step.change(
        "tehran.defiance", np.maximum(months - step["tehran.defiance"], 0), "4.5 denial of pain", denies
    )


def threats(step: Step) -> None:
    """
    [4.6] Threats. Mechanisms 69, 71.

    A threat works if it is believed: 2d6 + resolve // 3 + posture // 4, less one while pain is denied,
    against 10. Believed, the hottest dial falls by one and a threat stands outstanding. Not believed,
    it costs a point of resolve.
    """
    k = step.constants.commitments
    made = step.said("threat", "washington")
    if not found(made):
        return
    roll = step.dice.two("threat")
    drm = step["washington.resolve"] // 3 + step["washington.posture"] // 4 - (step["tehran.defiance"] > 0)
    believed = made & (roll + drm >= k.threat_need)
    dial = step.family("dial")
    hottest = (np.arange(len(dial))[:, None] == dial.argmax(axis=0)) & (dial > 0)
    step.lose_family("dial", (hottest & believed), "4.6 a threat believed")
    step.change("washington.coercion", believed, "4.6 a threat believed")
    step.change("washington.resolve", np.int32(-k.bluff) * (made & ~believed), "4.6 a threat not believed")
    step.ledger.note("threat", made, None, roll=roll, drm=drm, need=k.threat_need, believed=believed)
