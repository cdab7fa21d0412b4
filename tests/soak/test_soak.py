"""The short forms of the soak runs: a real server on loopback, started, used, killed and lied to."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from .run import RUNS


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the clients are cut off
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("name", [name for name in RUNS if name != "exercise"])
def test_nothing_is_lost_and_nothing_breaks(name: str, tmp_path: Path) -> None:
    assert asyncio.run(RUNS[name](tmp_path, True)) == []
