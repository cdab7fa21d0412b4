"""A ruleset with a base adds entries to it, puts others in their place, and changes its numbers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from wargame.analysis.lint.check import examine, report
from wargame.ruleset.load import load
from wargame.ruleset.problems import RulesetError
from wargame.ruleset.reader import read_files
from wargame.ruleset.tables import Ruleset

ABOUT = """
[about]
id = "mine"
label = "Mine"
version = 1
base = "standoff"
text = "Mine."
"""

OPERATION = """
[[operation]]
id = "{id}"
label = "{id}"
text = "A deed."
kind = "domestic"
cells = ["ministry"]
"""


def written(folder: Path, **texts: str) -> Path:
    """A ruleset with a base in a folder: files by their names."""
    (folder / "about.toml").write_text(ABOUT)
    for name, text in texts.items():
        (folder / f"{name}.toml").write_text(text)
    return folder


def problems(folder: Path) -> list[str]:
    with pytest.raises(RulesetError) as caught:
        load(folder)
    return [str(problem) for problem in caught.value.problems]


def test_an_entry_is_added_after_the_bases(tmp_path: Path, rules: Ruleset) -> None:
    made = load(written(tmp_path, mine=OPERATION.format(id="think-it-over")))
    before = [entry.id for entry in rules.document.of("operation")]

    assert [entry.id for entry in made.document.of("operation")] == [*before, "think-it-over"]
    assert made.order("think-it-over")
    assert made.document.places["operation", "think-it-over"].file == "mine.toml"
    assert made.document.places["operation", before[0]].file.startswith("standoff/")


def test_an_entry_of_the_same_id_takes_the_place_of_the_bases(tmp_path: Path, rules: Ruleset) -> None:
    first = rules.document.of("operation")[0].id
    made = load(written(tmp_path, mine=OPERATION.format(id="sit-it-out")))

    own = next(entry for entry in made.document.of("operation") if entry.id == "sit-it-out")
    assert own.text == "A deed."
    assert made.document.of("operation")[0].id == first
    assert [e.id for e in made.document.of("operation")] == [e.id for e in rules.document.of("operation")]
    assert made.document.places["operation", "sit-it-out"].file == "mine.toml"


def test_a_victory_is_known_by_its_power(tmp_path: Path, rules: Ruleset) -> None:
    text = """
    [[victory]]
    power = "gcc"
    text = "Sit still."
    verdicts = [1, 2, 3]
    terms = []
    """
    made = load(written(tmp_path, mine=text))
    gcc = made.powers.index("gcc")

    assert made.ends.verdicts[gcc].tolist() == [1, 2, 3]
    assert len(made.document.of("victory")) == len(rules.document.of("victory"))


def test_constants_lie_on_top_of_the_bases(tmp_path: Path, rules: Ruleset) -> None:
    made = load(written(tmp_path, mine="[constants.perception]\nover = 11\n"))

    assert made.constants.perception.over == 11
    assert made.constants.perception.under == rules.constants.perception.under
    assert made.constants.model_copy(update={"perception": rules.constants.perception}) == rules.constants


def test_words_and_entries_go_together(tmp_path: Path) -> None:
    words = '[words]\n"Hormuz" = "Narrows"\n'
    made = load(written(tmp_path, words=words, mine=OPERATION.format(id="think-it-over")))

    assert "Narrows" in made.area_labels[made.areas.index("hormuz")]
    assert made.order("think-it-over")


def test_its_files_alone_make_the_same_ruleset(tmp_path: Path) -> None:
    """As a save embeds them."""
    made = load(written(tmp_path, mine=OPERATION.format(id="think-it-over")))
    again = read_files("mine", made.document.files)

    assert again.digest() == made.digest
    assert again.entries == made.document.entries
    assert again.constants == made.document.constants


def test_what_is_wrong_is_reported_in_ones_own_files_all_at_once(tmp_path: Path) -> None:
    wrong_word = OPERATION.format(id="first").replace('"domestic"', '"domestik"')
    wrong_name = OPERATION.format(id="second").replace('"ministry"', '"ministri"')
    said = problems(written(tmp_path, one=wrong_word, two=wrong_name))

    assert len(said) == 2
    assert said[0].startswith("one.toml:6: operation 'first': kind 'domestik' is not a kind")
    assert said[1].startswith("two.toml:7: operation 'second': cells: 'ministri' is not")


def test_a_wrong_base_is_reported_beside_the_rest(tmp_path: Path) -> None:
    wrong_word = OPERATION.format(id="first").replace('"domestic"', '"domestik"')
    written(tmp_path, one=wrong_word)
    (tmp_path / "about.toml").write_text(ABOUT.replace('"standoff"', '"standof"'))
    said = problems(tmp_path)

    assert [s.split(":")[0] for s in said] == ["about.toml", "one.toml"]
    assert "'standof' is not a ruleset that ships" in said[0]


def test_two_of_ones_own_with_the_same_id_are_a_problem(tmp_path: Path) -> None:
    said = problems(written(tmp_path, mine=OPERATION.format(id="first") * 2))

    assert said == ["mine.toml:9: operation 'first': stands already at mine.toml:2"]


def test_warnings_about_the_base_are_only_counted(tmp_path: Path) -> None:
    made = load(written(tmp_path, mine=OPERATION.format(id="think-it-over")))
    made = replace(made, scenarios={"intro": made.scenarios["intro"]})
    examination = examine(made, games=100, seed=1)

    assert [f.about for f in examination.findings] == ["think-it-over"]
    assert f"{examination.of_base} more are about entries of standoff" in report(examination, 1)[1]
