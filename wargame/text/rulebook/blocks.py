"""What a page is made of, before it is Markdown or HTML.

Texts may hold four kinds of mark: `**strong**`, `*stressed*`, a word between backquotes, and `[a link](#anchor)`.
Whatever comes from a ruleset goes through `plain` first, so that none of its letters is taken for a mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Heading:
    """A section: 1 for a chapter, 2 and 3 below it."""

    level: int
    text: str
    anchor: str
    number: str = ""


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Box:
    """A text set apart, because it must not be missed."""

    text: str


@dataclass(frozen=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table. `anchors` name its rows, where they can be looked up; `widths` are per cent of its columns."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    anchors: tuple[str, ...] = ()
    small: bool = False
    widths: tuple[int, ...] = ()


@dataclass(frozen=True)
class Item:
    """One of many things of a kind: what it is called, and a line or more about it."""

    title: str
    code: str
    anchor: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Picture:
    """A drawing: SVG that is sound as it stands, and in words what it shows, for whoever cannot see it."""

    svg: str
    words: str


@dataclass(frozen=True)
class NewPage:
    pass


Block = Heading | Text | Box | Bullets | Grid | Item | Picture | NewPage


@dataclass(frozen=True)
class Term:
    """A word of the index."""

    word: str
    number: str
    """Of the section it stands in."""
    anchor: str


@dataclass
class Chapter:
    """A numbered chapter in the making."""

    number: int
    title: str
    blocks: list[Block] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    sections: int = 0

    def __post_init__(self) -> None:
        self.blocks.append(Heading(1, self.title, f"chapter-{self.number}", str(self.number)))
        self._now = str(self.number)

    def section(self, title: str, anchor: str = "", number: str = "", words: Sequence[str] = ()) -> None:
        """Begin a section, with the next number if none is given; `words` go into the index."""
        self.sections += 1
        self._now = number or f"{self.number}.{self.sections}"
        anchor = anchor or f"section-{slug(self._now)}"
        self.blocks.append(Heading(2, plain(title), anchor, self._now))
        for word in words:
            self.index(word, anchor)

    def part(self, title: str, anchor: str = "") -> None:
        """Begin a part of a section, without a number."""
        self.blocks.append(Heading(3, plain(title), anchor))

    def add(self, *blocks: Block) -> None:
        self.blocks.extend(blocks)

    def index(self, word: str, anchor: str) -> None:
        """Put a word into the index, at the section now open."""
        self.terms.append(Term(word, self._now, anchor))


@dataclass(frozen=True)
class Page:
    """A document of its own: the book, an aid, a brief."""

    title: str
    kind: str
    """`book`, `aid`, `brief` or `debrief`: how it is set."""
    blocks: tuple[Block, ...]
    contents: bool = False
    """Whether it begins with a table of contents."""


def plain(text: str) -> str:
    """A text in which nothing is a mark."""
    return re.sub(r"([\\`*\[\]<>|])", r"\\\1", " ".join(text.split()))


def code(text: str) -> str:
    """A word to be typed."""
    return f"`{text}`"


def link(text: str, anchor: str) -> str:
    return f"[{text}](#{anchor})"


def slug(text: str) -> str:
    """A text as part of an anchor."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def texts_of(blocks: Iterable[Block]) -> Iterator[str]:
    """Every text in some blocks, with its marks."""
    for block in blocks:
        match block:
            case Heading() | Text() | Box():
                yield block.text
            case Bullets():
                yield from block.items
            case Grid():
                yield from block.heads
                for row in block.rows:
                    yield from row
            case Item():
                yield block.title
                yield from block.lines
            case Picture():
                yield block.words


def anchors_of(blocks: Iterable[Block]) -> Iterator[str]:
    """Every anchor that some blocks set."""
    for block in blocks:
        match block:
            case Heading() | Item():
                if block.anchor:
                    yield block.anchor
            case Grid():
                yield from (a for a in block.anchors if a)
