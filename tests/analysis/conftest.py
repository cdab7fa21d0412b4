"""The ruleset in a folder of its own: workers find there what the tests compiled, whoever edits it."""

from __future__ import annotations

import pytest

from wargame.analysis import simulate as simulate_module
from wargame.ruleset.load import load
from wargame.ruleset.tables import Ruleset


@pytest.fixture(scope="session")
def standoff(tmp_path_factory: pytest.TempPathFactory, rules: Ruleset) -> str:
    """The folder's path."""
    folder = tmp_path_factory.mktemp("rulesets") / "standoff"
    for name, text in rules.document.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return str(folder)


@pytest.fixture(autouse=True)
def loaded_once(monkeypatch: pytest.MonkeyPatch, rules: Ruleset, standoff: str) -> None:
    """Compiling takes longer than a few games."""
    monkeypatch.setattr(simulate_module, "load", lambda name: rules if name == standoff else load(name))
