"""Meters that nothing reads: found by looking at the ruleset and at the text of the engine's rules."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import wargame.engine
from wargame.analysis.lint.findings import Finder
from wargame.ruleset.reader import Document
from wargame.ruleset.tables import Ruleset

JUDGED = ("meter-never-read",)

PLAY = ("legality", "state", "step", "turn")
"""Modules of the engine, beside its rules, that may read a meter by its name."""

WRITERS = {"change", "lose", "change_family", "lose_family"}
"""Methods of a step whose first word is a meter that they write."""


VERDICT = "score"
"""The meter that verdicts are read off, one for each power."""


def report(rules: Ruleset, studies: Document | None, finder: Finder) -> None:
    """Note every meter that is only ever written; what a study measures is read."""
    read = read_by_ruleset(rules)
    words = words_of_rules() | {VERDICT} | {re.escape(name) for name in measured(studies)}
    for meter in rules.document.of("meter"):
        names = [f"{owner}.{meter.id}" for owner in _owners(rules, meter.each)] if meter.each else [meter.id]
        rows = {rules.meters.row[name] for name in names}
        shown = bool(meter.main) or bool(meter.marks)
        in_rules = any(re.fullmatch(word, name) for word in words for name in (meter.id, *names))
        if not rows & read and not shown and not in_rules:
            finder.add("meter-never-read", "meter", meter.id, "nothing reads it")


def _owners(rules: Ruleset, each: str) -> tuple[str, ...]:
    return {"networks": rules.networks, "pairs": rules.pairs, "powers": rules.powers}[each]


def read_by_ruleset(rules: Ruleset) -> set[int]:
    """Rows of meters that requirements, terms, modifiers, costs or salvoes look at."""
    book = rules.programs
    found = {int(row) for row in rules.conditions.row}
    found |= {term.row for terms in rules.ends.terms for term in terms}
    for table in (book.mod_row, book.cost_row, book.arsenal):
        found |= {int(row) for row in table.reshape(-1)}
    return found - {0}


def measured(studies: Document | None) -> set[str]:
    """Meters that the studies of a ruleset name, in measures or in what they expect."""

    def names(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            meter, expected = value.get("meter"), value.get("expect")
            yield from [meter] if isinstance(meter, str) else []
            yield from expected if isinstance(expected, dict) else []
            for inner in value.values():
                yield from names(inner)
        elif isinstance(value, tuple):
            for inner in value:
                yield from names(inner)

    entries = [entry for found in studies.entries.values() for entry in found] if studies else []
    return {name for entry in entries for name in names(entry.model_dump())}


@cache
def words_of_rules() -> frozenset[str]:
    """Patterns of the meters that the engine's rules read, as its text names them.

    Every string counts but those that only say what is written; where a name is put together, the part
    that is not written out may be anything.
    """
    home = Path(wargame.engine.__file__).parent
    found: set[str] = set()
    for path in sorted([*(home / f"{name}.py" for name in PLAY), *home.glob("rules/*.py")]):
        found |= _Reader().words(ast.parse(path.read_text(encoding="utf-8")))
    return frozenset(found)


class _Reader(ast.NodeVisitor):
    def words(self, tree: ast.AST) -> set[str]:
        self.found: set[str] = set()
        self.visit(tree)
        return self.found

    def visit_Call(self, node: ast.Call) -> None:
        writes = isinstance(node.func, ast.Attribute) and node.func.attr in WRITERS
        self.visit(node.func)
        for argument in node.args[1 if writes else 0 :]:
            self.visit(argument)
        for keyword in node.keywords:
            self.visit(keyword.value)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and re.fullmatch(r"[a-z][a-z0-9.:-]*", node.value):
            self.found.add(re.escape(node.value))

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        parts = [
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[^.]+" for part in node.values
        ]
        pattern = "".join(parts)
        if "\\." in pattern and re.search("[a-z]{3}", pattern):
            self.found.add(pattern)
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.visit(part.value)
