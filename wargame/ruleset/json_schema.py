"""JSON Schemas of the files of a ruleset, for editors: they complete fields and mark what is wrong while one types.

Made from the models, the closed vocabularies and the docstrings, so that nothing is written twice. What a
schema cannot say, such as that a name exists, `wargame check` says.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from wargame.ruleset import constants, schema, vocabulary

DRAFT = "https://json-schema.org/draft/2020-12/schema"

FILES = {
    "ruleset.schema.json": schema.SECTIONS,
    "studies.schema.json": schema.STUDIES,
    "lessons.schema.json": schema.LESSONS,
    "discussion.schema.json": schema.DISCUSSION,
    "questions.schema.json": schema.QUESTIONS,
}
"""What is written, and which sections each file of that kind may hold."""

_OF_CONSTANTS, _OVERRIDES = "Constants.", "ConstantOverrides"
"""How definitions of groups of constants are called, which share names with others; and all of them together."""

Words = Mapping[str, str]

ENUMS: dict[tuple[str, str], Words] = {
    ("Order", "kind"): vocabulary.KINDS,
    ("Order", "act"): vocabulary.ACTS,
    ("Order", "tags"): schema.TAGS,
    ("Line", "acts"): vocabulary.ACTS,
    ("Requirement", "state"): {**vocabulary.DEAL_STATES, **vocabulary.LINE_STATES},
    ("Count", "kind"): vocabulary.KINDS,
    ("Count", "act"): vocabulary.ACTS,
    ("Waiver", "warning"): vocabulary.WARNINGS,
    ("Discussion", "found"): vocabulary.FOUND,
}
"""Fields, by model and name, that take words of a closed list; the models check these by themselves."""

ONE_OF: dict[str, tuple[str, ...]] = {
    "Requirement": tuple(vocabulary.REQUIREMENTS),
    "Effect": tuple(vocabulary.EFFECTS),
    "Measure": ("end", "meter", "share", "ever", "first", "orders", "deal"),
}
"""Models of which exactly one of some fields is given."""


def schemas() -> dict[str, str]:
    """Every schema as text, by the name of its file."""
    made = {}
    for file, sections in FILES.items():
        made[file] = json.dumps(_schema(sections), indent=1, ensure_ascii=False) + "\n"
    return made


def write(folder: Path) -> list[Path]:
    """Write the schemas to a folder, which is made if need be; the files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for file, text in schemas().items():
        paths.append(folder / file)
        paths[-1].write_text(text, encoding="utf-8", newline="\n")
    return paths


def _schema(sections: Mapping[str, type[schema.Entry]]) -> dict[str, Any]:
    defs: dict[str, Any] = {}
    properties: dict[str, Any] = {}
    for section, model in sections.items():
        words = _description(model.__doc__)
        properties[section] = {
            "type": "array", "items": _reference(model, defs), **({"description": words} if words else {}),
        }  # fmt: skip
    title = "Examples, hypotheses and targets of a ruleset"
    if sections is schema.LESSONS:
        title = "Lessons of a ruleset"
    if sections is schema.DISCUSSION:
        title = "What to talk about after a game"
    if sections is schema.QUESTIONS:
        title = "What people can forecast"
    if sections is schema.SECTIONS:
        title = "A file of a ruleset"
        texts = {"type": "object", "additionalProperties": {"type": "string"}}
        properties = {
            "about": _reference(schema.About, defs),
            "constants": _reference(constants.Constants, defs, _OF_CONSTANTS),
            "words": {**texts, "description": "With a base: its words, and what stands for them."},
            "spare-words": {**texts, "description": "Words that need not stand in the base's files."},
            **properties,
        }
    return {
        "$schema": DRAFT,
        "title": title,
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "$defs": dict(sorted(defs.items())),
    }


def _reference(model: type[BaseModel], defs: dict[str, Any], prefix: str = "") -> dict[str, str]:
    """A reference to a model, which is put among the definitions with all that it holds."""
    made = model.model_json_schema(ref_template=f"#/$defs/{prefix}{{model}}")
    found = made.pop("$defs", {})
    found.setdefault(model.__name__, made)
    for name, body in found.items():
        if prefix + name not in defs and "properties" in body:
            defs[prefix + name] = _finished(prefix + name, body)
            if "constants" in body["properties"]:
                defs[_OVERRIDES] = _overrides()
    return {"$ref": f"#/$defs/{prefix}{model.__name__}"}


