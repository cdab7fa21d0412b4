"""A class in a folder of its own, and ways to ask its server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hosting import EASY, Clock, Live, plan
from starlette.testclient import TestClient

from wargame.classroom.hall import Hall
from wargame.classroom.server import make_app


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def hall(tmp_path: Path, clock: Clock) -> Iterator[Hall]:
    """A class with one table: the introduction, two people's seats."""
    made = Hall.open(tmp_path / "class", clock)
    made.add(plan(seed=7))
    yield made
    made.close()


@pytest.fixture
def two_tables(hall: Hall) -> Hall:
    hall.add(plan(seed=8))
    return hall


@pytest.fixture
def browsers(hall: Hall) -> Iterator[Callable[[], TestClient]]:
    """As many browsers as are wanted, each with cookies of its own, all asking one server."""
    app = make_app(hall, limits=EASY)
    first = TestClient(app, base_url="http://localhost:8000", follow_redirects=True)
    with first:

        def another() -> TestClient:
            client = TestClient(app, base_url="http://localhost:8000", follow_redirects=True)
            client.portal = first.portal  # the same loop
            return client

        yield another


@pytest.fixture
def browser(browsers: Callable[[], TestClient]) -> TestClient:
    return browsers()


@pytest.fixture
def live(hall: Hall) -> Iterator[Live]:
    """For streams, sockets and real browsers."""
    with Live(hall) as server:
        yield server
