"""Phase 5: offers, acceptance, ratification, and what deals do while they hold and when they end."""

from __future__ import annotations

import numpy as np

from wargame.engine.rules.orders import PHASES, apply
from wargame.engine.sparse import found, indices
from wargame.engine.step import Step
from wargame.ruleset.tables import ACCEPT, LEAVE, OFFER, REJECT, Flags, Ints


def negotiate(step: Step) -> None:
    """
    [5.2] Offers. Mechanisms 3, 5, 35 to 38.

    An offer stands until it is accepted, rejected, or two months old. Accepting one makes the deal, if
    those who must ratify it do. To leave a deal, or to void it, ends what it gave and brings what breaking
    it brings; when Washington leaves, Tehran's belief in its promises falls by three.
    """
    _, games, orders = step.given(PHASES.index("diplomacy"))
    book, deals = step.rules.programs, step.rules.deals
    some = indices(book.deal_step[orders])
    if not some.size:
        return
    games, orders = games[some], orders[some]
    for number in sorted(set(book.deal[orders].tolist())):
        mine = indices(book.deal[orders] == number)
        row, age = deals.offer.start + number, deals.age.start + number
        for word, name in ((OFFER, "offer"), (REJECT, "reject"), (ACCEPT, "accept"), (LEAVE, "leave")):
            which = mine[book.deal_step[orders[mine]] == word]
            if not which.size:
                continue
            who = np.full(step.state.games, -1, np.int32)
            who[games[which]] = book.power[orders[which]]
            acted = who >= 0
            if word == OFFER:
                side = np.where(who == deals.sides[number, 0], 1, 2).astype(np.int32)
                step.ledger.change(row, (side - step.state.meters[row]) * acted, "5.2 an offer")
                step.ledger.change(age, -step.state.meters[age] * acted, "5.2 an offer")
            elif word == REJECT:
                step.ledger.change(row, -step.state.meters[row] * acted, "5.2 an offer rejected")
            elif word == ACCEPT:
                _make(step, number, acted)
            else:
                _break(step, number, acted, who)
            step.ledger.note(name, acted, deals.told[number], deal=number, power=who)


def _make(step: Step, deal: int, accepted: Flags) -> None:
    """
    [5.3] Ratification. Mechanisms 7, 8, 46, 75.

    A deal or treaty that binds Tehran must pass at home: 2d6 - faction + legitimacy // 4 against 7. A
    treaty must also pass the Senate: 2d6 + political capital against 14. Protocols, understandings and
    truces need nobody's leave. One that fails lapses, and costs its maker a point of face. A deal or treaty
    that Tehran signs spends the standing it had won by refusing: its framing falls to nothing.
    """
    rules, k = step.rules, step.constants.talks
    deals, form = rules.deals, rules.deals.form[deal]
    passed = accepted.copy()
    if form in ("executive", "treaty") and step.power("tehran") in deals.sides[deal]:
        roll = step.dice.two("majlis", deal)
        drm = step["tehran.legitimacy"] // 4 - step["tehran.faction"]
        ayes = roll + drm >= k.majlis_need
        step.ledger.note(
            "ratification",
            accepted,
            None,
            deal=deal,
            house=0,
            roll=roll,
            drm=drm,
            need=k.majlis_need,
            success=ayes,
        )
        step.lose("tehran.legitimacy", (accepted & ~ayes), "5.3 voted down")
        passed &= ayes
    if form == "treaty":
        roll = step.dice.two("senate", deal)
        drm = step["washington.capital"]
        ayes = roll + drm >= k.senate_need
        step.ledger.note(
            "ratification",
            passed,
            None,
            deal=deal,
            house=1,
            roll=roll,
            drm=drm,
            need=k.senate_need,
            success=ayes,
        )
        step.lose("washington.capital", (passed & ~ayes), "5.3 voted down")
        passed &= ayes

    step.ledger.change(
        deals.offer.start + deal, -step.state.meters[deals.offer][deal] * accepted, "5.2 accepted"
    )
    games = indices(passed)
    if not games.size:
        return
    months = deals.months[deal] - step.state.meters[deals.left][deal]
    step.ledger.change(deals.left.start + deal, months * passed, "5.3 in force")
    if form not in ("understanding",):
        step.ledger.change(deals.public.start + deal, passed.astype(np.int32), "5.3 in force")
    for network in indices(deals.networks[deal]):
        peace = rules.meters.families["restraint"].start + int(network)
        gap = np.minimum(deals.months[deal], 12) - step.state.meters[peace]
        step.ledger.change(peace, np.maximum(gap, 0) * passed, "5.3 a truce")
    apply(step, np.full(games.size, deals.making[deal], np.int32), games, "5.3 terms of a deal")
    if form in ("executive", "treaty") and step.power("tehran") in deals.sides[deal]:
        step.lose("tehran.framing", step["tehran.framing"] * passed, "5.3 the card is played")
    step.ledger.note("deal made", passed, deals.told[deal], deal=deal)


