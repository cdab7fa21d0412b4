"""A turn-based political-military wargame of a no-war, no-peace stand-off.

    import wargame
    rules = wargame.load("standoff")
    game = wargame.Game.new(rules, "intro", seed=7)

Importing this package loads nothing heavy; the names below are fetched when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

__all__ = ["Game", "Opponents", "RulesetError", "SaveError", "load"]

if TYPE_CHECKING:
    from wargame.opponents.bench import Opponents
    from wargame.record.game import Game
    from wargame.record.journal import SaveError
    from wargame.ruleset.load import load
    from wargame.ruleset.problems import RulesetError

_HOMES = {
    "Game": "wargame.record.game",
    "Opponents": "wargame.opponents.bench",
    "RulesetError": "wargame.ruleset.problems",
    "SaveError": "wargame.record.journal",
    "load": "wargame.ruleset.load",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'wargame' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
