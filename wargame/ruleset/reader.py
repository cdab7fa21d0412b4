"""A ruleset's folder of TOML files, read into checked entries that know where they stand.

Every mistake is reported with its line: `line_numbers` names every table, field and item of a text by
the path that leads to it in the parsed data, and pydantic names what it finds wrong by the same path,
from the entry onwards.

A ruleset may have a base, another ruleset whose entries it takes, says in words of its own if it has any, and
changes: an entry of its own stands in the place of the base's entry of the same name, or is added to them.
What it is read into is as complete as any other document.

Whether what one entry says of another is true is not checked here but in `compile.py`.
"""

from __future__ import annotations

import hashlib
import os
import pathlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

from pydantic import ValidationError

from wargame.ruleset import schema
from wargame.ruleset.problems import (
    NAME,
    FieldPath,
    Problem,
    RulesetError,
    complaints,
    dotted,
    suggest,
    syntax,
)
from wargame.ruleset.toml_lines import line_numbers
from wargame.ruleset.translate import TYPED, translated, unsound
from wargame.ruleset.vocabulary import nearest
from wargame.ruleset.wording import OWN, Wording

KEYS = {"victory": ("power",), "waiver": ("warning", "entry")}
"""The fields that tell the entries of a section apart, where it is not `id`."""

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
    """Path below the ruleset's folder, and text; in the order of paths. A save embeds them.

    Those of a base stand below its name: `standoff/board.toml`.
    """
    about: schema.About
    constants: Mapping[str, Any]
    """The `[constants]` tables of all files in one, as they stand."""
    entries: Mapping[str, tuple[schema.Entry, ...]]
    """Of every section, in the order of the files."""
    places: Mapping[tuple[str, str], Place]
    """By section and id; a victory stands under its power, a waiver under its warning and entry, [about]
    under `("about", "about")`."""
    constant_places: Mapping[str, Place]
    """By dotted name, of groups and of constants; a group in several files stands where it begins."""
    wording: Wording = OWN
    """The words in which entries are said; ids, in files and references, are the base's."""
    folder: pathlib.Path | None = field(default=None, compare=False)
    """Where it was read; None if a save embeds it."""

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


WORDS, SPARE_WORDS = "words", "spare-words"
"""Sections of a ruleset with a base: words that its base's files hold, and others that the program may say."""

STUDIES, LESSONS, DISCUSSION, QUESTIONS = "studies/", "lessons/", "discussion/", "questions/"
"""Folders of a ruleset whose files a game does without: examples and hypotheses, lessons, what to talk about
afterwards, what to forecast."""

APART = (STUDIES, LESSONS, DISCUSSION, QUESTIONS)


def read(folder: pathlib.Path) -> Document:
    """The ruleset in a folder: every `.toml` file in it and below, but for what stands apart. Raises RulesetError."""
    problems: list[Problem] = []
    files = _texts(folder, problems)
    play = {file: text for file, text in files.items() if not file.startswith(APART)}
    return replace(_document(folder.resolve().name, play, problems, folder), folder=folder)


def read_studies(folder: pathlib.Path, about: schema.About) -> Document:
    """The studies in a ruleset's folder, and its base's; none is no mistake. Raises RulesetError."""
    return _read_apart(folder, about, STUDIES, schema.STUDIES)


def read_lessons(folder: pathlib.Path, about: schema.About) -> Document:
    """The same for its lessons."""
    return _read_apart(folder, about, LESSONS, schema.LESSONS)


def read_discussion(folder: pathlib.Path, about: schema.About) -> Document:
    """The same for what there is to talk about after a game."""
    return _read_apart(folder, about, DISCUSSION, schema.DISCUSSION)


def read_questions(folder: pathlib.Path, about: schema.About) -> Document:
    """The same for the questions that people can forecast."""
    return _read_apart(folder, about, QUESTIONS, schema.QUESTIONS)


def _read_apart(
    folder: pathlib.Path, about: schema.About, home: str, models: Mapping[str, type[schema.Entry]]
) -> Document:
    """What lies in a folder of a ruleset's, and of its base's, in the ruleset's words."""
    problems: list[Problem] = []
    files = {f: text for f, text in _texts(folder, problems).items() if f.startswith(home)}
    wording = OWN
    if about.base is not None:
        wording = read(folder).wording
        theirs = _base_texts(about.base, folder, problems)
        files |= {f"{about.base}/{f}": text for f, text in theirs.items() if f.startswith(home)}
    reader = _Reader(problems, models)
    reader.entries["about"].append(about)
    reader.sections.add("about")

    def said(document: Document) -> Document:
        return replace(document, entries=translated(document.entries, wording), wording=wording)

    try:
        return said(reader.document(folder.resolve().name, files))
    except RulesetError as error:
        error.sound = said(error.sound) if error.sound else None
        raise


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
    return _document(name, files, [])


# A ruleset with a base --------------------------------------------------------------------------

