"""The server from the door to the seat."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from hosting import Clock, at_desk, sit
from starlette.testclient import TestClient

from wargame.classroom.hall import Hall
from wargame.table.commands import parse_command


def test_the_front_page_asks_for_a_code(browser: TestClient) -> None:
    answer = browser.get("/")

    assert answer.status_code == 200
    assert 'name="code"' in answer.text


def test_a_printed_link_leads_to_a_chair(browser: TestClient, hall: Hall) -> None:
    sit(browser, hall, "washington")

    (member,) = hall.tables["t1"].room.members.values()
    assert (member.name, member.seat) == ("Anna", "washington")
    assert browser.get("/").text.count("Anna") == 1


def test_the_desks_link_opens_the_desk(browser: TestClient, hall: Hall) -> None:
    at_desk(browser, hall)

    assert browser.get("/desk/print").status_code == 200


def test_the_introduction_of_a_code_and_a_name(browser: TestClient, hall: Hall) -> None:
    table = hall.tables["t1"]
    chairs = browser.post("/join", data={"code": table.code.lower(), "name": "Anna"})

    assert "Washington" in chairs.text
    assert not table.room.members
    answer = browser.post("/join", data={"code": table.code, "name": " Anna  B ", "seat": "washington"})
    assert answer.url.path == "/seat"
    assert [(m.name, m.seat) for m in table.room.members.values()] == [("Anna B", "washington")]


def test_a_chair_that_nobody_may_take_is_not_given(browser: TestClient, hall: Hall) -> None:
    table = hall.tables["t1"]
    for seat in ("gcc", "mars"):
        answer = browser.post("/join", data={"code": table.code, "name": "Anna", "seat": seat})
        assert "That chair is not free" in answer.text
    assert not table.room.members


def test_who_takes_another_chair_leaves_the_first(browser: TestClient, two_tables: Hall) -> None:
    one, two = two_tables.tables.values()
    sit(browser, two_tables, "washington")
    browser.post("/join", data={"code": one.code, "name": "Anna", "seat": "tehran"})
    assert [m.seat for m in one.room.members.values()] == ["tehran"]
    sit(browser, two_tables, "tehran", table="t2")

    assert not one.room.members
    assert [m.seat for m in two.room.members.values()] == ["tehran"]


def test_the_same_link_in_the_same_browser_is_the_same_person(browser: TestClient, hall: Hall) -> None:
    sit(browser, hall, "tehran")
    answer = browser.get(hall.link(hall.tables["t1"], "tehran"))

    assert answer.url.path == "/seat"
    assert len(hall.tables["t1"].room.members) == 1


def test_a_team_comes_in_by_one_link(browsers: Callable[[], TestClient], hall: Hall) -> None:
    for name in ("Anna", "Ben", "Cem"):
        sit(browsers(), hall, "tehran", name)
    room = hall.tables["t1"].room

    assert [m.name for m in room.members.values()] == ["Anna", "Ben", "Cem"]
    assert room.member(room.pens["tehran"]).name == "Anna"


def test_leaving_makes_the_chair_free(browser: TestClient, hall: Hall) -> None:
    sit(browser, hall, "tehran")

    assert browser.post("/leave").url.path == "/"
    assert not hall.tables["t1"].room.members
    assert browser.get("/seat").status_code == 401


def test_the_cards_have_every_chairs_link_and_its_picture(browser: TestClient, two_tables: Hall) -> None:
    at_desk(browser, two_tables)
    text = browser.get("/desk/print").text

    for table in two_tables.tables.values():
        assert table.code in text
        for seat in ("tehran", "washington"):
            assert f"http://localhost:8000{two_tables.link(table, seat)}" in text
        assert two_tables.link(table, "gcc") not in text
    assert text.count("<svg") == 4


def test_a_phase_ends_when_its_time_is_up(
    browsers: Callable[[], TestClient], hall: Hall, clock: Clock
) -> None:
    """Nobody asks for anything; the server's own clock opens the sheets."""
    browsers()
    table = hall.tables["t1"]
    with table.lock:
        table.room.command(parse_command({"id": "deadline1", "kind": "deadline", "minutes": 5.0}))
        table.room.command(parse_command({"id": "start-it1", "kind": "start"}))
        assert table.room.due is not None
        clock.now = table.room.due + 1
    end = time.monotonic() + 15
    while table.room.game.step == 0 and time.monotonic() < end:
        time.sleep(0.05)

    assert table.room.game.step == 1


def test_a_table_that_takes_long_keeps_no_other_waiting(
    browsers: Callable[[], TestClient], two_tables: Hall
) -> None:
    one, two = browsers(), browsers()
    sit(one, two_tables, "tehran", table="t1")
    sit(two, two_tables, "tehran", "Ben", table="t2")
    two.get("/seat")
    busy, done = two_tables.tables["t1"], threading.Event()

    def long() -> None:
        with busy.lock:
            done.wait(20)

    worker = threading.Thread(target=long)
    worker.start()
    waiting = threading.Thread(target=one.get, args=("/seat",))
    waiting.start()
    time.sleep(0.2)
    began = time.monotonic()
    status = two.get("/seat").status_code
    took = time.monotonic() - began
    assert waiting.is_alive()
    done.set()
    worker.join()
    waiting.join()

    assert status == 200
    assert took < 5


def test_the_schema_of_acts_is_published(browser: TestClient) -> None:
    answer = browser.get("/schema.json")

    assert answer.status_code == 200
    assert "write" in answer.text
    assert '"additionalProperties":false' in answer.text.replace(" ", "")
