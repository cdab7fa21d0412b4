"""A ruleset's folder of TOML files, read into checked entries that know where they stand.

Every mistake is reported with its line, but `tomllib` keeps no line numbers. So each text that
`tomllib` has accepted is walked a second time, by `line_numbers`, which understands of TOML only
what decides where things are: headers, keys, brackets, commas, strings and comments. It names every
table, field and item by the path that leads to it in the parsed data, `("operation", 0, "cost",
"tehran.cash")`; pydantic names what it finds wrong by the same path, from the entry onwards. The
two readings agree on every path there is, and a test holds them to it.

Whether what one entry says of another is true is not checked here but in `compile.py`.
"""

from __future__ import annotations

import hashlib
import os
import pathlib
import re
import tomllib
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from wargame.ruleset import schema
from wargame.ruleset.problems import FieldPath, Problem, RulesetError, complaints, dotted, suggest, syntax
from wargame.ruleset.vocabulary import nearest

KEYS = {"victory": "power"}
"""The field that tells the entries of a section apart, where it is not `id`."""

DEEPEST = 40
"""Steps of the longest path. No ruleset comes near it, and no recursion below need fear it."""


@dataclass(frozen=True)
class Place:
    """Where an entry stands: its file, its first line, and the line of every field in it.

    Deeper fields are named with dots and items counted from one, as in messages: `cost.tehran.cash`,
    `row.3` (the third row), `row.3.order`.
    """

    file: str
    line: int
    fields: Mapping[str, int]

    def at(self, *path: str | int) -> int:
        """The line of a field, `at("row", 2, "order")`, or of the nearest thing around it that has one."""
        ways = (dotted(path[:end]) for end in range(len(path), 0, -1))
        return next((self.fields[way] for way in ways if way in self.fields), self.line)


@dataclass(frozen=True)
class Document:
    """The files of a ruleset, and what they say: every entry sound in itself."""

    name: str
    files: Mapping[str, str]
    """Path below the ruleset's folder, and text; in the order of paths. A save embeds them."""
    about: schema.About
    constants: Mapping[str, Any]
    """The `[constants]` tables of all files in one, as they stand."""
    entries: Mapping[str, tuple[schema.Entry, ...]]
    """Of every section, in the order of the files."""
    places: Mapping[tuple[str, str], Place]
    """By section and id; a victory stands under its power, [about] under `("about", "about")`."""
    constant_places: Mapping[str, Place]
    """By dotted name, of groups and of constants; a group in several files stands where it begins."""

    def of(self, section: str) -> tuple[Any, ...]:
        return self.entries[section]

    def digest(self) -> str:
        """SHA-256 over paths and texts, in hexadecimal."""
        whole = "".join(f"{path}\0{text}\0" for path, text in self.files.items())
        return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


# Finding and reading ----------------------------------------------------------------------------


def shipped() -> dict[str, pathlib.Path]:
    """The rulesets that come with the game: in an installed package, or else in a checkout."""
    package = pathlib.Path(__file__).parents[1]
    homes = (package / "_rulesets", package.parent / "rulesets")
    home = next((home for home in homes if home.is_dir()), None)
    return {path.name: path for path in sorted(home.iterdir()) if path.is_dir()} if home else {}


def find(name_or_path: str) -> pathlib.Path:
    """The folder of a ruleset: the name of one that ships comes first, `./name` is always a folder."""
    known = shipped()
    if name_or_path in known:
        return known[name_or_path]
    if os.path.isdir(name_or_path):  # which, unlike Path.is_dir, takes any string for an answer
        return pathlib.Path(name_or_path)
    near = nearest(name_or_path, known)
    hint = f'; did you mean "{near}"?' if near else ""
    message = f"'{name_or_path}' is neither a folder nor a ruleset that ships ({', '.join(known)}){hint}"
    raise RulesetError(name_or_path, [Problem("", 0, "", message)])


STUDIES = "studies/"
"""The folder of a ruleset whose files hold examples and hypotheses, which a game does without."""


def read(folder: pathlib.Path) -> Document:
    """The ruleset in a folder: every `.toml` file in it and below, but for its studies. Raises RulesetError."""
    problems: list[Problem] = []
    files = _texts(folder, problems)
    play = {file: text for file, text in files.items() if not file.startswith(STUDIES)}
    return _Reader(problems, schema.SECTIONS).document(folder.resolve().name, play)


