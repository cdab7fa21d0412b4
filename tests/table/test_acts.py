"""What crosses the wire: typed, bounded, unknown fields refused, and the schema says so."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wargame.table import acts, commands
from wargame.table.acts import Refused, parse_act
from wargame.table.commands import parse_command

GOOD = {"id": "abcdefgh", "step": 0}


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({}, "kind"),
        ([], "kind"),
        (None, "kind"),
        ({**GOOD, "kind": "fly"}, "kind"),
        ({"kind": "clear", "step": 0}, "id"),
        ({"kind": "clear", "step": 0, "id": "short"}, "id"),
        ({"kind": "clear", "step": 0, "id": "x" * 65}, "id"),
        ({"kind": "clear", "step": 0, "id": "abcdefgh\n"}, "id"),
        ({"kind": "clear", "step": "0", "id": "abcdefgh"}, "step"),
        ({"kind": "clear", "step": True, "id": "abcdefgh"}, "step"),
        ({"kind": "clear", "step": -1, "id": "abcdefgh"}, "step"),
        ({**GOOD, "kind": "clear", "seat": "tehran"}, "seat"),
        ({**GOOD, "kind": "write"}, "order"),
        ({**GOOD, "kind": "write", "order": "x" * 81}, "order"),
        ({**GOOD, "kind": "seal", "orders": ["x"] * 41}, "orders"),
        ({**GOOD, "kind": "seal", "orders": "x"}, "orders"),
        ({**GOOD, "kind": "send", "text": "x" * 1001}, "text"),
        ({**GOOD, "kind": "send", "text": "x", "mark": "joke"}, "mark"),
        ({**GOOD, "kind": "forecast", "question": "x", "percent": 101}, "percent"),
        ({**GOOD, "kind": "pen", "to": "a b"}, "to"),
    ],
)
def test_what_is_malformed_is_refused_by_its_field(content: Any, field: str) -> None:
    with pytest.raises(Refused) as found:
        parse_act(content)
    assert found.value.field == field
    assert str(found.value).startswith(field)
    assert len(str(found.value)) < 120


@pytest.mark.parametrize(
    "content",
    [
        {"kind": "pause"},
        {"kind": "pause", "id": "abcdefgh", "seat": "x"},
        {"kind": "extend", "id": "abcdefgh", "seconds": 1.5},
        {"kind": "deadline", "id": "abcdefgh", "minutes": float("nan")},
        {"kind": "deadline", "id": "abcdefgh", "minutes": 0},
        {"kind": "rule", "id": "abcdefgh", "form": "amend", "reason": "x", "changes": {"m": 1001}},
        {"kind": "plan", "id": "abcdefgh", "when": [{"meter": "x", "at_least": 1, "evil": 1}]},
    ],
)
def test_malformed_commands(content: Any) -> None:
    with pytest.raises(Refused):
        parse_command(content)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.sampled_from(
    ["id", "step", "kind", "order", "orders", "by", "to", "via", "mark", "text", "place", "deed", "question",
     "percent", "count", "seat", "when", "changes", "seconds", "minutes"]
)  # fmt: skip
KINDS = st.sampled_from(
    ["write", "seal", "send", "mediate", "pen", "read", "shift", "plan", "rule", "deadline"]
)


@settings(max_examples=150)
@given(st.dictionaries(FIELDS, ANYTHING, max_size=8), KINDS)
def test_anything_is_an_act_or_refused(content: dict[str, Any], kind: str) -> None:
    for parse in (parse_act, parse_command):
        with suppress(Refused):
            parse({**content, "kind": kind})


def test_the_schemas_are_closed_and_bounded() -> None:
    for schema in (acts.schema(), commands.schema()):
        json.dumps(schema)
        models = [part for part in schema["$defs"].values() if part["type"] == "object"]
        assert len(models) >= 12
        for model in models:
            assert model["additionalProperties"] is False
        for model in (m for m in models if "kind" in m["properties"]):
            assert "id" in model["required"]
            for field in model["properties"].values():
                for part in field.get("anyOf", [field]):
                    if part.get("type") == "array":
                        assert "maxItems" in part
                    if part.get("type") == "string" and not {"const", "enum", "pattern"} & part.keys():
                        assert part["maxLength"] <= 1000
