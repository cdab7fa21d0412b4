"""What may be wrong with a ruleset, said so that its author can put it right.

A problem names file, line and entry, and all problems of a ruleset are raised together. What
pydantic finds is put into plain words, because an author has read the rulebook and not pydantic's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from wargame.ruleset import schema
from wargame.ruleset.vocabulary import nearest

FieldPath = tuple[str | int, ...]
"""Where something stands in an entry, as pydantic counts: `("effects", 0, "by")`."""

FEW = 8
"""So many choices are listed when none of them is near; more would bury the message."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong, on one line. Line 0 is the file as a whole, no file the ruleset as a whole."""

    file: str
    line: int
    entry: str
    """As its author would call it: `operation 'seize-tanker'`; may be empty."""
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        text = ": ".join(part for part in (place, self.entry, self.message) if part)
        return "".join(c if c.isprintable() else " " for c in text)


class RulesetError(Exception):
    """Everything wrong with a ruleset, in the order of its files."""

    sound: Any = None
    """The `Document` of the entries that are sound in themselves, where every file could be read."""

    def __init__(self, name: str, problems: Iterable[Problem]) -> None:
        self.name = name
        self.problems = tuple(sorted(set(problems)))
        super().__init__(name, self.problems)

    def __str__(self) -> str:
        heading = f"Ruleset {self.name}: {len(self.problems)} problem{'s' * (len(self.problems) != 1)}"
        return "\n  ".join([heading, *map(str, self.problems)])


def suggest(word: str, words: Iterable[str], noun: str = "choices") -> str:
    """How a message about a wrong word ends: the nearest right word, or all of them if they are few."""
    known = list(words)
    if near := nearest(word, known):
        return f'; did you mean "{near}"?'
    if 0 < len(known) <= FEW:
        return f"; the {noun} are {', '.join(known)}"
    return ""


def dotted(path: FieldPath) -> str:
    """A path as people read it, items counted from one: `effects.1.by`."""
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in path)


# TOML in plain words ----------------------------------------------------------------------------

SYNTAX = {
    "Illegal character '\\n'": "the quotation mark that ends a text is missing on this line",
    "Unterminated string": "the quotation marks that end a text are missing",
    "Unclosed": "the bracket that ends a list or a table is missing",
    "Invalid value": "this is not a value; text stands in quotes",
    "Invalid statement": "this is neither a [section] nor a field = value",
    "Expected '='": "this is neither a [section] nor a field = value",
    "Cannot overwrite a value": "this field or section is given twice",
    "Cannot declare": "this section is given twice",
    "Expected newline": "each field has a line of its own",
    "Duplicate inline table key": "a field of this table is given twice",
}
"""How the commonest messages of `tomllib` begin, and what they mean to an author."""


def syntax(file: str, text: str, error: Exception) -> Problem:
    """What made `tomllib` give up on a text. It tells no line if it ran out of digits or of depth."""
    if isinstance(error, RecursionError):
        return Problem(file, 0, "", "not TOML: brackets within brackets, too many deep")
    said = re.fullmatch(r"(.*) \((?:at line (\d+), column \d+|at end of document)\)", str(error), re.DOTALL)
    if said is None:
        return Problem(file, 0, "", "not TOML: a number has too many digits")
    line = int(said[2] or text.rstrip().count("\n") + 1)
    plain = next((plain for start, plain in SYNTAX.items() if said[1].startswith(start)), said[1])
    return Problem(file, line, "", f"not TOML: {plain}")


# Pydantic in plain words ------------------------------------------------------------------------

WANTED = {
    "string_type": "text in quotes",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
}
"""Pydantic's names for a value of the wrong type, and the type it should be."""

FOUND = {
    str: "text",
    bool: "true or false",
    int: "a whole number",
    float: "a number with a point",
    tuple: "a list",
    dict: "a table",
}

PLAIN = {
    "missing": "is missing",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "too_long": "has {actual_length} items and may have {max_length}",
    "string_too_long": "must be at most {max_length} characters long",
    "value_error": "{error}",
}

NAME, METER = (get_args(kind)[1].pattern for kind in (schema.Name, schema.MeterName))
PATTERNS = {
    NAME: "is not a name: small letters and digits, joined by single hyphens",
    METER: "is not the name of a meter: small letters, digits, dots and hyphens",
    "^[A-Z]$": "is not one capital letter",
}