def _end(step: Step, deal: int, ends: Flags, why: str) -> None:
    """Take a deal out of force, with what its end brings."""
    games, deals = indices(ends), step.rules.deals
    if not games.size:
        return
    step.ledger.change(deals.left.start + deal, -step.state.meters[deals.left][deal] * ends, why)
    step.ledger.change(deals.public.start + deal, -step.state.meters[deals.public][deal] * ends, why)
    for network in indices(deals.networks[deal]):
        peace = step.rules.meters.families["restraint"].start + int(network)
        step.ledger.change(peace, -step.state.meters[peace] * ends, why)
    apply(step, np.full(games.size, deals.ending[deal], np.int32), games, why)


def _break(step: Step, deal: int, acted: Flags, who: Ints) -> None:
    """End a deal by one side's will."""
    deals = step.rules.deals
    held = acted & (step.state.meters[deals.left][deal] > 0)
    games = indices(held)
    if not games.size:
        return
    _end(step, deal, held, "5.2 a deal broken")
    apply(step, np.full(games.size, deals.breaking[deal], np.int32), games, "5.2 a deal broken")
    american = held & (who == step.power("washington"))
    step.change("tehran.credence", np.int32(-step.constants.talks.voided) * american, "5.2 a promise voided")
    step.ledger.note("deal broken", held, deals.told[deal], deal=deal, power=who)


def seen_at_the_table(step: Step) -> None:
    """
    [5.4] The price of the table. Mechanisms 6, 9.

    In the step in which Tehran is first seen in mediated talks with Washington, legitimacy falls by two;
    by one under a mediator's cover; not at all if a victory was arranged beforehand, which uses it up.
    """
    k = step.constants.talks
    opened = step.live & (step["tehran-washington.channel"] < 2)
    opened &= _will_reach(step, "tehran-washington.channel", 2)
    if not found(opened):
        return
    face = step["tehran.face"] > 0
    covered = step["gcc.cover"] > 0
    loss = np.where(face, 0, np.where(covered, k.covered, k.legitimacy)).astype(np.int32)
    step.lose("tehran.legitimacy", loss * opened, "5.4 seen at the table")
    step.lose("tehran.face", (opened & face), "5.4 an arranged victory is used")
    step.ledger.note("talks opened", opened, None, covered=covered)


def _will_reach(step: Step, name: str, level: int) -> Flags:
    """Whether the moves of this phase lift a meter to a level."""
    row = step.row(name)
    return np.asarray(step.state.meters[row] + step.ledger.pending(row) >= level)


