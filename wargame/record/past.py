"""A game in the middle of a step: as it stood when one of its phases had been settled. Only to look at.

A step is resolved in one go, but its ledger says in which phase each number moved; so every position
between two phases can be shown without playing anything again.
"""

from __future__ import annotations

from copy import copy
from typing import NamedTuple

from wargame.record.game import Game
from wargame.ruleset import vocabulary
from wargame.ruleset.tables import Ints

PHASES = tuple(vocabulary.PHASES)
REVEAL = "orders"
"""The phase in which the sealed sheets open."""

BEFORE_REVEAL = PHASES[PHASES.index(REVEAL) - 1]
"""The last phase before it: orders are due."""


class Moment(NamedTuple):
    """The end of a phase of a step."""

    step: int
    phase: str

    @property
    def revealed(self) -> bool:
        """Whether the sheets of this step lie open."""
        return PHASES.index(self.phase) >= PHASES.index(REVEAL)

    @property
    def order(self) -> tuple[int, int]:
        """For sorting: earlier moments first."""
        return self.step, PHASES.index(self.phase)


def moments(game: Game) -> list[Moment]:
    """Every moment that has been played, in order; of a step in play, those before its orders."""
    played = [Moment(turn.step, phase) for turn in game.turns for phase in PHASES]
    if game.over:
        return played
    return played + [Moment(game.step, phase) for phase in PHASES[: PHASES.index(REVEAL)]]


def at_moment(game: Game, moment: Moment, other: Game | None = None) -> Game:
    """The game as it stood at a moment. Its `opening` holds what the step had brought until then.

    The last moment of a finished game is the finished game. If there is `other`, another moment of the
    same step, half of the work is done already.
    """
    step, phase = moment
    played = step < len(game.turns)
    if played and game.over and step == len(game.turns) - 1 and phase == PHASES[-1]:
        return game.at(game.step)
    past = game.at(step) if other is None or other.step != step or other.over else _twin(other)
    entries, notes = (game.turns[step].entries, game.turns[step].notes) if played else game.opening
    reached = PHASES.index(phase)
    past.opening = (
        tuple(e for e in entries if PHASES.index(e.phase) <= reached),
        tuple(n for n in notes if PHASES.index(n.phase) <= reached),
    )
    past.games.state.meters[:, 0] = _meters(game, moment)
    return past


def _twin(past: Game) -> Game:
    """The same position, to be changed without changing the other."""
    twin = copy(past)
    twin.games = copy(past.games)
    twin.games.state = past.games.state.copy()
    return twin


def _meters(game: Game, moment: Moment) -> Ints:
    """Every meter (M,) when the phase had settled, counted from when orders were given."""
    played = moment.step < len(game.turns)
    turn = game.turns[moment.step] if played else None
    if turn is not None and moment.phase == PHASES[-1]:
        return turn.after  # of a save that differs, as recorded
    entries = game.opening[0] if turn is None else turn.entries
    meters: Ints = (game.games.state.meters[:, 0] if turn is None else turn.opened).copy()
    opened, reached = PHASES.index(BEFORE_REVEAL), PHASES.index(moment.phase)
    for entry in entries:
        phase = PHASES.index(entry.phase)
        if opened < phase <= reached:
            meters[entry.row] += entry.amount
        elif reached < phase <= opened:
            meters[entry.row] -= entry.amount
    return meters


__all__ = ["BEFORE_REVEAL", "PHASES", "REVEAL", "Moment", "at_moment", "moments"]
