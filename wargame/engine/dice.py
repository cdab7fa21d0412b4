"""Dice that remember nothing: a roll is a pure function of (seed, step, purpose, index).

A game rolls the same alone and in any batch, a new roll in one rule moves no other rule's dice,
and a branch may keep the luck of its trunk. Draws are splitmix64 finalisers, mixed level by level;
uint64 work stays in arrays, where it wraps silently as intended.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from wargame.ruleset.tables import Flags, Ints

Words = NDArray[np.uint64]

_GAMMA = np.array([0x9E3779B97F4A7C15], np.uint64)
_INDEX = np.array([0xD1342543DE82EF95], np.uint64)
_A = np.array([0xBF58476D1CE4E5B9], np.uint64)
_B = np.array([0x94D049BB133111EB], np.uint64)
_S30, _S27, _S31, _S32 = (np.array([s], np.uint64) for s in (30, 27, 31, 32))
_SIX = np.array([6], np.uint64)
_TWO_DICE = np.add.outer(np.arange(1, 7), np.arange(1, 7)).ravel().astype(np.int32)


def mix(words: Words) -> Words:
    """The splitmix64 finaliser."""
    shifted = words >> _S30
    mixed = words ^ shifted
    mixed *= _A
    np.right_shift(mixed, _S27, out=shifted)
    mixed ^= shifted
    mixed *= _B
    np.right_shift(mixed, _S31, out=shifted)
    mixed ^= shifted
    return mixed


@lru_cache(maxsize=1024)
def _purpose(name: str) -> Words:
    return np.frombuffer(hashlib.blake2b(name.encode(), digest_size=8).digest(), "<u8").astype(np.uint64)


@lru_cache(maxsize=4096)
def _draw(purpose: str, index: int) -> Words:
    return _purpose(purpose) + np.array([index], np.uint64) * _INDEX


def seeds_of(master: int, games: int, first: int = 0) -> Words:
    """Seeds of games `first`, `first + 1`, ... of a series: each depends on its own number only."""
    numbers = np.arange(first + 1, first + games + 1, dtype=np.uint64)
    start = np.array([master % (1 << 64)], np.uint64)
    return mix(mix(start + _GAMMA) + numbers * _GAMMA)


class Dice:
    """The dice of a batch of games at one step."""

    def __init__(self, seeds: Words, step: int = 0) -> None:
        self.seeds = seeds
        self.at(step)

    def at(self, step: int) -> None:
        """Turn to a step: every later roll belongs to it."""
        self._key = mix(self.seeds + np.array([step + 1], np.uint64) * _GAMMA)

    def words(self, purpose: str, index: object = 0, games: NDArray[np.intp] | None = None) -> Words:
        """64 random bits. `index` is a number, or an array that broadcasts against the games asked for."""
        key = self._key if games is None else self._key.take(games)
        if isinstance(index, int):
            return mix(key + _draw(purpose, index))
        return mix(key + (_purpose(purpose) + np.asarray(index).astype(np.uint64) * _INDEX))

    def two(self, purpose: str, index: object = 0, games: NDArray[np.intp] | None = None) -> Ints:
        """2d6: one of each half of the word."""
        words = self.words(purpose, index, games)
        dice = words.view(np.uint32).reshape(*words.shape, 2) * _SIX
        dice >>= _S32
        both = (dice[..., 0] + dice[..., 1]).astype(np.int32)
        both += 2
        return both

    def below(
        self, purpose: str, sides: object, index: object = 0, games: NDArray[np.intp] | None = None
    ) -> Ints:
        """A number from 0 to `sides` - 1; `sides` is a number or an array."""
        words = self.words(purpose, index, games) >> _S32
        return ((words * np.asarray(sides).astype(np.uint64)) >> _S32).astype(np.int32)

    def below_each(self, purpose: str, sides: Ints) -> Ints:
        """Numbers below `sides` (rows, G or 1), each under 256: (rows, G). Four rows share a word."""
        rows = len(sides)
        quarters = self._quarters(purpose, np.arange((rows + 3) // 4)[:, None])
        result = np.empty((rows, quarters.shape[1]), np.int32)
        for quarter in range(4):
            some = result[quarter::4]
            np.multiply(quarters[: len(some), :, quarter], sides[quarter::4], out=some)
        result >>= 16
        return result

    def under(self, purpose: str, per_cent: Ints) -> Flags:
        """Whether each of some dice with a hundred sides (rows,) falls under its number: (rows, G).

        They fall as those of `below_each` do with a hundred sides, and are not written out.
        """
        rows = len(per_cent)
        least_over = np.minimum((per_cent * 65536 + 99) // 100, 65535).astype(np.uint16)
        quarters = self._quarters(purpose, np.arange((rows + 3) // 4)[:, None])
        result = np.empty((rows, quarters.shape[1]), np.bool_)
        for quarter in range(4):
            some = result[quarter::4]
            np.less(quarters[: len(some), :, quarter], least_over[quarter::4, None], out=some)
        return result

    def _quarters(
        self, purpose: str, index: object, games: NDArray[np.intp] | None = None
    ) -> NDArray[np.uint16]:
        """Words cut in four, the lowest first."""
        words = self.words(purpose, index, games)
        return words.astype("<u8", copy=False).view("<u2").reshape(*words.shape, 4)

    def two_each(self, purpose: str, count: int, index: object, games: NDArray[np.intp]) -> Ints:
        """2d6 for each of up to four readers of the same thing: (count, n), from the quarters of one word."""
        falls = self._quarters(purpose, index, games).T[:count] * np.array(36, np.intp)
        falls >>= 16
        return _TWO_DICE.take(falls)
