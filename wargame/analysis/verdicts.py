"""Whether the games bear a claim out: effects with 95% intervals, and the rules of judgement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import nan, sqrt

import numpy as np

from wargame.analysis.intervals import Z, wilson
from wargame.analysis.measures import Numbers, plain, qualifying
from wargame.ruleset.schema import Hypothesis, Measure

FEWEST = 30
"""Games that must count in an arm before anything is said of it."""

HOLDS, FAILS, UNDECIDED = "holds", "fails", "undecided"
VANISHES, WEAKENS, REMAINS, MOOT = "vanishes", "weakens", "remains", "moot"


@dataclass(frozen=True)
class Sample:
    """The games of an arm: their number is the total of `over` divided by that of `under`, times `scale`.

    For a mean, `under` is 1 in the games that count and both are 0 in the others; so a mean among some
    games and a ratio of totals are one thing, and their errors are found in one way.
    """

    over: Numbers  # (G,)
    under: Numbers  # (G,)
    scale: float = 1.0
    shares: bool = False
    """Whether every game that counts has 0 or 100."""
    ratio: bool = False

    @property
    def counted(self) -> int:
        """Games that count."""
        return int(np.count_nonzero(self.under))

    @property
    def value(self) -> float:
        under = float(self.under.sum())
        return self.scale * float(self.over.sum()) / under if under else nan

    @property
    def sd(self) -> float:
        """Standard deviation of the games' numbers; a ratio of totals has none."""
        if self.ratio or self.counted < 2:
            return nan
        return float(self.over[self.under > 0].std(ddof=1))

    @property
    def influence(self) -> Numbers:
        """How far each game (G,) moves the value, times the games: their mean is 0, and the variance of their
        mean is that of the value (delta method)."""
        middle: Numbers = (self.scale * self.over - self.value * self.under) / self.under.mean()
        return middle

    @property
    def interval(self) -> tuple[float, float] | None:
        """95%: Wilson's for a share of games, else by the normal approximation."""
        if self.counted < FEWEST:
            return None
        if self.shares:
            low, high = wilson(round(float(self.over.sum()) / 100), self.counted)
            return 100 * low, 100 * high
        found = contrast([self], [1.0])
        return None if found is None else (found.low, found.high)


@dataclass(frozen=True)
class Effect:
    """A difference between arms with its 95% interval."""

    value: float
    low: float
    high: float

    def turned(self, sign: float) -> Effect:
        return self if sign > 0 else Effect(-self.value, -self.high, -self.low)


@dataclass(frozen=True)
class Verdict:
    word: str
    effect: Effect | None
    """None if too few games count in an arm."""
    why: str


def sample(measure: Measure, columns: Mapping[Measure, Numbers]) -> Sample:
    """The games of an arm from what was gathered of each plain measure (G,)."""
    own = columns[plain(measure)]
    counts = ~np.isnan(own)
    if measure.among:
        counts &= columns[qualifying(measure)] > 0
    if measure.per is not None:
        under = columns[measure.per]
        counts &= ~np.isnan(under)
        return Sample(np.where(counts, own, 0.0), np.where(counts, under, 0.0), 100.0, ratio=True)
    over, under = np.where(counts, own, 0.0), counts.astype(np.float64)
    if measure.variance:
        some = over[counts]
        degrees = max(1, some.size - 1)
        over[counts] = (some - some.mean()) ** 2 * some.size / degrees if some.size else some
        return Sample(over, under)
    yes_or_no = measure.end is not None or measure.ever is not None or measure.deal is not None
    return Sample(over, under, shares=yes_or_no)


def contrast(samples: Sequence[Sample], weights: Sequence[float]) -> Effect | None:
    """The weighted sum of the arms' values. Game by game, the arms share their luck, and what luck they
    share drops out of the error.

    Where every game says yes or no, the error is reckoned as if one more game had come out differently, so
    that a share of nought in every arm is not mistaken for certainty (after Agresti and Min, 2005).
    """
    if any(s.counted < FEWEST or not s.under.sum() for s in samples):
        return None
    value = sum(w * s.value for w, s in zip(weights, samples, strict=True))
    together = np.sum([w * s.influence for w, s in zip(weights, samples, strict=True)], axis=0)
    squares = float(together @ together)
    if all(s.shares for s in samples):
        squares += max(100 / s.under.mean() for s in samples) ** 2
    games = together.size
    half = Z * sqrt(squares / games / (games - 1))
    return Effect(value, value - half, value + half)


def step(samples: Sequence[Sample], first: int, last: int) -> Effect | None:
    """What changes from one arm to another."""
    return contrast([samples[last], samples[first]], [1.0, -1.0])


