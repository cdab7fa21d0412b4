"""People in a pack: by their names, or by others that tell nothing of them, the same all through the pack."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

SHORTEST = 2
"""Letters of a part of a name that is looked for inside texts."""

LETTER = r"[^\W\d_]"

SOMEBODY = "a student"
"""Whoever is meant by a name that several people share."""


@dataclass
class Names:
    """What people are called. With `hidden`, nobody's name is in anything that is made with it.

    Names are told apart as people tell them apart: capitals and ways of writing an accent do not count.
    """

    hidden: bool = False
    _called: dict[str, str] = field(default_factory=dict)
    """By plain name."""
    _said: dict[str, str] = field(default_factory=dict)
    """By every way in which a name or a part of it may stand in a text; a part that several share is nobody's."""

    @classmethod
    def of(cls, people: Iterable[str], hidden: bool) -> Names:
        """Those of some people, in the order in which they are to be counted."""
        made = cls(hidden)
        for name in people:
            made.person(name)
        return made

    def person(self, name: str) -> str:
        """What somebody is called in the pack."""
        key = _plain(name)
        if not self.hidden or not key:
            return name
        if key not in self._called:
            alias = self._called[key] = f"Student {len(self._called) + 1}"
            for way in _ways(name):
                self._said[way] = alias
            for part in (part for way in _ways(name) for part in _parts(way)):
                self._said[part] = alias if self._said.get(part, alias) == alias else SOMEBODY
        return self._called[key]

    def text(self, text: str) -> str:
        """Something that people wrote, without their names."""
        if not self.hidden or not self._said:
            return text
        longest = sorted(self._said, key=len, reverse=True)
        ways = "|".join(r"\s+".join(re.escape(part) for part in way.split()) for way in longest)
        found = re.compile(rf"(?<!{LETTER})(?:{ways})(?!{LETTER})", re.IGNORECASE)
        return found.sub(self._instead, unicodedata.normalize("NFC", text))

    def _instead(self, found: re.Match[str]) -> str:
        said = " ".join(found[0].split())
        return self._said.get(said, self._said.get(said.casefold(), SOMEBODY))


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _ways(name: str) -> set[str]:
    """A name as it is, in small letters, and without accents."""
    whole = unicodedata.normalize("NFC", " ".join(name.split()))
    bare = "".join(c for c in unicodedata.normalize("NFD", whole) if not unicodedata.combining(c))
    return {way for text in (whole, bare) for way in (text, text.lower(), text.casefold())} | {_plain(name)}


def _parts(name: str) -> list[str]:
    """First names, surnames."""
    return [part for part in re.split(r"[\W_]+", name) if len(part) >= SHORTEST and not part.isdigit()]


__all__ = ["Names"]
