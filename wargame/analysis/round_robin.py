"""Every doctrine of every power against every combination of the others', and the null bot in each chair.

    standings = round_robin("standoff", "standoff", games=64, seed=1)
    print(standings.dominant(0))

A game of it is a function of the plan and its number, so that its parts can be played anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from pathlib import Path

import numpy as np

from wargame.analysis.field import (
    NULL,
    Field,
    Outcomes,
    entrants_of,
    main_scenario,
    play_field,
    some_line_ups,
)
from wargame.analysis.runner import TILE, rules_of
from wargame.analysis.standings import Standings
from wargame.analysis.workers import crew, in_order
from wargame.engine.step import Step
from wargame.opponents.doctrine import Choice
from wargame.ruleset.load import load
from wargame.ruleset.problems import suggest
from wargame.ruleset.reader import shipped
from wargame.ruleset.tables import Ints, Ruleset

MOST = 2048
"""Line-ups at most for doctrines alone, and for each power's null bot; beyond, a sample is drawn by lot."""


@dataclass(frozen=True)
class Plan:
    """Everything that decides the games of a round robin."""

    ruleset: str
    digest: str
    scenario: str
    games: int
    """Games of every line-up."""
    seed: int
    most: int = MOST


def plan_of(ruleset: str, scenario: str | None, games: int, seed: int) -> tuple[Ruleset, Plan]:
    """The ruleset and plan that these words mean. Raises RulesetError, or ValueError for a wrong word."""
    rules = load(ruleset)
    scenario = main_scenario(rules) if scenario is None else scenario
    if scenario not in rules.scenarios:
        raise ValueError(f"'{scenario}' is not a scenario{suggest(scenario, rules.scenarios, 'scenarios')}")
    if games < 2:
        raise ValueError("there must be at least two games of every line-up")
    if not 0 <= seed < 1 << 63:
        raise ValueError("the seed must be a whole number from 0 to 2^63 - 1")
    for power, names in zip(rules.power_labels, entrants_of(rules, null=False), strict=True):
        if not names:
            raise ValueError(f"{power} has no doctrine, so there is nothing to compare")
    # Workers may stand in another folder.
    where = ruleset if ruleset in shipped() else str(Path(ruleset).resolve())
    return rules, Plan(where, rules.digest, scenario, games, seed)


def line_ups(rules: Ruleset, plan: Plan) -> Ints:
    """Who plays whom (P, n): the doctrines among themselves, then each power's null bot against the others'."""
    counts = [len(names) for names in entrants_of(rules, null=False)]
    parts = [some_line_ups(counts, plan.most, plan.seed)]
    for power, own in enumerate(counts):
        others = [1 if p == power else count for p, count in enumerate(counts)]
        part = some_line_ups(others, plan.most, plan.seed + 1 + power)
        part[power] = own  # the null bot stands after the doctrines
        parts.append(part)
    return np.concatenate(parts, axis=1)


def round_robin(
    ruleset: str,
    scenario: str | None = None,
    games: int = 64,
    seed: int = 1,
    workers: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Standings:
    """Play the round robin. `progress` is told how many more games are done. Raises as `plan_of` does."""
    return run(*plan_of(ruleset, scenario, games, seed), workers, progress)


def run(
    rules: Ruleset, plan: Plan, workers: int = 1, progress: Callable[[int], None] | None = None
) -> Standings:
    """The same from a plan."""
    if workers < 1:
        raise ValueError("there must be at least one worker")
    teams = line_ups(rules, plan)
    total = teams.shape[1] * plan.games
    cuts = [(first, min(TILE, total - first)) for first in range(0, total, TILE)]
    parts, given = [], np.zeros(rules.programs.count, np.int64)
    with crew(min(workers, len(cuts))) as pool:
        played = (
            (play_part(rules, plan, *cut) for cut in cuts)
            if pool is None
            else in_order(pool, play_piece, ((plan, *cut) for cut in cuts), 2 * workers)
        )
        for part, orders in played:
            parts.append(part)
            given += orders
            if progress is not None:
                progress(part.ends.size)
    outcomes = Outcomes(
        np.concatenate([part.ends for part in parts]), np.concatenate([part.scores for part in parts], axis=1)
    )
    return Standings(
        rules=rules,
        entrants=entrants_of(rules),
        line_up=np.repeat(teams, plan.games, axis=1),
        outcomes=outcomes,
        complete=prod(len(names) for names in entrants_of(rules, null=False)) <= plan.most,
        given=given,
    )


def play_piece(plan: Plan, first: int, count: int) -> tuple[Outcomes, Ints]:
    """A part of the games, in a process that has only the plan."""
    return play_part(rules_of(plan.ruleset, plan.digest), plan, first, count)


def play_part(rules: Ruleset, plan: Plan, first: int, count: int) -> tuple[Outcomes, Ints]:
    """Games `first` to `first + count` of the round robin, a line-up's games standing together; and how often
    doctrines gave each order (N,)."""
    numbers = np.arange(first, first + count)
    teams = line_ups(rules, plan)[:, numbers // plan.games]
    orders = _Orders(rules.programs.count)
    scenario = rules.scenarios[plan.scenario]
    return play_field(rules, scenario, entrants_of(rules), teams, numbers, plan.seed, orders), orders.given


class _Orders:
    """Counts what doctrines order; a witness of `field.play_field`."""

    def __init__(self, programs: int) -> None:
        self.given = np.zeros(programs, np.int64)

    def begins(self, field: Field) -> None:
        pass

    def due(self, field: Field) -> None:
        pass

    def chosen(self, power: int, player: str, choice: Choice) -> None:
        del power
        if player != NULL:
            self.given += np.bincount(choice.given.reshape(-1), minlength=self.given.size)

    def resolved(self, field: Field, step: Step) -> None:
        pass
