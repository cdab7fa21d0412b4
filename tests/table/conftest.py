"""A table in the middle of its first step."""

from __future__ import annotations

from pathlib import Path

import pytest
from tabled import Table


@pytest.fixture
def table(tmp_path: Path) -> Table:
    return Table(tmp_path / "game.jsonl").begin(minutes=5)
