"""The games of a check: in every scenario, doctrines in rotation, and null bots for what doctrines never do.

A few more are played in the main scenario with other options taken at all switches, so that what only an
option brings to life is not taken for dead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from wargame.analysis.field import Entrants, Outcomes, entrants_of, main_scenario, play_field, some_line_ups
from wargame.analysis.lint.witness import Sightings
from wargame.ruleset import schema
from wargame.ruleset.tables import Ints, Ruleset, Scenario
from wargame.ruleset.variants import vary

OF_DOCTRINES, OF_NULL_BOTS = 60, 20
"""Per cent of a scenario's games between doctrines, and between null bots; in the rest one null bot meets
doctrines."""

OF_OPTIONS = 10
"""Per cent of all games that are played with other options."""

FEWEST = 25
"""Games of a scenario, at least: fewer would show next to nothing."""


@dataclass(frozen=True)
class Played:
    """The games of one scenario."""

    scenario: str
    entrants: Entrants
    line_up: Ints  # (P, n)
    outcomes: Outcomes


def line_ups(rules: Ruleset, games: int, seed: int) -> Ints:
    """Who plays whom: (P, games)."""
    counts = [len(names) for names in entrants_of(rules, null=False)]
    alone = [power for power, count in enumerate(counts) if not count]
    doctrines, random = games * OF_DOCTRINES // 100, games * OF_NULL_BOTS // 100
    some = _rotation(counts, doctrines, seed)
    mixed = _rotation(counts, games - doctrines - random, seed + 1)
    turns = np.arange(mixed.shape[1]) % len(counts)
    mixed[turns, np.arange(turns.size)] = np.array(counts)[turns]
    null = np.repeat(np.array(counts, np.int32)[:, None], random, axis=1)
    made = np.concatenate([some, mixed, null], axis=1)
    made[alone] = 0  # a power without a doctrine is played by the null bot, its only entrant
    return made


def _rotation(counts: list[int], games: int, seed: int) -> Ints:
    """Line-ups of doctrines: all combinations as often as they fit, and the rest by lot."""
    counts = [max(1, count) for count in counts]
    parts = [np.zeros((len(counts), 0), np.int32)]
    while games > 0:
        part = some_line_ups(counts, games, seed + 7 * len(parts))
        parts.append(part)
        games -= part.shape[1]
    return np.concatenate(parts, axis=1)


def with_options(rules: Ruleset) -> list[Scenario]:
    """The main scenario with the second option of every switch, the third, and so on."""
    switches: tuple[schema.Switch, ...] = rules.document.of("switch")
    most = max((len(switch.options) for switch in switches), default=1)
    return [
        vary(
            rules,
            main_scenario(rules),
            switches={s.id: s.options[min(number, len(s.options) - 1)].id for s in switches},
        )
        for number in range(1, most)
    ]


def play_all(
    rules: Ruleset, games: int, seed: int, sightings: Sightings, progress: Callable[[int], None] | None = None
) -> list[Played]:
    """Play `games` games, shared among the scenarios, with the sightings looking on.

    What was played with other options counts as seen, and is not among the results.
    """
    others = with_options(rules)
    few = max(FEWEST, games * OF_OPTIONS // 100 // len(others)) if others else 0
    share = max(FEWEST, (games - few * len(others)) // len(rules.scenarios))
    plan = [(s, share) for s in rules.scenarios.values()] + [(s, few) for s in others]
    entrants, played, first = entrants_of(rules), [], 0
    for number, (scenario, count) in enumerate(plan):
        teams = line_ups(rules, count, seed + number)
        outcomes = play_field(rules, scenario, entrants, teams, first + np.arange(count), seed, sightings)
        if number < len(rules.scenarios):
            played.append(Played(scenario.name, entrants, teams, outcomes))
        sightings.games += count
        first += count
        if progress is not None:
            progress(count)
    return played
