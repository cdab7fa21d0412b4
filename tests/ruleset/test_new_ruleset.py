"""A new ruleset works at once: it compiles, plays, simulates and tests its claim; and nothing is overwritten."""

from __future__ import annotations

import json
import stat
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from wargame.analysis.lint.check import examine
from wargame.analysis.simulate import simulate
from wargame.cli import cli
from wargame.opponents.bench import Opponents
from wargame.record.game import Game
from wargame.record.verify import verify
from wargame.ruleset.json_schema import schemas
from wargame.ruleset.load import load
from wargame.ruleset.new import LABEL, PLACEHOLDER, TEMPLATE, new_ruleset
from wargame.ruleset.studies import load_studies
from wargame.ruleset.tables import Ruleset

OWN = {
    "operation": "lend-tugs",
    "event": "fog-in-the-strait",
    "doctrine": "harbour-master",
    "scenario": "fog-season",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_ruleset("harbour-lights", tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def made(folder: Path) -> Ruleset:
    return load(folder)


def test_it_has_its_name_and_one_entry_of_each_kind(made: Ruleset, folder: Path) -> None:
    assert (made.name, made.label) == ("harbour-lights", "Harbour lights")
    for section, id in OWN.items():
        file = made.document.places[section, id].file
        assert (folder / file).is_file()
    hypotheses = load_studies(folder, made).hypotheses
    assert "tugs-keep-the-strait-open" in hypotheses


def test_no_file_names_the_template(folder: Path) -> None:
    for path in folder.rglob("*.toml"):
        text = path.read_text(encoding="utf-8")
        assert PLACEHOLDER not in text
        assert LABEL not in text


def test_it_is_small_and_every_file_teaches(folder: Path) -> None:
    texts = [path.read_text(encoding="utf-8").splitlines() for path in folder.rglob("*.toml")]

    assert sum(map(len, texts)) <= 250
    for lines in texts:
        assert sum(line.startswith("#") for line in lines) >= 2


def test_editors_find_the_schema_and_the_files_are_right_by_it(folder: Path) -> None:
    for path in folder.rglob("*.toml"):
        text = path.read_text(encoding="utf-8")
        first = text.splitlines()[0]
        assert first.startswith("#:schema ")
        schema = path.parent / first.removeprefix("#:schema ")
        assert schema.read_text(encoding="utf-8") == schemas()[schema.name]
        Draft202012Validator(json.loads(schemas()[schema.name])).validate(tomllib.loads(text))


def test_its_check_has_nothing_to_warn_of(made: Ruleset, folder: Path) -> None:
    studies = load_studies(folder, made).document
    alone = replace(made, scenarios={"fog-season": made.scenarios["fog-season"]})
    examination = examine(alone, games=500, seed=1, studies=studies)

    assert [str(finding) for finding in examination.findings] == []
    assert examination.base == "standoff"
    assert examination.of_base > 0


def test_it_is_played_and_its_save_needs_no_folder(made: Ruleset, tmp_path: Path) -> None:
    players = {"tehran": "doctrine", "washington": "null", "proxies": "doctrine", "gcc": "doctrine"}
    game = Game.new(made, "fog-season", seed=4, players=players, path=tmp_path / "game.jsonl")
    opponents = Opponents(game)
    while not game.over:
        opponents.fill()
        game.advance()
    game.close()

    assert verify(tmp_path / "game.jsonl").good
    assert Game.load(tmp_path / "game.jsonl").rules.digest == made.digest


def test_it_is_simulated(folder: Path) -> None:
    results = simulate(str(folder), "fog-season", {}, games=60, seed=2)

    assert results.games == 60
    assert results.mean("gcc_score").value != 0


def test_the_command_says_what_to_do_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, ["new-ruleset", "second"])

    assert result.exit_code == 0, result.output
    assert "wargame check ./second\n" in result.output
    assert (tmp_path / "second" / "about.toml").is_file()
    assert [p.name for p in tmp_path.iterdir()] == ["second"]
    again = CliRunner().invoke(cli, ["check", "./second", "--quick"])
    assert again.exit_code == 0, again.output


def test_others_may_read_it_as_they_may_read_any_new_folder(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    made = new_ruleset("second", tmp_path)

    assert stat.S_IMODE(made.stat().st_mode) == stat.S_IMODE((tmp_path / "plain").stat().st_mode)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Second", "is not a name"),
        ("../second", "is not a name"),
        ("second\n", "is not a name"),
        ("", "is not a name"),
        ("2nd", "is not a name"),
        ("x" * 41, "is not a name"),
        ("standoff", "a ruleset that ships"),
        ("taken", "exists already; nothing was changed"),
    ],
)
def test_a_name_that_will_not_do_is_refused(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "mine.txt").write_text("mine")
    result = CliRunner().invoke(cli, ["new-ruleset", name, "--folder", str(tmp_path)])

    assert result.exit_code == 1
    assert said in result.output
    assert [p.name for p in tmp_path.rglob("*")] == ["taken", "mine.txt"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["new-ruleset", "second", "--folder", str(tmp_path / "no")])

    assert result.exit_code == 1
    assert f"there is no folder {tmp_path / 'no'}" in result.output


def test_nothing_is_left_of_one_that_could_not_be_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path) -> list[Path]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("wargame.ruleset.json_schema.write", full)
    result = CliRunner().invoke(cli, ["new-ruleset", "second", "--folder", str(tmp_path)])

    assert result.exit_code == 1
    assert "cannot be written to: No space left on device" in result.output
    assert list(tmp_path.iterdir()) == []


def test_the_template_is_a_ruleset_itself() -> None:
    assert load(TEMPLATE).name == PLACEHOLDER
