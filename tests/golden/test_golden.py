"""Golden playthroughs: whole games as text, read by people as differences.

Each step shows what every seat sealed and why, how it knew the main meters (exactly, by estimate, not
at all), how many orders of each kind it could give, what it was told and how many entries of the
ledger it may read; and the digest of the position, in which any change of the rules shows.

After a change of rules or content that is meant, write them anew and read what `git diff` says:

    WARGAME_GOLDEN=write pytest -n 0 tests/golden/test_golden.py
"""

from __future__ import annotations

import difflib
import os
from pathlib import Path

import pytest
from playthrough import playthrough

from wargame.ruleset.tables import Ruleset

GAMES: dict[str, tuple[str, int, int | None]] = {
    "intro": ("intro", 7, None),
    "standoff": ("standoff", 7, 8),
    "crisis": ("crisis", 4, None),
}
"""Name of the file -> scenario, seed, and the number of steps if it is not played to its end."""


@pytest.mark.parametrize("name", GAMES)
def test_a_playthrough_is_as_it_was(rules: Ruleset, name: str) -> None:
    path = Path(__file__).with_name(f"{name}.txt")
    new = playthrough(rules, *GAMES[name])
    if os.environ.get("WARGAME_GOLDEN") == "write":
        path.write_text(new, encoding="utf-8", newline="\n")
    old = path.read_text(encoding="utf-8")
    changes = difflib.unified_diff(old.splitlines(), new.splitlines(), path.name, "now", lineterm="", n=1)
    first = "\n".join(line for _, line in zip(range(40), changes, strict=False))
    assert new == old, f"{path.name} differs; if that is meant, see the top of this file\n{first}"


@pytest.mark.parametrize("name", GAMES)
def test_a_playthrough_shows_every_seat_at_every_step(rules: Ruleset, name: str) -> None:
    text = Path(__file__).with_name(f"{name}.txt").read_text(encoding="utf-8")
    steps = text.count("==== Step ")
    seats = rules.tables["four"].seats
    for words in ("knows", "estimates", "does not know", "could order", "is told of", "may read"):
        assert text.count(f"\n  {words}") == steps * len(seats), words
    for seat in seats:
        assert text.count(f"\n{seat} (doctrine") == steps
    assert text.count("\ndigest ") == steps
    assert max(map(len, text.splitlines())) <= 240
