"""Verifying a save: it is played again from its orders and its seed, and compared at every step."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wargame.record.game import Game
from wargame.record.journal import SaveError


@dataclass(frozen=True)
class Finding:
    """What came of verifying one save."""

    path: Path
    good: bool
    text: str
    """`ok: standoff, 18 steps, ended regional-war`, or what is wrong and where."""


def verify(path: Path) -> Finding:
    """Play a save again; never raises for what is wrong with it."""
    try:
        game = Game.load(path)
    except SaveError as error:
        return Finding(path, False, str(error))
    if game.difference is not None:
        return Finding(path, False, f"{path}: differs: {game.difference}")
    steps = f"{game.step} step{'s' * (game.step != 1)}"
    how = f"ended {game.end}" if game.over else "not ended"
    notice = f" ({game.notice})" if game.notice else ""
    return Finding(path, True, f"ok: {game.scenario.name}, {steps}, {how}{notice}")
