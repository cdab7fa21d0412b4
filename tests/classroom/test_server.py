"""The server from the door to the seat."""

from __future__ import annotations

from hosting import at_desk, sit
from starlette.testclient import TestClient

from wargame.classroom.hall import Hall


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