def _finished(name: str, body: dict[str, Any]) -> dict[str, Any]:
    """A definition with what pydantic does not know: descriptions of fields, closed lists, exclusive fields."""
    body = _plain(body)
    if "description" in body:
        body["description"] = _description(body["description"])
    for field, value in body["properties"].items():
        words = ENUMS.get((name, field))
        if words is not None:
            target = value["items"] if value.get("type") == "array" else value
            target["enum"] = list(words)
            target["x-taplo"] = {"docs": {"enumValues": list(words.values())}}
        said = docstrings().get((name, field)) or docstrings().get((name, f"{field}_"))
        if said:
            value["description"] = said
    if name in ONE_OF:
        body["oneOf"] = [{"required": [field]} for field in ONE_OF[name]]
    if "constants" in body["properties"]:
        described = body["properties"]["constants"]["description"]
        body["properties"]["constants"] = {"$ref": f"#/$defs/{_OVERRIDES}", "description": described}
    return body


def _plain(value: Any) -> Any:
    """A schema without titles, which say nothing, and without null, which TOML does not have."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    made: dict[str, Any] = {}
    for key, inner in value.items():
        if key == "properties":
            made[key] = {name: _plain(field) for name, field in inner.items()}
        elif key not in ("title", "anyOf", "default") or (key == "title" and isinstance(inner, dict)):
            made[key] = _plain(inner)
    if "anyOf" in value:
        choices = [_plain(choice) for choice in value["anyOf"] if choice != {"type": "null"}]
        made |= choices[0] if len(choices) == 1 else {"anyOf": choices}
    if isinstance(value.get("default"), bool | int | str):
        made["default"] = value["default"]
    if "patternProperties" in made:
        made["additionalProperties"] = False
    return made


def _overrides() -> dict[str, Any]:
    """The constants that a patch may override, as `group.name`; of those that are tables, items too."""
    fields = [
        (group, name, _plain(field))
        for group, fields in _constant_groups().items()
        for name, field in fields.items()
    ]
    properties = {}
    for group, name, field in fields:
        text = docstrings().get((f"{_OF_CONSTANTS}{_model_of(group)}", name))
        properties[f"{group}.{name}"] = {**field, **({"description": text} if text else {})}
    return {
        "type": "object",
        "properties": properties,
        "patternProperties": {
            rf"^{group}\.{name}\.[a-z.-]+$": field["additionalProperties"]
            for group, name, field in fields
            if field.get("type") == "object"
        },
        "additionalProperties": False,
    }


def _model_of(group: str) -> str:
    annotation: Any = constants.Constants.model_fields[group].annotation
    return str(annotation.__name__)


@cache
def _constant_groups() -> dict[str, dict[str, Any]]:
    made = constants.Constants.model_json_schema()
    return {
        group: made["$defs"][reference["$ref"].rpartition("/")[2]]["properties"]
        for group, reference in made["properties"].items()
    }


@cache
def docstrings() -> dict[tuple[str, str], str]:
    """What stands below each field of a model in its source, by model and field; inherited fields too."""
    found: dict[tuple[str, str], str] = {}
    for module, prefix in ((schema, ""), (constants, _OF_CONSTANTS)):
        source = Path(module.__file__ or "").read_text(encoding="utf-8")
        for node in ast.parse(source).body:
            if isinstance(node, ast.ClassDef):
                bases = [base.id for base in node.bases if isinstance(base, ast.Name)]
                for (model, field), text in list(found.items()):
                    if model in bases:
                        found[prefix + node.name, field] = text
                for before, after in zip(node.body, node.body[1:], strict=False):
                    if (
                        isinstance(before, ast.AnnAssign)
                        and isinstance(before.target, ast.Name)
                        and isinstance(after, ast.Expr)
                        and isinstance(after.value, ast.Constant)
                    ):
                        text = _description(str(after.value.value))
                        found[prefix + node.name, before.target.id] = text
    return found


def _description(text: str | None) -> str:
    """A docstring in one line for each paragraph."""
    paragraphs = (text or "").strip().split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
