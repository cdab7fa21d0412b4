"""The spread of a class's answers, and where it is stopped: plain objects, no screen."""

from __future__ import annotations

from wargame.record.past import BEFORE_REVEAL, REVEAL, Moment
from wargame.tui.asking import NOTHING, Asking, Spread


def test_hands_are_counted_and_taken_back() -> None:
    spread = Spread()
    for order, by in (("warn", 1), ("warn", 1), ("strike", 1), ("strike", -1), ("none", -1)):
        spread.count(order, by)

    assert spread.hands == {"warn": 2}
    assert spread.total == 2


def test_the_spread_stands_beside_what_was_ordered() -> None:
    spread = Spread({"warn": 2, "strike": 5})
    found = [(c.order, c.hands, c.given) for c in spread.beside(["warn", "deny"])]

    assert found == [("strike", 5, False), ("warn", 2, True), ("deny", 0, True)]


def test_an_empty_sheet_is_the_order_to_leave_it() -> None:
    assert [(c.order, c.given) for c in Spread({NOTHING: 1}).beside([])] == [(NOTHING, True)]


def test_the_first_reveal_on_the_way_stops() -> None:
    asking = Asking("gcc", frozenset({1, 3}))

    assert asking.stop(Moment(0, "world"), Moment(0, "end")) is None
    assert asking.stop(Moment(0, "world"), Moment(4, "end")) == 1
    assert asking.stop(Moment(1, BEFORE_REVEAL), Moment(1, REVEAL)) == 1
    assert asking.stop(Moment(1, REVEAL), Moment(3, BEFORE_REVEAL)) is None
    assert asking.stop(Moment(4, "world"), Moment(0, "world")) is None
    asking.passed.add(1)
    assert asking.stop(Moment(0, "world"), Moment(4, "end")) == 3
    assert asking.next_stop(Moment(3, REVEAL)) is None
    assert asking.next_stop(Moment(0, "end")) == 3


def test_what_was_not_reached_is_kept_back() -> None:
    asking = Asking("gcc", frozenset({1}))
    asking.reached(Moment(2, "deeds"))

    assert asking.known(Moment(0, "end")) == 2
    asking.reached(Moment(2, "end"))
    assert asking.known(Moment(0, "world")) == 3
