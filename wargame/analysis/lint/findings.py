"""A warning with its place, and how a ruleset's waivers answer it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wargame.ruleset.problems import Problem
from wargame.ruleset.reader import Document
from wargame.ruleset.vocabulary import WARNINGS

Path = tuple[str | int, ...]
"""Where something stands in an entry, items counted from nought: `("row", 2, "when", 0)`."""


@dataclass(frozen=True)
class Finding:
    """One warning."""

    warning: str
    """Which, of `vocabulary.WARNINGS`."""
    section: str
    entry: str
    about: str
    """What a waiver may name to waive this one alone: the entry, or `hard-liner.row.3`."""
    file: str
    line: int
    message: str

    def __str__(self) -> str:
        problem = Problem(self.file, self.line, f"{self.section} '{self.entry}'", self.message)
        return f"{problem} [{self.about}]"


class Finder:
    """Makes findings about the entries of a document, with the lines where they stand."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.findings: list[Finding] = []

    def add(
        self, warning: str, section: str, entry: str, message: str, path: Path = (), about: str | None = None
    ) -> None:
        """Note a warning about an entry, at the line of the field that `path` leads to."""
        assert warning in WARNINGS, warning
        place = self.document.places.get((section, entry))
        file, line = (place.file, place.at(*path)) if place else ("", 0)
        self.findings.append(Finding(warning, section, entry, about or entry, file, line, message))


def waive(
    document: Document, findings: Iterable[Finding], judged: Iterable[str]
) -> tuple[list[Finding], int]:
    """The findings that no waiver of the ruleset answers, in the order of their kinds, and how many are waived.

    A waiver that answers none is a finding itself, if its kind of warning was `judged` at all.
    """
    waivers = document.of("waiver")
    known = {(waiver.warning, waiver.entry): False for waiver in waivers}
    # In a ruleset that says its base's things in other words, events and switches go by other names.
    spoken = {(w.warning, document.wording.name(w.entry)): (w.warning, w.entry) for w in waivers}
    left, waived = [], 0
    for finding in findings:
        answers = [(finding.warning, finding.entry), (finding.warning, finding.about)]
        used = [spoken.get(answer, answer) for answer in answers if answer in known or answer in spoken]
        known.update(dict.fromkeys(used, True))
        waived += bool(used)
        if not used:
            left.append(finding)
    finder = Finder(document)
    kinds = set(judged)
    for (warning, entry), used_up in known.items():
        if not used_up and warning in kinds:
            message = f"there is no such warning about '{entry}' any more: delete the waiver"
            finder.add("waiver-not-needed", "waiver", f"{warning} {entry}", message)
    order = list(WARNINGS)
    left += finder.findings
    return sorted(left, key=lambda f: (order.index(f.warning), f.file, f.line, f.about)), waived
