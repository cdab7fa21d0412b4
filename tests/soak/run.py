"""The runs of the soak, and what each prints."""

from __future__ import annotations

import argparse
import asyncio
import re
import socket
import sys
import tempfile
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from .exercise import STEPS
from .hostile import Hostile
from .kills import Kills
from .lesson import Lesson
from .served import Served
from .students import clock
from .terminals import Terminals


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def lesson(folder: Path, short: bool) -> list[str]:
    """30 students at 8 tables for a whole game, a step in ten seconds: many times faster than a class is."""
    return await _class(
        folder, 12 if short else 30, 3 if short else 8, 2 if short else 40, 0.2 if short else 5
    )


async def crowd(folder: Path, short: bool) -> list[str]:
    """300 scripted clients, a few steps, a minute each."""
    return await _class(
        folder, 20 if short else 300, 2 if short else 24, 1 if short else 3, 0.5 if short else 15
    )


async def _class(folder: Path, count: int, tables: int, steps: int, pause: float) -> list[str]:
    served = Served(folder / "class", free_port(), tables)
    wrong: list[str] = []
    try:
        up = await served.start()
        lesson = Lesson(served, count, pause=pause)
        before, begun = served.processor(), clock()
        await lesson.sit_down()
        joined = clock() - begun
        await lesson.play(steps)
        lasted = clock() - begun
        used = served.processor() - before
        print(f"{count} students at {tables} tables; {lesson.steps} steps of tables played in {lasted:.0f} s")
        print(f"server there after {up:.1f} s; all joined in {joined:.1f} s")
        print(
            f"server: {used:.1f} s of processor time ({used / lasted:.0%} of a core), {served.memory():.0f} MB"
        )
        for name in ("join", "page", "write", "seal", "seal to reveal", "reveal to view", "part"):
            print(lesson.times.line(name))
        wrong = lesson.lost + served.complaints()
    finally:
        served.stop()
    return wrong


async def kills(folder: Path, short: bool) -> list[str]:
    """Killed at random moments, with everybody busy."""
    served = Served(folder / "class", free_port(), 1 if short else 2, "standoff")
    try:
        await served.start()
        run = Kills(served, 2 if short else 100)
        await run.sit_down()
        begun = clock()
        await run.run()
        restarts = len(run.restarts.found["restart"])
        print(
            f"{restarts} kills in {clock() - begun:.0f} s, {run.acts} acts acknowledged, {len(run.wrong)} lost"
        )
        print(run.restarts.line("restart"))
        if restarts < run.count:
            run.wrong.append(f"the games were over after {restarts} of {run.count} kills")
        return run.wrong + served.complaints()
    finally:
        served.stop()


async def hostile(folder: Path, short: bool) -> list[str]:
    """Malformed, oversized, forged, out of phase, in others' names."""
    served = Served(folder / "class", free_port(), 2)
    try:
        await served.start()
        run = Hostile(served, 300 if short else 100_000)
        await run.sit_down()
        before, begun = served.memory(), clock()
        await run.run()
        lasted = clock() - begun
        print(f"{run.count:,} messages in {lasted:.0f} s: " + ", ".join(
            f"{status} {count:,}" for status, count in sorted(run.statuses.items())
        ))  # fmt: skip
        print(f"memory {before:.0f} MB before, {served.memory():.0f} MB after; {len(run.wrong)} went wrong")
        return run.wrong[:20] + served.complaints()[:20]
    finally:
        served.stop()


async def day(folder: Path, short: bool) -> list[str]:
    """Lesson after lesson at the same tables: each game is played to its end, and begun again from its start."""
    lessons = 2 if short else 6  # of ninety minutes: an eight-hour day, and a bit
    served = Served(folder / "class", free_port(), 1 if short else 4)
    sizes: list[float] = []
    try:
        await served.start()
        run = Lesson(served, 4 if short else 16, pause=0.1)
        await run.sit_down()
        for number in range(lessons):
            if number:
                await run.begin_again()
            await run.play(1 if short else 40)
            sizes.append(served.memory())
            print(f"after lesson {number + 1}: {sizes[-1]:.1f} MB, {run.steps} steps played", flush=True)
        wrong = run.lost + served.complaints()
        if not short and sizes[-1] > 1.25 * sizes[1]:
            wrong.append(f"memory grew from {sizes[1]:.0f} to {sizes[-1]:.0f} MB after the second lesson")
        return wrong
    finally:
        served.stop()


async def terminals(folder: Path, short: bool) -> list[str]:
    """Twelve of them at three tables."""
    served = Served(folder / "class", free_port(), 1 if short else 3)
    try:
        await served.start()
        run = Terminals(served, 3 if short else 12, 4 if short else 40)
        await run.run()
        return run.wrong + served.complaints()
    finally:
        served.stop()


async def exercise(folder: Path, short: bool) -> list[str]:
    """Four students in browsers, two in terminals, the desk and a doctrine; a kill in the middle; the pack is read."""
    served = Served(folder / "class", free_port(), 1)
    await served.start()
    try:
        return await asyncio.to_thread(_exercise, served, folder, 2 if short else STEPS)
    finally:
        served.stop()


def _exercise(served: Served, folder: Path, steps: int) -> list[str]:
    from playwright.sync_api import sync_playwright

    from .exercise import Exercise, links_of

    said = (folder / "host.log").read_text()
    desk = re.findall(r"Your desk +\S+?(/desk/\S+)", said)[-1]
    url = f"http://127.0.0.1:{served.port}"
    begun = clock()
    with sync_playwright() as playwright:
        run = Exercise(url, links_of(served.folder), desk, folder, playwright)
        try:
            run.come_in()
            run.start()
            for number in range(steps):
                if number == steps // 2:
                    served.kill()
                    ThreadPoolExecutor(1).submit(
                        asyncio.run, served.start()
                    ).result()  # Playwright has this loop
                    run.come_back()
                    print(f"killed and started again before step {number + 1}", flush=True)
                run.step(number, number == steps // 2)
                if run.over():
                    break
                if number + 1 < steps:
                    run.command("Next orders")
            pack = run.pack()
        finally:
            run.end()
    told = "\n".join(pack.values())
    print(
        f"{number + 1} steps in {clock() - begun:.0f} s; the pack has {len(pack)} files: {', '.join(sorted(pack))}"
    )
    wrong = run.told + served.complaints()
    for wanted in ("We want to hear what you would pay", "Tehran", "doctrine"):
        if wanted not in told:
            wrong.append(f"the debrief pack does not say '{wanted}'")
    return wrong


RUNS: dict[str, Callable[[Path, bool], Coroutine[Any, Any, list[str]]]] = {
    "lesson": lesson,
    "crowd": crowd,
    "kills": kills,
    "hostile": hostile,
    "day": day,
    "terminals": terminals,
    "exercise": exercise,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.soak")
    parser.add_argument("runs", nargs="+", choices=[*RUNS, "all"])
    parser.add_argument("--short", action="store_true")
    asked = parser.parse_args()
    wrong: list[str] = []
    for name in list(RUNS) if "all" in asked.runs else asked.runs:
        print(f"== {name}", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            found = asyncio.run(RUNS[name](Path(folder), asked.short))
        for line in found:
            print(f"WRONG: {line}")
        wrong += found
    sys.exit(bool(wrong))
