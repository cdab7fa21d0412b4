"""Loading a broken ruleset: everything wrong with it comes in one go."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from wargame.ruleset.load import load
from wargame.ruleset.problems import RulesetError

SHIPPED = Path(__file__).parents[2] / "rulesets" / "standoff"


def broken(tmp_path: Path, *changes: tuple[str, str, str]) -> RulesetError:
    """The error of the shipped ruleset with some first occurrences replaced: (file, old, new)."""
    folder = tmp_path / "mine"
    shutil.copytree(SHIPPED, folder)
    for file, old, new in changes:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RulesetError) as caught:
        load(f"{folder}")
    return caught.value


def test_a_wrong_word_and_a_wrong_reference_are_reported_together(tmp_path: Path) -> None:
    error = broken(
        tmp_path,
        ("operations/washington.toml", 'kind = "posture"', 'kind = "postuer"'),
        ("operations/gcc.toml", "gcc.resources", "gcc.resuorces"),
        ("doctrines/tehran.toml", "intensity = 2", "intensity = 9"),
    )

    said = [str(problem) for problem in error.problems]
    assert len([s for s in said if "postuer" in s and "posture" in s]) == 1
    assert [s for s in said if "gcc.resuorces" in s and "gcc.resources" in s]
    assert len([s for s in said if "intensity" in s]) == 1
    assert len({p.file for p in error.problems}) == 3
    assert all(p.line > 0 for p in error.problems)


def test_what_names_a_broken_entry_is_not_reported_again(tmp_path: Path) -> None:
    error = broken(tmp_path, ("operations/washington.toml", 'kind = "posture"', 'kind = "postuer"'))

    assert len(error.problems) == 1


def test_with_the_board_itself_broken_its_own_problems_come_first(tmp_path: Path) -> None:
    error = broken(tmp_path, ("board.toml", 'letter = "T"', 'letter = "Teh"'))

    assert [p.entry for p in error.problems] == ["power 'tehran'"]