def read_studies(folder: pathlib.Path, about: schema.About) -> Document:
    """The studies in a ruleset's folder; none is no mistake. Raises RulesetError."""
    problems: list[Problem] = []
    files = {f: text for f, text in _texts(folder, problems).items() if f.startswith(STUDIES)}
    reader = _Reader(problems, schema.STUDIES)
    reader.entries["about"].append(about)
    reader.sections.add("about")
    return reader.document(folder.resolve().name, files)


def _texts(folder: pathlib.Path, problems: list[Problem]) -> dict[str, str]:
    """Every `.toml` file in a folder and below, as text."""
    files: dict[str, str] = {}
    for path in folder.rglob("*.toml"):
        file = path.relative_to(folder).as_posix()
        try:
            files[file] = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            problems.append(Problem(file, line, "", "not UTF-8: save the file in that encoding"))
        except OSError as error:
            problems.append(Problem(file, 0, "", f"cannot be read: {error.strerror}"))
    return files


def read_files(name: str, files: Mapping[str, str]) -> Document:
    """The same from texts, as a save embeds them."""
    return _Reader([], schema.SECTIONS).document(name, files)


class _Reader:
    """Gathers entries and problems, file by file; begins with the problems of files that have no text."""

    def __init__(self, problems: list[Problem], models: Mapping[str, type[schema.Entry]]) -> None:
        self.problems = problems
        self.models = models
        self.sections: set[str] = set()
        self.constants: dict[str, Any] = {}
        self.entries: dict[str, list[Any]] = {section: [] for section in ("about", *models)}
        self.places: dict[tuple[str, str], Place] = {}
        self.constant_places: dict[str, Place] = {}

    def document(self, name: str, files: Mapping[str, str]) -> Document:
        # Line ends differ from machine to machine; a ruleset and its digest do not.
        files = {file: files[file].replace("\r\n", "\n") for file in sorted(files)}
        complete = not self.problems
        for file, text in files.items():
            complete &= self.file(file, text)

        if complete and "about" not in self.sections:
            message = "no file has an [about] section" if files else "the folder holds no .toml file"
            self.problems.append(Problem("", 0, "", message))
        about = self.entries.pop("about")
        entries = {section: tuple(found) for section, found in self.entries.items()}
        places = (self.places, self.constant_places)
        sound = (
            Document(name, files, about[0], self.constants, entries, *places) if complete and about else None
        )
        if self.problems or sound is None:
            error = RulesetError(name, self.problems)
            error.sound = sound
            raise error
        return sound

    def file(self, file: str, text: str) -> bool:
        """Take in a file. False if it is not TOML, so that nobody knows what it would have held."""
        try:
            data, lines = tomllib.loads(text), line_numbers(text)
        except (ValueError, RecursionError) as error:
            self.problems.append(syntax(file, text, error))
            return False
        if deep := [line for path, line in lines.items() if len(path) > DEEPEST]:
            self.problems.append(Problem(file, deep[0], "", "tables within tables, too many deep"))
            return False

        places = _places(file, lines)
        self.sections |= data.keys()
        for section, value in data.items():
            self.section(section, value, places)
        return True

    def section(self, section: str, value: Any, places: Mapping[FieldPath, Place]) -> None:
        place = places[section,]
        single = section in ("about", "constants")

        if not isinstance(value, dict | list):
            self.report(place, f"field '{section}'", "stands outside all sections")
        elif not single and section not in self.models:
            hint = suggest(section, ("about", "constants", *self.models), "sections")
            self.report(place, "", f"'{section}' is not a section{hint}")
        elif not isinstance(value, dict if single else list):
            self.report(place, section, f"must begin with {f'[{section}]' if single else f'[[{section}]]'}")
        elif isinstance(value, dict) and section == "constants":
            self.merge(value, self.constants, place, "")
        elif section == "about":
            self.entry(section, "about", "about", value, place)
        else:
            for n, raw in enumerate(value):
                id = raw.get(KEYS.get(section, "id")) if isinstance(raw, dict) else None
                name = f"{section} '{id}'" if isinstance(id, str) else f"{section} #{n + 1}"
                self.entry(section, id, name, raw, places[section, n])

    def entry(self, section: str, id: Any, name: str, raw: Any, place: Place) -> None:
        first = self.places.setdefault((section, id), place) if isinstance(id, str) else place
        if first is not place:
            self.report(place, name, f"stands already at {first.file}:{first.line}")

        model, raw = self.models.get(section, schema.About), _frozen(raw)
        try:
            # Strict, or TOML's `true` would pass for the number 1.
            self.entries[section].append(model.model_validate(raw, strict=True))
        except ValidationError as error:
            for path, message in complaints(section, model, raw, error):
                self.problems.append(Problem(place.file, place.at(*path), name, message))

    def merge(self, table: Mapping[str, Any], into: dict[str, Any], place: Place, group: str) -> None:
        """Take in constants. A group may be spread over files, but a constant is given once."""
        for name, value in table.items():
            start = f"{name}."
            fields = {f.removeprefix(start): n for f, n in place.fields.items() if f.startswith(start)}
            here = Place(place.file, place.at(name), fields)
            full = f"{group}.{name}" if group else name
            first = self.constant_places.setdefault(full, here)
            if isinstance(value, dict) and isinstance(into.setdefault(name, {}), dict):
                self.merge(value, into[name], here, full)
            elif first is here:
                into[name] = value
            else:
                self.report(here, f"constant '{full}'", f"stands already at {first.file}:{first.line}")

    def report(self, place: Place, entry: str, message: str) -> None:
        self.problems.append(Problem(place.file, place.line, entry, message))


