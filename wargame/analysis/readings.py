"""What many games of a scenario come to, by the measures that a ruleset's studies name: one pass for them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from wargame.analysis.measures import Numbers, parts, plain
from wargame.analysis.runner import TILE
from wargame.analysis.study import play_arm, play_arm_elsewhere
from wargame.analysis.verdicts import Sample, sample
from wargame.analysis.workers import crew, in_order
from wargame.ruleset.schema import Measure
from wargame.ruleset.tables import Ruleset, Scenario

LEAST = 1024
"""Games of a piece of work, at least."""


@dataclass(frozen=True)
class Reading:
    """A measure, taken of every game of a series."""

    sample: Sample
    values: Numbers
    """Of each game that counts."""


def take(
    ruleset: str,
    rules: Ruleset,
    scenario: Scenario,
    measures: Sequence[Measure],
    games: int,
    seed: int,
    workers: int = 1,
    progress: Callable[[int], None] | None = None,
) -> list[Reading]:
    """Play `games` games of a scenario and take the measures of them, in their order."""
    wanted: dict[Measure, int] = {}
    for measure in measures:
        for part in parts(measure):
            wanted.setdefault(part, len(wanted))
    chunk = min(TILE, max(LEAST, -(-games // (3 * workers))) if workers > 1 else TILE)
    cuts = [(first, min(chunk, games - first)) for first in range(0, games, chunk)]
    with crew(min(workers, len(cuts))) as pool:
        common = (rules,) if pool is None else (ruleset, rules.digest)
        calls = [(*common, scenario, tuple(wanted), seed, first, count) for first, count in cuts]
        pieces = []
        work = play_arm if pool is None else play_arm_elsewhere
        for (_, count), piece in zip(cuts, in_order(pool, work, calls, 2 * workers), strict=True):
            pieces.append(piece)
            if progress is not None:
                progress(count)
    columns = dict(zip(wanted, np.concatenate(pieces, axis=1), strict=True))
    readings = []
    for measure in measures:
        mine = {part: columns[part] for part in parts(measure)}
        values = mine[plain(measure)]
        readings.append(Reading(sample(measure, mine), values[~np.isnan(values)]))
    return readings