def run(step: Step) -> None:
    """
    [5.5] Deals over time. Mechanisms 5, 6, 19, 38, 51.

    Each month a deal in force does what its terms say and runs a month shorter; an offer two months old
    lapses; and a secret understanding leaks on 2d6 of 11 or more, which costs Tehran legitimacy and makes
    it public.
    """
    if not found(step.monthly):
        return
    rules, k = step.rules, step.constants.talks
    deals, meters = rules.deals, step.state.meters
    offers = meters[deals.offer]
    for deal in indices(offers.any(axis=1)):
        age = meters[deals.age][deal]
        answered = step.ledger.pending(deals.offer.start + int(deal)) != 0
        standing = step.monthly & (offers[deal] > 0) & ~answered
        stale = standing & (age >= k.offer_months)
        step.ledger.change(
            deals.age.start + int(deal), (standing & ~stale).astype(np.int32), "5.5 an offer ages"
        )
        step.ledger.change(deals.offer.start + int(deal), -offers[deal] * stale, "5.5 an offer lapses")
        step.ledger.note("lapse", stale, deals.told[deal], deal=int(deal))
    left = meters[deals.left]
    for deal in indices(left.any(axis=1)):
        number = int(deal)
        broken = step.ledger.pending(deals.left.start + number) < 0
        holds = step.monthly & (left[number] > 0) & ~broken
        last = holds & (left[number] == 1)
        games = indices(holds)
        apply(step, np.full(games.size, deals.monthly[number], np.int32), games, "5.5 a deal in force")
        step.ledger.change(
            deals.left.start + number, -(holds & ~last).astype(np.int32), "5.5 a month of a deal"
        )
        _end(step, number, last, "5.5 a deal runs out")
        step.ledger.note("deal ended", last, deals.told[number], deal=number)
        if deals.form[number] == "understanding":
            hidden = holds & ~last & (meters[deals.public][number] == 0)
            leaks = hidden & (step.dice.two("secret leaks", number) >= k.leak_need)
            step.ledger.change(deals.public.start + number, leaks.astype(np.int32), "5.5 a leak")
            step.change("tehran.legitimacy", np.int32(-k.leak_legitimacy) * leaks, "5.5 a leak")
            step.ledger.note("leak", leaks, None, deal=number)


def disputes(step: Step) -> None:
    """
    [5.6] Contested protocols. Mechanism 64, section 3.4.

    Each month the sides of a protocol in force may dispute what it says, on 2d6 of 11 or more: the noise
    between them rises by one, and the line goes unanswered: their channel falls by one until somebody mends it.
    """
    if not found(step.monthly):
        return
    deals, left = step.rules.deals, step.state.meters[step.rules.deals.left]
    for deal in indices(left.any(axis=1)):
        number = int(deal)
        if deals.form[number] != "protocol":
            continue
        roll = step.dice.two("dispute", number)
        disputed = step.monthly & (left[number] > 1) & (roll >= step.constants.talks.dispute_need)
        pair = step.rules.pairs[int(deals.pair[number])]
        step.change(f"{pair}.noise", disputed, "5.6 a protocol disputed")
        step.lose(f"{pair}.channel", disputed & (step[f"{pair}.channel"] > 1), "5.6 a protocol disputed")
        step.ledger.note("protocol disputed", disputed, None, deal=number)


def spoilers(step: Step) -> None:
    """
    [8.13] Spoilers. Mechanism 32, section 5.

    While Tehran and Washington sit in mediated talks, an attack of the networks' own, not one under the
    dial, that Washington reads at rung 6 or above may be meant to wreck them, and on 2d6 of 8 or more it
    does: the channel falls by one, and Tehran's belief in American promises with it.
    """
    acts, book, k = step.acts, step.rules.programs, step.constants.talks
    if acts is None or not acts.games.size:
        return
    talking = step.live & (step["tehran-washington.channel"] >= 2)
    if not found(talking):
        return
    loud = indices(acts.perceived[step.power("washington")] >= k.spoil_rung)
    orders = acts.orders[loud]
    fire = (book.weapon[orders] >= 0) & (book.power[orders] == step.power("proxies"))
    theirs, orders = loud[fire], orders[fire]
    alone = ~acts.standing[theirs] | np.isin(orders, step.rules.runaway)
    struck = np.zeros(step.state.games, np.bool_)
    struck[acts.games[theirs[alone]]] = True
    tested = struck & talking
    if not found(tested):
        return
    roll = step.dice.two("spoiler")
    spoiled = tested & (roll >= k.spoil_need)
    step.lose("tehran-washington.channel", spoiled, "8.13 talks spoiled")
    step.lose("tehran.credence", spoiled, "8.13 talks spoiled")
    step.ledger.note("talks spoiled", spoiled, None, roll=roll, need=k.spoil_need)


