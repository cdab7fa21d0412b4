"""Intervals against published values and by hand."""

from __future__ import annotations

import pytest

from wargame.analysis.intervals import mean_interval, wilson

# R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17
# (1998), table I, method 3.
NEWCOMBE = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
]


@pytest.mark.parametrize(("hits", "of", "low", "high"), NEWCOMBE)
def test_wilson_gives_the_published_values(hits: int, of: int, low: float, high: float) -> None:
    assert (low, high) == pytest.approx(wilson(hits, of), abs=5e-5)


def test_wilson_is_the_same_seen_from_the_other_side() -> None:
    low, high = wilson(3, 40)

    assert (1 - high, 1 - low) == pytest.approx(wilson(37, 40))


def test_wilson_stays_within_nought_and_one() -> None:
    assert wilson(0, 7)[0] == 0.0
    assert wilson(7, 7)[1] == 1.0
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(("hits", "of"), [(3, 2), (-1, 2)])
def test_a_share_of_more_than_all_is_refused(hits: int, of: int) -> None:
    with pytest.raises(ValueError, match="is not a share"):
        wilson(hits, of)


def test_the_interval_of_a_mean_by_hand() -> None:
    values = [1, 2, 3, 4, 5]  # mean 3, variance 2.5, so a standard error of the square root of a half
    found = mean_interval(sum(values), sum(v * v for v in values), len(values))

    assert found == pytest.approx((3 - 1.95996 * 0.5**0.5, 3 + 1.95996 * 0.5**0.5), abs=1e-4)


def test_many_equal_values_leave_no_doubt() -> None:
    games, value = 10**7, 97

    assert mean_interval(games * value, games * value * value, games) == (97.0, 97.0)


def test_one_value_has_no_interval() -> None:
    assert mean_interval(4, 16, 1) is None
