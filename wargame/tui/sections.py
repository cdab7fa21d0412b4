"""The rulebook cut into sections to be read one at a time, with where every anchor and number stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from wargame.text.glossary import TERMS, find_term
from wargame.text.rulebook.blocks import Block, Heading, Item, Page, anchors_of, link, plain, texts_of
from wargame.text.rulebook.html import unmarked

LINK = re.compile(r"(?<!\\)\[(?:[^\]\\]|\\.)+\]\(#([^)\s]+)\)")

UMPIRE = "For the umpire"


@dataclass
class Section:
    """A numbered part of the book that is read in one go."""

    chapter: str
    heading: Heading
    blocks: list[Block] = field(default_factory=list)
    umpire: bool = False
    alone: bool = False
    """Whether it is all there is of its chapter."""

    @property
    def title(self) -> str:
        return " ".join(part for part in (self.heading.number, unmarked(self.heading.text)) if part)

    @cached_property
    def words(self) -> str:
        return " ".join(unmarked(text) for text in texts_of(self.blocks)).lower()


@dataclass
class Shelf:
    """All sections, and how to find them."""

    sections: list[Section]

    @cached_property
    def _anchors(self) -> dict[str, int]:
        return {a: at for at, section in enumerate(self.sections) for a in anchors_of(section.blocks)}

    @cached_property
    def _numbers(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for at, section in enumerate(self.sections):
            found.setdefault(section.heading.number, at)
        return found

    def where(self, wanted: str) -> int | None:
        """The section of an anchor, of a number (`8.5`), or of a word of the glossary (`word:rung`)."""
        if wanted == "words":
            return 0
        wanted = self.anchor_of(wanted)
        return self._anchors.get(wanted, self._numbers.get(wanted))

    def anchor_of(self, wanted: str) -> str:
        """What of a section the pointer is put on."""
        word = wanted.removeprefix("word:")
        term = find_term(word) if word != wanted else None
        return term.anchor if term is not None else wanted

    def name_of(self, anchor: str) -> str:
        """What stands at an anchor, to be listed."""
        at = self.where(anchor)
        if at is None:
            return anchor
        section = self.sections[at]
        for block in section.blocks:
            if isinstance(block, Item) and block.anchor == anchor:
                return f"{unmarked(block.title)} ({section.title})"
        return section.title

    def find(self, words: Iterable[str]) -> list[int]:
        """The sections in which all of these words stand."""
        wanted = list(words)
        return [at for at, s in enumerate(self.sections) if all(w in s.words for w in wanted)]


def words_of_the_game(say: Callable[[str], str] = str) -> Section:
    """The glossary as a section; a term leads on to where the rulebook says it in full."""
    blocks: list[Block] = [Heading(2, "The words of the game", "words")]
    for term in TERMS:
        more = f" ({link('Enter: the rule', term.see)})" if term.see else ""
        blocks.append(Item(plain(term.word), "", term.anchor, (plain(say(term.text)) + more,)))
    section = Section("The words of the game", Heading(2, "The words of the game", "words"), blocks)
    section.alone = True
    return section


def shelf_of(page: Page, first: Section, umpire: bool) -> Shelf:
    """A book cut at its chapters and sections; the umpire's part only where it may be there at all."""
    found: list[Section] = []
    chapter = ""
    for block in page.blocks:
        if isinstance(block, Heading) and block.level <= 2:
            if block.level == 1:
                chapter = f"{block.number}  {unmarked(block.text)}"
            found.append(Section(chapter, block, umpire=chapter.endswith(UMPIRE)))
        if found:
            found[-1].blocks.append(block)
    read = [s for s in found if len(s.blocks) > 1 and (umpire or not s.umpire)]
    count: dict[str, int] = {}
    for section in read:
        count[section.chapter] = count.get(section.chapter, 0) + 1
    for section in read:
        section.alone = count[section.chapter] == 1
    return Shelf([first, *read])


def links_of(text: str) -> list[str]:
    """The anchors to which a text leads."""
    return LINK.findall(text)


__all__ = ["Section", "Shelf", "links_of", "shelf_of", "words_of_the_game"]
