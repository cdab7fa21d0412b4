"""Hindcast: deeds of record by date, everything else by the rules; and how much of what came of them lies within reach.

All seats are empty, so nobody orders anything but what is on record. An observed outcome is within reach if it
lies inside the central 80% of the games. That is a test of the rules' spread as much as of their middle: a
model that allowed everything would pass it, so the width of each range is printed beside it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from wargame.analysis.readings import take
from wargame.analysis.results import CAUTION
from wargame.engine.version import RULES_VERSION
from wargame.ruleset.schema import Observed
from wargame.ruleset.studies import load_studies
from wargame.ruleset.tables import Ruleset, Scenario

CENTRAL = (10.0, 90.0)
"""Percentiles that the central 80% lies between."""


@dataclass(frozen=True)
class Outcome:
    """What was observed, and where the games lie."""

    observed: Observed
    low: float
    middle: float
    high: float

    @property
    def inside(self) -> bool:
        return self.low <= self.observed.value <= self.high


def of_record(rules: Ruleset, name: str) -> Scenario:
    """A scenario with every seat empty, and no deck."""
    nobody = dict.fromkeys(rules.powers, "absent")
    return dataclasses.replace(rules.scenarios[name], doctrines=nobody, events=False)


def hindcast(
    ruleset: str, games: int, seed: int, workers: int = 1, progress: Callable[[int], None] | None = None
) -> dict[str, list[Outcome]]:
    """By scenario, every observed outcome beside the range of as many games.

    Raises RulesetError for a ruleset that is wrong, and ValueError if it observes nothing.
    """
    studies = load_studies(ruleset)
    entries: tuple[Observed, ...] = studies.document.of("observed")
    if not entries:
        raise ValueError(f"ruleset {studies.rules.name} has no observed outcomes in its folder studies")
    found: dict[str, list[Outcome]] = {}
    for name in dict.fromkeys(entry.scenario for entry in entries):
        mine = [entry for entry in entries if entry.scenario == name]
        scenario, measures = of_record(studies.rules, name), [entry.measure for entry in mine]
        readings = take(ruleset, studies.rules, scenario, measures, games, seed, workers, progress)
        found[name] = []
        for entry, reading in zip(mine, readings, strict=True):
            low, middle, high = np.percentile(reading.values, [CENTRAL[0], 50.0, CENTRAL[1]])
            found[name].append(Outcome(entry, float(low), float(middle), float(high)))
    return found


def table(rules: Ruleset, games: int, seed: int, found: dict[str, list[Outcome]]) -> Iterator[str]:
    """The outcomes as Markdown tables, and the share of them within reach."""
    yield f"# Hindcast of {rules.name}"
    yield ""
    yield (
        f"{CAUTION} Deeds of record by date, every seat empty, {games:,} games of each sequence, seed {seed}, "
        f"rules version {RULES_VERSION}. Within reach: inside the central 80% of the games."
    )
    for name, outcomes in found.items():
        yield ""
        yield f"## {rules.scenarios[name].label}"
        yield ""
        yield "| Outcome | Observed | 10% | Median | 90% | Unit | |"
        yield "|---|---|---|---|---|---|---|"
        for one in outcomes:
            seen = one.observed
            verdict = "within" if one.inside else "**outside**"
            yield (
                f"| {seen.label} | {seen.value:g} | {one.low:g} | {one.middle:g} | {one.high:g} "
                f"| {seen.unit} | {verdict} |"
            )
        hits = sum(one.inside for one in outcomes)
        yield ""
        yield f"{hits} of {len(outcomes)} within reach."
        yield from (
            f"- {one.observed.label}: {one.observed.source}. {one.observed.remark}".rstrip()
            for one in outcomes
        )
    hits = sum(one.inside for outcomes in found.values() for one in outcomes)
    of = sum(map(len, found.values()))
    yield ""
    yield f"All in all {hits} of {of} observed outcomes ({100 * hits / of:.0f}%) lie within reach."
