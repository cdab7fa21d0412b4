"""Scripted students: each has a browser's connections, follows its events and fills its team's sheet."""

from __future__ import annotations

import asyncio
import random
import re
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from .wire import HOME, Gone, Reply, Stream, Wire


@dataclass
class Times:
    """Seconds that things took, by their name."""

    found: dict[str, list[float]] = field(default_factory=dict)

    def add(self, name: str, seconds: float) -> None:
        self.found.setdefault(name, []).append(seconds)

    def line(self, name: str) -> str:
        """Milliseconds: median, 99th percentile, most."""
        values = sorted(self.found.get(name, []))
        if not values:
            return f"{name:<28} never"
        half, nearly, most = (
            1000 * values[min(len(values) - 1, int(share * len(values)))] for share in (0.5, 0.99, 1.0)
        )
        return f"{name:<28} p50 {half:7.1f}  p99 {nearly:7.1f}  most {most:7.1f} ms   ({len(values)} times)"


@dataclass
class Student:
    """Somebody at a table."""

    port: int
    table: str
    code: str
    seat: str
    name: str
    times: Times
    dice: random.Random
    wire: Wire = field(init=False)
    eyes: Wire = field(init=False)
    """A connection to look with, beside the one to act with, as browsers have."""
    source: str = HOME
    """The address of this student's own computer."""
    tab: str = ""
    stamp: str = ""
    told: float = 0.0
    """Of which sealing the reveal has been heard."""

    def __post_init__(self) -> None:
        self.wire = Wire(self.port, source=self.source)
        self.eyes = Wire(self.port, self.wire.cookies, source=self.source)

    async def join(self) -> None:
        form = {"code": self.code, "name": self.name, "seat": self.seat}
        reply = await self.wire.ask("POST", "/join", form=form)
        if reply.status != 303:
            raise RuntimeError(f"{self.name} was not let in: {reply.status} {reply.body[:300]!r}")
        self.times.add("join", reply.seconds)
        await self.load()

    async def load(self) -> None:
        """The whole page, as after a reload."""
        reply = await self.wire.ask("GET", "/seat", headers={"Accept": "text/html"})
        if reply.status != 200:
            raise RuntimeError(f"{self.name} got no page: {reply.status}")
        self.times.add("page", reply.seconds)
        found = re.search(rb'data-tab="(\d+)"', reply.body)
        self.tab = found.group(1).decode() if found else ""
        stamp = re.search(rb'data-stamp="([^"]+)"', reply.body)
        self.stamp = stamp.group(1).decode() if stamp else ""

    async def follow(self) -> Stream:
        return await self.wire.follow(f"/seat/events?after={self.stamp}&tab={self.tab}")

    async def view(self) -> dict[str, Any]:
        while (reply := await self.wire.ask("GET", "/seat/view.json")).status == 429:
            await asyncio.sleep(float(reply.headers.get("retry-after", "1")))
        if reply.status != 200:
            raise RuntimeError(f"{self.name} got no view: {reply.status} {reply.body[:200]!r}")
        found: dict[str, Any] = reply.data
        return found

    async def act(self, kind: str, step: int, id: str = "", **fields: Any) -> Reply:
        """Ask for something; a lost answer is asked for again with the same id."""
        act = {"kind": kind, "id": id or secrets.token_hex(8), "step": step, **fields}
        for wait in (0.05, 0.2, 0.5, 1, 1, 2, 2, 4, 4, 4, 8, 8, 0):
            try:
                reply = await self.wire.ask("POST", f"/seat/act?tab={self.tab}", data=act)
            except Gone:
                if not wait:
                    raise
                await asyncio.sleep(wait)
                continue
            if reply.status == 429:
                await asyncio.sleep(float(reply.headers.get("retry-after", "1")))
                continue
            self.times.add(kind, reply.seconds)
            return reply
        raise Gone("the server did not come back")

    async def fill(self, orders: int = 3) -> list[str]:
        """Write some orders that the view says are legal; what stands on the sheet then."""
        view = await self.view()
        step = view["clock"]["step"]
        legal = [name for name, fact in view["orders"].items() if fact["legal"]]
        for name in self.dice.sample(legal, min(orders, len(legal))):
            await self.act("write", step, order=name)
        return list((await self.view())["sheet"]["orders"])

    async def seal(self) -> bool:
        """Seal the sheet as it stands; whether it is sealed."""
        view = await self.view()
        if view["sheet"]["sealed"]:
            return True
        reply = await self.act("seal", view["clock"]["step"], orders=view["sheet"]["orders"])
        return reply.status == 200


def clock() -> float:
    return time.perf_counter()
