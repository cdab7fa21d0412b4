"""The whole rulebook: its chapters in order, and its index."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from wargame.ruleset.studies import Studies
from wargame.text.rulebook.affairs import affairs
from wargame.text.rulebook.blocks import Block, Chapter, Page, Term, Text, link, plain
from wargame.text.rulebook.board import board
from wargame.text.rulebook.carried import carried
from wargame.text.rulebook.doctrines import doctrines
from wargame.text.rulebook.examples import examples
from wargame.text.rulebook.orders import orders
from wargame.text.rulebook.play import play
from wargame.text.rulebook.sequence import sequence
from wargame.text.rulebook.tables import tables
from wargame.text.rulebook.umpire import umpire

OF_PLAY = "standoff"
"""The scenario of the example of play, one with nothing planned to give away; else the ruleset's first."""


def book(studies: Studies) -> Page:
    """The rulebook of a ruleset. Raises RulesetError if a worked example does not come out as it says."""
    rules = studies.rules
    scenario = OF_PLAY if OF_PLAY in rules.scenarios else next(iter(rules.scenarios))
    chapters = [
        board(rules),
        *sequence(studies),
        orders(rules),
        affairs(rules),
        tables(rules),
        doctrines(rules),
        examples(studies),
        play(rules, scenario),
        carried(studies),
    ]
    say = rules.document.wording.text
    terms = [replace(term, word=say(term.word)) for chapter in chapters for term in chapter.terms]
    chapters += [_index(terms, len(chapters)), umpire(rules)]
    blocks: list[Block] = [block for chapter in chapters for block in chapter.blocks]
    return Page(f"{plain(rules.label)}: the rules", "book", tuple(blocks), contents=True)


def _index(terms: Iterable[Term], number: int) -> Chapter:
    """Every word of the chapters' indexes, with the number of its section."""
    chapter = Chapter(number, "Index")
    found = sorted(set(terms), key=lambda t: (_sorted_as(t.word), t.number))
    for letter, some in groupby(found, key=lambda t: _sorted_as(t.word)[:1].upper()):
        entries = [f"{link(plain(t.word), t.anchor)} {t.number}" for t in some]
        chapter.add(Text(f"**{letter}** {' · '.join(entries)}"))
    return chapter


def _sorted_as(word: str) -> str:
    """Without the article that it begins with."""
    return re.sub(r"^(a|an|the) ", "", word.lower())
