"""Legal orders come from one place: what the menu lists is accepted, all else is refused with its reason."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playing import Opened, reached, shipped
from positions import Position

from wargame.engine.fog import EXACT, Seat, look, make_seat, seats_of
from wargame.engine.legality import fit_sheet, fits, open_places, price
from wargame.ruleset.tables import STANDING, Ints, Ruleset

NUMBERS = st.integers(0, 10**9)


def all_seats(rules: Ruleset) -> list[Seat]:
    """Every seat of every table."""
    return [seat for table in rules.tables for seat in seats_of(rules, table)]


def cost_of(rules: Ruleset, meters: Ints, orders: list[int]) -> dict[int, int]:
    """What a sheet costs in all: row -> amount."""
    rows, cost = price(rules, meters, np.array(orders, np.int32), np.zeros(len(orders), np.intp))
    total: dict[int, int] = {}
    for row, amount in zip(rows.ravel().tolist(), cost.ravel().tolist(), strict=True):
        total[row] = total.get(row, 0) + amount
    return {row: amount for row, amount in total.items() if amount}


def can_be_placed(rules: Ruleset, free: list[int], orders: list[int]) -> bool:
    """Whether there is a way to give every order a place of its own, by trying all ways."""
    if not orders:
        return True
    return any(
        fits(rules, place, orders[0]) and can_be_placed(rules, [p for p in free if p != place], orders[1:])
        for place in free
    )


@pytest.mark.parametrize("table", ["four", "two", "twelve"])
def test_menu_and_sheet_agree_on_every_order_of_the_book(rules: Ruleset, opened: Opened, table: str) -> None:
    for at, seat in enumerate(seats_of(rules, table)):
        state = opened.state(at * 37 % opened.count)
        listed = set(look(rules, seat, state).menu)
        accepted = set()
        for order in range(1, rules.programs.orders):
            taken, wrong = fit_sheet(rules, state.meters, seat.sight, seat.cells, [order])
            if wrong:
                assert taken == {}
                assert wrong[0].order == rules.programs.names[order]
                assert wrong[0].reason
            else:
                assert list(taken.values()) == [order]
                accepted.add(order)

        assert accepted == listed


def test_a_menu_holds_nothing_of_another_power_and_nothing_that_the_rules_give(
    rules: Ruleset, opened: Opened
) -> None:
    book = rules.programs
    for at, seat in enumerate(all_seats(rules)):
        for order in look(rules, seat, opened.state(at * 29 % opened.count)).menu:
            assert book.power[order] in seat.powers
            assert (book.cells[order] & seat.cells).any()
            assert book.slot[order] != STANDING


@given(at=NUMBERS, who=NUMBERS, picks=st.lists(NUMBERS, max_size=7))
@settings(max_examples=120)
def test_a_sheet_is_refused_only_if_it_does_not_fit(at: int, who: int, picks: list[int]) -> None:
    """Orders that are legal alone fail together only for want of places or of means."""
    rules, opened = shipped(), reached()
    seats = all_seats(rules)
    seat, state = seats[who % len(seats)], opened.state(at % opened.count)
    view = look(rules, seat, state)
    orders = list(dict.fromkeys(view.menu[p % len(view.menu)] for p in picks)) if view.menu else []
    taken, wrong = fit_sheet(rules, state.meters, seat.sight, seat.cells, orders)

    left = {r: int(state.meters[r, 0] - rules.meters.low[r]) for r in cost_of(rules, state.meters, orders)}
    pays = all(left[r] >= cost for r, cost in cost_of(rules, state.meters, orders).items())
    assert bool(wrong) == (not pays or not can_be_placed(rules, list(view.places), orders))

    assert len(taken) + len(wrong) == len(orders)
    assert all(fits(rules, place, order) and place in view.places for place, order in taken.items())
    spent = cost_of(rules, state.meters, list(taken.values()))
    assert all(left[r] >= cost for r, cost in spent.items())


@given(at=NUMBERS, who=NUMBERS, picks=st.lists(NUMBERS, max_size=12))
@settings(max_examples=60)
def test_any_list_of_orders_is_judged_order_by_order(at: int, who: int, picks: list[int]) -> None:
    """Illegal ones too, and twice the same: each stands on the sheet once or has a reason why not."""
    rules, opened = shipped(), reached()
    seats = all_seats(rules)
    seat, state = seats[who % len(seats)], opened.state(at % opened.count)
    orders = [1 + p % (rules.programs.orders - 1) for p in picks]
    taken, wrong = fit_sheet(rules, state.meters, seat.sight, seat.cells, orders)

    names = [rules.programs.names[o] for o in taken.values()] + [fault.order for fault in wrong]
    assert sorted(names) == sorted(rules.programs.names[o] for o in orders)
    assert len(set(taken.values())) == len(taken)
    assert all(fault.reason for fault in wrong)


def test_what_pays_for_an_order_is_seen_exactly_by_those_who_may_give_it(rules: Ruleset) -> None:
    """Otherwise a refusal would tell what a seat cannot know."""
    book = rules.programs
    for order in range(1, book.orders):
        payers = {int(row) for row, cost in zip(book.cost_row[order], book.cost[order], strict=True) if cost}
        for cell in np.flatnonzero(book.cells[order]) if book.slot[order] != STANDING else ():
            assert all(rules.sight_exact[cell, row] for row in payers), book.names[order]


def test_what_prices_and_clocks_depend_on_is_seen_by_everybody(rules: Ruleset) -> None:
    for seat in all_seats(rules):
        for name in ("world.clock", "tehran-washington.channel"):
            assert seat.certainty[rules.meters.row[name]] == EXACT


def test_an_order_stands_on_a_sheet_once(rules: Ruleset) -> None:
    seat = make_seat(rules, "tehran", "Tehran", rules.cell_power == rules.powers.index("tehran"))
    meters = Position(rules, {"tehran.resources": 15}).games.state.meters
    order = rules.order("build-missiles")
    taken, wrong = fit_sheet(rules, meters, seat.sight, seat.cells, [order, order])

    assert list(taken.values()) == [order]
    assert [fault.reason for fault in wrong] == ["stands on the sheet already"]


def test_a_sheet_that_cannot_pay_for_all_names_what_is_lacking(rules: Ruleset) -> None:
    """Earlier orders are paid first."""
    seat = make_seat(rules, "tehran", "Tehran", rules.cell_power == rules.powers.index("tehran"))
    orders = [rules.order("build-missiles"), rules.order("nuclear-research")]
    first, second = (cost_of(rules, np.zeros((rules.meters.count, 1), np.int32), [o]) for o in orders)
    purse = rules.meters.row["tehran.resources"]
    meters = Position(rules, {"tehran.resources": first[purse] + second[purse] - 1}).games.state.meters
    taken, wrong = fit_sheet(rules, meters, seat.sight, seat.cells, orders)

    assert list(taken.values()) == orders[:1]
    assert wrong[0].order == "nuclear-research"
    assert wrong[0].reason == f"costs {second[purse]} {rules.meters.labels[purse]}, {second[purse] - 1} left"


def test_crisis_steps_leave_fewer_places(rules: Ruleset) -> None:
    for seat in all_seats(rules):
        monthly, crisis = (open_places(rules, seat.cells, short) for short in (False, True))

        assert set(crisis) < set(monthly) or monthly == crisis
    everybody = np.ones(len(rules.cells), np.bool_)
    assert len(open_places(rules, everybody, True)) < len(open_places(rules, everybody, False))
