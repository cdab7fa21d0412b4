"""What there is to talk about after a game: the questions of a ruleset, with every blank in them found to exist.

A game does without them, so they are read and checked apart, like studies. Where a question fits, the record
of a game decides; that is found elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wargame.ruleset import schema
from wargame.ruleset.problems import Problem, RulesetError, suggest
from wargame.ruleset.reader import Document, find, read, read_discussion
from wargame.ruleset.tables import Ruleset
from wargame.ruleset.vocabulary import FOUND

BLANK = re.compile(r"\{([^{}]*)\}")
"""A place in a question that is filled in from the record."""

WHEN = "when"
"""The blank that every question may have, but for those about a whole game."""

_ACT = (WHEN, "act", "reader", "meant", "read")
_LINE = (WHEN, "line", "owner", "act", "meant", "read", "at")
_DEAL = (WHEN, "deal", "between", "by", "fate")
_LETTER = (WHEN, "sender", "readers", "text")

BLANKS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(FOUND, (WHEN,)),
    "crisis-unmeant": (WHEN, "pair", "act", "meant", "read", "rung", "otherwise"),
    "crisis-accident": (WHEN, "pair", "rung"),
    "brink": (WHEN, "pair", "rung"),
    "no-crisis": ("rung",),
    **dict.fromkeys(("line-unmeant", "line-trap", "line-unanswered", "line-answered", "line-tacit"), _LINE),
    "line-held": ("line", "owner"),
    "line-withdrawn": (WHEN, "line", "owner"),
    "misread-up": _ACT,
    "misread-down": _ACT,
    **dict.fromkeys(
        ("pledge-broken", "pledge-kept", "threat-broken", "threat-kept", "promise-open", "message-leaked"),
        _LETTER,
    ),
    **dict.fromkeys(
        ("deal-made", "deal-broken", "deal-voided", "deal-leaked", "deal-missed", "deal-voted-down"), _DEAL
    ),
    "message-reshaped": (*_LETTER, "via"),
    "message-withheld": (*_LETTER, "how"),
    **dict.fromkeys(("disobeyed", "runaway", "freelance"), (WHEN, "network")),
    "belief-far": (WHEN, "seat", "what", "believed", "true"),
    "forecast-wrong": (WHEN, "seat", "question", "percent"),
    "ruling": (WHEN, "reason"),
    "late": (WHEN, "seat"),
    "all-lost": (),
    "all-gained": (),
    "lopsided": ("winner", "loser"),
    "always": (),
}
"""By what must have been found: the blanks that a question about it may have."""


@dataclass(frozen=True)
class Talk:
    """The questions, and what is read aloud when a class steps out of its roles."""

    questions: tuple[schema.Discussion, ...]
    closing: tuple[schema.Closing, ...]


def load_discussion(name_or_path: str = "standoff", about: schema.About | None = None) -> Talk:
    """What a ruleset's folder has to ask. Raises RulesetError with all that is wrong.

    `about` is the ruleset's own, if it has been read already.
    """
    folder = find(str(name_or_path))
    document = read_discussion(folder, about or read(folder).about)
    questions: tuple[schema.Discussion, ...] = document.of("discussion")
    if problems := [p for question in questions for p in _problems(document, question)]:
        raise RulesetError(document.name, problems)
    return Talk(questions, document.of("closing"))


def discussion_for(rules: Ruleset) -> Talk:
    """What to ask after a game of a ruleset: its own questions, or else those that ship.

    A save carries its rules and not its questions; and a ruleset may be gone, or may have none. Raises
    RulesetError for questions that are wrong.
    """
    try:
        find(rules.name)
    except RulesetError:
        return load_discussion()
    own = load_discussion(rules.name, rules.document.about)
    return own if own.questions else load_discussion()


def _problems(document: Document, question: schema.Discussion) -> Iterator[Problem]:
    place = document.places["discussion", question.id]

    def problem(field: str, message: str) -> Problem:
        return Problem(place.file, place.at(field), f"discussion '{question.id}'", f"{field}: {message}")

    if question.found not in FOUND:
        known = suggest(question.found, FOUND)
        yield problem("found", f"'{question.found}' is nothing that can be found{known}")
        return
    for blank in BLANK.findall(question.ask):
        if blank not in BLANKS[question.found]:
            known = suggest(blank, BLANKS[question.found])
            yield problem("ask", f"'{{{blank}}}' is not told of what is found here{known}")


__all__ = ["BLANK", "BLANKS", "WHEN", "Talk", "discussion_for", "load_discussion"]
