"""The seats that this computer's person had in classes, so that coming again is coming back.

A file of the person's own, beside their saves. What it holds opens a seat for as long as the class lets it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from wargame.record.shelf import saves_folder

MOST = 20


def path() -> Path:
    return saves_folder() / "seats.json"


def kept(origin: str) -> str:
    """What opened the last seat at a class; empty if there was none, or the file cannot be read."""
    return _read().get(origin, "")


def keep(origin: str, cookie: str) -> None:
    """Remember a seat. Where that cannot be done, one comes in anew the next time."""
    found = _read()
    found.pop(origin, None)
    found[origin] = cookie
    new = path().with_suffix(".new")
    try:
        new.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(file, "w", encoding="utf-8") as out:
            json.dump(dict(list(found.items())[-MOST:]), out)
        new.replace(path())
    except OSError:
        return


def _read() -> dict[str, str]:
    try:
        found = json.loads(path().read_text(encoding="utf-8"))
        return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}
    except (OSError, ValueError):
        return {}


__all__ = ["keep", "kept", "path"]
