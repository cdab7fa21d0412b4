"""What the white cell has planned: at a step, or as soon as a condition holds in the true position."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from wargame.engine.legality import requirements_met
from wargame.record.game import Game
from wargame.ruleset.conditions import ConditionBook, Threshold
from wargame.ruleset.names import Names
from wargame.ruleset.schema import Requirement
from wargame.ruleset.tables import Ruleset
from wargame.table import commands
from wargame.table.acts import Refused
from wargame.table.kept import Kept, Planned

MOST = 60
"""Plans of a table."""


def planned(game: Game, kept: Kept, command: commands.Plan) -> Planned:
    """A command as a plan that can come true. Raises Refused."""
    if bool(command.what) == bool(command.text):
        raise Refused("plan either an event or something to say", "what")
    if command.step is None and not command.when and not command.own:
        raise Refused("say when: at a step, or under a condition", "step")
    if command.step is not None and command.step < game.step:
        raise Refused(f"step {command.step} has been played", "step")
    if command.own and not command.what:
        raise Refused("only an event has a condition of its own", "own")
    if len(kept.plans) >= MOST:
        raise Refused(f"there are {MOST} plans already", "what")
    if command.what:
        _row(game, command.what)
    for seat in command.to:
        game.seat(seat)
    clauses(game.rules, command.when)
    return Planned(
        what=command.what,
        text=command.text,
        to=list(command.to),
        step=command.step,
        when=[r.model_dump(exclude_none=True, mode="json") for r in command.when],
        own=command.own,
    )


def due(game: Game, kept: Kept) -> list[str]:
    """The plans whose time has come, by number."""
    return [number for number, plan in kept.plans.items() if plan.fired is None and _is_due(game, plan)]


def key_of(number: str, plan: Planned, step: int, line: int) -> str:
    """The id under which a plan happens in the record: once at a step of a line of play."""
    return hashlib.sha256(f"plan {number} {plan.what} {step} {line}".encode()).hexdigest()[:24]


def go_back(kept: Kept, to: int) -> None:
    """The table has gone back to the orders of a step: what happened later has not happened yet."""
    for plan in kept.plans.values():
        if plan.fired is not None and plan.fired > to:
            plan.fired, plan.missed = None, ""


def clauses(rules: Ruleset, when: Sequence[Requirement]) -> list[list[Threshold]]:
    """Requirements as thresholds: of each list any, and all the lists. Raises Refused for names that are none."""
    names = Names(rules.document)
    book = ConditionBook(names, rules.meters)
    found = [book.thresholds_of(clause) for clause in book.clauses(tuple(when), "plan", "plan", "when")]
    if names.problems:
        raise Refused(names.problems[0].message, "when")
    return found


def _is_due(game: Game, plan: Planned) -> bool:
    if plan.step is not None and game.step < plan.step:
        return False
    if plan.step is not None and not plan.when and not plan.own:
        return game.step == plan.step
    return _holds(game, plan.when) and (not plan.own or _fits(game, plan.what))


def _holds(game: Game, when: list[dict[str, Any]]) -> bool:
    meters = game.games.state.meters[:, 0]
    wanted = clauses(game.rules, [Requirement.model_validate(r) for r in when])
    return all(any(low <= meters[row] <= high for row, low, high in clause) for clause in wanted)


def _fits(game: Game, event: str) -> bool:
    """Whether an event could come from the deck now: its months and its requirements."""
    rules, row, meters = game.rules, _row(game, event), game.games.state.meters
    month = int(meters[rules.meters.row["world.month"], 0]) + 1
    if not rules.programs.from_month[row] <= month <= rules.programs.to_month[row]:
        return False
    return bool(requirements_met(rules, meters, np.array([row], np.int32), np.array([0]))[0])


def _row(game: Game, event: str) -> int:
    game._check_event(event)
    return int(game.rules.programs.index[f"event {event}"])


__all__ = ["MOST", "clauses", "due", "go_back", "key_of", "planned"]
