"""Phase 3: the sealed sheets open together, and are paid; and what every order does when its phase comes."""

from __future__ import annotations

import numpy as np

from wargame.engine.legality import clauses_hold, discount, price, requirements_met
from wargame.engine.sparse import add_at, found, indices, pick, unfold
from wargame.engine.step import Step, Where
from wargame.ruleset import vocabulary
from wargame.ruleset.tables import RAISE, RECORD, Flags, Ints

PHASES = list(vocabulary.PHASES)


def reveal(step: Step) -> None:
    """
    [3.1] Simultaneous reveal. No mechanism.

    All sheets open at the same moment. Who gave an order is known to everybody if the order is
    public; a deniable or secret order is known to its own power only.
    """
    if step.ledger.keep:
        places, games, orders = step.listed()
        step.ledger.note_each("order", games, step.seen_by(orders), order=orders, place=places)


def pay(step: Step) -> None:
    """
    [3.2] Costs. Mechanism 2.

    Orders are paid in the order of the places on the sheet. What cannot be paid is void. With the
    channel between Tehran and Washington shut, Tehran's deniable gray-zone acts cost one less.
    """
    rules, meters = step.rules, step.state.meters
    places, games, orders = step.listed()
    book = rules.programs
    at, column = unfold(orders, book.cost_used)
    payer, cell = games.take(at), orders.take(at) * book.cost.shape[1] + column
    row, amount = book.cost_row.take(cell), book.cost.take(cell)
    cheaper = indices(discount(rules, meters, orders, games).take(at))
    amount[cheaper] -= column[cheaper] == 0

    spent = np.zeros((book.payers.size, step.state.games), np.int32)
    add_at(spent, book.payer.take(row), payer, amount)
    left = meters[book.payers] - spent
    short = np.asarray((left < rules.meters.low[book.payers, None]).any(axis=0))
    if found(short):
        _refuse(step, places, games, orders, short)
        stands = indices(step.orders[places, games][at])
        at, row, payer, amount = at[stands], row[stands], payer[stands], amount[stands]
    step.ledger.scatter(row, payer, -amount, "3.2 cost of orders", orders.take(at))


def of_record(step: Step) -> None:
    """
    [3.4] Deeds of record. No mechanism.

    In a scenario that follows a sequence of dates, what was done is done at its date, whoever plays, and
    nobody pays for it. What comes of it, the rules say.
    """
    if not step.scenario.deeds:
        return
    month, crisis = step["world.month"], step["world.crisis-steps"] * step.crisis
    places = indices(step.rules.places.kind == RECORD)
    used: dict[tuple[int, int], int] = {}
    for number, deed in enumerate(step.scenario.deeds):
        date = (deed.month, deed.crisis)
        place = int(places[used.setdefault(date, 0)])
        used[date] += 1
        due = step.live & (month == deed.month) & (crisis == deed.crisis)
        if due.any():
            step.stand(place, np.where(due, deed.order, step.orders[place]).astype(np.int32))
            step.ledger.note("deed of record", due, None, deed=number)


def _refuse(step: Step, places: Where, games: Where, orders: Where, short: Flags) -> None:
    """Void, in the order of the places, what a sheet that was never checked cannot pay."""
    rows, cost = price(step.rules, step.state.meters, orders, games)
    for game in indices(short):
        left = step.state.meters[:, game] - step.rules.meters.low
        for at in indices(games == game):
            if (left[rows[at]] < cost[at]).any():
                here = np.array([game])
                _note_void(step, here, step.orders[places[at], here], np.zeros(1, np.int32))
                step.strike_out(np.array([at]))
            else:
                np.subtract.at(left, rows[at], cost[at])


def _note_void(step: Step, games: Where, orders: Ints, clauses: Ints) -> None:
    own = step.rules.programs.power[orders][None, :] == np.arange(len(step.rules.powers))[:, None]
    step.ledger.note_each("void", games, own, order=orders, clause=clauses)


def carry_out(step: Step, phase: str, why: str) -> None:
    """
    [3.3] Orders at their phase.

    An order whose requirements the world no longer meets is void, and what it cost is lost. An
    order with odds rolls 2d6 plus its modifiers against the number it needs. Its effects are
    computed from the position at the start of the phase and settle together.
    """
    due = step.due(PHASES.index(phase))
    if not due.size:
        return
    places, games, orders = (column.take(due) for column in step.listed())
    met = requirements_met(step.rules, step.state.meters, orders, games)
    met |= step.rules.places.kind.take(places) == RECORD
    if not met.all():
        lost = indices(~met)
        step.strike_out(due[lost])
        if step.ledger.keep:
            _note_void(step, games[lost], orders[lost], _first_unmet(step, orders[lost], games[lost]))
        keep = indices(met)
        places, games, orders = places.take(keep), games.take(keep), orders.take(keep)
    success, rolls = _roll(step, places, games, orders)
    apply(step, orders, games, why, success, rolls)