BASE = re.compile(r"""base\s*=\s*["'][a-z]""")
"""What a file that names a base has somewhere; most have not, and need not be read twice."""


def _document(
    name: str, files: Mapping[str, str], problems: list[Problem], folder: pathlib.Path | None = None
) -> Document:
    """The files of a ruleset as a document; `folder` is where they were read, if they were."""
    base = _base_named(files)
    if base is None:
        return _Reader(problems, schema.SECTIONS).document(name, files)

    inside = f"{base}/"
    reader = _WordsReader(problems)
    broken = None
    try:
        own = reader.document(name, {f: text for f, text in files.items() if not f.startswith(inside)})
    except RulesetError as error:
        if error.sound is None:
            raise
        broken, own = error, error.sound
    theirs = {f.removeprefix(inside): text for f, text in files.items() if f.startswith(inside)}
    of_base: list[Problem] = []
    if not theirs and folder is not None:
        theirs = _base_texts(base, folder, of_base)
    theirs = {f: text for f, text in theirs.items() if not f.startswith(APART)}
    wrong = ""
    if not theirs:
        wrong = f"base: '{base}' is not a ruleset that ships, nor one inside or beside this one"
    elif _base_named(theirs):
        wrong = f"base: '{base}' has a base itself, and words of words are not read"
    if wrong:
        place = own.places["about", "about"]
        raise RulesetError(name, [*problems, Problem(place.file, place.at("base"), "about", wrong)])
    try:
        base_document = _Reader(of_base, schema.SECTIONS).document(base, theirs)
    except RulesetError as error:
        raise RulesetError(name, [replace(p, file=inside + p.file) for p in error.problems]) from None

    wording = Wording(reader.words, reader.lines)
    entries = translated(base_document.entries, wording)
    if found := list(unsound(base, base_document.entries, entries, wording, reader.spare)):
        raise RulesetError(name, [*problems, *found])
    places = {
        (section, wording.name(id) if section in TYPED else id): place
        for (section, id), place in _below(base, base_document.places).items()
    }
    every = {**own.files, **{inside + file: text for file, text in base_document.files.items()}}
    document = replace(
        own,
        files={file: every[file] for file in sorted(every)},
        constants=_overlaid(base_document.constants, own.constants),
        entries={section: _with_own(section, entries[section], own.entries[section]) for section in entries},
        places={**places, **own.places},
        constant_places={**_below(base, base_document.constant_places), **own.constant_places},
        wording=wording,
    )
    if broken is not None:
        broken.sound = document
        raise broken
    return document


def _with_own(section: str, theirs: tuple[Any, ...], own: tuple[Any, ...]) -> tuple[Any, ...]:
    """A base's entries of a section, with one's own in their places or after them."""

    def key(entry: Any) -> tuple[str, ...]:
        return tuple(getattr(entry, field) for field in KEYS.get(section, ("id",)))

    every = {key(entry): entry for entry in theirs}
    every.update((key(entry), entry) for entry in own)
    return tuple(every.values())


