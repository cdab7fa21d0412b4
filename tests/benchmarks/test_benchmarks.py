"""The benchmarks run, and print their figure last. What the figure is, a shared machine cannot judge."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent

TINY = {
    "turns_per_second.py": "--batch 20 --tile 10 --alone 1 --rounds 1 --profile --scenario intro",
    "table_step.py": "--games 1 --scenario intro",
    "startup.py": "--times 1",
    "memory.py": "--batches 20 --series 20",
}


@pytest.mark.parametrize(("script", "arguments"), TINY.items())
def test_a_benchmark_prints_its_figure_last(script: str, arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, HERE / script, *arguments.split()], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert any(character.isdigit() for character in done.stdout.splitlines()[-1])
