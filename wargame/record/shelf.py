"""Where saves lie: the player's own folder, and the recorded games that come with the program."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

SUFFIX = ".jsonl"


@dataclass(frozen=True)
class Saved:
    """What can be said of a save without playing it."""

    path: Path
    scenario: str
    players: dict[str, str]
    steps: int
    """Steps played, along the line that the save ends on."""
    over: bool
    changed: float
    """When it was last written, in seconds since 1970."""


def saves_folder() -> Path:
    """The folder for new saves: `WARGAME_SAVES`, or the platform's place for a program's data."""
    named = os.environ.get("WARGAME_SAVES")
    if named:
        return Path(named).expanduser()
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "wargame" / "saves"


def next_path(scenario: str, seat: str) -> Path:
    """A path for a new save that no file has yet: `intro-washington-3.jsonl`."""
    folder = saves_folder()
    number = 1
    while (path := folder / f"{scenario}-{seat}-{number}{SUFFIX}").exists():
        number += 1
    return path


def own_saves() -> list[Saved]:
    """The saves of the player's folder, newest first; files that are not saves are left out."""
    return sorted(_read(saves_folder()), key=lambda s: (-s.changed, s.path.name))


def shipped_saves() -> list[Saved]:
    """The recorded games that come with the program, by name."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_saves", package.parent / "saves"):
        if folder.is_dir():
            return sorted(_read(folder), key=lambda s: s.path.name)
    return []


def _read(folder: Path) -> list[Saved]:
    try:
        paths = sorted(folder.glob(f"*{SUFFIX}"))
    except OSError:
        return []
    return [saved for path in paths if (saved := glance(path)) is not None]


def glance(path: Path) -> Saved | None:
    """What a save says about itself; None if it is not one. It is verified only when it is loaded."""
    try:
        with path.open(encoding="utf-8") as file:
            header = json.loads(file.readline())
            steps, over = 0, False
            for text in file:
                # Only the lines that change how far the game has come are parsed.
                if not any(f'"kind":"{kind}"' in text[:200] for kind in ("step", "undo", "branch")):
                    continue
                if not text.endswith("\n"):
                    break  # cut short by a crash; loading drops it too
                content = json.loads(text)
                if content["kind"] == "step":
                    steps, over = int(content["step"]) + 1, int(content["snapshot"]["ended"]) >= 0
                else:
                    steps, over = int(content["to"]), False
        if header["kind"] != "header":
            return None
        return Saved(
            path, str(header["scenario"]), dict(header["players"]), steps, over, path.stat().st_mtime
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
