"""Kill the server at any moment, start it again, and look for what it had acknowledged."""

from __future__ import annotations

import asyncio
import random
import secrets
from dataclasses import dataclass, field
from typing import Any

from .served import Served
from .students import Student, Times
from .wire import Gone


@dataclass
class Promise:
    """What the server has acknowledged to one student, who is alone in a seat."""

    step: int = -1
    sheet: list[str] = field(default_factory=list)
    sealed: bool = False
    said: list[str] = field(default_factory=list)
    percent: dict[str, int] = field(default_factory=dict)
    doubt: str = ""
    """What was under way when the server went: it may have happened or not."""


@dataclass
class Kills:
    served: Served
    count: int
    seed: int = 1
    students: list[Student] = field(default_factory=list)
    promises: dict[str, Promise] = field(default_factory=dict)
    acts: int = 0
    wrong: list[str] = field(default_factory=list)
    restarts: Times = field(default_factory=Times)

    async def sit_down(self) -> None:
        await self.served.sit_at_desk()
        dice = random.Random(self.seed)
        codes = self.served.codes()
        for table, code in codes.items():
            for seat in ("tehran", "washington", "proxies", "gcc"):
                student = Student(
                    self.served.port,
                    table,
                    code,
                    seat,
                    f"{table} {seat}",
                    Times(),
                    random.Random(dice.random()),
                )
                await student.join()
                self.students.append(student)
                self.promises[student.name] = Promise()
            await self.served.command(table, kind="start")

    async def run(self) -> None:
        dice = random.Random(self.seed + 1)
        for number in range(self.count):
            busy = [asyncio.create_task(self._busy(student)) for student in self.students]
            desk = asyncio.create_task(self._proceed())
            await asyncio.sleep(0.2 + dice.random() * 1.2)
            self.served.kill()
            for task in (*busy, desk):
                task.cancel()
            await asyncio.gather(*busy, desk, return_exceptions=True)
            self.restarts.add("restart", await self.served.start())
            await self.served.sit_at_desk()
            for student in self.students:
                student.wire.close()
                await self._compare(number, student)
            if await self._all_over():
                break

    async def _busy(self, student: Student) -> None:
        """One thing after the other, without a pause."""
        promise = self.promises[student.name]
        while True:
            try:
                await self._one(student, promise)
            except Gone:
                return
            await asyncio.sleep(student.dice.random() * 0.05)

    async def _one(self, student: Student, promise: Promise) -> None:
        view = await student.view()
        step = view["clock"]["step"]
        if view["clock"]["phase"] != "orders":
            await asyncio.sleep(0.1)
            return
        if promise.step != step:
            promise.step, promise.sheet, promise.sealed = step, [], False
        sheet = list(view["sheet"]["orders"])
        kind = student.dice.choice(
            ["write", "write", "write", "send", "strike", "seal", "unseal", "forecast"]
        )
        act = self._act(student, view, kind, sheet)
        if act is None:
            return
        promise.doubt = kind
        reply = await student.wire.ask(
            "POST", f"/seat/act?tab={student.tab}",
            data={"id": secrets.token_hex(8), "step": step, "kind": kind, **act},
        )  # fmt: skip
        promise.doubt = ""
        if reply.status != 200:
            return
        self.acts += 1
        if kind == "write":
            promise.sheet = [*sheet, act["order"]]
        elif kind == "strike":
            promise.sheet = [name for name in sheet if name != act["order"]]
        elif kind == "send":
            promise.said.append(act["text"])
        elif kind in ("seal", "unseal"):
            promise.sealed, promise.sheet = kind == "seal", sheet
        elif kind == "forecast":
            promise.percent[act["question"]] = act["percent"]

    def _act(
        self, student: Student, view: dict[str, Any], kind: str, sheet: list[str]
    ) -> dict[str, Any] | None:
        dice, sealed = student.dice, view["sheet"]["sealed"]
        legal = [name for name, fact in view["orders"].items() if fact["legal"] and name not in sheet]
        if kind == "write" and legal and not sealed:
            return {"order": dice.choice(legal)}
        if kind == "strike" and sheet and not sealed:
            return {"order": dice.choice(sheet)}
        if kind == "send":
            return {"to": [], "via": "", "mark": "none", "text": f"said {secrets.token_hex(6)}"}
        if kind == "seal" and not sealed and dice.random() < 0.4:
            return {"orders": sheet}
        if kind == "unseal" and sealed and dice.random() < 0.2:
            return {}
        if kind == "forecast" and view["tickets"]:
            return {"question": dice.choice(view["tickets"])["name"], "percent": dice.randrange(101)}
        return None

    async def _compare(self, number: int, student: Student) -> None:
        """Everything acknowledged is there. What was under way may be there too, once."""
        promise = self.promises[student.name]
        view = await student.view()
        texts = [m["text"] for m in view["post"]["messages"] if m["mine"]]
        for said in promise.said:
            if texts.count(said) != 1:
                self.wrong.append(
                    f"kill {number}: {student.name}: '{said}' is there {texts.count(said)} times"
                )
        if view["clock"]["step"] == promise.step and view["clock"]["phase"] == "orders":
            if promise.doubt not in ("seal", "unseal") and view["sheet"]["sealed"] != promise.sealed:
                self.wrong.append(f"kill {number}: {student.name}: sealed {promise.sealed} was lost")
            if promise.doubt not in ("write", "strike") and list(view["sheet"]["orders"]) != promise.sheet:
                self.wrong.append(
                    f"kill {number}: {student.name}: {promise.sheet} became {view['sheet']['orders']}"
                )
        elif view["clock"]["step"] < promise.step:
            self.wrong.append(f"kill {number}: {student.name}: step {promise.step} was lost")
        promise.doubt = ""
        promise.sheet, promise.sealed = list(view["sheet"]["orders"]), view["sheet"]["sealed"]
        promise.step = view["clock"]["step"]
        await student.load()

    async def _proceed(self) -> None:
        """The desk reads no reports: on with it."""
        while True:
            await asyncio.sleep(0.3)
            try:
                for table in await self._tables():
                    if table["phase"] == "report":
                        await self.served.command(table["id"], kind="proceed")
            except (Gone, RuntimeError):
                return

    async def _all_over(self) -> bool:
        return all(table["over"] for table in await self._tables())

    async def _tables(self) -> list[dict[str, Any]]:
        assert self.served.desk is not None
        found: list[dict[str, Any]] = (await self.served.desk.ask("GET", "/desk/view.json")).data["tables"]
        return found
