"""A ruleset by its name or folder, ready to play."""

from __future__ import annotations

from pathlib import Path

from wargame.ruleset.compile import compile_ruleset
from wargame.ruleset.reader import find, read
from wargame.ruleset.tables import Ruleset


def load(name_or_path: str | Path = "standoff") -> Ruleset:
    """Read and compile a ruleset. Raises RulesetError with everything that is wrong with it."""
    return compile_ruleset(read(find(str(name_or_path))))
