"""Peak memory: of one batch against its size, and of a streamed series against the number of games.

    python tests/benchmarks/memory.py

Each measurement is the greatest resident size of a process of its own. A batch should grow with its games
and with nothing else; a series should not grow at all.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import timing

timing.one_core()


def peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def measure(what: str, games: int) -> None:
    """In a process of its own: play, and print the peak."""
    from wargame.analysis import runner
    from wargame.analysis.simulate import run_command, series_of

    if what == "batch":
        rules, series = series_of("standoff", "standoff", {}, 1)
        runner.play_games(rules, series, 0, games, tile=games)
    else:
        with tempfile.TemporaryDirectory() as folder:
            run_command("standoff", "standoff", games, 1, 1, Path(folder) / f"rows.{what}", {})
    print(peak_mb())


def measured(what: str, games: int) -> float:
    command = [sys.executable, __file__, "--measure", what, str(games)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ)
    return float(done.stdout.splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--batches", type=int, nargs="+", default=[1, 256, 1024, 4096, 16384])
    parser.add_argument("--series", type=int, nargs="+", default=[10_000, 40_000, 160_000])
    parser.add_argument("--rows", choices=("csv", "parquet"), default="parquet")
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        measure(asked.measure[0], int(asked.measure[1]))
        return

    batches = {games: measured("batch", games) for games in asked.batches}
    for games, megabytes in batches.items():
        print(f"batch of {games:>6,}: {megabytes:7.1f} MB")
    least, most = min(batches), max(batches)
    each = (batches[most] - batches[least]) * 1024 / max(1, most - least)
    print(f"that is {each:.1f} kB for each game more")
    series = {games: measured(asked.rows, games) for games in asked.series}
    for games, megabytes in series.items():
        print(f"series of {games:>9,} with .{asked.rows}: {megabytes:7.1f} MB")
    print(
        f"\n{batches[least]:.0f} MB at a batch of {least:,}, {batches[most]:.0f} MB at {most:,}, "
        f"{each:.1f} kB a game; "
        f"{series[max(series)]:.0f} MB for a series of {max(series):,} games, "
        f"{series[min(series)]:.0f} MB for one of {min(series):,}"
    )


if __name__ == "__main__":
    main()
