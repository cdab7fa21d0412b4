"""The interface's tests keep their saves to themselves, and compile the ruleset once."""

from __future__ import annotations

from pathlib import Path

import pytest

import wargame
import wargame.tui.library
from wargame.ruleset.tables import Ruleset


@pytest.fixture(autouse=True)
def saves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rules: Ruleset) -> Path:
    """A folder of saves of this test's own."""
    monkeypatch.setenv("WARGAME_SAVES", str(tmp_path))
    monkeypatch.setenv("WARGAME_CONFIG", str(tmp_path / "config"))
    monkeypatch.setattr(
        wargame.tui.library, "_load", lambda name: rules if name == "standoff" else wargame.load(name)
    )
    return tmp_path
