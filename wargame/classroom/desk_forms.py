"""A form of the desk as a command: what people type into boxes becomes numbers, lists and changes."""

from __future__ import annotations

import re
import secrets
from typing import Any

from starlette.datastructures import FormData

from wargame.table.acts import Refused

WHOLE = frozenset({"seconds", "number", "place", "step"})
PARTS = frozenset({"minutes", "reading"})
MANY = frozenset({"to", "seats"})
BY_LINES = frozenset({"pros", "cons"})
CHANGES = frozenset({"changes", "success", "failure"})
OURS = frozenset({"table", "do", "at", "sure"})
"""Fields of the page and not of the command."""

CHANGE = re.compile(r"([a-z][\w.-]*)\s*[:=]?\s*([+-]?\d{1,4})")


def command_of(form: FormData) -> dict[str, Any]:
    """The fields of a command from those of a form; boxes left empty are left out. Raises Refused."""
    kind = str(form.get("kind", ""))
    found: dict[str, Any] = {}
    for name, value in form.multi_items():
        if not isinstance(value, str) or name in OURS:
            continue
        text = value.replace("\r\n", "\n").strip()
        if name in MANY and kind != "defaults":
            found.setdefault(name, []).extend([text] if text else [])
        elif name in BY_LINES:
            found[name] = [line.strip() for line in text.split("\n") if line.strip()]
        elif name in CHANGES:
            found[name] = _changes(name, text)
        elif name in WHOLE and text:
            found[name] = int(_number(name, text))
        elif name in PARTS:
            found[name] = float(_number(name, text)) if text else None
        elif name == "own":
            found["own"] = bool(text)
        elif text:
            found[name] = text
    if kind == "plan":
        _condition(found)
        if "step" in found:
            found["step"] = _counted_from_one(found["step"])
    found.setdefault("id", secrets.token_hex(12))
    return found


def _changes(name: str, text: str) -> dict[str, int]:
    """`tehran.cash -2`, one to a line."""
    found: dict[str, int] = {}
    for line in text.split("\n"):
        if not line.strip():
            continue
        said = CHANGE.fullmatch(line.strip())
        if said is None:
            raise Refused(f"{name}: write a number and by how much, such as tehran.cash -2", name)
        if said[1] in found:
            raise Refused(f"{name}: {said[1]} stands twice", name)
        found[said[1]] = int(said[2])
    return found


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Refused(f"{name} is not a number", name) from None


def _counted_from_one(step: int) -> int:
    if step < 1:
        raise Refused("step: the first step is 1", "step")
    return step - 1


def _condition(found: dict[str, Any]) -> None:
    """One condition on a meter, from three boxes."""
    meter, least, most = found.pop("meter", ""), found.pop("least", ""), found.pop("most", "")
    if not meter:
        return
    bounds = {"at_least": least, "at_most": most}
    found["when"] = [{"meter": meter} | {k: int(_number(k, v)) for k, v in bounds.items() if v}]


__all__ = ["command_of"]