def judge(expect: str, least: float, samples: Sequence[Sample]) -> Verdict:
    """
    How a hypothesis is judged.

    The arms of a hypothesis are played with the same luck, and its effect is taken game by game, with its
    95% interval. `least` is the smallest effect worth the name.

    Rises, falls: the effect is the last arm less the first, counted in the expected direction. The claim
    holds if the interval lies above nought, the effect is at least `least`, and no step from one arm to the
    next goes the other way beyond its own interval. It fails if the interval lies wholly below `least`, or
    if such a step goes the other way. Else it is undecided.

    Flat: the effect is the arm furthest from the first, less the first. The claim holds if the intervals of
    all arms less the first lie within `least` on either side of nought; it fails if one of them lies wholly
    outside; else it is undecided.

    Peak: the effect is the highest of the inner arms less the higher of the two ends. The claim holds if an
    inner arm is above both ends by at least `least`, with intervals above nought; it fails if each inner arm
    has an end that it does not exceed by `least`, the interval lying wholly below; else it is undecided.

    Interaction: the effect is the step from the third arm to the fourth, less the step from the first to
    the second; it is judged as a rise.

    With fewer than 30 games that count in an arm, nothing is said.

    Ablation: the same arms with the mechanism switched off. The effect vanishes if its interval includes
    nought, if it is smaller than `least`, or if it goes the other way. It weakens if it is less than half of
    what it was and the two intervals lie apart. Else it remains, and something other than the mechanism
    brings it about. Of a flat claim, it is the flatness that vanishes: an effect of at least `least`
    appears, its interval beside nought. Where the claim itself does not hold, its ablation is moot.
    """
    if any(s.counted < FEWEST or not s.under.sum() for s in samples):
        counted = min(s.counted for s in samples)
        return Verdict(UNDECIDED, None, f"only {counted} games count in an arm")
    if expect == "flat":
        return _flat(least, samples)
    if expect == "peak":
        return _peak(least, samples)
    sign = -1.0 if expect == "falls" else 1.0
    if expect == "interaction":
        effect, steps = contrast(samples[:4], [1.0, -1.0, -1.0, 1.0]), []
    else:
        effect = step(samples, 0, len(samples) - 1)
        pairs = range(1, len(samples)) if len(samples) > 2 else range(0)
        steps = [(n, found) for n in pairs if (found := step(samples, n - 1, n)) is not None]
    assert effect is not None
    toward = effect.turned(sign)
    back = [n for n, found in steps if found.turned(sign).high < 0]
    if toward.high < 0:
        return Verdict(FAILS, effect, "the effect goes the other way")
    if toward.high < least:
        return Verdict(FAILS, effect, f"the effect is smaller than {least:g}")
    if back:
        return Verdict(FAILS, effect, f"the step to arm {back[0] + 1} goes the other way")
    if toward.low <= 0:
        return Verdict(UNDECIDED, effect, "the interval includes nought")
    if toward.value < least:
        return Verdict(UNDECIDED, effect, f"the interval includes {least:g}, but the effect falls short")
    return Verdict(HOLDS, effect, "")


def _flat(least: float, samples: Sequence[Sample]) -> Verdict:
    found = [e for n in range(1, len(samples)) if (e := step(samples, 0, n)) is not None]
    effect = max(found, key=lambda e: abs(e.value))
    if any(e.low > least or e.high < -least for e in found):
        return Verdict(FAILS, effect, f"the effect is larger than {least:g}")
    if all(-least <= e.low and e.high <= least for e in found):
        return Verdict(HOLDS, effect, "")
    return Verdict(UNDECIDED, effect, f"an interval reaches beyond {least:g}")


def _peak(least: float, samples: Sequence[Sample]) -> Verdict:
    last = len(samples) - 1
    higher = 0 if samples[0].value >= samples[last].value else last
    inner = max(range(1, last), key=lambda n: samples[n].value)
    effect = step(samples, higher, inner)
    margins = [[e for end in (0, last) if (e := step(samples, end, n)) is not None] for n in range(1, last)]
    if any(all(e.low > 0 and e.value >= least for e in ends) for ends in margins):
        return Verdict(HOLDS, effect, "")
    if all(any(e.high < least for e in ends) for ends in margins):
        return Verdict(FAILS, effect, f"no inner arm is above both ends by {least:g}")
    return Verdict(UNDECIDED, effect, "an interval includes nought, or the margin falls short")


def judge_ablation(hypothesis: Hypothesis, main: Verdict, samples: Sequence[Sample]) -> Verdict:
    """Whether the effect vanishes from the same arms without the mechanism; by the rules that `judge` states."""
    least = hypothesis.least
    effect = judge(hypothesis.expect, least, samples).effect
    if main.word != HOLDS or main.effect is None:
        return Verdict(MOOT, effect, "the claim itself does not hold")
    if effect is None:
        return Verdict(UNDECIDED, None, "too few games count in an arm")
    beside = effect.low > 0 or effect.high < 0
    if hypothesis.expect == "flat":
        if beside and abs(effect.value) >= least:
            return Verdict(VANISHES, effect, "it is no longer flat")
        return Verdict(REMAINS, effect, "it is flat without the mechanism as well")
    sign = -1.0 if hypothesis.expect == "falls" else 1.0
    now, before = effect.turned(sign), main.effect.turned(sign)
    if not beside:
        return Verdict(VANISHES, effect, "the interval includes nought")
    if now.value < 0:
        return Verdict(VANISHES, effect, "the effect goes the other way")
    if now.value < least:
        return Verdict(VANISHES, effect, f"the effect is smaller than {least:g}")
    if now.value < before.value / 2 and now.high < before.low:
        return Verdict(WEAKENS, effect, "it is less than half of what it was, but there")
    return Verdict(REMAINS, effect, "the effect is there without the mechanism as well")
