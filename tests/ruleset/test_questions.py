"""Questions that people can forecast: read apart from play, checked like everything else, said in other words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from wargame.ruleset.load import load
from wargame.ruleset.problems import RulesetError
from wargame.ruleset.questions import load_questions, questions_of
from wargame.ruleset.reader import shipped
from wargame.ruleset.tables import Ruleset

ABOUT = '[about]\nid = "two"\nlabel = "Two"\nversion = 1\nbase = "standoff"\ntext = "Another."\n'


def folder_with(tmp_path: Path, *questions: str) -> Path:
    folder = tmp_path / "two"
    (folder / "questions").mkdir(parents=True)
    (folder / "about.toml").write_text(ABOUT)
    (folder / "questions" / "mine.toml").write_text("\n".join(f"[[question]]\n{q}" for q in questions))
    return folder


def test_the_shipped_questions_ask_about_a_step_and_about_the_end(rules: Ruleset) -> None:
    found = load_questions("standoff", rules)
    assert len(found) >= 8
    assert {question.by for question in found.values()} == {"step", "end"}
    assert all(question.ask.endswith("?") for question in found.values())
    assert questions_of(rules) == found


def test_they_are_no_part_of_play(rules: Ruleset) -> None:
    """Neither the digest nor a save knows of them."""
    assert not any("questions" in file for file in rules.document.files)
    assert any((shipped()["standoff"] / "questions").iterdir())


def test_they_are_asked_in_other_words(rules: Ruleset) -> None:
    theirs, ours = load_questions("standoff", rules), load_questions("meridian", load("meridian"))
    assert list(ours) == list(theirs)
    assert "Washington" in theirs["forces-home"].ask
    assert "Sendral" in ours["forces-home"].ask
    for name, question in ours.items():
        assert (question.when, question.rises, question.by) == (
            theirs[name].when, theirs[name].rises, theirs[name].by,
        )  # fmt: skip
        assert not any(word in question.ask for word in ("Washington", "Tehran", "Hormuz", "Gulf"))


def test_a_ruleset_has_its_base_s_and_its_own(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, 'id = "mine"\nask = "So?"\nby = "end"\nwhen = [{ clock = "crisis" }]')
    rules = load(folder)
    assert set(questions_of(rules)) == {"mine", *load_questions("standoff")}
    assert rules.digest == load(folder).digest


def test_a_requirement_is_what_it_is_for_orders(rules: Ruleset, tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path,
        'id = "mine"\nask = "So?"\nby = "step"\nrises = ["rung", "world.oil"]\nwhen = [{ any_of = ['
        '{ meter = "world.oil", at_least = 9 }, { meter = "world.oil", exactly = 2 }] },'
        '{ deal = "yemen-truce", state = "in-force" }]',
    )
    mine = load_questions(folder, load(folder))["mine"]
    row = rules.meters.row
    assert [[(r, low) for r, low, _ in clause] for clause in mine.when] == [
        [(row["world.oil"], 9), (row["world.oil"], 2)], [(row["deal.yemen-truce.months"], 1)],
    ]  # fmt: skip
    rungs = np.arange(rules.meters.families["rung"].start, rules.meters.families["rung"].stop)
    assert mine.rises == (*rungs.tolist(), row["world.oil"])


def test_everything_wrong_is_told_with_its_line(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path,
        'id = "a"\nask = "So?"\nby = "step"\nwhen = [{ meter = "world.oli", at_least = 1 }]',
        'id = "b"\nask = "So?"\nby = "step"\nrises = ["rnug"]',
        'id = "c"\nask = "So?"\nby = "step"\nwhen = [{ deal = "yemen-truec", state = "offered" }]',
    )
    with pytest.raises(RulesetError) as caught:
        load_questions(folder, load(folder))
    assert [(p.file, p.entry) for p in caught.value.problems] == [
        ("questions/mine.toml", f"question '{id}'") for id in "abc"
    ]
    assert [p.line for p in caught.value.problems] == [5, 10, 15]
    told = str(caught.value)
    for near in ('did you mean "world.oil"', 'did you mean "rung"', 'did you mean "yemen-truce"'):
        assert near in told


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ('id = "a"\nask = "So?"\nby = "step"', "give when, rises or both"),
        ('id = "a"\nask = "So?"\nby = "month"\nrises = ["rung"]', "by"),
        ('id = "a"\nby = "step"\nrises = ["rung"]', "ask"),
        ('id = "a"\nask = "So?"\nby = "step"\nrises = ["rung"]\nodds = 3', "odds"),
    ],
)
def test_a_question_that_asks_nothing(tmp_path: Path, question: str, message: str) -> None:
    folder = folder_with(tmp_path, question)
    with pytest.raises(RulesetError, match=message):
        load_questions(folder, load(folder))
