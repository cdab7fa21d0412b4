"""Messages that mean no good: none may crash the server, and none may learn what is not its own."""

from __future__ import annotations

import asyncio
import json
import random
import secrets
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from .served import Served
from .students import Student, Times
from .wire import Gone, Reply, Wire

SECRET = "kestrel-nest-at-dawn"
"""Said in private at the table; whoever reads it without being asked has broken in."""

PATHS = (
    "/", "/seat", "/seat/view.json", "/seat/events", "/seat/part/sheet", "/seat/why/7", "/seat/report/0",
    "/seat/facts.json", "/desk", "/desk/view.json", "/desk/events?table=t1", "/desk/print", "/wall/t1",
    "/wall/../hall.json", "/static/../hall.json", "/static/%2e%2e/%2e%2e/hall.json", "/seed/t1", "/schema.json",
    "/j/x", "/j/t1.tehran.1.AAAA", "/seat/terminal", "/seat/order/..%2f..", "/desk/debrief", "/" + "a" * 900,
)  # fmt: skip

PUBLIC = ("/wall", "/seed", "/static", "/schema.json")


@dataclass
class Hostile:
    served: Served
    count: int
    seed: int = 1
    statuses: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    students: list[Student] = field(default_factory=list)

    async def sit_down(self) -> None:
        """Two seats of honest people, one of whom has a secret; and one who will misbehave."""
        await self.served.sit_at_desk()
        code = self.served.codes()["t1"]
        for seat in ("tehran", "washington", "gcc"):
            student = Student(self.served.port, "t1", code, seat, seat, Times(), random.Random(1))
            await student.join()
            self.students.append(student)
        await self.served.command("t1", kind="seat", seat="proxies", player="doctrine")
        await self.served.command("t1", kind="start")
        await self.students[0].act("send", 0, to=["gcc"], via="", mark="none", text=SECRET)
        await self.students[0].act("reason", 0, text=SECRET)

    async def run(self) -> None:
        shares = 8
        dice = [random.Random(self.seed + n) for n in range(shares)]
        await asyncio.gather(*(self._some(d, self.count // shares) for d in dice))
        view = await self.students[0].view()
        if not any(m["text"] == SECRET for m in view["post"]["messages"]):
            self.wrong.append("the honest student's own message is gone")
        stated = {m["text"] for m in view["post"]["messages"]}
        if any("forged" in text for text in stated):
            self.wrong.append("a forged message was taken")

    async def _some(self, dice: random.Random, count: int) -> None:
        spy = self.students[1]
        for _ in range(count):
            # Many addresses, or the limits by address would answer nearly all of it.
            wire = Wire(self.served.port, source=f"127.0.{dice.randrange(1, 9)}.{dice.randrange(1, 250)}")
            if dice.random() < 0.6:
                wire.cookies = self._cookies(dice, spy)
            honest = wire.cookies == spy.wire.cookies
            try:
                reply = await self._one(dice, wire)
            except Gone:
                self.statuses["closed"] += 1
                if self.served.process is None or self.served.process.poll() is not None:
                    self.wrong.append("the server has ended")
                    return
                continue
            finally:
                wire.close()
            self._judge(reply, honest)

    def _judge(self, reply: Reply, honest: bool) -> None:
        self.statuses[str(reply.status)] += 1
        if reply.status >= 500 and reply.status != 503:
            self.wrong.append(f"{reply.status}: {reply.body[:200]!r}")
        if SECRET.encode() in reply.body:
            self.wrong.append(f"a secret came out, with{'' if honest else 'out'} a good cookie")
        if b"Traceback" in reply.body or b"site-packages" in reply.body:
            self.wrong.append(f"the server's insides came out: {reply.body[:200]!r}")

    def _cookies(self, dice: random.Random, spy: Student) -> dict[str, str]:
        """The spy's own, or something like them."""
        good = spy.wire.cookies.get("wg", "")
        at = dice.randrange(len(good))
        forged = (
            good,
            good[:at] + dice.choice("abcXYZ019.-_") + good[at + 1 :],
            good.replace("washington", "tehran"),
            good.replace("t1", "t2"),
            good[: len(good) // 2],
            "",
            secrets.token_urlsafe(40),
            "A" * dice.choice((10, 3000)),
        )
        name = dice.choice(("wg", "wg", "wg", "wgd", "wgj"))
        return {name: dice.choice(forged)}

    async def _one(self, dice: random.Random, wire: Wire) -> Reply:
        kind = dice.randrange(6)
        if kind == 0:
            path = dice.choice(PATHS)
            if "events" in path:
                path = "/seat/view.json"
            return await wire.ask(dice.choice(("GET", "POST", "PUT", "DELETE")), path)
        if kind == 1:
            return await wire.ask("POST", "/seat/act", raw=self._garbage(dice))
        if kind == 2:
            return await wire.ask("POST", "/seat/act", data=self._act(dice))
        if kind == 3:
            form = {
                "code": secrets.token_hex(3).upper(),
                "name": dice.choice(("x", "<script>", "\x00", "é" * 90)),
            }
            return await wire.ask("POST", "/join", form=form)
        if kind == 4:
            headers = dice.choice((
                {"Origin": "http://evil.example"}, {"Host": "evil.example"}, {"Host": ""},
                {"Content-Length": "-5"}, {"Content-Type": "text/plain"}, {"X-Long": "y" * 9000},
                {"Transfer-Encoding": "chunked"},
            ))  # fmt: skip
            return await asyncio.wait_for(
                wire.ask("POST", "/seat/act", data=self._act(dice), headers=headers), 30
            )
        wish = {"table": "t1", "command": {"kind": "reveal", "id": secrets.token_hex(8)}}
        return await wire.ask("POST", "/desk/command", data=wish)

    def _garbage(self, dice: random.Random) -> bytes:
        return dice.choice((
            b"", b"{", b"null", b"[]", b"[" * 4000, b'{"a":' * 1500, dice.randbytes(200), b'{"kind":"write"}',
            b"\xff\xfe\x00", b'{"kind":"seal","orders":' + b"9" * 3000 + b"}", b"x" * 20_000, b'{"id":1e999}',
        ))  # fmt: skip

    def _act(self, dice: random.Random) -> dict[str, Any]:
        """An act with something wrong: another's seat, another step, unknown fields, wrong kinds, nonsense."""
        act: dict[str, Any] = {
            "id": secrets.token_hex(8),
            "step": dice.choice((0, 0, 3, -1, 10**9, "0", None)),
        }
        act |= dice.choice((
            {"kind": "write", "order": "no-such-order"}, {"kind": "write", "order": "strike tehran", "seat": "tehran"},
            {"kind": "seal", "orders": ["nothing"], "seat": "tehran"}, {"kind": "unseal", "person": "p1"},
            {"kind": "send", "to": ["washington"], "text": "forged"},
            {"kind": "send", "to": ["nobody"], "text": "x"}, {"kind": "send", "to": [], "text": "y" * 5000},
            {"kind": "send", "to": [], "text": "forged", "sender": "tehran"},
            {"kind": "mediate", "place": 1, "deed": "leaked"}, {"kind": "mediate", "place": 10**12, "deed": "x"},
            {"kind": "forecast", "question": "?", "percent": 900}, {"kind": "pen", "to": "p0"},
            {"kind": "reveal"}, {"kind": "start"}, {"kind": ["write"]}, {"kind": {"$gt": ""}},
            {"kind": "reason", "text": "\ud800"}, {"kind": "read", "count": -3},
        ))  # fmt: skip
        made: dict[str, Any] = json.loads(json.dumps(act))
        return made
