"""What a person has set for all games, kept in a file of their own. A file that is broken is told of and ignored."""

from __future__ import annotations

import os
import sys
import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from wargame.tui.themes import THEMES

CHOICES: dict[str, tuple[str, ...]] = {
    "theme": tuple(theme.name for theme in THEMES),
    "odds": ("both", "percent", "dice"),
    "signs": ("auto", "full", "ascii"),
    "animation": ("off", "on"),
    "names": ("real", "fictional"),
}
"""What each setting may be; the first is what it is when nobody has said anything."""

REMARKS = {
    "theme": "Colours. No colour means anything that a word or a sign does not say too.",
    "odds": "How the odds of an order are told: as dice, as percent, or both.",
    "signs": "auto looks at the terminal; ascii is for the plain Linux console and old fonts.",
    "animation": "on lets lists glide.",
    "names": "fictional starts new games with made-up countries.",
}


@dataclass(frozen=True)
class Settings:
    theme: str = "dark"
    odds: str = "both"
    signs: str = "auto"
    animation: str = "off"
    names: str = "real"


def settings_file() -> Path:
    """`settings.toml` in `WARGAME_CONFIG`, or in the platform's place for a program's settings."""
    named = os.environ.get("WARGAME_CONFIG")
    if named:
        return Path(named).expanduser() / "settings.toml"
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "wargame" / "settings.toml"


def read_settings(path: Path) -> tuple[Settings, str]:
    """The settings, and what is wrong with the file, if anything is: then what is wrong is ignored."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings(), ""
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return Settings(), f"{path}: is ignored: {reason[:1].lower()}{reason[1:]}"
    good: dict[str, str] = {}
    wrong: list[str] = []
    for name, value in found.items():
        known = CHOICES.get(name)
        if known is None:
            wrong.append(f"'{name}' is no setting; they are {', '.join(CHOICES)}")
        elif value not in known:
            wrong.append(f"'{name}' is {value!r}; it may be {', '.join(known)}")
        else:
            good[name] = str(value)
    told = f"{path}: {'; '.join(wrong)}. The rest is in use." if wrong else ""
    return Settings(**good), told


def write_settings(path: Path, settings: Settings) -> None:
    """Write all settings. A file that cannot be read is kept beside it, for its owner. Raises OSError."""
    lines = ["# Settings of wargame. The interface writes this file; what it does not know it will not keep."]
    for field in fields(settings):
        may = ", ".join(CHOICES[field.name])
        lines.append(f"\n# {REMARKS[field.name]} One of: {may}.")
        lines.append(f'{field.name} = "{asdict(settings)[field.name]}"')
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and read_settings(path)[1]:
        path.replace(path.with_name("settings-broken.toml"))
    new = path.with_name("settings.new")
    new.write_text("\n".join(lines) + "\n", encoding="utf-8")
    new.replace(path)


__all__ = ["CHOICES", "REMARKS", "Settings", "read_settings", "settings_file", "write_settings"]
