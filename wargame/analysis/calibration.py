"""Sanity: the figures that doctrine self-play should come to, measured and set beside their bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from wargame.analysis.readings import Reading, take
from wargame.analysis.results import CAUTION
from wargame.engine.version import RULES_VERSION
from wargame.ruleset.schema import Target
from wargame.ruleset.studies import load_studies


@dataclass(frozen=True)
class Checked:
    """A target, and what the games came to."""

    target: Target
    reading: Reading

    @property
    def value(self) -> float:
        """The mean or the median, as the target asks."""
        if self.target.statistic == "median":
            return float(np.median(self.reading.values))
        return self.reading.sample.value

    @property
    def inside(self) -> bool:
        return self.target.low <= self.value <= self.target.high


def calibrate(
    ruleset: str, games: int, seed: int, workers: int = 1, progress: Callable[[int], None] | None = None
) -> list[Checked]:
    """Measure every target of a ruleset, in as many games of its scenario.

    Raises RulesetError for a ruleset that is wrong, and ValueError if it has no targets.
    """
    studies = load_studies(ruleset)
    targets: tuple[Target, ...] = studies.document.of("target")
    if not targets:
        raise ValueError(f"ruleset {studies.rules.name} has no targets in its folder studies")
    found: dict[str, Checked] = {}
    for name in dict.fromkeys(target.scenario for target in targets):
        mine = [target for target in targets if target.scenario == name]
        scenario, measures = studies.rules.scenarios[name], [target.measure for target in mine]
        readings = take(ruleset, studies.rules, scenario, measures, games, seed, workers, progress)
        found |= {t.id: Checked(t, r) for t, r in zip(mine, readings, strict=True)}
    return [found[target.id] for target in targets]


def table(ruleset: str, games: int, seed: int, checked: list[Checked]) -> Iterator[str]:
    """The targets as a Markdown table."""
    yield f"# Calibration of {ruleset}"
    yield ""
    yield f"{CAUTION} {games:,} games of each scenario, seed {seed}, rules version {RULES_VERSION}."
    yield ""
    yield "| Figure | Should be | Is | 95% | Unit | |"
    yield "|---|---|---|---|---|---|"
    for one in checked:
        target, interval = one.target, one.reading.sample.interval
        spread = f"{interval[0]:.1f} to {interval[1]:.1f}" if interval and target.statistic == "mean" else ""
        verdict = "inside" if one.inside else "**outside**"
        yield (
            f"| {target.label} | {target.low:g} to {target.high:g} | {one.value:.1f} | {spread} "
            f"| {target.unit} | {verdict} |"
        )
    remarks = [one.target for one in checked if one.target.remark and not one.inside]
    if remarks:
        yield ""
        yield from (f"- {target.label}: {target.remark}" for target in remarks)
