"""Studies: the arms of hypotheses, played with shared luck and judged.

    findings = study("standoff", ["noise-decays-with-channel"], games=2000, seed=1)
    print(findings[0].verdict.word, findings[0].verdict.effect)

Arms that come to the same games are played once, however many hypotheses ask for them, and everything
that is asked of them is gathered in that one pass. A finding does not depend on what was studied beside
it, on how the games were cut up or on who played them.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from wargame.analysis.measures import Gathering, Numbers, gauges_of, parts
from wargame.analysis.runner import TILE, play, players_of, rules_of
from wargame.analysis.verdicts import Sample, Verdict, judge, judge_ablation, sample
from wargame.analysis.workers import crew, in_order
from wargame.engine.turn import all_rules
from wargame.ruleset.problems import Problem, RulesetError, suggest
from wargame.ruleset.reader import shipped
from wargame.ruleset.schema import Hypothesis, Measure
from wargame.ruleset.studies import Studies, load_studies
from wargame.ruleset.tables import Ruleset, Scenario

FEWEST = 1024
"""Games of a chunk, at least, if there are so many."""

WORDS = frozenset({"name", "label", "text", "minutes", "table", "briefs", "switches"})
"""Fields of a scenario that no game depends on."""


@dataclass(frozen=True)
class Arm:
    """What an arm came to."""

    label: str
    scenario: str
    sample: Sample


@dataclass(frozen=True)
class Finding:
    """A hypothesis, its arms, and the verdict; and the same without the mechanism, if it names an ablation."""

    hypothesis: Hypothesis
    games: int
    arms: tuple[Arm, ...]
    verdict: Verdict
    ablated: tuple[Arm, ...] = ()
    ablation: Verdict | None = None


def study(
    name_or_path: str = "standoff",
    names: Sequence[str] = (),
    games: int | None = None,
    seed: int = 1,
    workers: int = 1,
    executor: Executor | None = None,
    *,
    rows: Sequence[int] = (),
    experiment: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> list[Finding]:
    """Study some hypotheses of a ruleset, or all. `games` are in each arm; by default, as many as each asks for.

    Raises RulesetError for a ruleset or studies that are wrong, and ValueError for any other argument that
    is, before a game is played.
    """
    studies = checked(load_studies(name_or_path))
    plan = Plan(studies, name_or_path, chosen(studies, names, rows, experiment), games, seed)
    return list(plan.findings(workers, executor, progress))


def checked(studies: Studies) -> Studies:
    """The studies, with the rules they name found to exist. Raises RulesetError."""
    rules, problems = all_rules(), []

    def look(section: str, id: str, field: str, names: Iterable[str]) -> None:
        place = studies.place(section, id)
        for name in names:
            if name not in rules:
                message = f"{field}: '{name}' is not a rule{suggest(name, rules, 'rules')}"
                at = (place.file, place.at(*field.split(".")), f"{section} '{id}'")
                problems.append(Problem(*at, message))

    for entry in studies.hypotheses.values():
        for number, arm in enumerate(entry.arms, 1):
            look("hypothesis", entry.id, f"arms.{number}.off", arm.off)
        if entry.ablation is not None:
            look("hypothesis", entry.id, "ablation.off", entry.ablation.off)
    for example in studies.examples.values():
        look("example", example.id, "off", example.off)
        look("example", example.id, "rule", [example.rule])
    if problems:
        raise RulesetError(studies.rules.name, problems)
    return studies


def chosen(
    studies: Studies, names: Sequence[str] = (), rows: Sequence[int] = (), experiment: str | None = None
) -> list[Hypothesis]:
    """The hypotheses of these names, about one of these rows, of this experiment; whatever is not given is free."""
    known = studies.hypotheses
    if not known:
        raise ValueError(f"ruleset {studies.rules.name} has no hypotheses in its folder studies")
    for name in names:
        if name not in known:
            raise ValueError(f"'{name}' is not a hypothesis{suggest(name, known, 'hypotheses')}")
    found = [known[name] for name in dict.fromkeys(names)] or list(known.values())
    if rows:
        found = [entry for entry in found if set(entry.rows) & set(rows)]
    if experiment is not None:
        found = [entry for entry in found if entry.experiment == experiment]
    if not found:
        asked = [f"about row {' or '.join(map(str, rows))}"] if rows else []
        asked += [f"of experiment {experiment}"] if experiment is not None else []
        raise ValueError(f"no hypothesis {'of these ' if names else ''}is {' and '.join(asked)}")
    return found


@dataclass
class Play:
    """Games of one scenario, and what is gathered of them."""

    scenario: Scenario
    games: int = 0
    measures: dict[Measure, int] = field(default_factory=dict)
    """Plain measures and their places in a row."""

    def want(self, measure: Measure, games: int) -> None:
        self.games = max(self.games, games)
        for part in parts(measure):
            self.measures.setdefault(part, len(self.measures))


class Plan:
    """The games that some hypotheses need, each once."""

    def __init__(
        self,
        studies: Studies,
        name_or_path: str,
        hypotheses: Sequence[Hypothesis],
        games: int | None = None,
        seed: int = 1,
    ) -> None:
        if not 0 <= seed < 1 << 63:
            raise ValueError("the seed must be a whole number from 0 to 2^63 - 1")
        if games is not None and games < 2:
            raise ValueError("there must be at least two games in an arm")
        self.studies, self.hypotheses, self.seed = studies, tuple(hypotheses), seed
        # Workers may stand in another folder.
        self.ruleset = name_or_path if name_or_path in shipped() else str(Path(name_or_path).resolve())
        self.asked = {entry.id: games or entry.games for entry in hypotheses}
        self.plays: dict[str, Play] = {}
        self._keys: dict[tuple[str, bool], list[str]] = {}
        for entry in hypotheses:
            for ablated in (False, True)[: 1 + (entry.ablation is not None)]:
                self._keys[entry.id, ablated] = [
                    self._play(entry, number, ablated) for number in range(len(entry.arms))
                ]

    def _play(self, entry: Hypothesis, number: int, ablated: bool) -> str:
        scenario = self.studies.scenario(entry, number, ablated=ablated)
        key = fingerprint(scenario)
        self.plays.setdefault(key, Play(scenario)).want(measure_of(entry, number), self.asked[entry.id])
        return key

    @property
    def games(self) -> int:
        """Games to be played, all in all."""
        return sum(play.games for play in self.plays.values())

    def findings(
        self,
        workers: int = 1,
        executor: Executor | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> Iterator[Finding]:
        """Play, and judge each hypothesis as soon as its games are there: in their order."""
        if workers < 1:
            raise ValueError("there must be at least one worker")
        waiting = list(self.hypotheses)
        columns: dict[str, dict[Measure, Numbers]] = {}
        for key, found in self._played(workers, executor, progress):
            columns[key] = dict(zip(self.plays[key].measures, found, strict=True))
            while waiting and all(need in columns for need in self._needs(waiting[0])):
                yield self._finding(waiting.pop(0), columns)
                still = {need for entry in waiting for need in self._needs(entry)}
                columns = {key: kept for key, kept in columns.items() if key in still}

    def _needs(self, entry: Hypothesis) -> list[str]:
        return self._keys[entry.id, False] + self._keys.get((entry.id, True), [])

    def _played(
        self, workers: int, executor: Executor | None, progress: Callable[[int], None] | None
    ) -> Iterator[tuple[str, Numbers]]:
        """The columns (measures, games) of each play, in order."""
        share = -(-self.games // (3 * workers)) if workers > 1 else TILE
        chunk = min(TILE, max(FEWEST, share))
        cuts = [
            (key, first, min(chunk, play.games - first))
            for key, play in self.plays.items()
            for first in range(0, play.games, chunk)
        ]
        left = Counter(key for key, _, _ in cuts)
        pieces: dict[str, list[Numbers]] = {}
        rules = self.studies.rules
        with crew(min(workers, len(cuts)), executor) as pool:
            common: tuple[Any, ...] = (rules,) if pool is None else (self.ruleset, rules.digest)
            calls = (
                (*common, self.plays[key].scenario, tuple(self.plays[key].measures), self.seed, first, count)
                for key, first, count in cuts
            )
            results = in_order(pool, play_arm if pool is None else play_arm_elsewhere, calls, 2 * workers)
            for (key, _, count), found in zip(cuts, results, strict=True):
                pieces.setdefault(key, []).append(found)
                left[key] -= 1
                if progress is not None:
                    progress(count)
                if not left[key]:
                    yield key, np.concatenate(pieces.pop(key), axis=1)

    def _finding(self, entry: Hypothesis, columns: Mapping[str, Mapping[Measure, Numbers]]) -> Finding:
        games = self.asked[entry.id]

        def arms(ablated: bool) -> tuple[Arm, ...]:
            made = []
            for number, key in enumerate(self._keys[entry.id, ablated]):
                measure = measure_of(entry, number)
                mine = {part: columns[key][part][:games] for part in parts(measure)}
                name = self.plays[key].scenario.name
                made.append(Arm(entry.arms[number].label, name, sample(measure, mine)))
            return tuple(made)

        main = arms(False)
        verdict = judge(entry.expect, entry.least, [arm.sample for arm in main])
        if entry.ablation is None:
            return Finding(entry, games, main, verdict)
        without = arms(True)
        ablation = judge_ablation(entry, verdict, [arm.sample for arm in without])
        return Finding(entry, games, main, verdict, without, ablation)


def measure_of(hypothesis: Hypothesis, arm: int) -> Measure:
    return hypothesis.arms[arm].measure or hypothesis.measure


def fingerprint(scenario: Scenario) -> str:
    """The same for scenarios whose games are the same."""
    made = hashlib.sha256()
    for item in dataclasses.fields(scenario):
        if item.name not in WORDS:
            value: Any = getattr(scenario, item.name)
            if isinstance(value, np.ndarray):
                value = value.tolist()
            elif isinstance(value, frozenset | dict):
                value = sorted(value.items() if isinstance(value, dict) else value)
            made.update(f"{item.name}={value!r};".encode())
    return made.hexdigest()


def play_arm(
    rules: Ruleset, scenario: Scenario, measures: tuple[Measure, ...], seed: int, first: int, count: int
) -> Numbers:
    """Plain measures (measures, count) of games `first` to `first + count`."""
    gauges = gauges_of(rules, scenario, measures)
    players = players_of(rules, [(power, scenario.doctrines[power]) for power in rules.powers])
    found = np.zeros((len(measures), count))
    play(rules, scenario, players, seed, first, found, lambda games: Gathering(rules, gauges, games))
    return found


def play_arm_elsewhere(
    ruleset: str,
    digest: str,
    scenario: Scenario,
    measures: tuple[Measure, ...],
    seed: int,
    first: int,
    count: int,
) -> Numbers:
    """The same in another process, which compiles the ruleset for itself."""
    return play_arm(rules_of(ruleset, digest), scenario, measures, seed, first, count)
