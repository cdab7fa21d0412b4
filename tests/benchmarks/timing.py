"""What the benchmarks share: one quiet core, and order statistics."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def one_core(core: int | None = None) -> None:
    """Keep this process to one core and one thread. Call it before NumPy is imported."""
    for name in THREADS:
        os.environ[name] = "1"
    if sys.platform == "linux":
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0)) if core is None else core})


def quantile(values: Sequence[float], per_cent: int) -> float:
    """The least value that `per_cent` of the values do not exceed."""
    ranked = sorted(values)
    return ranked[max(0, -(-len(ranked) * per_cent // 100) - 1)]


def median(values: Sequence[float]) -> float:
    return quantile(values, 50)
