"""The constants in words: what each means, what it is in a ruleset, and what the code says without one."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from wargame.ruleset import constants as module
from wargame.ruleset.constants import Constants

FEW = 6
"""A list of so many numbers is written out; a longer one stands in a table of its own."""


@dataclass(frozen=True)
class Constant:
    """One number (or table) of a mechanism."""

    group: str
    name: str
    meaning: str
    """What the code says of it; empty where its name says it all."""
    value: Any
    default: Any
    """What the rule texts mean: the code's own number."""

    @property
    def path(self) -> str:
        return f"{self.group}.{self.name}"

    @property
    def differs(self) -> bool:
        return bool(self.value != self.default)


def constant_table(constants: Constants) -> dict[tuple[str, str], Constant]:
    """Every constant by (group, name), as it stands in a ruleset or scenario."""
    plain, meanings = _plain(), _meanings()
    return {
        (group, name): Constant(
            group,
            name,
            meanings.get((type(chosen).__name__, name), ""),
            getattr(chosen, name),
            getattr(getattr(plain, group), name),
        )
        for group, chosen in ((g, getattr(constants, g)) for g in Constants.model_fields)
        for name in type(chosen).model_fields
    }


def value_words(value: Any) -> str:
    """`14`, `1 0 -1 -2`, `hormuz 1, yemen 3`, or how large a table it is."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        if len(value) > FEW or any(isinstance(v, tuple | list) for v in value.values()):
            return f"a table of {len(value)}"
        return ", ".join(f"{k} {v}" for k, v in value.items())
    if isinstance(value, tuple | list):
        return " ".join(map(str, value)) if len(value) <= FEW else f"a table of {len(value)}"
    return str(value)


def differences(some: Iterable[Constant]) -> list[Constant]:
    """Those that stand otherwise than the rule texts say."""
    return [c for c in some if c.differs]


@cache
def _plain() -> Constants:
    return Constants()


@cache
def _meanings() -> dict[tuple[str, str], str]:
    """The strings that stand below the fields of each group, by (class, field)."""
    found: dict[tuple[str, str], str] = {}
    for node in ast.parse(inspect.getsource(module)).body:
        if not isinstance(node, ast.ClassDef):
            continue
        for field, after in zip(node.body, node.body[1:], strict=False):
            if (
                isinstance(field, ast.AnnAssign)
                and isinstance(field.target, ast.Name)
                and isinstance(after, ast.Expr)
                and isinstance(after.value, ast.Constant)
            ):
                found[node.name, field.target.id] = " ".join(str(after.value.value).split())
    return found
