"""Phase 8: accidents, rungs, the crisis clock, and the noise of loud acts."""

from __future__ import annotations

import numpy as np

from wargame.engine.sparse import add_at, found, indices, pick, raise_at, where
from wargame.engine.step import Step
from wargame.ruleset.tables import Flags, Ints

_BUFFER = ("hormuz", "yemen", "iraq", "syria")
"""Sea lanes and outposts, where pressure costs less than a state's war (row 17)."""


def accidents(step: Step) -> None:
    """
    [8.5] Accident. Mechanisms 27, 64.

    Each step: 2d6 + noise // 3 + rung // 3 of Tehran and Washington, less three while a protocol of theirs
    covers the Gulf, less one in a crisis step, against 14. An accident lifts their rung by two and must be
    answered; it is not yet a war.

    Example: noise 3, rung 4: 2d6 of 12, 3%. Noise 8, rung 6: 2d6 of 10, 17%.
    """
    k = step.constants.accident
    pair = step.pair("tehran", "washington")
    noise, rung = step.family("noise")[pair], step.family("rung")[pair]
    drm = noise // k.noise_per + rung // k.rung_per - k.protocol * _covered(step) - k.crisis * step.crisis
    roll = step.dice.two("accident")
    happens = step.live & (roll + drm >= k.need)
    step.change("tehran-washington.rung", np.int32(k.rungs) * happens, "8.5 an accident")
    step.change("world.accidents", happens, "8.5 an accident")
    gap = np.maximum(1 - step["washington.must-answer"], 0)
    step.change("washington.must-answer", gap, "8.5 an accident", happens)

    step.accident = happens
    step.ledger.note("accident", happens, None, roll=roll, drm=drm, need=k.need)


def _covered(step: Step) -> Flags:
    """Whether a protocol of Tehran and Washington is in force."""
    deals = step.rules.deals
    left = step.state.meters[deals.left]
    covered = np.zeros(step.state.games, np.bool_)
    for deal, form in enumerate(deals.form):
        if form == "protocol" and deals.pair[deal] == step.pair("tehran", "washington"):
            covered |= left[deal] > 0
    return covered


def _heard(step: Step) -> tuple[Ints, Ints]:
    """The loudest act of each pair as its target read it; and outside the buffer zones: (pairs, G)."""
    heard = np.zeros((len(step.rules.pairs), step.state.games), np.int32)
    outside = heard.copy()
    acts = step.acts
    if acts is not None and acts.games.size:
        book = step.rules.programs
        at = indices(book.pair.take(acts.orders) >= 0)
        order, games = acts.orders.take(at), acts.games.take(at)
        read = pick(acts.perceived, book.against.take(order), at)
        raise_at(heard, book.pair[order], games, read)
        outer = np.array([name not in _BUFFER for name in (*step.rules.areas, "")])  # last: no area
        open_ = indices(outer[book.area[order]] | (book.power[order] == step.power("washington")))
        raise_at(outside, book.pair[order[open_]], games[open_], read[open_])
    return heard, outside


def climb(step: Step) -> None:
    """
    [8.6] Rungs. Mechanisms 13, 16, 17, 18.

    [8.6.1] A pair climbs toward the loudest act between them, as its target read it: by two rungs at the
    most, by one if the act was Tehran's or the networks' in a buffer zone (sea lanes and outposts).
    [8.6.2] If nothing as loud as its rung was heard, and there was no accident, a pair comes down by one, but
    not below 2. From rung 6 up an off-ramp, if one is on the table, is used up and takes it down two; without
    one it comes down only on 2d6 of 8 or more, and that costs Washington a point of capital or Tehran one of
    legitimacy, by the die, if they are the pair.
    """
    k = step.constants.ladder
    rung, ramps = step.family("rung"), step.family("off-ramp")
    heard, outside = _heard(step)
    gap = np.maximum(heard - rung, 0)
    up = np.minimum(gap, np.where(outside > rung, k.climb, k.buffer_climb))

    quiet = (heard < rung) & (rung > k.base) & step.live
    quiet[step.pair("tehran", "washington")] &= ~step.accident
    hard = quiet & (rung >= k.hard_to_leave)
    ramp = hard & (ramps > 0)
    pair, games = where(hard)
    cool = np.zeros_like(hard)
    cool[pair, games] = step.dice.two("cooling", pair, games) >= k.cool_need
    stuck = hard & ~ramp & ~cool
    down = (quiet & ~stuck).astype(np.int32) + ramp
    step.change_family("rung", (up - down) * step.live, "8.6 rungs")
    step.lose_family("off-ramp", ramp.astype(np.int32), "8.6 an off-ramp is used")

    if games.size:
        bare = (cool & ~ramp)[step.pair("tehran", "washington")]
        odd = step.dice.below("who pays", 2) == 1
        step.lose("washington.capital", (bare & odd), "8.6 down without an off-ramp")
        step.lose("tehran.legitimacy", (bare & ~odd), "8.6 down without an off-ramp")


