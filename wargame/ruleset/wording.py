"""Other words for the same things: how a ruleset with a base says what its base says.

A word of the base and the one that stands for it are two texts, `"Red Sea" = "Copper Sea"`. In texts the
longest word goes first and case is kept; in names, as people type them, the same words stand in small
letters, joined by hyphens, so that `red-sea-patrol` becomes `copper-sea-patrol`. Ids are never touched:
rules, references between entries and the meters of a save go by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from wargame.ruleset.problems import Problem

ARTICLES = {"a", "an"}


PART = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True)
class Wording:
    """What stands for which word; nothing for a ruleset that speaks for itself."""

    words: Mapping[str, str] = field(default_factory=dict)
    """A word that begins with a small letter means the capital one too; any other means just itself."""
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict, compare=False)
    """File and line of every word."""

    def text(self, text: str) -> str:
        """A text in these words."""
        if not self.words or not self._may_be_in(text):
            return text
        return self._in_texts.sub(lambda match: self._said(match, text), text)

    def name(self, name: str) -> str:
        """A name as people type it, made of ids: `strike-network iraq 2`."""
        if not self.words:
            return name
        return self._in_names.sub(lambda match: self._slugs[match[0]], name)

    def occurring(self, texts: Iterable[str], names: Iterable[str]) -> set[str]:
        """The words that stand somewhere in these texts and names."""
        if not self.words:
            return set()
        speaking = filter(self._may_be_in, texts)
        found = {self._word(match) for text in speaking for match in self._in_texts.finditer(text)}
        slugs = {match[0] for match in self._in_names.finditer("\n".join(names))}
        return found | {word for word in self.words if _slug(word) in slugs}

    def clashes(self, what: str, names: Iterable[str]) -> Iterator[Problem]:
        """Names that differ and would not in these words, each reported at the first word that is in them."""
        called: dict[str, str] = {}
        for name in names:
            other = self.name(name)
            first = called.setdefault(other, name)
            if first != name:
                slugs = self._in_names.findall(f"{first}\n{name}")
                guilty = (word for word in self.words if _slug(word) in slugs)
                file, line = min(self.places.get(word, ("", 0)) for word in guilty)
                yield Problem(file, line, what, f"'{first}' and '{name}' would both be called '{other}'")

    # Inside

    @cached_property
    def _starts(self) -> frozenset[str]:
        """What the words begin with: their first run of letters and digits, or the sign before it."""
        first = {PART.findall(word)[0] for word in self.words}
        return frozenset(first | {part[0].upper() + part[1:] for part in first})

    def _may_be_in(self, text: str) -> bool:
        """Whether a word may be in a text: most texts have none, and are spared the search."""
        return not self._starts.isdisjoint(PART.findall(text))

    @cached_property
    def _in_texts(self) -> re.Pattern[str]:
        """A word with the article before it, if there is one: the first may ask for another of the second."""
        return re.compile(rf"(?:\b([Aa]n?|[Tt]he)(\s+))?({'|'.join(map(_pattern, _longest(self.words)))})")

    @cached_property
    def _in_names(self) -> re.Pattern[str]:
        found = "|".join(map(re.escape, _longest(self._slugs)))
        return re.compile(rf"(?<![a-z0-9])(?:{found})(?![a-z0-9])")

    @cached_property
    def _slugs(self) -> dict[str, str]:
        return {_slug(word): _slug(other) for word, other in self.words.items() if _slug(word)}

    def _word(self, match: re.Match[str]) -> str:
        """The word that was found: it may stand over two lines, or with a capital letter."""
        word = " ".join(match[3].split())
        return word if word in self.words else word[:1].lower() + word[1:]

    def _said(self, match: re.Match[str], text: str) -> str:
        article, space = match[1] or "", match[2] or ""
        word = self._word(match)
        other = self.words[word]
        if other.startswith("the ") and article:
            return ("T" if article[0].isupper() else "t") + other[1:]
        raised = match[3][0] != word[0]
        if raised or (other[0].islower() and match[3][0].isupper() and not article and _begins(match, text)):
            other = other[0].upper() + other[1:]
        if article.lower() in ARTICLES:
            article = article[0] + ("n" if other[0].lower() in "aeiou" else "")
        return f"{article}{space}{other}"


def _pattern(word: str) -> str:
    """A word as it may stand in a text: not part of a longer one, with any space between its parts."""
    parts = [re.escape(part) for part in word.split()]
    if word[0].islower():
        parts[0] = f"[{word[0]}{word[0].upper()}]{re.escape(word.split()[0][1:])}"
    start = r"(?<!\w)" if word[0].isalnum() else ""
    end = r"(?!\w)" if word[-1].isalnum() else ""
    return start + r"\s+".join(parts) + end


def _slug(word: str) -> str:
    """A word as it stands in names."""
    return "-".join(re.findall(r"[a-z0-9]+", word.lower().removeprefix("the ")))


def _longest(words: Iterable[str]) -> list[str]:
    return sorted(words, key=lambda word: (-len(word), word))


def _begins(match: re.Match[str], text: str) -> bool:
    """Whether a sentence begins with what was found."""
    return re.search(r"(?:^|[.!?:]\s+)\W*$", text[: match.start()]) is not None


OWN = Wording()
"""Of a ruleset that speaks for itself."""
