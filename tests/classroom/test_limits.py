"""Rates: so many at once, so many a second, and tallies that do not grow without end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wargame.classroom.limits import MOST_KEYS, Limits, Rate, Tally


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_then_a_rate() -> None:
    clock = Clock()
    tally = Tally(Rate(3, 2), clock)

    assert [tally.take("a") for _ in range(3)] == [0, 0, 0]
    assert tally.take("a") == 0.5
    clock.now = 0.5
    assert tally.take("a") == 0
    assert tally.take("a") == 0.5


def test_one_does_not_pay_for_another() -> None:
    tally = Tally(Rate(1, 1), Clock())

    assert tally.take("a") == 0
    assert tally.take("a") > 0
    assert tally.take("b") == 0


def test_asking_for_the_wait_counts_nothing() -> None:
    tally = Tally(Rate(1, 1), Clock())

    assert [tally.wait("a") for _ in range(5)] == [0] * 5
    assert tally.take("a") == 0
    assert tally.wait("a") == 1


@given(st.lists(st.floats(0, 5), max_size=200))
def test_never_more_than_the_burst_and_the_rate(pauses: list[float]) -> None:
    clock = Clock()
    tally, allowed = Tally(Rate(5, 2), clock), 0
    for pause in pauses:
        clock.now += pause
        allowed += tally.take("a") == 0

    assert allowed <= 5 + 2 * clock.now + 1e-6


def test_tallies_are_bounded_and_who_was_refused_stays_refused() -> None:
    clock = Clock()
    tally = Tally(Rate(2, 0.001), clock)
    for number in range(3 * MOST_KEYS):
        clock.now += 0.0001
        tally.take(number)
        if number % 100 == 0:
            tally.take("guesser")

    assert len(tally._left) <= MOST_KEYS
    assert tally.take("guesser") > 0


def test_the_defaults_let_a_class_in_from_one_address() -> None:
    """Sixty people come in, load their pages, and all look again when the sheets open."""
    limits = Limits()
    clock = Clock()
    joins, address = Tally(limits.joins, clock), Tally(limits.address, clock)

    assert all(joins.take("school") == 0 for _ in range(60))
    assert all(address.take("school") == 0 for _ in range(60 * 12))
    assert all(address.take("school") == 0 for _ in range(60 * 10))
    assert limits.streams_of_address >= 60 * 3
