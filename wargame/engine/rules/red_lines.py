"""Phase 8: red lines crossed, responses due, met and missed."""

from __future__ import annotations

import numpy as np

from wargame.engine.sparse import found, indices, pick, raise_at, where
from wargame.engine.step import Step
from wargame.ruleset.book import ACTS
from wargame.ruleset.tables import Ints

_FACE = {"washington": "washington.capital", "tehran": "tehran.legitimacy", "gcc": "gcc.standing"}
"""What a power pays with when it leaves a declared line unanswered."""


def test_lines(step: Step) -> None:
    """
    [8.2] Red lines. Mechanism 14.

    A line is crossed when its owner reads an act of its kind, in its place, at its rung or above. What
    counts is the rung as read, not as meant. A crossed line puts a response due on its owner within two
    steps, if none is due already. Where tacit lines are held safe (a switch of the scenario), a line that is
    not declared is crossed only by an act that was meant to reach its rung.
    """
    acts, lines = step.acts, step.rules.lines
    if acts is None or not acts.games.size or not lines.names:
        return
    some = indices(step.rules.programs.any_line.take(acts.orders))
    order, games = acts.orders.take(some), acts.games.take(some)
    line, at = where(step.rules.programs.line_hit.take(order, axis=1))
    read = pick(acts.perceived, lines.owner.take(line), some.take(at))
    if step.constants.commitments.tacit_safe:
        open_line = pick(step.state.meters, lines.declared.start + line, games[at]) > 0
        read = np.where(open_line, read, np.minimum(read, acts.intended[some[at]]))
    over = indices(read >= lines.at_rung.take(line))
    line, at = line[over], at[over]
    over = indices(pick(step.state.meters, lines.held.start + line, games[at]) > 0)
    line, at = line[over], some[at[over]]
    if not line.size:
        return
    games = acts.games[at]
    due = step.state.meters[lines.due]
    crossed = np.zeros(due.shape, np.bool_)
    crossed[line, games] = True
    number, game = where(crossed)  # a line is crossed once in a step, however often
    steps = np.where(due[number, game] == 0, step.constants.commitments.due_steps, 0).astype(np.int32)
    step.ledger.scatter(lines.due.start + number, game, steps, "8.2 a line is crossed")
    meant = acts.intended[at] >= lines.at_rung[line]
    whole = np.zeros((len(lines.names), step.state.games), np.bool_)
    whole[line[meant], games[meant]] = True
    unmeant = np.where(steps > 0, ~whole[number, game] - step.state.meters[lines.unmeant][number, game], 0)
    step.ledger.scatter(lines.unmeant.start + number, game, unmeant.astype(np.int32), "8.2 a line is crossed")
    once = np.ones(game.size, np.int32)
    step.ledger.scatter(lines.crossed.start + number, game, once, "8.2 a line is crossed")
    if step.ledger.keep:
        powers = np.arange(len(step.rules.powers))[:, None]
        open_ = step.state.meters[lines.declared][line, games] > 0
        sees = (powers == lines.owner[line]) | open_
        step.ledger.note_each(
            "line crossed",
            games,
            sees,
            line=line,
            order=acts.orders[at],
            perceived=acts.perceived[lines.owner[line], at],
        )
        step.ledger.note_each(
            "crossing meant", games, np.zeros_like(sees), line=line, order=acts.orders[at],
            intended=acts.intended[at], perceived=acts.perceived[lines.owner[line], at], meant=meant,
        )  # fmt: skip


