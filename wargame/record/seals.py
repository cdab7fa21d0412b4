"""Sealing a sheet for all to see: a commitment is shown at once, and opened with the sheet.

Neither its seat nor the umpire can change a sheet that has been committed to, and nobody can read it
from the commitment.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence


def commit(nonce: str, step: int, seat: str, orders: Sequence[str]) -> str:
    """SHA-256 over the JSON list `[nonce, step, seat, [order, ...]]`, in ASCII and without blanks."""
    said = json.dumps([nonce, step, seat, list(orders)], separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def nonce_of(salt: str, last_hash: str | None) -> str:
    """A number used once, which nobody can guess who has not the save.

    It follows from the salt and from all that was written before, so that a game taken up at a line
    writes what it wrote before; without a save it is drawn by lot.
    """
    if last_hash is None:
        return secrets.token_hex(16)
    return hashlib.sha256(f"nonce:{salt}:{last_hash}".encode()).hexdigest()[:32]


__all__ = ["commit", "nonce_of"]