def _overlaid(theirs: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """A base's constants with one's own on top, table by table."""
    made = dict(theirs)
    for name, value in own.items():
        before = made.get(name)
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            value = _overlaid(before, value)
        made[name] = value
    return made


Key = TypeVar("Key")


def _below(folder: str, places: Mapping[Key, Place]) -> dict[Key, Place]:
    return {key: replace(place, file=f"{folder}/{place.file}") for key, place in places.items()}


def _base_named(files: Mapping[str, str]) -> str | None:
    """The base that [about] names, if it does: it decides how everything else is read."""
    for text in files.values():
        if BASE.search(text):
            try:
                about = tomllib.loads(text).get("about")
            except (ValueError, RecursionError):
                continue
            base = about.get("base") if isinstance(about, dict) else None
            if isinstance(base, str) and re.fullmatch(NAME, base):
                return base
    return None


def _base_texts(base: str, folder: pathlib.Path, problems: list[Problem]) -> dict[str, str]:
    """The files of a base: of the folder by its name inside this one, of a ruleset that ships, or of one beside."""
    homes = (folder / base, shipped().get(base), folder.resolve().parent / base)
    home = next((home for home in homes if home is not None and home.is_dir()), None)
    return {} if home is None else _texts(home, problems)


# Reading ----------------------------------------------------------------------------------------


class _Reader:
    """Gathers entries and problems, file by file; begins with the problems of files that have no text."""

    def __init__(self, problems: list[Problem], models: Mapping[str, type[schema.Entry]]) -> None:
        self.problems = problems
        self.models = models
        self.sections: set[str] = set()
        self.constants: dict[str, Any] = {}
        self.entries: dict[str, list[Any]] = {section: [] for section in ("about", *models)}
        self.places = _Found()
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
        places = _Lines(file, text)
        try:
            data = tomllib.loads(text)
            deep = _depth(data) > DEEPEST and places.deeper(DEEPEST)
        except (ValueError, RecursionError) as error:
            self.problems.append(syntax(file, text, error))
            return False
        if deep:
            self.problems.append(Problem(file, deep[0], "", "tables within tables, too many deep"))
            return False

        self.sections |= data.keys()
        for section, value in data.items():
            self.section(section, value, places)
        return True

    def section(self, section: str, value: Any, places: _Lines) -> None:
        single = section in ("about", "constants")

        if not isinstance(value, dict | list):
            self.report(places[section,], f"field '{section}'", "stands outside all sections")
        elif not single and section not in self.models:
            hint = suggest(section, ("about", "constants", *self.models), "sections")
            self.report(places[section,], "", f"'{section}' is not a section{hint}")
        elif not isinstance(value, dict if single else list):
            begins = f"[{section}]" if single else f"[[{section}]]"
            self.report(places[section,], section, f"must begin with {begins}")
        elif isinstance(value, dict) and section == "constants":
            self.merge(value, self.constants, places[section,], "")
        elif section == "about":
            self.entry(section, "about", "about", value, places, (section,))
        else:
            for n, raw in enumerate(value):
                id = _key(section, raw) if isinstance(raw, dict) else None
                name = f"{section} '{id}'" if isinstance(id, str) else f"{section} #{n + 1}"
                self.entry(section, id, name, raw, places, (section, n))

    def entry(self, section: str, id: Any, name: str, raw: Any, places: _Lines, path: FieldPath) -> None:
        if isinstance(id, str):
            if (section, id) in self.places:
                first = self.places[section, id]
                self.report(places[path], name, f"stands already at {first.file}:{first.line}")
            else:
                self.places.where[section, id] = places, path

        model, raw = self.models.get(section, schema.About), _frozen(raw)
        try:
            # Strict, or TOML's `true` would pass for the number 1.
            self.entries[section].append(model.model_validate(raw, strict=True))
        except ValidationError as error:
            place = places[path]
            for within, message in complaints(section, model, raw, error):
                self.problems.append(Problem(place.file, place.at(*within), name, message))

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


def _key(section: str, raw: Mapping[str, Any]) -> str | None:
    """What an entry is called among those of its section; None if it does not say."""
    fields = KEYS.get(section, ("id",))
    words = [word for field in fields if isinstance(word := raw.get(field), str)]
    return " ".join(words) if len(words) == len(fields) else None


class _WordsReader(_Reader):
    """Of a ruleset with a base: the words in which it says what its base says, beside entries of its own."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems, schema.SECTIONS)
        self.words: dict[str, str] = {}
        self.lines: dict[str, tuple[str, int]] = {}
        self.spare: set[str] = set()

    def section(self, section: str, value: Any, places: _Lines) -> None:
        if section not in (WORDS, SPARE_WORDS):
            super().section(section, value, places)
        elif not isinstance(value, dict):
            self.report(places[section,], section, f"must begin with [{section}]")
        else:
            for word, other in value.items():
                self.word(section, word, other, places[section,])

    def word(self, section: str, word: str, other: Any, place: Place) -> None:
        line = place.at(word)
        first = self.lines.setdefault(word, (place.file, line))

        def report(message: str) -> None:
            self.problems.append(Problem(place.file, line, f"word '{word}'", message))

        if first != (place.file, line):
            report(f"stands already at {first[0]}:{first[1]}")
        elif not word.strip() or not isinstance(other, str) or not other.strip():
            report("is a text and stands for a text")
        else:
            self.words[word] = other
            if section == SPARE_WORDS:
                self.spare.add(word)


def _frozen(value: Any) -> Any:
    """Lists as tuples, which is what strict models take."""
    if isinstance(value, dict):
        return {key: _frozen(inner) for key, inner in value.items()}
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


# Where things are -------------------------------------------------------------------------------


class _Lines:
    """The places in a file. They are looked for when somebody asks, which in a sound ruleset is hardly ever."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text = file, text

    @cached_property
    def _found(self) -> dict[FieldPath, Place]:
        return _places(self.file, line_numbers(self.text))

    def __getitem__(self, path: FieldPath) -> Place:
        return self._found[path]

    def deeper(self, most: int) -> list[int]:
        """The lines of what lies deeper than that."""
        return [line for path, line in line_numbers(self.text).items() if len(path) > most]


class _Found(Mapping[tuple[str, str], Place]):
    """Places of entries by section and id, each looked for when it is asked for."""

    def __init__(self) -> None:
        self.where: dict[tuple[str, str], tuple[_Lines, FieldPath]] = {}

    def __getitem__(self, key: tuple[str, str]) -> Place:
        lines, path = self.where[key]
        return lines[path]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.where)

    def __len__(self) -> int:
        return len(self.where)

    def __contains__(self, key: object) -> bool:
        return key in self.where


def _depth(data: object) -> int:
    """How many tables and lists lie within each other."""
    depth, level = 0, [data]
    while level := [inner for outer in level for inner in _inside(outer)]:
        depth += 1
    return depth


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


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