def _frozen(value: Any) -> Any:
    """Lists as tuples, which is what strict models take."""
    if isinstance(value, dict):
        return {key: _frozen(inner) for key, inner in value.items()}
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


# Where things are -------------------------------------------------------------------------------

TOKEN = re.compile(
    r"""
    \#[^\n]*                                              # a comment
    | "{3} (?: [^"\\]+ | \\. | "{1,2}(?!") )* "{3,5}       # text of several lines, which may end
    | '{3} (?: [^']+ | '{1,2}(?!') )* '{3,5}               # with quotation marks of its own
    | "(?: [^"\\\n]+ | \\. )*" | '[^'\n]*'                # text of one line
    | [\[\]{}=,.\n]
    | [^\s\[\]{}=,."'\#]+                                 # a bare key; a piece of a number or date
    """,
    re.VERBOSE | re.DOTALL,
)


def line_numbers(text: str) -> dict[FieldPath, int]:
    """The line of every table, field and item of a text that `tomllib` accepts, by its path in the data."""
    lines: dict[FieldPath, int] = {}
    tokens: deque[tuple[str, int]] = deque()
    line = 1
    for token in TOKEN.findall(text + "\n"):
        if token[0] != "#":
            tokens.append((token, line))
        line += token.count("\n")

    def take() -> str:
        return tokens.popleft()[0]

    def key(end: str) -> list[str]:
        return [_unquoted(token) for token in iter(take, end) if token != "."]

    def field(path: FieldPath) -> None:
        line = tokens[0][1]
        for name in key("="):
            path += (name,)
            lines.setdefault(path, line)
        value(path)

    def value(path: FieldPath) -> None:
        opening = tokens[0][0]
        if opening not in ("[", "{"):
            while tokens[0][0] not in ("\n", ",", "]", "}"):
                take()
            return
        take()
        items = 0
        while (token := tokens[0][0]) not in ("]", "}"):
            if token in ("\n", ","):
                take()
            elif opening == "{":
                field(path)
            else:
                lines[*path, items] = tokens[0][1]
                value((*path, items))
                items += 1
        take()

    table: FieldPath = ()
    newest: dict[FieldPath, int] = {}  # the table being filled, of each array of tables
    while tokens:
        token, line = tokens[0]
        if token == "\n":
            take()
        elif token != "[":
            field(table)
        else:
            take()
            if several := tokens[0][0] == "[":
                take()
            names = key("]")
            if several:
                take()
            table = ()
            for n, name in enumerate(names, 1):
                table += (name,)
                lines.setdefault(table, line)
                if several and n == len(names):
                    newest[table] = newest.get(table, -1) + 1
                    lines[*table, newest[table]] = line
                if table in newest:
                    table += (newest[table],)
    return lines


def _unquoted(token: str) -> str:
    if token[0] not in "\"'":
        return token
    return tomllib.loads(f"key = {token}")["key"] if "\\" in token else token[1:-1]


def _places(file: str, lines: Mapping[FieldPath, int]) -> dict[FieldPath, Place]:
    """The place of every section, `("power",)`, and of every entry of one, `("power", 0)`."""
    places: dict[FieldPath, Place] = {}
    fields: dict[FieldPath, dict[str, int]] = {}
    for path, line in lines.items():
        head = path[:2] if len(path) > 1 and isinstance(path[1], int) else path[:1]
        if path == head:
            places[head] = Place(file, line, fields.setdefault(head, {}))
        else:
            fields[head][dotted(path[len(head) :])] = line
    return places