def _first_unmet(step: Step, orders: Ints, games: Where) -> Ints:
    """The clause that fails, for the log; 0 if it was the clock."""
    found = np.zeros(orders.size, np.int32)
    for column in range(step.rules.programs.clauses.shape[1] - 1, -1, -1):
        clause = step.rules.programs.clauses[orders, column]
        fails = ~clauses_hold(step.rules, step.state.meters, clause, games)
        found = np.where(fails, clause, found)
    return found


def _roll(step: Step, places: Where, games: Where, orders: Ints) -> tuple[Flags, Ints]:
    """Whether each order succeeds, and the dice as they fell (0 where nothing is rolled)."""
    book, meters = step.rules.programs, step.state.meters
    success = np.ones(orders.size, np.bool_)
    rolls = np.zeros(orders.size, np.int32)
    some = indices(book.need.take(orders))
    if some.size:
        mine, g, need = orders.take(some), games.take(some), book.need.take(orders.take(some))
        fell = step.dice.two("order", places.take(some), g)
        drm = np.zeros(some.size, np.int32)
        at, column = unfold(mine, book.mod_used)
        cell = mine.take(at) * book.mod_row.shape[1] + column
        row, per, sign = (table.take(cell) for table in (book.mod_row, book.mod_per, book.mod_sign))
        np.add.at(drm, at, pick(meters, row, g.take(at)) // per * sign)
        success[some] = fell + drm >= need
        rolls[some] = fell
        if step.ledger.keep:
            own = book.power[mine][None, :] == np.arange(len(step.rules.powers))[:, None]
            step.ledger.note_each(
                "roll", g, own, order=mine, roll=fell, drm=drm, need=need, success=success[some]
            )
    return success, rolls


def apply(
    step: Step,
    programs: Ints,
    games: Where,
    why: str,
    success: Flags | None = None,
    rolls: Ints | None = None,
) -> None:
    """Book the effects of programs (n,) in games (n,): orders, events, and what deals do."""
    if not games.size:
        return
    book, meters = step.rules.programs, step.state.meters
    if success is None:
        at, column = unfold(programs, book.effect_used)
    else:
        at, column = unfold(programs + success * book.orders, book.effect_due)
    program, g = programs.take(at), games.take(at)
    cell = program * book.effect_row.shape[1] + column
    row, amount, mode = (table.take(cell) for table in (book.effect_row, book.effect_by, book.effect_mode))
    bound = indices(mode)  # raise and lower: the gap to the number, if it is on the right side
    if bound.size:
        gap = amount[bound] - pick(meters, row[bound], g[bound])
        amount[bound] = np.where(mode[bound] == RAISE, np.maximum(gap, 0), np.minimum(gap, 0))
    step.ledger.scatter(row, g, amount, why, program, None if rolls is None else rolls.take(at))


def words(step: Step) -> None:
    """
    [4.1] Statements. No mechanism of their own.

    What is said changes credibility, legitimacy, the networks' loyalty and the opening price of any
    deal; each statement's own effects are in the ruleset.
    """
    carry_out(step, "words", "4.1 statements")


def moves(step: Step) -> None:
    """
    [5.1] Diplomatic moves. Mechanisms 7, 63.

    Channels are opened and shut, messages carried, talks hosted; the stronger the guards, the less often
    Tehran's ministry brings its people to the table. Lateral diplomacy is played here: the
    mediators' moves lower noise and raise channels though no deal is struck.
    """
    carry_out(step, "diplomacy", "5.1 diplomatic moves")


def means(step: Step) -> None:
    """
    [6.1] Means. Mechanisms 20, 44, 57, 60, 61, 62.

    Posture, defence, resupply, sanctions, surgical finance, evasion, enrichment, hardening and domestic
    measures take effect together.
    """
    carry_out(step, "means", "6.1 means")


def deeds(step: Step) -> None:
    """
    [7.4] Deeds. No mechanism of their own.

    What a deed does beyond its blow (7.5 to 7.9) is in its own effects.
    """
    carry_out(step, "deeds", "7.4 deeds")
