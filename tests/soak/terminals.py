"""Terminals over the wire: from the connection to the first paint, from a key to its frame, memory for each.

Each presses one key every 0.7 seconds, not at once with the others, and waits for the frame that answers.
"""

from __future__ import annotations

import asyncio
import random
import re
import statistics
from dataclasses import dataclass, field

from websockets import Origin
from websockets.asyncio.client import ClientConnection, connect

from wargame.classroom.way_in import WayIn
from wargame.classroom.words import Hello

from .served import Served
from .students import Times, clock

COLUMNS, ROWS = 120, 40
KEYS = (b"\x1b[C", b"\x1b[B", b"\x1b[D", b"\x1b[A")

PAINTED = 4.0
"""Seconds within which all of them must stand, though they come at once."""

ANSWERED = 0.1
"""Seconds from a key to its frame, at the 95th percentile."""


@dataclass
class Terminals:
    served: Served
    count: int
    presses: int
    times: Times = field(default_factory=Times)
    sizes: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    _wires: list[ClientConnection] = field(default_factory=list)

    async def run(self) -> None:
        """One first, then the others all at once; then all of them type."""
        await self.served.sit_at_desk()
        for table in self.served.codes():
            await self.served.command(table, kind="start")
        ways = await asyncio.to_thread(self._ways)
        print(f"the first of the process: {1000 * await self._open(ways[0]):.0f} ms until it is painted")
        before = self.served.memory()
        begun = clock()
        await asyncio.gather(*(self._open(way) for way in ways[1:]))
        painted = clock() - begun
        await asyncio.sleep(1)
        each = (self.served.memory() - before) / max(1, self.count - 1)
        print(
            f"{self.count - 1} more at once, the last painted after {painted:.2f} s; {each:.1f} MB for each"
        )
        spent, begun = self.served.processor(), clock()
        await asyncio.gather(*(self._type(wire) for wire in self._wires))
        share = (self.served.processor() - spent) / (clock() - begun)
        print(self.times.line("key to frame"))
        print(f"bytes of a frame: median {statistics.median(self.sizes):.0f}, most {max(self.sizes):,}")
        print(f"processor: {share:.0%} of a core at {self.count / 0.7:.0f} keys a second")
        for wire in self._wires:
            await wire.close()
        ranked = sorted(self.times.found["key to frame"])
        slow = ranked[int(0.95 * (len(ranked) - 1))]
        if painted > PAINTED:
            self.wrong.append(f"all were painted after {painted:.1f} s, not {PAINTED:.0f}")
        if slow > ANSWERED:
            self.wrong.append(f"one key in twenty waited {1000 * slow:.0f} ms and more")

    def _ways(self) -> list[WayIn]:
        """In by the printed links of all tables, in turn."""
        page = (self.served.folder / "links.html").read_text()
        links = sorted(set(re.findall(r"https?://[^/<\s]+(/j/t[0-9]+\.[^<\s]+)", page)))
        url = f"http://127.0.0.1:{self.served.port}"
        return [
            WayIn.find(url, "", f"P{n}", url + links[n % len(links)], lambda _: "") for n in range(self.count)
        ]

    async def _open(self, way: WayIn) -> float:
        begun = clock()
        wire = await connect(
            way.socket, origin=Origin(way.place.origin), additional_headers={"Cookie": way.cookie}, proxy=None
        )
        self._wires.append(wire)
        await wire.send(Hello(columns=COLUMNS, rows=ROWS).model_dump_json())
        got = b""
        while b"BRIEFING" not in got:
            said = await wire.recv()
            if isinstance(said, str):
                raise RuntimeError(f"a terminal was refused: {said}")
            got += said
        return clock() - begun

    async def _type(self, wire: ClientConnection) -> None:
        for key in (b" ", b"\x1b[C"):  # to the table; and what the first key wakes
            await wire.send(key)
            await _quiet(wire, 0.5)
        await asyncio.sleep(random.random() * 0.7)
        for at in range(self.presses):
            begun = clock()
            await wire.send(KEYS[at % len(KEYS)])
            frame = await wire.recv()
            self.times.add("key to frame", clock() - begun)
            self.sizes.append(len(frame))
            await _quiet(wire, 0.2)
            await asyncio.sleep(0.5)


async def _quiet(wire: ClientConnection, seconds: float) -> None:
    """Read what comes until nothing does for a while."""
    while True:
        try:
            await asyncio.wait_for(wire.recv(), seconds)
        except TimeoutError:
            return
