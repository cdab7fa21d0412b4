"""A class to ask things of: its plan, ways into it, and a real server on loopback."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from starlette.testclient import TestClient

from wargame.classroom.hall import Hall, Plan
from wargame.classroom.host import Host, config, listening
from wargame.classroom.limits import Limits, Rate
from wargame.classroom.server import make_app

MUCH = Rate(100_000, 10_000)

EASY = Limits(address=MUCH, walls=MUCH, person=MUCH, acts=MUCH, wrong=MUCH, joins=MUCH)
"""For tests that are about something else."""


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1_900_000_000.0

    def __call__(self) -> float:
        return self.now


def plan(**wishes: object) -> Plan:
    """Washington and Tehran are people, the others doctrines."""
    players = {"proxies": "doctrine", "gcc": "doctrine"}
    return Plan(**({"scenario": "intro", "players": players} | wishes))  # type: ignore[arg-type]


def sit(browser: TestClient, hall: Hall, seat: str, name: str = "Anna", table: str = "t1") -> None:
    """Come in through a seat's printed link."""
    browser.get(hall.link(hall.tables[table], seat))
    answer = browser.post("/name", data={"name": name}, follow_redirects=False)
    assert answer.status_code == 303, answer.text


def at_desk(browser: TestClient, hall: Hall) -> None:
    """Come in through the desk's link."""
    answer = browser.get(hall.desk_link, follow_redirects=False)
    assert answer.status_code == 303, answer.text


class Live:
    """A real server on loopback, in a thread."""

    def __init__(self, hall: Hall, limits: Limits = EASY, **tls: Path) -> None:
        self.hall = hall
        self.app = make_app(hall, limits=limits)
        self.socket = listening("127.0.0.1", 0)
        self.port: int = self.socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.server = Host(config(self.app, limits, **tls), self.app)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.socket]}, daemon=True)

    def __enter__(self) -> Live:
        self.thread.start()
        while not self.server.started:
            assert self.thread.is_alive()
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self.server.end()
        self.thread.join(15)
        assert not self.thread.is_alive()