def answers(step: Step) -> None:
    """
    [8.3] Responses. Mechanisms 14, 71, section 5.

    [8.3.1] A response due is met by an act of the owner's against those the line is about (Tehran and the
    networks answer for each other), of more than words, meant at the rung the line commits to or above:
    resolve rises by one.
    [8.3.2] Not met within its steps, it costs resolve: two for a declared line, and a point of face
    (political capital for Washington, legitimacy for Tehran, standing for the mediators); one for a tacit
    line.
    [8.3.3] To answer the crossing of a declared line that nobody meant to cross is a commitment trap.
    """
    lines, k, meters = step.rules.lines, step.constants.commitments, step.state.meters
    pressing = indices(meters[lines.due].any(axis=1))
    if not pressing.size:
        return
    loudest = {owner: _loudest_answer(step, owner) for owner in set(lines.owner[pressing].tolist())}
    resolve = np.zeros((len(step.rules.powers), step.state.games), np.int32)
    lost_face = np.zeros(resolve.shape, np.bool_)
    traps = np.zeros(step.state.games, np.int32)
    nobody = tuple(False for _ in step.rules.powers)
    for line in pressing.tolist():
        owner, due = int(lines.owner[line]), meters[lines.due.start + line]
        declared = meters[lines.declared.start + line] > 0
        answer = loudest[owner][lines.about[line]].max(axis=0)
        met = (due > 0) & (answer >= lines.commits[line]) & step.live
        missed = (due == 1) & ~met & step.live
        shorter = (due > 0).astype(np.int32)
        step.ledger.change(lines.due.start + line, np.where(met, -due, -shorter), "8.3 responses")
        if found(met):
            trap = met & declared & (meters[lines.unmeant.start + line] > 0)
            traps += trap
            step.ledger.note("commitment trap", trap, nobody, line=line)
            resolve[owner] += k.answered * met
        if found(missed):
            resolve[owner] -= np.where(declared, k.unanswered_declared, k.unanswered_tacit) * missed
            lost_face[owner] |= missed & declared
        if step.ledger.keep:
            own = tuple(p == owner for p in range(len(step.rules.powers)))
            step.ledger.note("response met", met & declared, None, line=line)
            step.ledger.note("response met", met & ~declared, own, line=line)
            step.ledger.note("response missed", missed & declared, None, line=line)
            step.ledger.note("response missed", missed & ~declared, own, line=line)
    step.change("world.traps", traps, "8.3 a commitment trap")
    for power, name in enumerate(step.rules.powers):
        step.change(f"{name}.resolve", np.clip(resolve[power], -3, 3), "8.3 responses")
        if name in _FACE:
            step.change(
                _FACE[name], np.int32(-k.face) * lost_face[power], "8.3 a declared line left unanswered"
            )


def _loudest_answer(step: Step, owner: int) -> Ints:
    """The highest rung a power means against each other in this step: (P, G)."""
    loudest = np.zeros((len(step.rules.powers), step.state.games), np.int32)
    acts, book = step.acts, step.rules.programs
    if acts is not None:
        own = indices(book.power.take(acts.orders) == owner)
        orders = acts.orders[own]
        own = own[~step.rules.allied[orders] & (book.act[orders] != ACTS.index("words"))]
        raise_at(loudest, book.against[acts.orders[own]], acts.games[own], acts.intended[own])
    return loudest


def forced_response(step: Step) -> None:
    """
    [8.4] Forced response. Mechanism 28.

    Many dead must be answered: an act of Washington's meant at rung 6 or above, within two steps. Otherwise
    a point of political capital and one of resolve are lost.
    """
    left = step["washington.must-answer"]
    if not found(left):
        return
    pressing = (left > 0) & step.live
    fresh = pressing & step.casualty
    met = pressing & (_loudest_answer(step, step.power("washington")).max(axis=0) >= 6)
    missed = pressing & ~met & (left == 1) & ~fresh
    change = np.where(met, -left, -(pressing & ~fresh).astype(np.int32))
    step.change("washington.must-answer", change, "8.4 forced response")
    step.change("washington.resolve", met.astype(np.int32) - missed, "8.4 forced response")
    step.change(
        "washington.capital",
        np.int32(-step.constants.mass_casualty.capital) * missed,
        "8.4 the dead unanswered",
    )
    step.ledger.note("casualties answered", met)
    step.ledger.note("casualties unanswered", missed)
