"""Dice that remember nothing: known answers, flat, and independent of everything they should not depend on."""

from __future__ import annotations

import numpy as np
import pytest

from wargame.engine.dice import Dice, mix, seeds_of

GAMMA = 0x9E3779B97F4A7C15


def chi_square(counts: np.ndarray, shares: np.ndarray) -> float:
    expected = counts.sum() * shares
    return float((((counts - expected) ** 2) / expected).sum())


@pytest.mark.parametrize(
    ("seed", "outputs"),
    [
        (0, [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F, 0xF88BB8A8724C81EC]),
        (1234567, [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431]),
    ],
)
def test_the_finaliser_is_splitmix64(seed: int, outputs: list[int]) -> None:
    """Known answers of the published generator: its n-th output mixes seed + n gamma."""
    words = np.array([(seed + (n + 1) * GAMMA) % (1 << 64) for n in range(len(outputs))], np.uint64)

    assert mix(words).tolist() == outputs


def test_a_pair_of_dice_is_flat() -> None:
    """Chi-square over 200,000 throws, below what chance passes once in a thousand."""
    dice = Dice(seeds_of(11, 200_000))
    counts = np.bincount(dice.two("throw"), minlength=13)[2:]
    ways = np.array([1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1])

    assert chi_square(counts, ways / 36) < 29.59  # 10 degrees of freedom


@pytest.mark.parametrize(("sides", "limit"), [(2, 10.83), (6, 20.52), (13, 32.91), (100, 148.23)])
def test_a_number_below_is_flat(sides: int, limit: float) -> None:
    rolled = Dice(seeds_of(12, 200_000)).below("number", sides)
    counts = np.bincount(rolled, minlength=sides)

    assert counts.size == sides
    assert chi_square(counts, np.full(sides, 1 / sides)) < limit


@pytest.mark.parametrize("reader", range(4))
def test_dice_from_one_word_are_as_flat_as_any(reader: int) -> None:
    """Several readers of one act, several estimates of one power: quarters of the same 64 bits."""
    dice = Dice(seeds_of(14, 100_000))
    everybody = np.arange(100_000)
    twos = dice.two_each("perception", 4, 0, everybody)
    sixes = dice.below_each("estimate", np.full((4, 1), 6, np.int32))
    ways = np.array([1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1])
    pairs = np.bincount(sixes[reader] * 6 + sixes[(reader + 1) % 4], minlength=36)

    assert chi_square(np.bincount(twos[reader], minlength=13)[2:], ways / 36) < 29.59
    assert chi_square(np.bincount(sixes[reader], minlength=6), np.full(6, 1 / 6)) < 20.52
    assert chi_square(pairs, np.full(36, 1 / 36)) < 66.62
    assert abs(float(np.corrcoef(twos[reader], twos[(reader + 1) % 4])[0, 1])) < 0.02


def test_dice_from_one_word_belong_to_the_game() -> None:
    whole, alone = Dice(seeds_of(15, 300)), Dice(seeds_of(15, 300)[[250]])
    sides = np.array([[5], [7], [3], [9], [4]], np.int32)

    assert (whole.below_each("estimate", sides)[:, [250]] == alone.below_each("estimate", sides)).all()
    one, all_ = np.array([0]), np.arange(300)
    assert (
        whole.two_each("perception", 4, 17, all_)[:, [250]] == alone.two_each("perception", 4, 17, one)
    ).all()


@pytest.mark.parametrize("what", ["purpose", "index", "step", "game"])
def test_rolls_are_independent_of_each_other(what: str) -> None:
    """The two rolls of a pair fill a six by six table evenly: 35 degrees of freedom."""
    games = 72_000
    dice = Dice(seeds_of(13, games))
    dice.at(3)
    first = dice.below("obedience", 6, 0)
    if what == "purpose":
        second = dice.below("decoupling", 6, 0)
    elif what == "index":
        second = dice.below("obedience", 6, 1)
    elif what == "step":
        dice.at(4)
        second = dice.below("obedience", 6, 0)
    else:
        second = np.roll(first, 1)
    counts = np.bincount(first * 6 + second, minlength=36)

    assert chi_square(counts, np.full(36, 1 / 36)) < 66.62


def test_a_game_rolls_the_same_wherever_it_stands_in_a_batch() -> None:
    seeds = seeds_of(5, 1000)
    order = np.random.default_rng(1).permutation(1000)
    whole, mixed, alone = Dice(seeds), Dice(seeds[order]), Dice(seeds[[137]])
    for dice in (whole, mixed, alone):
        dice.at(7)

    assert (whole.two("x", 3)[order] == mixed.two("x", 3)).all()
    assert whole.two("x", 3)[137] == alone.two("x", 3)[0]


def test_asking_for_some_games_gives_their_own_rolls() -> None:
    """With one index for all, one for each game asked for, and a column of them."""
    dice = Dice(seeds_of(5, 50))
    some = np.array([4, 4, 49, 0])
    each = np.array([2, 7, 1, 0])
    column = np.arange(3)[:, None]

    assert (dice.two("x", 2, some) == dice.two("x", 2)[some]).all()
    assert dice.two("x", each, some).tolist() == [
        int(dice.two("x", int(i))[g]) for i, g in zip(each, some, strict=True)
    ]
    assert (dice.below("x", 9, column, some) == dice.below("x", 9, column)[:, some]).all()


def test_drawing_more_moves_no_other_roll() -> None:
    plain, busy = Dice(seeds_of(9, 100)), Dice(seeds_of(9, 100))
    for number in range(20):
        busy.two("something else", number)
        busy.below("more", 6)

    assert (plain.two("accident") == busy.two("accident")).all()


def test_a_step_can_be_rolled_again() -> None:
    dice = Dice(seeds_of(9, 100))
    dice.at(4)
    first = dice.two("accident")
    dice.at(9)
    dice.at(4)

    assert (dice.two("accident") == first).all()


def test_seeds_of_a_series_depend_on_their_own_number_only() -> None:
    assert (seeds_of(3, 10)[4:7] == seeds_of(3, 3, first=4)).all()
    assert np.unique(seeds_of(3, 100_000)).size == 100_000
    assert not (seeds_of(3, 100) == seeds_of(4, 100)).any()
