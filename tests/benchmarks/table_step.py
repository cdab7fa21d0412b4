"""Milliseconds of one step of a game at the table: what a person waits for after sealing.

    python tests/benchmarks/table_step.py

One seat is a person's, the others are doctrines'. Measured on the wall, in the main thread, with the
game saved to a file as it is played. The engine's part is resolving the step and opening the next; the
record's is everything else that `Game.advance` does, the disk included. Then come the views of all seats,
and the narration of the step, and of the opening of the next, for the person's seat.
"""

from __future__ import annotations

import argparse
import itertools
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import timing

timing.one_core()

import wargame  # noqa: E402
from wargame.engine.games import Games  # noqa: E402
from wargame.text.narrate import opening, story  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--ruleset", default="standoff")
    parser.add_argument("--scenario", default="standoff")
    parser.add_argument("--games", type=int, default=5)
    asked = parser.parse_args()

    rules = wargame.load(asked.ruleset)
    times: dict[str, list[float]] = defaultdict(list)
    engine = 0.0

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            nonlocal engine
            begun = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                engine += time.perf_counter() - begun

        return wrapper

    Games.open, Games.resolve = counted(Games.open), counted(Games.resolve)  # type: ignore[method-assign]
    with tempfile.TemporaryDirectory() as folder:
        for number in range(asked.games):
            play(rules, asked.scenario, number, Path(folder), times, lambda: engine)

    names = ["sheets of the others", "engine", "record", "views", "narration"]
    print(f"{len(times['engine'])} steps of {asked.games} games; milliseconds")
    for name in names:
        show(name, times[name])
    whole = [sum(parts) for parts in zip(*(times[name] for name in names), strict=True)]
    show("whole step", whole)
    print(
        f"\nengine {ms(times['engine'], 50)} ms p50, {ms(times['engine'], 90)} p90; "
        f"whole step {ms(whole, 50)} ms p50, {ms(whole, 90)} p90"
    )


def play(
    rules: Any,
    scenario: str,
    seed: int,
    folder: Path,
    times: dict[str, list[float]],
    engine: Callable[[], float],
) -> None:
    """One game; the person's sheet is what the seat's doctrine proposes, made before the clock runs."""
    seats = rules.tables[rules.scenarios[scenario].table].seats
    person = seats[seed % len(seats)]
    players = {seat: "doctrine" for seat in seats if seat != person}
    game = wargame.Game.new(
        rules, scenario, seed=seed, players={**players, person: "human"}, path=folder / f"{seed}.jsonl"
    )
    others = wargame.Opponents(game)
    while not game.over:
        game.submit(person, others.propose(person, "doctrine").orders)
        marks = [time.perf_counter()]
        others.fill()
        marks.append(time.perf_counter())
        before = engine()
        turn = game.advance()
        inside = engine() - before
        marks.append(time.perf_counter())
        for seat in seats:
            game.view(seat)
        marks.append(time.perf_counter())
        story(game, turn, person)
        opening(game, person)
        marks.append(time.perf_counter())
        fill, advance, views, narration = (b - a for a, b in itertools.pairwise(marks))
        times["sheets of the others"].append(fill)
        times["engine"].append(inside)
        times["record"].append(advance - inside)
        times["views"].append(views)
        times["narration"].append(narration)


def ms(seconds: list[float], per_cent: int) -> str:
    return f"{timing.quantile(seconds, per_cent) * 1e3:.1f}"


def show(name: str, seconds: list[float]) -> None:
    print(f"  {name:<22} p50 {ms(seconds, 50):>6}  p90 {ms(seconds, 90):>6}  most {ms(seconds, 100):>6}")


if __name__ == "__main__":
    main()