def complaints(
    section: str, model: type[BaseModel], raw: Any, error: ValidationError
) -> Iterator[tuple[FieldPath, str]]:
    """Path and message of everything that pydantic found wrong with `raw`, an entry of `section`.

    Where a field may be one thing or another (a number or a table), pydantic complains of each in
    turn; here the wrong type is mentioned only if none of them fits.
    """
    wanted: dict[FieldPath, list[str]] = {}
    others: dict[tuple[FieldPath, str], str] = {}
    fits: set[FieldPath] = set()

    for fault in error.errors(include_url=False):
        path, fork = _follow(fault["loc"], raw, fault["type"])
        if fault["type"] in WANTED:
            found = FOUND.get(type(fault["input"]), "a date")
            wanted.setdefault(path, [found]).append(WANTED[fault["type"]])
        else:
            others[path, fault["type"]] = _plain(section, model, path, fault)
        if fork is not None and (path != fork or fault["type"] not in WANTED):
            fits.add(fork)

    for path, (found, *types) in wanted.items():
        if path not in fits:
            dots = "; a name with a dot in it stands in quotes" if found == "a table" and path else ""
            yield path, _named(path, f"must be {' or '.join(dict.fromkeys(types))}, not {found}{dots}")
    for (path, kind), message in others.items():
        yield _subject(path, message, raw) if kind == "value_error" else path, _named(path, message)


def _follow(loc: FieldPath, raw: Any, kind: str) -> tuple[FieldPath, FieldPath | None]:
    """The steps of `loc` that lead through `raw`, and the field where pydantic tried alternatives.

    Pydantic mixes in steps of its own: the name of the alternative, and `[key]` for a key of a table.
    """
    path: FieldPath = ()
    fork = None
    for step in loc:
        if step in (raw if isinstance(raw, dict) else range(len(raw)) if isinstance(raw, tuple) else ()):
            raw = raw[step]
        elif step == "[key]":
            continue
        elif kind != "missing":
            fork = path
            continue
        path += (step,)
    return path, fork


def _plain(section: str, model: type[BaseModel], path: FieldPath, fault: Mapping[str, Any]) -> str:
    """The message of one fault, other than of type."""
    found, context = fault["input"], fault.get("ctx", {})
    shown = f"'{found}'" if isinstance(found, str) else FOUND.get(type(found), "a date")
    match fault["type"]:
        case "extra_forbidden":
            owner = _owner(model, path[:-1])
            fields = [field.alias or name for name, field in owner.model_fields.items()]
            noun = section if owner is model else re.sub(r"(?<=[a-z])(?=[A-Z])", " ", owner.__name__).lower()
            article = "" if noun == "about" else "an " if noun[0] in "aeiou" else "a "
            return f"is not a field of {article}{noun}{suggest(str(path[-1]), fields, 'fields')}"
        case "literal_error":
            choices = re.findall(r"'([^']*)'", context["expected"])
            near = nearest(found, choices) if isinstance(found, str) else None
            hint = f'; did you mean "{near}"?' if near else ""
            return f"{shown} is not one of {', '.join(choices)}{hint}"
        case "string_pattern_mismatch":
            return f"{shown} {PATTERNS.get(context['pattern'], 'is not of the right form')}"
        case kind:
            return PLAIN[kind].format(**context) if kind in PLAIN else str(fault["msg"])


def _owner(model: type[BaseModel], path: FieldPath) -> type[BaseModel]:
    """The model of the innermost table on the way along `path`."""
    for step in path:
        for name, field in model.model_fields.items():
            if step == (field.alias or name):
                model = _model_in(field.annotation) or model
                break
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for part in get_args(annotation) if (model := _model_in(part))), None)


def _subject(path: FieldPath, message: str, raw: Any) -> FieldPath:
    """The field that a rule about a whole table speaks of first, if any: `tag 'x' is not` of `tags`."""
    for step in path:
        raw = raw[step]
    word = message.split(" ")[0]
    return next(((*path, f) for f in (word, f"{word}s") if isinstance(raw, dict) and f in raw), path)


def _named(path: FieldPath, message: str) -> str:
    return f"field '{dotted(path)}': {message}" if path else message
