"""The questions of a ruleset that people can forecast, with everything they name found to exist.

A game does without them, so they are read and checked apart, like lessons; a save keeps those that were asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from wargame.ruleset import schema
from wargame.ruleset.conditions import ConditionBook, Threshold
from wargame.ruleset.load import load
from wargame.ruleset.names import Names
from wargame.ruleset.problems import RulesetError, suggest
from wargame.ruleset.reader import Document, find, read_questions, shipped
from wargame.ruleset.tables import Ruleset


@dataclass(frozen=True)
class Question:
    """Something that happens or does not."""

    name: str
    ask: str
    by: Literal["step", "end"]
    when: tuple[tuple[Threshold, ...], ...]
    """Clauses, all of which must hold; of each any threshold (row, least, most)."""
    rises: tuple[int, ...]
    """Rows of meters of which one must stand higher than before."""


def load_questions(
    name_or_path: str | Path = "standoff", rules: Ruleset | None = None
) -> dict[str, Question]:
    """Every question of a ruleset, compiled already or not. Raises RulesetError with all that is wrong."""
    rules = load(name_or_path) if rules is None else rules
    return _read(find(str(name_or_path)), rules)


def questions_of(rules: Ruleset) -> dict[str, Question]:
    """The questions of a ruleset where it was read, or where one of its name ships; else none. RulesetError."""
    folder = rules.document.folder or shipped().get(rules.document.name)
    return {} if folder is None or not folder.is_dir() else _read(folder, rules)


def _read(folder: Path, rules: Ruleset) -> dict[str, Question]:
    document = read_questions(folder, rules.document.about)
    names = _Names(rules, document)
    book = ConditionBook(names, rules.meters)
    found = {entry.id: _question(book, entry) for entry in document.of("question")}
    if names.problems:
        raise RulesetError(rules.name, names.problems)
    return found


class _Names(Names):
    """The names of a ruleset, and where the questions stand that use them."""

    def __init__(self, rules: Ruleset, document: Document) -> None:
        super().__init__(rules.document)
        self.places = document.places


def _question(book: ConditionBook, entry: schema.Question) -> Question:
    clauses = book.clauses(entry.when, "question", entry.id, "when")
    when = tuple(tuple(book.thresholds_of(clause)) for clause in clauses)
    rises = tuple(row for name in entry.rises for row in _rows(book, name, entry.id))
    return Question(entry.id, entry.ask, entry.by, when, rises)


def _rows(book: ConditionBook, name: str, entry: str) -> Iterator[int]:
    """The rows of a meter, or of a family."""
    meters = book.meters
    if name in meters.families:
        yield from range(meters.families[name].start, meters.families[name].stop)
    elif meters.row.get(name):
        yield meters.row[name]
    else:
        known = [*meters.families, *list(meters.row)[1:]]
        message = f"'{name}' is not a meter or a family of meters{suggest(name, known)}"
        book.names.report("question", entry, "rises", message)


__all__ = ["Question", "load_questions", "questions_of"]
