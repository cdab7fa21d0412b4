"""A new ruleset, begun from a small one that works: base, and one entry of its own of each kind that authors add."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

from wargame.ruleset import json_schema
from wargame.ruleset.problems import NAME
from wargame.ruleset.reader import shipped

TEMPLATE = Path(__file__).parent / "template"

PLACEHOLDER, LABEL = "my-ruleset", "My ruleset"
"""What the template calls itself."""

LONGEST = 40
"""Letters of a name."""


def new_ruleset(name: str, folder: Path) -> Path:
    """Make the ruleset `name` in a folder of its name inside `folder`; the new folder.

    Raises ValueError for a name that will not do or is taken, and OSError where nothing can be written;
    then nothing has been.
    """
    if not re.fullmatch(NAME, name) or len(name) > LONGEST:
        raise ValueError(
            f"'{name}' is not a name: small letters and digits, joined by single hyphens, "
            f"{LONGEST} of them at most, a letter first"
        )
    if name in shipped():
        raise ValueError(f"'{name}' is the name of a ruleset that ships")
    if not folder.is_dir():
        raise ValueError(f"there is no folder {folder}")
    target = folder / name
    if target.exists() or target.is_symlink():
        raise ValueError(f"{target} exists already; nothing was changed")
    half = Path(tempfile.mkdtemp(prefix=f".{name}.", dir=folder))
    try:
        _fill(half, name)
        half.chmod(0o777 & ~_umask())
        os.rename(half, target)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise
    return target


def _fill(folder: Path, name: str) -> None:
    label = name.replace("-", " ").capitalize()
    for path in sorted(TEMPLATE.rglob("*.toml")):
        text = path.read_text(encoding="utf-8").replace(PLACEHOLDER, name).replace(LABEL, label)
        made = folder / path.relative_to(TEMPLATE)
        made.parent.mkdir(exist_ok=True)
        made.write_text(text, encoding="utf-8", newline="\n")
    json_schema.write(folder)


def _umask() -> int:
    """What new files may not be used for; `mkdtemp` makes folders that are its owner's alone."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
