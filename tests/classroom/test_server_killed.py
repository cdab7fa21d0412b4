"""`wargame host` killed while a class acts: the same command, and all that was acknowledged is there."""

from __future__ import annotations

import json
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from wargame.classroom.keys import new_person

SEATS = ("tehran", "washington", "proxies", "gcc")

KEPT_OPEN = "gcc"
"""Never seals, so that the sheets do not open."""


class Client:
    """A program with one cookie jar."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, content: Any = None, form: str = "") -> tuple[int, bytes]:
        """Status and body. Raises OSError or HTTPException where the server has gone."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body: bytes | None = None
        if content is not None:
            body, headers["Content-Type"] = json.dumps(content).encode(), "application/json"
        elif form:
            body, headers["Content-Type"] = form.encode(), "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value.strip('"')
            return answer.status, answer.read()
        finally:
            connection.close()

    def json(self, path: str) -> Any:
        status, body = self.ask("GET", path)
        assert status == 200, body
        return json.loads(body)


@dataclass
class Student:
    """Somebody alone in a seat, who knows what was acknowledged to them."""

    seat: str
    client: Client
    orders: list[str] = field(default_factory=list)
    sealed: bool = False
    said: list[str] = field(default_factory=list)
    asked: dict[str, Any] | None = None
    """What has been asked and not been answered."""
    count: int = 0

    def act(self, lot: random.Random, menu: list[str]) -> None:
        """One act, drawn by lot; its answer is the acknowledgement."""
        kind = lot.choice(["write", "write", "strike", "clear", "send", "seal"])
        if self.sealed:
            kind = lot.choice(["unseal", "send"])
        content: dict[str, Any] = {"id": new_person(), "step": 0, "kind": kind}
        if kind == "write":
            content["order"] = lot.choice(menu)
        elif kind == "strike":
            content["order"] = lot.choice(self.orders or menu)
        elif kind == "send":
            self.count += 1
            content |= {
                "to": [lot.choice([s for s in SEATS if s != self.seat])],
                "text": f"{self.seat} {self.count}",
            }
        elif kind == "seal":
            if self.seat == KEPT_OPEN:
                return
            content["orders"] = list(self.orders)
        self.asked = content
        status, body = self.client.ask("POST", "/seat/act", content)
        assert status < 500, body
        if status == 200:
            self.orders, self.sealed, self.said = self.after()
        self.asked = None

    def after(self) -> tuple[list[str], bool, list[str]]:
        """How it stands if what was asked has happened."""
        orders, asked = list(self.orders), self.asked
        if asked is None:
            return orders, self.sealed, list(self.said)
        if asked["kind"] == "write":
            orders.append(asked["order"])
        elif asked["kind"] == "strike":
            orders = [o for o in orders if o != asked["order"]]
        elif asked["kind"] == "clear":
            orders = []
        sealed = {"seal": True, "unseal": False}.get(asked["kind"], self.sealed)
        said = [*self.said, asked["text"]] if asked["kind"] == "send" else list(self.said)
        return orders, sealed, said

    def seen(self) -> tuple[list[str], bool, list[str]]:
        """How the server says it stands."""
        view = self.client.json("/seat/view.json")
        text = json.dumps(view["post"])
        said = sorted(set(re.findall(rf'"({self.seat} \d+)"', text)), key=lambda s: int(s.split()[1]))
        return list(view["sheet"]["orders"]), view["sheet"]["sealed"], said


@contextmanager
def host(folder: Path) -> Iterator[tuple[subprocess.Popen[str], int, str]]:
    """The real command; its process, its port and the desk's path."""
    command = [sys.executable, "-m", "wargame", "host", str(folder), "--address", "127.0.0.1", "--port", "0"]
    command += ["--minutes", "30", "--scenario", "intro"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        try:
            told = ""
            for line in process.stdout:
                told += line
                if line.startswith("The desk's link"):
                    break
            found = re.search(r"Your desk\s+http://127\.0\.0\.1:(\d+)(/desk/\S+)", told)
            assert found, told
            _until_it_answers(int(found[1]))
            yield process, int(found[1]), found[2]
        finally:
            process.kill()


def _until_it_answers(port: int) -> None:
    end = time.monotonic() + 30
    while True:
        try:
            Client(port).ask("GET", "/favicon.ico")
            return
        except OSError:
            assert time.monotonic() < end
            time.sleep(0.05)


def test_killed_while_a_class_acts(tmp_path: Path) -> None:
    lot, folder = random.Random(11), tmp_path / "class"
    students: list[Student] = []
    due = 0.0
    for killed in range(4):
        with host(folder) as (process, port, desk):
            teacher = Client(port)
            assert teacher.ask("GET", desk)[0] == 303
            if not killed:
                students = [_sit(seat, Client(port), teacher) for seat in SEATS]
                content = {"table": "t1", "command": {"id": new_person(), "kind": "start"}}
                assert teacher.ask("POST", "/desk/command", content)[0] == 200
                due = teacher.json("/desk/view.json")["tables"][0]["due"]
            (table,) = teacher.json("/desk/view.json")["tables"]
            assert table["phase"] == "orders"
            assert table["due"] == due
            for student in students:
                student.client.port = port
                _compare(student)
            if killed < 3:
                _act_until_killed(students, process, lot)
            else:
                process.send_signal(signal.SIGINT)
                assert process.wait(15) == 0
    assert sum(len(s.said) for s in students) > 5


def _sit(seat: str, client: Client, teacher: Client) -> Student:
    code = teacher.json("/desk/view.json")["tables"][0]["code"]
    status, body = client.ask("POST", "/join", form=f"code={code}&name=P+{seat}&seat={seat}")
    assert status == 303, body
    return Student(seat, client)


def _compare(student: Student) -> None:
    """As acknowledged. What was asked and not answered has happened or not; asked again, it happens once."""
    before, after = (student.orders, student.sealed, student.said), student.after()
    seen = student.seen()
    if student.asked is None:
        assert seen == before
        return
    assert seen in (before, after)
    status, _ = student.client.ask("POST", "/seat/act", student.asked)
    assert student.seen() == (after if status == 200 else before)
    student.orders, student.sealed, student.said = student.seen()
    student.asked = None


def _act_until_killed(students: list[Student], process: subprocess.Popen[str], lot: random.Random) -> None:
    menus = {s.seat: list(s.client.json("/seat/view.json")["orders"]) for s in students}

    def go_on(student: Student, own: random.Random) -> None:
        try:
            while True:
                student.act(own, menus[student.seat])
        except (OSError, HTTPException):
            pass

    threads = [threading.Thread(target=go_on, args=(s, random.Random(lot.random()))) for s in students]
    for thread in threads:
        thread.start()
    time.sleep(0.6 + lot.random())
    process.send_signal(signal.SIGKILL)
    for thread in threads:
        thread.join(40)
        assert not thread.is_alive()


def test_ctrl_c_ends_it_at_once_with_streams_open(tmp_path: Path) -> None:
    with host(tmp_path / "class") as (process, port, desk):
        teacher = Client(port)
        teacher.ask("GET", desk)
        held = []
        for _ in range(3):
            connection = HTTPConnection("127.0.0.1", port, timeout=20)
            cookies = "; ".join(f"{k}={v}" for k, v in teacher.cookies.items())
            connection.request("GET", "/desk/events?table=t1", headers={"Cookie": cookies})
            assert connection.getresponse().status == 200
            held.append(connection)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        assert time.monotonic() - began < 6
        assert process.stdout is not None
        assert "the same command opens it again" in process.stdout.read()
        for connection in held:
            connection.close()
