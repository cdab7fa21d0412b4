"""The schemas that editors read: up to date, true of every shipped file, and false of a wrong one."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from wargame.cli import cli
from wargame.ruleset import constants, schema
from wargame.ruleset.json_schema import ENUMS, ONE_OF, docstrings, schemas

RULESETS = Path(__file__).parents[2] / "rulesets"


def validator(file: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schemas()[file]))


def kind(path: Path) -> str:
    inside = path.relative_to(RULESETS).parts
    apart = ("studies", "lessons", "discussion", "questions")
    return f"{inside[1]}.schema.json" if inside[1] in apart else "ruleset.schema.json"


def wrong(text: str, file: str = "ruleset.schema.json") -> list[str]:
    """Where a text is wrong."""
    return [error.json_path for error in validator(file).iter_errors(tomllib.loads(text))]


@pytest.mark.parametrize("file", schemas())
def test_the_schemas_beside_the_rulesets_are_up_to_date(file: str) -> None:
    text = (RULESETS / file).read_text(encoding="utf-8")

    assert text == schemas()[file], "write them anew with: wargame schemas --out rulesets"


@pytest.mark.parametrize("file", schemas())
def test_they_are_schemas_and_hold_all_that_they_refer_to(file: str) -> None:
    made = json.loads(schemas()[file])
    Draft202012Validator.check_schema(made)

    def references(value: Any) -> set[str]:
        if isinstance(value, list):
            return {r for item in value for r in references(item)}
        if isinstance(value, dict):
            own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
            return own | {r for item in value.values() for r in references(item)}
        return set()

    assert references(made) == {f"#/$defs/{name}" for name in made["$defs"]}


@pytest.mark.parametrize("path", sorted(RULESETS.rglob("*.toml")), ids=str)
def test_every_shipped_file_is_right_by_its_schema(path: Path) -> None:
    errors = validator(kind(path)).iter_errors(tomllib.loads(path.read_text(encoding="utf-8")))

    assert [f"{e.json_path}: {e.message}" for e in errors] == []


OPERATION = """
[[operation]]
id = "seize-tanker"
label = "Seize a tanker"
text = "A ship is taken."
kind = "kinetic signal"
cells = ["irgc"]
"""


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (OPERATION + 'act = "robbery"\n', "$.operation[0].act"),
        (OPERATION + 'colour = "red"\n', "$.operation[0]"),
        (OPERATION.replace('"kinetic signal"', '"kinetic signals"'), "$.operation[0].kind"),
        (OPERATION.replace('"seize-tanker"', '"Seize Tanker"'), "$.operation[0].id"),
        (OPERATION + "rung = 12\n", "$.operation[0].rung"),
        (OPERATION + 'tags = ["thret"]\n', "$.operation[0].tags[0]"),
        (OPERATION + 'cost = { "tehran cash" = 1 }\n', "$.operation[0].cost"),
        (OPERATION + 'effects = [{ change = "a.b", raise = "c.d", by = 1 }]\n', "$.operation[0].effects[0]"),
        (OPERATION + 'requires = [{ deal = "x", state = "made" }]\n', "$.operation[0].requires[0].state"),
        ('[[waiver]]\nwarning = "no-such"\nentry = "x"\nreason = "y"\n', "$.waiver[0].warning"),
        ("[[operations]]\n", "$"),
        ("[constants.perception]\nunder = 99\n", "$.constants.perception.under"),
        ("[constants.salvo]\nlaunches = 1\n", "$.constants.salvo"),
        (
            '[[scenario]]\nid = "a"\nlabel = "A"\ntext = "A"\nminutes = 1\nmonths = 1\n'
            'constants = { "perception.undr" = 1 }\n',
            "$.scenario[0].constants",
        ),
    ],
)
def test_what_is_wrong_is_found_where_it_stands(text: str, place: str) -> None:
    assert place in wrong(text)


def test_the_same_entry_without_the_fault_is_right() -> None:
    assert wrong(OPERATION + 'act = "seizure"\nagainst = "washington"\nrung = 4\n') == []


def test_groups_of_constants_are_not_confused_with_entries_of_the_same_name() -> None:
    assert wrong("[constants.salvo]\ncrisis_dial = 1\n") == []
    assert wrong("[constants.salvo]\nweapon = 'drones'\n") == ["$.constants.salvo"]


def test_fields_are_described_by_their_docstrings() -> None:
    made = json.loads(schemas()["ruleset.schema.json"])["$defs"]

    assert made["Order"]["properties"]["rung"]["description"] == "Intended rung at intensity 1."
    assert made["Salvo"]["properties"]["from"]["description"] == docstrings()["Salvo", "from_"]
    assert made["Scenario"]["properties"]["off"]["description"] == docstrings()["Patch", "off"]
    assert made["Constants.Perception"]["properties"]["under"]["description"]


def test_what_is_said_of_fields_is_said_of_fields_there_are() -> None:
    for model, field in ENUMS:
        assert field in getattr(schema, model).model_fields, (model, field)
    for model, fields in ONE_OF.items():
        known = {f.alias or name for name, f in getattr(schema, model).model_fields.items()}
        assert set(fields) <= known, model
    for group in constants.Constants.model_fields.values():
        assert isinstance(group.annotation, type)


def test_an_enum_takes_just_what_the_model_takes() -> None:
    """The models check these words by themselves, and the schema must not be narrower."""
    for (model, field), words in ENUMS.items():
        assert words, (model, field)
    for word in ENUMS["Waiver", "warning"]:
        schema.Waiver(warning=word, entry="x", reason="y")
    for word in ENUMS["Line", "acts"]:
        schema.Line(id="a", label="A", text="A", owner="b", acts=(word,), at_rung=1, commits=1)


def test_the_command_writes_them_into_a_new_folder(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["schemas", "--out", str(tmp_path / "new")])

    assert result.exit_code == 0, result.output
    assert {p.name: p.read_text(encoding="utf-8") for p in (tmp_path / "new").iterdir()} == schemas()


def test_the_command_says_where_it_cannot_write(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = CliRunner().invoke(cli, ["schemas", "--out", str(tmp_path / "file" / "new")])

    assert result.exit_code == 1
    assert "cannot be written" in result.output


def test_editors_are_told_of_both_schemas() -> None:
    text = (RULESETS.parent / ".taplo.toml").read_text(encoding="utf-8")
    paths = [rule["schema"]["path"] for rule in tomllib.loads(text)["rule"]]

    assert sorted(paths) == [f"rulesets/{file}" for file in sorted(schemas())]
