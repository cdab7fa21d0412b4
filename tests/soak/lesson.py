"""A whole game of a class: every student joins, follows, drafts, seals, and reads; the desk proceeds."""

from __future__ import annotations

import asyncio
import json
import random
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from .served import Served
from .students import Student, Times, clock
from .wire import Gone, Stream


@dataclass
class Table:
    id: str
    students: list[Student] = field(default_factory=list)
    sealing: float = 0.0
    """When the last sheet was sent to be sealed."""
    step: int = 0
    over: bool = False
    revealed: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass
class Lesson:
    """30 students, or as many as asked for, spread over the tables; seats that stay empty go to doctrines."""

    served: Served
    count: int
    times: Times = field(default_factory=Times)
    seed: int = 1
    pause: float = 0.5
    """Most seconds that a student thinks before each thing."""
    tables: dict[str, Table] = field(default_factory=dict)
    steps: int = 0
    lost: list[str] = field(default_factory=list)
    """Students whose events did not come."""

    async def sit_down(self) -> None:
        await self.served.sit_at_desk()
        dice = random.Random(self.seed)
        codes = self.served.codes()
        view = await self._overview()
        chairs: list[tuple[str, str]] = []
        for table in view["tables"]:
            self.tables[table["id"]] = Table(table["id"])
            chairs += [(table["id"], chair["seat"]) for chair in table["roll"] if chair["player"] == "human"]
        for number in range(self.count):
            table, seat = chairs[number % len(chairs)]
            student = Student(
                self.served.port, table, codes[table], seat, f"Student {number + 1}", self.times,
                random.Random(dice.random()), source=f"127.0.{1 + number // 200}.{1 + number % 200}",
            )  # fmt: skip
            self.tables[table].students.append(student)
        for table, seat in chairs[self.count :]:
            await self.served.command(table, kind="seat", seat=seat, player="doctrine")
        self.tables = {name: table for name, table in self.tables.items() if table.students}
        await asyncio.gather(*(s.join() for t in self.tables.values() for s in t.students))

    async def begin_again(self) -> None:
        """The next class takes the tables: back to the first orders, with fresh luck, and every page loaded anew."""
        for table in self.tables.values():
            await self.served.command(table.id, kind="back", step=0, luck="fresh", reason="the next class")
            table.step, table.over = 0, False
            for student in table.students:
                await student.load()

    async def play(self, most_steps: int = 40) -> None:
        """From the start to the end of every table's game, or so many steps."""
        watching = [asyncio.create_task(self._watch(t, s)) for t in self.tables.values() for s in t.students]
        await asyncio.sleep(0.2)
        try:
            for found in (await self._overview())["tables"]:
                if found["phase"] == "lobby" and found["id"] in self.tables:
                    await self.served.command(found["id"], kind="start")
            await asyncio.gather(*(self._table(table, most_steps) for table in self.tables.values()))
        finally:
            for task in watching:
                task.cancel()
            await asyncio.gather(*watching, return_exceptions=True)

    async def _table(self, table: Table, most_steps: int) -> None:
        for _ in range(most_steps):
            table.revealed.clear()
            seats: dict[str, list[Student]] = {}
            for student in table.students:
                seats.setdefault(student.seat, []).append(student)
            await asyncio.gather(*(self._seat(table, team) for team in seats.values()))
            try:
                await asyncio.wait_for(table.revealed.wait(), 20)
            except TimeoutError:
                self.lost.append(f"{table.id}: no reveal in step {table.step}")
                return
            self.steps += 1
            table.step += 1
            await asyncio.sleep(self.pause)
            found = next(t for t in (await self._overview())["tables"] if t["id"] == table.id)
            if found["over"]:
                table.over = True
                return
            if found["phase"] == "report":
                await self.served.command(table.id, kind="proceed")

    async def _seat(self, table: Table, team: list[Student]) -> None:
        """A team drafts; the first of it seals."""
        for student in team:
            await asyncio.sleep(student.dice.random() * self.pause)
            await student.fill(3 if student is team[0] else 1)
        if team[0].dice.random() < 0.3:
            await team[0].act("send", table.step, to=[], via="", mark="none", text="We are watching.")
        table.sealing = clock()
        if not await team[0].seal():
            self.lost.append(f"{team[0].name}: the sheet was not sealed in step {table.step}")

    async def _watch(self, table: Table, student: Student) -> None:
        """As the page does: hear what changed, ask for those parts. Comes back after the server was away."""
        stream: Stream | None = None
        while True:
            try:
                stream = await student.follow()
                while True:
                    event = await stream.next()
                    heard = clock()
                    if event.get("event") in ("beat", "older", "gone") or "data" not in event:
                        continue
                    student.stamp = event.get("id", student.stamp)
                    parts = json.loads(event["data"])
                    await self._heard(table, student, parts, heard)
            except Gone:
                await asyncio.sleep(0.3)
            finally:
                if stream is not None:
                    stream.close()

    async def _heard(self, table: Table, student: Student, parts: list[str], heard: float) -> None:
        opened = (
            "report" in parts and student.told != table.sealing
        )  # it is renewed with the next orders, too
        if opened:
            student.told = table.sealing
            self.times.add("seal to reveal", heard - table.sealing)
        with suppress(Gone):
            reply = await student.eyes.ask("GET", f"/seat/part/{','.join(parts)}?tab={student.tab}")
            self.times.add("part", reply.seconds)
            if opened:
                self.times.add("reveal to view", clock() - heard)
                table.revealed.set()

    async def _overview(self) -> Any:
        assert self.served.desk is not None
        return (await self.served.desk.ask("GET", "/desk/view.json")).data
