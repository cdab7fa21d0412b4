"""The short forms of the soak runs: a real server on loopback, started, used, killed and lied to."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from .run import RUNS


@pytest.mark.parametrize("name", RUNS)
def test_nothing_is_lost_and_nothing_breaks(name: str, tmp_path: Path) -> None:
    assert asyncio.run(RUNS[name](tmp_path, True)) == []
