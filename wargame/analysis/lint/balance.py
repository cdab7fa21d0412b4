"""Powers that never or always win, and doctrines that are the best answer to everything."""

from __future__ import annotations

import numpy as np

from wargame.analysis.field import NULL
from wargame.analysis.lint.findings import Finder
from wargame.analysis.lint.plays import Played
from wargame.analysis.standings import MARGINAL, Standings
from wargame.ruleset.tables import Ruleset

JUDGED = ("power-never-wins", "power-always-wins", "doctrine-dominates")


def report(rules: Ruleset, played: list[Played], finder: Finder) -> None:
    """Note, scenario by scenario, what the scores of the games between doctrines say."""
    for some in played:
        standings = Standings(
            rules, some.entrants, some.line_up, some.outcomes, complete=False, given=np.zeros(0, np.int64)
        )
        for power in range(len(rules.powers)):
            _victories(rules, some, power, finder)
            _dominance(some, standings, power, finder)


def _victories(rules: Ruleset, some: Played, power: int, finder: Finder) -> None:
    name = rules.powers[power]
    null = np.array([[names.index(NULL)] for names in some.entrants])
    doctrines = (some.line_up != null).all(axis=0)
    scores = some.outcomes.scores[power, doctrines]
    if not scores.size:
        return
    won = scores >= rules.ends.verdicts[power, MARGINAL]
    about, path = f"{name}.{some.scenario}", ("verdicts",)
    if not won.any():
        message = (
            f"never wins in scenario {some.scenario}: at most {scores.max()} points in {scores.size:,} games, "
            f"{rules.ends.verdicts[power, MARGINAL]} are needed"
        )
        finder.add("power-never-wins", "victory", name, message, path, about)
    elif won.all():
        message = f"always wins in scenario {some.scenario}: at least {scores.min()} points in {scores.size:,} games"
        finder.add("power-always-wins", "victory", name, message, path, about)


def _dominance(some: Played, standings: Standings, power: int, finder: Finder) -> None:
    best = standings.dominant(power)
    if best is None:
        return
    leads = [standings.lead(power, best, other) for other in standings.players(power) if other != best]
    if all(lead.interval is not None and lead.interval[0] > 0 for lead in leads):
        least = min(lead.value for lead in leads)
        message = (
            f"dominates in scenario {some.scenario}: best against every doctrine of every other power, "
            f"{least:.1f} points ahead of the next; wargame round-robin tells more"
        )
        finder.add("doctrine-dominates", "doctrine", best, message, about=f"{best}.{some.scenario}")
