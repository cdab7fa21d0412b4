"""What a page or a program sends, as plain data, and what a room refuses, as a sentence."""

from __future__ import annotations

from typing import Any

from pydantic_core import from_json
from starlette.datastructures import FormData
from starlette.requests import Request

from wargame.classroom.door import Turned

LISTS = frozenset({"orders", "to", "seats"})
"""Fields of a form that may stand several times, or once with an empty value for an empty list."""

NUMBERS = frozenset({"step", "by", "place", "percent", "count", "seconds", "number"})

MOST_FIELDS = 80


async def content_of(request: Request) -> tuple[Any, bool]:
    """What was sent, as plain data, and whether it came from a form. Raises Turned."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        try:
            return from_json(await request.body(), allow_inf_nan=False), False
        except ValueError:
            raise Turned(400, "That is not JSON.") from None
    if kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
            return _plain(form), True
    raise Turned(415, "Send JSON, or a form.")


def sentence(text: str) -> str:
    """What a room refuses with, as a sentence of its own."""
    text = f"{text[:1].upper()}{text[1:]}"
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _plain(form: FormData) -> dict[str, Any]:
    """The fields of a form, with numbers as numbers. What stands twice and is no list is not ours."""
    found: dict[str, Any] = {}
    for name, value in form.multi_items():
        if not isinstance(value, str):
            raise Turned(422, "Files are not taken.")
        if name in LISTS:
            found.setdefault(name, []).extend([value] if value else [])
        elif name in found:
            raise Turned(422, "That form has a field twice.")
        else:
            found[name] = _number(value) if name in NUMBERS else value.replace("\r\n", "\n")
    return found


def _number(value: str) -> int | str:
    plain = value.removeprefix("-")
    return int(value) if plain.isascii() and plain.isdigit() and len(plain) < 10 else value


__all__ = ["content_of", "sentence"]
