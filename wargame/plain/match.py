"""What a person meant: names by the beginnings of their words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wargame.ruleset.problems import suggest

MOST = 12
"""So many matches of an ambiguous line are listed."""


def matching(said: str, names: Iterable[str]) -> list[str]:
    """The names that `said` may stand for: each of its words begins the word in the same place.

    Words at the end may be left out; a whole name stands for itself only.
    """
    words = said.lower().split()
    known = list(names)
    whole = " ".join(words)
    return [whole] if whole in known else [name for name in known if _begins(words, name.split())]


def _begins(words: Sequence[str], name: Sequence[str]) -> bool:
    return len(words) <= len(name) and all(n.startswith(w) for w, n in zip(words, name, strict=False))


def one(said: str, names: Iterable[str], noun: str) -> str:
    """The one name that `said` stands for; ValueError, with what would do, if it is not clear."""
    known = list(names)
    found = matching(said, known)
    if len(found) == 1:
        return found[0]
    raise ValueError(unclear(said, found, known, noun))


def unclear(said: str, found: Sequence[str], known: Iterable[str], noun: str) -> str:
    """Why a line was not understood: it may be several things, or it is none."""
    if not found:
        return f"'{said}' is not {noun}{suggest(said, known)}"
    more = f" and {len(found) - MOST} more" if len(found) > MOST else ""
    return f"'{said}' may be any of: {', '.join(found[:MOST])}{more}"
