"""Signed words: what a printed link and a cookie say, and whether we said it.

A word is its fields and a signature over them, with dots between. Signatures are made for a purpose, so
that a printed link is no cookie and a seat's word is no instructor's. Nothing here is kept: a word is taken
back by raising the generation of its seat, which every word of that seat carries.
"""

from __future__ import annotations

import base64
import hmac
import re
import secrets
from dataclasses import dataclass
from hashlib import sha256

LETTERS = "BCDFGHJKMNPQRTVWXY34679"
"""What table codes are made of: no letter that is read as another, and no vowel to make a word with."""

CODE = 6

PART = re.compile(r"[A-Za-z0-9_-]{1,64}")

LONGEST = 300
"""No word of ours is longer."""


@dataclass(frozen=True)
class SeatWord:
    """A printed link: a chair at a table."""

    table: str
    seat: str
    generation: int


@dataclass(frozen=True)
class PersonWord:
    """A cookie: one person in a chair."""

    table: str
    seat: str
    generation: int
    person: str


class Keys:
    """Makes and opens the words of one class. The desk has a secret of its own, which no seat's follows from."""

    def __init__(self, secret: bytes, desk_secret: bytes) -> None:
        self._secret = secret
        self._desk = desk_secret

    def for_seat(self, table: str, seat: str, generation: int) -> str:
        return _signed(self._secret, "seat", table, seat, str(generation))

    def seat(self, word: str) -> SeatWord | None:
        parts = _opened(self._secret, "seat", word, 3)
        return None if parts is None else SeatWord(parts[0], parts[1], int(parts[2]))

    def for_person(self, table: str, seat: str, generation: int, person: str) -> str:
        return _signed(self._secret, "person", table, seat, str(generation), person)

    def person(self, word: str) -> PersonWord | None:
        parts = _opened(self._secret, "person", word, 4)
        return None if parts is None else PersonWord(parts[0], parts[1], int(parts[2]), parts[3])

    def for_desk(self, generation: int) -> str:
        return _signed(self._desk, "desk", str(generation), secrets.token_hex(8))

    def desk(self, word: str) -> int | None:
        """The generation of the desk's key that a cookie was given for."""
        parts = _opened(self._desk, "desk", word, 2)
        return None if parts is None else int(parts[0])


def new_secret() -> str:
    return secrets.token_hex(32)


def new_desk_key() -> str:
    return secrets.token_urlsafe(24)


def new_code() -> str:
    """A table's code, short enough to be typed from the board."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE))


def new_person() -> str:
    return secrets.token_hex(8)


def same(one: str, other: str) -> bool:
    """Whether two words are equal, in a time that tells nothing of where they differ."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


def _signed(secret: bytes, purpose: str, *parts: str) -> str:
    assert all(PART.fullmatch(part) for part in parts)
    return ".".join([*parts, _mark(secret, purpose, parts)])


def _mark(secret: bytes, purpose: str, parts: tuple[str, ...]) -> str:
    digest = hmac.new(secret, "\0".join((purpose, *parts)).encode(), sha256).digest()
    return base64.urlsafe_b64encode(digest[:18]).decode()


def _opened(secret: bytes, purpose: str, word: str, count: int) -> tuple[str, ...] | None:
    """The fields of a word that was signed here for this purpose; the numbers in them are ours."""
    if len(word) > LONGEST:
        return None
    *parts, mark = word.split(".")
    if len(parts) != count or not all(PART.fullmatch(part) for part in parts):
        return None
    return tuple(parts) if same(mark, _mark(secret, purpose, tuple(parts))) else None


__all__ = [
    "Keys",
    "PersonWord",
    "SeatWord",
    "new_code",
    "new_desk_key",
    "new_person",
    "new_secret",
    "same",
]
