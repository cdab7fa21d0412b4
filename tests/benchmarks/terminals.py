"""What terminals cost: from the connection to the first paint, from a key to its frame, and memory for each.

    python tests/benchmarks/terminals.py [TERMINALS]

A class of three tables is served by a process of its own on loopback; this process is its terminals. Each
presses one key every 0.7 seconds, not at once with the others, and waits for the frame that answers.
"""

from __future__ import annotations

import asyncio
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from websockets import Origin
from websockets.asyncio.client import ClientConnection, connect

from wargame.classroom.hall import Hall, Plan
from wargame.classroom.way_in import WayIn
from wargame.classroom.words import Hello
from wargame.table import commands

SIZE = {"columns": 120, "rows": 40}
KEYS = (b"\x1b[C", b"\x1b[B", b"\x1b[D", b"\x1b[A")
PRESSES = 40


def laid(folder: Path) -> list[tuple[str, str]]:
    """A class; the links of its seats, by table in turn."""
    hall = Hall.open(folder)
    for number in range(3):
        table = hall.add(Plan(scenario="intro", seed=number))
        table.room.command(commands.Start(id=f"start-{number:04}"))
    links = [(seat, hall.link(t, seat)) for t in hall.tables.values() for seat in t.seats]
    hall.close()
    return links


def served(folder: Path, port: int) -> subprocess.Popen[str]:
    words = [
        sys.executable,
        "-m",
        "wargame",
        "host",
        str(folder),
        "--address",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    child = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    while "Ctrl-C" not in child.stdout.readline():
        assert child.poll() is None
    return child


def memory(pid: int) -> float:
    """Megabytes that are this process's share."""
    found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
    assert found
    return int(found[1]) / 1024


def processor(pid: int) -> float:
    """Seconds of processor time so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


async def quiet(wire: ClientConnection, seconds: float) -> None:
    """Read what comes until nothing does for a while."""
    while True:
        try:
            await asyncio.wait_for(wire.recv(), seconds)
        except TimeoutError:
            return


async def opened(way: WayIn) -> tuple[ClientConnection, float]:
    """A terminal, and the seconds until its first whole paint."""
    began = time.perf_counter()
    wire = await connect(
        way.socket, origin=Origin(way.place.origin), additional_headers={"Cookie": way.cookie}, proxy=None
    )
    await wire.send(Hello(columns=SIZE["columns"], rows=SIZE["rows"]).model_dump_json())
    got = b""
    while b"BRIEFING" not in got:
        said = await wire.recv()
        assert isinstance(said, bytes), said
        got += said
    return wire, time.perf_counter() - began


async def typed(wire: ClientConnection) -> tuple[list[float], list[int]]:
    """Seconds from each key to its frame, and bytes of the frame."""
    await wire.send(b" ")
    await quiet(wire, 0.5)
    await wire.send(b"\x1b[C")
    await quiet(wire, 0.5)
    seconds, sizes = [], []
    await asyncio.sleep(random.random() * 0.7)
    for at in range(PRESSES):
        began = time.perf_counter()
        await wire.send(KEYS[at % len(KEYS)])
        frame = await wire.recv()
        seconds.append(time.perf_counter() - began)
        sizes.append(len(frame))
        await quiet(wire, 0.2)
        await asyncio.sleep(0.5)
    return seconds, sizes


def told(name: str, seconds: list[float]) -> str:
    ranked = sorted(1000 * s for s in seconds)
    p95 = ranked[min(len(ranked) - 1, int(len(ranked) * 0.95))]
    return f"{name}: median {statistics.median(ranked):.1f} ms, 95th percentile {p95:.1f} ms, most {ranked[-1]:.1f} ms"


async def measure(most: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder, port = Path(place) / "class", 18_765
        links = laid(folder)
        child = served(folder, port)
        try:
            url = f"http://127.0.0.1:{port}"
            ways = [
                WayIn.find(url, "", f"P{n}", url + links[n % len(links)][1], lambda _: "")
                for n in range(most)
            ]
            first, seconds = await opened(ways[0])
            print(f"first terminal of the process, connection to first paint: {1000 * seconds:.0f} ms")
            await first.close()
            await asyncio.sleep(1)
            again, seconds = await opened(ways[0])
            print(f"the next one: {1000 * seconds:.0f} ms")
            one, sizes = await typed(again)
            print(told("key to frame, 1 terminal", one), f"; {statistics.median(sizes):.0f} bytes")
            before = memory(child.pid)
            began = time.perf_counter()
            rest = await asyncio.gather(*(opened(way) for way in ways[1:]))
            print(f"{most - 1} more at once, last painted after {time.perf_counter() - began:.2f} s")
            await asyncio.sleep(2)
            grown = memory(child.pid) - before
            print(f"memory: {before:.0f} MB with 1, {grown / (most - 1):.1f} MB for each further one")
            spent, began = processor(child.pid), time.perf_counter()
            found = await asyncio.gather(*(typed(wire) for wire in (again, *(wire for wire, _ in rest))))
            print(told(f"key to frame, {most} terminals", [s for seconds, _ in found for s in seconds]))
            took = time.perf_counter() - began
            pressed = most * (PRESSES + 2)
            share = (processor(child.pid) - spent) / took
            print(f"processor: {share:.2f} of a core at {pressed / took:.0f} keys a second")
            spent = processor(child.pid)
            await asyncio.sleep(5)
            print(f"at rest: {(processor(child.pid) - spent) / 5:.3f} of a core")
            for wire in (again, *(wire for wire, _ in rest)):
                await wire.close()
            await asyncio.sleep(3)
            print(f"memory after all have left: {memory(child.pid):.0f} MB")
        finally:
            child.terminate()
            child.wait()


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 12))