def violations(step: Step) -> None:
    """
    [8.9] Violations. Mechanism 64.

    A protocol or truce is broken by fire of either side in an area it covers, meant at rung 5 or more.
    """
    acts, rules, book = step.acts, step.rules, step.rules.programs
    if acts is None or not acts.games.size:
        return
    deals = rules.deals
    left = step.state.meters[deals.left]
    fire = indices((acts.intended >= 5) & (book.area.take(acts.orders) >= 0))
    games, orders = acts.games[fire], acts.orders[fire]
    area, author, target = book.area[orders], book.power[orders], book.against[orders]
    for deal in indices(left.any(axis=1)):
        number = int(deal)
        if deals.form[number] not in ("protocol", "truce"):
            continue
        party = np.zeros(len(rules.powers), np.bool_)
        party[deals.sides[number]] = True
        breach = indices(deals.covers[number][area] & party[author] & party[target])
        who = np.full(step.state.games, -1, np.int32)
        who[games[breach]] = author[breach]
        broken = step.live & (who >= 0) & (left[number] > 0)
        if found(broken):
            _break(step, number, broken, who)


def vote(step: Step) -> None:
    """
    [9.9] Election. Mechanisms 37, 47, 48.

    When the months to the election run out, every executive deal in force is marked to market: it survives
    on 2d6 + verification + (10 - polarisation) // 3 of 9 or more. Voiding one pays the new leader a point
    of capital and costs Tehran's belief in American promises three. A treaty always survives. War-weariness
    falls by two, political capital starts at six, and the next vote is four years away.
    """
    held = step.monthly & (step["washington.election"] == 0)
    if not found(held):
        return
    rules, k, home = step.rules, step.constants.talks, step.constants.home
    deals = rules.deals
    left = step.state.meters[deals.left]
    voided = np.zeros(step.state.games, np.int32)
    for deal in indices(left.any(axis=1)):
        number = int(deal)
        if deals.form[number] != "executive":
            continue
        tested = held & (left[number] > 0)
        roll = step.dice.two("vote", number)
        drm = deals.verification[number] + (10 - step["washington.polarisation"]) // 3
        lost = tested & (roll + drm < k.survive_need)
        _end(step, number, lost, "9.9 voided by a successor")
        voided += lost
        step.ledger.note(
            "deal tested", tested, None, deal=number, roll=roll, drm=drm, need=k.survive_need, success=~lost
        )
    step.change("tehran.credence", np.int32(-k.voided) * (voided > 0), "9.9 a promise voided")
    capital = home.vote_capital - step["washington.capital"] + (voided > 0)
    step.change("washington.capital", capital, "9.9 a new mandate", held)
    step.change("washington.fatigue", np.int32(-home.vote_fatigue) * held, "9.9 a new mandate")
    step.change("washington.election", np.int32(home.cycle) * held, "9.9 the next vote")
    snap = (voided > 0) & (step["tehran.integration"] > 0)
    step.lose("tehran.integration", step["tehran.integration"] * snap, "9.9 snapback")
    step.change("tehran.cash", np.int32(-3) * snap, "9.9 snapback")
    step.change("tehran.snapbacks", snap, "9.9 snapback")
    step.ledger.note("vote", held, None, voided=voided)
