"""Milliseconds until the program is there: a new Python process for each measurement, on the wall.

    python tests/benchmarks/startup.py

Python alone is measured beside the rest, since nothing can be faster. The best of many is what the program
needs; the median is what one gets on this machine.
"""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
import time

import timing

FIRST_TURN = """
import wargame
game = wargame.Game.new(wargame.load("standoff"), "standoff", seed=7, players={
    "tehran": "doctrine", "washington": "doctrine", "proxies": "doctrine", "gcc": "doctrine"})
wargame.Opponents(game).fill()
game.advance()
"""

HELP = "import sys; sys.argv = ['wargame', '--help']; from wargame.cli import main; main()"

CASES = {
    "python alone": "pass",
    "import wargame": "import wargame",
    "wargame --help": HELP,
    "import, and a game's first turn": FIRST_TURN,
}

HEAVY = ("textual", "numpy", "pydantic", "pyarrow")


def run(code: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - begun) * 1e3


def loaded(code: str) -> str:
    """Which heavy packages a program has imported when it ends."""
    watch = f"import atexit, sys; atexit.register(lambda: print(*(m for m in {HEAVY} if m in sys.modules)))\n"
    done = subprocess.run([sys.executable, "-c", watch + code], check=True, capture_output=True, text=True)
    return done.stdout.splitlines()[-1] or "none of them"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=15)
    asked = parser.parse_args()

    cases = dict(CASES)
    if importlib.util.find_spec("wargame.cli") is None:
        print("there is no wargame.cli yet: --help is left out")
        del cases["wargame --help"]
    taken: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(asked.times):
        for name, code in cases.items():
            taken[name].append(run(code))

    print(f"best and median of {asked.times}, milliseconds; of {', '.join(HEAVY)} it imports")
    for name, code in cases.items():
        best, middle = min(taken[name]), timing.median(taken[name])
        print(f"  {name:<32} best {best:>6.0f}  median {middle:>6.0f}  {loaded(code)}")
    print("\n" + "; ".join(f"{name} {min(taken[name]):.0f} ms" for name in cases))


if __name__ == "__main__":
    main()
