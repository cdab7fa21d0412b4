"""The word behind which a seat keeps its papers: only what it takes to recognise it is ever kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata

SHORTEST = 3
"""Signs of a word."""

COST = {"n": 1 << 14, "r": 8, "p": 1}
"""About a twentieth of a second and 16 MB a try."""


def lock(word: str) -> tuple[str, str]:
    """Salt and digest of a word. Raises ValueError for one that is too short."""
    if len(plain(word)) < SHORTEST:
        raise ValueError(f"a word has at least {SHORTEST} letters or digits")
    salt = secrets.token_hex(16)
    return salt, _digest(salt, word)


def fits(salt: str, digest: str, word: str) -> bool:
    """Whether it is the word that was locked."""
    return hmac.compare_digest(_digest(salt, word), digest)


def plain(word: str) -> str:
    """The word as it counts: capitals, blanks around it and ways of writing an accent do not."""
    return unicodedata.normalize("NFKC", word).strip().casefold()


def _digest(salt: str, word: str) -> str:
    said = plain(word).encode("utf-8", "surrogatepass")
    return hashlib.scrypt(said, salt=salt.encode(), **COST, dklen=32).hex()


__all__ = ["SHORTEST", "fits", "lock", "plain"]
