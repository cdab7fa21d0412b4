"""The ruleset with invented names is the stand-off in other words: every number is the same, and so is every game."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from wargame.analysis.simulate import simulate
from wargame.opponents.bench import Opponents
from wargame.record.game import Game
from wargame.record.verify import verify
from wargame.ruleset import load, reader, schema, translate
from wargame.ruleset.problems import RulesetError
from wargame.ruleset.studies import load_studies
from wargame.ruleset.tables import Ruleset
from wargame.ruleset.wording import OWN, Wording


@pytest.fixture(scope="module")
def meridian() -> Ruleset:
    return load.load("meridian")


# The same numbers -------------------------------------------------------------------------------


def differences(one: Any, other: Any, path: str = "rules") -> Iterator[str]:
    """Where two compiled values differ in anything but words."""
    if type(one) is not type(other):
        yield f"{path}: {type(one).__name__} and {type(other).__name__}"
    elif isinstance(one, str):
        return
    elif isinstance(one, np.ndarray):
        if one.dtype != other.dtype or not np.array_equal(one, other):
            yield f"{path}: not the same array"
    elif isinstance(one, dict):
        if len(one) != len(other):
            yield f"{path}: {len(one)} and {len(other)} of them"
        for (key, value), (_, counterpart) in zip(one.items(), other.items(), strict=False):
            yield from differences(value, counterpart, f"{path}[{key}]")
    elif isinstance(one, tuple | list):
        if len(one) != len(other):
            yield f"{path}: {len(one)} and {len(other)} of them"
        for number, (value, counterpart) in enumerate(zip(one, other, strict=False)):
            yield from differences(value, counterpart, f"{path}[{number}]")
    elif dataclasses.is_dataclass(one):
        for field in dataclasses.fields(one):
            if field.name != "document":
                yield from differences(
                    getattr(one, field.name), getattr(other, field.name), f"{path}.{field.name}"
                )
    elif one != other:
        yield f"{path}: {one!r} and {other!r}"


def test_every_table_of_numbers_is_the_same(rules: Ruleset, meridian: Ruleset) -> None:
    assert list(differences(rules, meridian)) == []


def test_a_number_that_differs_would_be_found(rules: Ruleset) -> None:
    start = rules.meters.start.copy()
    start[3] += 1
    changed = dataclasses.replace(rules, meters=dataclasses.replace(rules.meters, start=start))

    assert list(differences(rules, changed)) == ["rules.meters.start: not the same array"]


def test_ids_by_which_rules_go_are_the_same(rules: Ruleset, meridian: Ruleset) -> None:
    assert rules.meters.row == meridian.meters.row
    assert rules.meters.names == meridian.meters.names
    assert rules.powers == meridian.powers
    assert (rules.areas, rules.networks, rules.cells) == (meridian.areas, meridian.networks, meridian.cells)
    assert rules.programs.entry[: rules.programs.orders] == meridian.programs.entry[: rules.programs.orders]
    assert rules.doctrines.keys() == meridian.doctrines.keys()


# The same games ---------------------------------------------------------------------------------


def start(rules: Ruleset, players: list[str], *, scenario: int, table: str, path: Path | None = None) -> Game:
    name = list(rules.scenarios)[scenario]
    held = dict(zip(rules.tables[table].seats, players, strict=True))
    return Game.new(rules, name, seed=4, table=table, players=held, path=path)


@pytest.mark.parametrize("scenario", range(3))
@pytest.mark.parametrize(
    ("table", "players"),
    [("four", ["null", "doctrine", "null", "doctrine"]), ("twelve", ["doctrine", "null"] * 6)],
)
def test_the_same_sheets_give_the_same_positions(
    rules: Ruleset, meridian: Ruleset, scenario: int, table: str, players: list[str]
) -> None:
    one, other = (start(box, players, scenario=scenario, table=table) for box in (rules, meridian))
    for game in (one, other):
        Opponents(game).fill()

    while not one.over:
        assert [rules.order(name) for sheet in one.sealed.values() for name in sheet.orders] == [
            meridian.order(name) for sheet in other.sealed.values() for name in sheet.orders
        ]
        for game in (one, other):
            game.advance()
            Opponents(game).fill()
        assert one.games.state.digest() == other.games.state.digest()
    assert one.end == other.end


def test_a_series_gives_the_same_rows() -> None:
    found: dict[str, list[Any]] = {"standoff": [], "meridian": []}
    for name, rows in found.items():
        simulate(
            name, "standoff", {}, 60, 5, sink=lambda at, part, rows=rows: rows.append((at, part.tolist()))
        )

    assert found["standoff"] == found["meridian"]


def test_every_study_of_the_base_holds_here_too(meridian: Ruleset) -> None:
    ours, theirs = load_studies("meridian", meridian), load_studies("standoff")

    assert ours.hypotheses.keys() == theirs.hypotheses.keys()
    assert ours.examples.keys() == theirs.examples.keys()


# Saves ------------------------------------------------------------------------------------------


def test_a_save_carries_base_and_words_and_needs_neither_folder(
    meridian: Ruleset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "game.jsonl"
    game = start(meridian, ["doctrine"] * 4, scenario=2, table="four", path=path)
    for _ in range(3):
        Opponents(game).fill()
        game.advance()
    game.close()
    monkeypatch.setattr(reader, "shipped", dict)

    again = Game.load(path)
    assert verify(path).good
    assert again.games.state.digest() == game.games.state.digest()
    assert again.rules.digest == meridian.digest
    assert {"about.toml", "words.toml", "standoff/board.toml"} <= again.header.ruleset.files.keys()
    assert "ravask" in again.seats


def test_the_digest_is_of_base_and_words(meridian: Ruleset) -> None:
    files = dict(meridian.document.files)
    for file, old, new in (
        ("standoff/constants.toml", "blame = 9", "blame = 8"),
        ("words.toml", "Ravask", "Rovask"),
    ):
        assert old in files[file]
        changed = reader.read_files("meridian", files | {file: files[file].replace(old, new)})

        assert changed.digest() != meridian.digest


def test_a_save_unpacked_into_a_folder_is_a_ruleset(meridian: Ruleset, tmp_path: Path) -> None:
    for file, text in meridian.document.files.items():
        (tmp_path / file).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / file).write_text(text, encoding="utf-8")

    assert load.load(tmp_path).digest == meridian.digest


# Words ------------------------------------------------------------------------------------------


WORDS = Wording(
    {
        "Tehran": "Ravask",
        "American": "Averran",
        "Iraqi": "Kestrane",
        "guards": "wardens",
        "Congress": "the Assembly",
        "Gulf": "Basin",
        "Gulf states": "Shore towns",
        "Red Sea": "Copper Sea",
        "$": "Cr ",
    }
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Tehran's oil", "Ravask's oil"),
        ("a ship in the Gulf, not of the Gulf states", "a ship in the Basin, not of the Shore towns"),
        ("the Red\nSea", "the Copper Sea"),
        ("Guards! The guards, and safeguards", "Wardens! The wardens, and safeguards"),
        ("an Iraqi base, an American one", "a Kestrane base, an Averran one"),
        ("Brief Congress. Congress revolts", "Brief the Assembly. The Assembly revolts"),
        ("the Congress", "the Assembly"),
        ("Gulfstream and golf", "Gulfstream and golf"),
        ("$80 a barrel", "Cr 80 a barrel"),
        ("", ""),
    ],
)
def test_texts_are_said_in_other_words(said: str, meant: str) -> None:
    assert WORDS.text(said) == meant
    assert WORDS.text(meant) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("warn-tehran", "warn-ravask"),
        ("strike gulf-states 2", "strike shore-towns 2"),
        ("event congress-revolts", "event assembly-revolts"),
        ("tehran:tehran.cash", "ravask:ravask.cash"),
        ("gulfs", "gulfs"),
    ],
)
def test_names_follow_the_words(typed: str, meant: str) -> None:
    assert WORDS.name(typed) == meant
    assert WORDS.name(meant) == meant


def test_a_ruleset_of_its_own_words_says_texts_as_they_are(rules: Ruleset) -> None:
    text = "Tehran and the Gulf"

    assert rules.document.wording is OWN
    assert rules.say(text) is text
    assert rules.typed(text) is text


def fields_of_text(model: type[schema.Entry]) -> Iterator[tuple[str, str]]:
    """Fields that are free text as far as pydantic can tell, of a model and of those inside it."""
    for name, field in model.model_fields.items():
        if field.annotation in (str, str | None) and not field.metadata:
            yield model.__name__, name
        for inner in translate._models_in(field.annotation):
            if inner is not model:
                yield from fields_of_text(inner)


NOT_SAID = {
    ("Order", "kind"), ("Order", "act"), ("Requirement", "state"), ("Example", "rule"), ("Count", "kind"),
    ("Count", "act"), ("Measure", "deal"), ("Hypothesis", "experiment"), ("Waiver", "warning"),
    ("Waiver", "entry"), ("Prompt", "tells"), ("Prompt", "mark"),
}  # fmt: skip
"""Free as far as pydantic can tell, but words of a closed list, or references."""


def test_no_text_of_an_entry_is_forgotten() -> None:
    models = {*schema.SECTIONS.values(), *schema.STUDIES.values(), *schema.LESSONS.values()}
    free = {pair for model in models for pair in fields_of_text(model)}

    assert {(m, f) for m, f in free if f not in translate.TEXTS and (m, f) not in translate.NAMES} == NOT_SAID


# Mistakes ---------------------------------------------------------------------------------------

ABOUT = '[about]\nid = "mine"\nlabel = "Mine"\nversion = 1\nbase = "standoff"\ntext = "Mine."\n'


def said(folder: Path, words: str, about: str = ABOUT) -> list[str]:
    """What is wrong with a ruleset of these words."""
    folder = folder / "mine"
    folder.mkdir(exist_ok=True)
    (folder / "about.toml").write_text(about, encoding="utf-8")
    (folder / "words.toml").write_text(words, encoding="utf-8")
    with pytest.raises(RulesetError) as caught:
        load.load(folder)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("words", "line", "about"),
    [
        ('[words]\n"Tehran" = "Ravask"\n"Atlantis" = "Lemuria"\n', 3, "'Atlantis': stands nowhere"),
        ('[words]\n"Hormuz" = "Here"\n"Yemen" = "Here"\n', 2, "would both be called 'sweep-mines here'"),
        ('[words]\n"Muscat" = "Doha"\n', 2, "'muscat' and 'doha' would both be called 'doha'"),
        ('[words]\n"Gulf" = "Iraq"\n"Iraq" = "Basin"\n', 2, "it would become 'Basin'"),
        ('[words]\n"Tehran" = "Ravask"\n"Washington" = "Rover"\n', 3, "'Rover' begins like 'Ravask'"),
        ('[words]\n"Tehran" = "A very long name"\n', 2, "longer than the 12 letters"),
        ('[words]\n"Tehran" = 3\n', 2, "is a text and stands for a text"),
        ('[words]\n"Tehran" = " "\n', 2, "is a text and stands for a text"),
        ('[words]\n"Tehran" = "A"\n[spare-words]\n"Tehran" = "B"\n', 4, "stands already at words.toml:2"),
        ('[[words]]\n"Tehran" = "A"\n', 1, "must begin with [words]"),
        ("[[metre]]\nid = 'x'\n", 1, "'metre' is not a section"),
        ("[words\n", 1, "not TOML"),
    ],
)
def test_what_is_wrong_with_words_is_told_with_its_line(
    tmp_path: Path, words: str, line: int, about: str
) -> None:
    problems = said(tmp_path, words)

    assert [p for p in problems if p.startswith(f"words.toml:{line}:") and about in p], problems
    assert all(p.startswith("words.toml:") for p in problems)


def test_a_spare_word_need_not_occur(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "a.toml").write_text(ABOUT + '[spare-words]\n"Atlantis" = "Lemuria"\n', encoding="utf-8")

    assert load.load(folder).say("To Atlantis!") == "To Lemuria!"


@pytest.mark.parametrize(
    ("base", "about"),
    [("nowhere", "is not a ruleset that ships"), ("meridian", "has a base itself"), ("No", "is not a name")],
)
def test_a_base_that_will_not_do_is_told_with_its_line(tmp_path: Path, base: str, about: str) -> None:
    (problem,) = said(tmp_path, "[words]\n", ABOUT.replace("standoff", base))[:1]

    assert problem.startswith("about.toml:5: about: ")
    assert about in problem


EXAMPLE = """
[[example]]
id = "shut"
label = "Hormuz shut"
rule = "orders.means"
rows = [58]
text = "Tehran shuts Hormuz."
sheets = [{ tehran = ["close-hormuz"] }]
expect = { "hormuz.alarm" = 3 }
"""


def test_studies_of_a_base_follow_the_words_even_beside_a_broken_one(rules: Ruleset, tmp_path: Path) -> None:
    files = {f"standoff/{file}": text for file, text in rules.document.files.items()}
    files |= {"a.toml": ABOUT + '[words]\n"Hormuz" = "Narrows"\n', "standoff/studies/good.toml": EXAMPLE}
    for file, text in files.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
    own = load.load(tmp_path)

    assert load_studies(tmp_path, own).examples["shut"].label == "Narrows shut"
    assert load_studies(tmp_path, own).examples["shut"].sheets == ({"tehran": ("close-narrows",)},)

    (tmp_path / "standoff/studies/bad.toml").write_text("[[example]]\nid = 'bad'\n", encoding="utf-8")
    with pytest.raises(RulesetError) as caught:
        load_studies(tmp_path, own)
    assert {problem.file for problem in caught.value.problems} == {"standoff/studies/bad.toml"}


def test_what_is_wrong_with_the_base_is_told_where_it_stands(rules: Ruleset) -> None:
    texts = {f"standoff/{file}": text for file, text in rules.document.files.items()}
    texts["standoff/board.toml"] = texts["standoff/board.toml"].replace('letter = "T"', 'letter = "Teh"')

    with pytest.raises(RulesetError) as caught:
        reader.read_files("mine", {"about.toml": ABOUT, **texts})

    assert [p.file for p in caught.value.problems] == ["standoff/board.toml"]
    assert caught.value.problems[0].line > 0
