"""The interface's tests keep their saves to themselves, and compile the ruleset once."""

from __future__ import annotations

from pathlib import Path

import pytest

import wargame.tui.app
from wargame.ruleset.tables import Ruleset


@pytest.fixture(autouse=True)
def saves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rules: Ruleset) -> Path:
    """A folder of saves of this test's own."""
    monkeypatch.setenv("WARGAME_SAVES", str(tmp_path))
    monkeypatch.setattr(wargame.tui.app, "_load", lambda: rules)
    return tmp_path