def loud_acts(step: Step) -> None:
    """
    [8.7] Loud acts. Mechanism 26.

    Each act read at rung 5 or above adds a point of noise between the two, at most two in a step.
    """
    acts, k = step.acts, step.constants.predictability
    if acts is None or not acts.games.size:
        return
    book = step.rules.programs
    at = indices(book.pair.take(acts.orders) >= 0)
    read = pick(acts.perceived, book.against.take(acts.orders.take(at)), at)
    loud = at[indices(read >= k.loud_rung)]
    count = np.zeros((len(step.rules.pairs), step.state.games), np.int32)
    each = np.full(loud.size, k.per_loud_act, np.int32)
    add_at(count, book.pair[acts.orders[loud]], acts.games[loud], each)
    step.change_family("noise", np.minimum(count, k.most_a_step), "8.7 loud acts")


def initiative(step: Step) -> None:
    """
    [8.8] Initiative. Mechanism 29.

    Whoever acts loudest in a step, by the rung meant, sets the tempo: the marker moves a point toward that
    side, Tehran and the networks on the one hand, Washington on the other.
    """
    acts = step.acts
    if acts is None or not acts.games.size:
        return
    book = step.rules.programs
    ours = np.zeros((2, step.state.games), np.int32)
    sides = np.array([name in ("tehran", "proxies", "washington") for name in step.rules.powers])
    axis = indices(sides[book.power.take(acts.orders)])
    side = (book.power[acts.orders[axis]] == step.power("washington")).astype(np.intp)
    raise_at(ours, side, acts.games[axis], acts.intended[axis])
    step.change("world.initiative", np.sign(ours[0] - ours[1]), "8.8 initiative", step.live)


def highest(step: Step) -> None:
    """
    [8.10] The board's rung, and the crisis clock. No mechanism.

    The board shows the highest rung of any pair. At 7 or above, or after mass casualties, play goes by
    crisis steps of about three days; it returns to months when the rung falls below 7, or after six steps.
    While deeds of record are to come by the days of a month, play goes by days as well.
    At 10 there is regional war (8.11).
    """
    k = step.constants.ladder
    rungs = step.family("rung").max(axis=0)
    step.change("world.rung", (rungs - step["world.rung"]) * step.live, "8.10 the highest rung")
    step.change("world.peak", np.maximum(rungs - step["world.peak"], 0) * step.live, "8.10 the highest rung")
    clock, played = step["world.clock"], step["world.crisis-steps"]
    hot = (rungs >= k.crisis) | (step["washington.must-answer"] > 1)
    hot |= _days_of_record(step, played)
    begins = step.live & (clock == 0) & hot
    ends = step.live & (clock == 1) & (~hot | (played >= k.crisis_steps))
    step.change("world.clock", begins.astype(np.int32) - ends, "8.10 the crisis clock")
    step.lose("world.crisis-steps", played * (ends | begins), "8.10 the crisis clock")
    step.ledger.note("crisis begins", begins, None, rung=rungs)
    step.ledger.note("crisis ends", ends, None, rung=rungs)


def _days_of_record(step: Step, played: Ints) -> Flags:
    """Whether deeds of record are still to come by the days of this month."""
    due = np.zeros(step.state.games, np.bool_)
    for deed in step.scenario.deeds:
        due |= (step["world.month"] == deed.month) & (played < deed.crisis)
    return due


def war(step: Step) -> None:
    """
    [8.11] Regional war. Mechanism 73.

    At rung 10 there is regional war. Tehran loses most: cash, missiles, air defence; the networks half of
    their arsenals; the Gulf its traffic; nobody wins.
    """
    breaks = (
        step.live & (step.family("rung").max(axis=0) >= step.constants.ladder.war) & (step["world.war"] == 0)
    )
    if not found(breaks):
        return
    step.change("world.war", breaks, "8.11 regional war")
    for name, amount in step.constants.war.losses.items():
        step.change(name, np.int32(amount) * breaks, "8.11 regional war")
    arsenal = step.family("arsenal")
    step.lose_family("arsenal", (arsenal // 2) * breaks, "8.11 regional war")
    step.ledger.note("war", breaks)
