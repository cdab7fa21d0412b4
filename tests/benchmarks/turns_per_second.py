"""Game-turns per second of whole games under doctrines, on one core, and against a batch of one.

    python tests/benchmarks/turns_per_second.py [--profile]

A game-turn is one step of one game: deck and estimates, the sheets of all powers chosen by their
doctrines, and the step resolved. Set-up, compaction and the rows of `wargame simulate` are counted in.
Rounds of a batch and of games played one at a time alternate, so that a slow phase of the machine
falls on both; seconds are the thread's own. The ratio is good to a few per cent, the absolute figure
only as good as the machine is steady.
"""

from __future__ import annotations

import argparse
import functools
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import timing

timing.one_core()

import numpy as np  # noqa: E402

from wargame.analysis import runner  # noqa: E402
from wargame.analysis.columns import Tracker, columns_of  # noqa: E402
from wargame.analysis.simulate import series_of  # noqa: E402
from wargame.engine import games as engine  # noqa: E402
from wargame.engine.ledger import Ledger  # noqa: E402
from wargame.engine.turn import Phase, rule_name  # noqa: E402
from wargame.opponents.doctrine import DoctrinePlayer  # noqa: E402
from wargame.opponents.null import NullPlayer  # noqa: E402
from wargame.ruleset.tables import Ruleset  # noqa: E402


def turns_and_seconds(
    rules: Ruleset, series: runner.Series, first: int, count: int, tile: int
) -> tuple[int, float]:
    """Play games of the series: game-turns played, and the seconds of this thread they took."""
    begun = time.thread_time()
    rows = runner.play_games(rules, series, first, count, tile)
    seconds = time.thread_time() - begun
    steps = [column.name for column in columns_of(rules)].index("steps")
    return int(rows[steps].sum()), seconds


class Profile:
    """Time of the parts of a step, and of every rule, while a block runs.

    A timer around each rule costs well under a microsecond; at a batch of one that is a few per cent.
    """

    PARTS = (
        (engine.Games, "open"), (engine.Games, "resolve"), (engine.Games, "compact"),
        (engine.Games, "__init__"), (DoctrinePlayer, "choose"), (NullPlayer, "choose"),
        (Tracker, "before"), (Tracker, "after"), (Tracker, "rows"),
    )  # fmt: skip

    def __init__(self) -> None:
        self.parts: dict[str, float] = defaultdict(float)
        self.rules: dict[str, float] = defaultdict(float)
        self._undo: list[tuple[Any, str, Any]] = []

    def __enter__(self) -> Profile:
        for owner, name in self.PARTS:
            part = f"{owner.__name__}.{name}".replace("__init__", "set up")
            self._put(owner, name, self._timed(getattr(owner, name), self.parts, part))
        self._put(Ledger, "settle", self._timed(Ledger.settle, self.rules, "(ledger.settle)"))
        for name in ("OPENING", "RESOLUTION"):
            phases = [
                Phase(p.name, tuple(self._timed(r, self.rules, rule_name(r)) for r in p.rules))
                for p in getattr(engine, name)
            ]
            self._put(engine, name, tuple(phases))
        return self

    def __exit__(self, *_: object) -> None:
        for owner, name, value in reversed(self._undo):
            setattr(owner, name, value)

    def _put(self, owner: Any, name: str, value: Any) -> None:
        self._undo.append((owner, name, getattr(owner, name)))
        setattr(owner, name, value)

    @staticmethod
    def _timed(function: Callable[..., Any], into: dict[str, float], name: str) -> Callable[..., Any]:
        @functools.wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            begun = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                into[name] += time.perf_counter() - begun

        return timed

    def show(self, title: str, turns: int, seconds: float, top: int) -> None:
        print(f"\n{title}: {seconds / turns * 1e6:,.2f} us per game-turn")
        self.parts["(rest: the runner)"] = seconds - sum(self.parts.values())
        for heading, table in (("part", self.parts), ("rule", self.rules)):
            print(f"  {heading:<30} us per game-turn  share")
            for name, spent in sorted(table.items(), key=lambda item: -item[1])[:top]:
                print(f"  {name:<30} {spent / turns * 1e6:>16,.3f}  {spent / seconds:>5.1%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--ruleset", default="standoff")
    parser.add_argument("--scenario", default="standoff")
    parser.add_argument("--null", action="store_true", help="every power is played by the null bot")
    parser.add_argument("--batch", type=int, default=4096)
    parser.add_argument("--tile", type=int, help="size of one array batch; the whole batch if not given")
    parser.add_argument("--alone", type=int, default=8, help="games played one at a time, in each round")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument(
        "--profile", action="store_true", help="print where the time goes, by part and by rule"
    )
    parser.add_argument("--top", type=int, default=20, help="so many rules of the profile")
    asked = parser.parse_args()
    asked.tile = asked.tile or asked.batch

    rules, series = series_of(asked.ruleset, asked.scenario, {}, 1)
    if asked.null:
        rules, series = series_of(asked.ruleset, asked.scenario, dict.fromkeys(rules.powers, "null"), 1)
    turns_and_seconds(rules, series, 0, min(asked.batch, 64), asked.tile)

    many, single, ratios = [], [], []
    for number in range(asked.rounds):
        turns, seconds = turns_and_seconds(rules, series, number * asked.batch, asked.batch, asked.tile)
        alone = [
            turns_and_seconds(rules, series, number * asked.alone + game, 1, 1) for game in range(asked.alone)
        ]
        many.append(turns / seconds)
        single.append(sum(t for t, _ in alone) / sum(s for _, s in alone))
        ratios.append(many[-1] / single[-1])
        print(
            f"round {number + 1}: {turns:,} game-turns, batch of {asked.batch}: {many[-1]:,.0f}/s, "
            f"batch of one: {single[-1]:,.0f}/s, ratio {ratios[-1]:,.0f}"
        )

    if asked.profile:
        for batch, times in ((asked.batch, 1), (1, asked.alone)):
            with Profile() as profile:
                begun = time.perf_counter()
                turns = sum(
                    turns_and_seconds(rules, series, game, batch, asked.tile)[0] for game in range(times)
                )
                seconds = time.perf_counter() - begun
            profile.show(f"batch of {batch}", turns, seconds, asked.top)

    spread = f"{min(many):,.0f} to {max(many):,.0f}"
    print(
        f"\nNumPy {np.__version__}, one core, median of {asked.rounds} rounds: "
        f"{timing.median(many):,.0f} game-turns/s ({spread}) at a batch of {asked.batch} "
        f"in tiles of {asked.tile}, {timing.median(single):,.0f} at a batch of one; "
        f"ratio {timing.median(ratios):,.0f}"
    )


if __name__ == "__main__":
    main()
