"""A ruleset by its name or folder, ready to play."""

from __future__ import annotations

import re
from pathlib import Path

from wargame.ruleset.compile import compile_ruleset
from wargame.ruleset.problems import Problem, RulesetError
from wargame.ruleset.reader import find, read
from wargame.ruleset.tables import Ruleset

LEAVES = ("statement", "move", "operation", "event", "doctrine")
"""Sections whose entries the board does not rest on: with some of them broken, the rest can still be checked."""


def load(name_or_path: str | Path = "standoff") -> Ruleset:
    """Read and compile a ruleset. Raises RulesetError with everything that is wrong with it."""
    try:
        return compile_ruleset(read(find(str(name_or_path))))
    except RulesetError as error:
        raise RulesetError(error.name, [*error.problems, *_of_references(error)]) from None


def _of_references(error: RulesetError) -> list[Problem]:
    """What is wrong with the references of the sound entries, where only leaves are broken.

    What names a broken entry says nothing new, and is left out.
    """
    broken = [re.fullmatch(r"([a-z]+) '([^']+)'", problem.entry) for problem in error.problems]
    if error.sound is None or not all(match and match[1] in LEAVES for match in broken):
        return []
    names = {match[2] for match in broken if match}
    try:
        compile_ruleset(error.sound)
    except RulesetError as further:
        return [
            p
            for p in further.problems
            if names.isdisjoint(re.findall(r"[a-z0-9-]+", f"{p.entry} {p.message}"))
        ]
    return []
