"""A finished game on disk, for the tests that cut it, change it and take it up again."""

from __future__ import annotations

import pytest
from recorded import play_on, start

from wargame.ruleset.tables import Ruleset


@pytest.fixture(scope="session")
def whole_save(rules: Ruleset, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of an introductory game that doctrines have played to its end."""
    path = tmp_path_factory.mktemp("whole") / "whole.jsonl"
    game = start(rules, path)
    play_on(game)
    game.close()
    return path.read_bytes()
