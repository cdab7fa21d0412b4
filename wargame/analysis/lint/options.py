"""Options of switches that change nothing: the same games with and without them come out the same."""

from __future__ import annotations

import dataclasses

import numpy as np

from wargame.analysis.field import Field, entrants_of
from wargame.analysis.lint.findings import Finder
from wargame.analysis.lint.plays import line_ups
from wargame.ruleset.tables import Ruleset, Scenario
from wargame.ruleset.variants import vary

JUDGED = ("option-changes-nothing",)

GAMES = 40
"""Games of each scenario in which an option must show itself."""


def report(rules: Ruleset, seed: int, finder: Finder) -> None:
    """Note options, other than the default, under which every game goes as it does under the default."""
    for switch in rules.document.of("switch"):
        default = switch.options[0].id
        for number, option in enumerate(switch.options[1:], 1):
            pairs = [
                (
                    vary(rules, name, switches={switch.id: default}),
                    vary(rules, name, switches={switch.id: option.id}),
                )
                for name in rules.scenarios
            ]
            if not any(differ(rules, usual, other, seed) for usual, other in pairs):
                message = f"option {option.id} changes nothing in {GAMES} games of each scenario"
                finder.add(
                    "option-changes-nothing", "switch", switch.id, message,
                    ("options", number), f"{switch.id}.{option.id}",
                )  # fmt: skip


def differ(rules: Ruleset, usual: Scenario, other: Scenario, seed: int) -> bool:
    """Whether two variants of a scenario name other doctrines, or play differently with the same luck."""
    if usual.doctrines != other.doctrines:
        return True
    if _alike(usual, other):
        return False
    teams, numbers = line_ups(rules, GAMES, seed), np.arange(GAMES)
    entrants = entrants_of(rules)
    first, second = (Field(rules, s, entrants, teams, numbers, seed) for s in (usual, other))
    while first.games.state.games:
        for field in (first, second):
            field.play_step()
        one, two = first.games.state, second.games.state
        if not (np.array_equal(one.meters, two.meters) and np.array_equal(one.ended, two.ended)):
            return True
        for field in (first, second):
            field.compact()
    return False


def _alike(usual: Scenario, other: Scenario) -> bool:
    """Whether two scenarios say the same."""
    for field in dataclasses.fields(Scenario):
        a, b = getattr(usual, field.name), getattr(other, field.name)
        if field.name == "switches":
            continue
        if not (np.array_equal(a, b) if isinstance(a, np.ndarray) else a == b):
            return False
    return True
