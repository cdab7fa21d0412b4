"""The desk: every form does what it says and is in the record; nobody else comes near."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import get_args

import pytest
from hosting import at_desk, sit
from starlette.datastructures import FormData
from starlette.testclient import TestClient

from wargame.classroom.desk_forms import command_of
from wargame.classroom.desk_view import desk_view
from wargame.classroom.hall import Hall
from wargame.classroom.templating import HERE
from wargame.record.game import Game
from wargame.table.acts import Refused
from wargame.table.commands import Command, parse_command
from wargame.table.room import Room

HTML = {"Accept": "text/html"}


@pytest.fixture
def desk(browser: TestClient, hall: Hall) -> TestClient:
    at_desk(browser, hall)
    return browser


@pytest.fixture
def room(hall: Hall) -> Room:
    return hall.tables["t1"].room


def press(desk: TestClient, kind: str, status: int = 200, **fields: object) -> str:
    """Send a form of the page."""
    answer = desk.post("/desk/do", data={"table": "t1", "kind": kind, **fields}, headers=HTML)
    said = re.search(r'role="alert">([^<]*)', answer.text)
    assert answer.status_code == status, said and said.group(1)
    return answer.text


def test_the_clock_and_the_phases(desk: TestClient, room: Room) -> None:
    press(desk, "deadline", minutes="5", reading="")
    press(desk, "start")
    assert (room.phase, room.kept.minutes, room.kept.reading) == ("orders", 5.0, None)
    press(desk, "pause")
    assert room.paused
    press(desk, "resume")
    before = room.due
    press(desk, "extend", seconds="60")
    assert before is not None
    assert room.due == before + 60
    press(desk, "close")
    assert room.closed
    press(desk, "reopen")
    press(desk, "defaults", to="doctrine")
    assert room.kept.defaults == "doctrine"
    press(desk, "reveal")
    assert (room.phase, room.game.step) == ("report", 1)
    assert room.game.turns[0].sheets["tehran"].by.startswith("doctrine")
    press(desk, "proceed")
    assert room.phase == "orders"


def test_a_seat_is_handed_over_and_taken_back(desk: TestClient, room: Room) -> None:
    press(desk, "seat", seat="tehran", player="doctrine breakout")
    assert room.game.players["tehran"] == "doctrine breakout"
    press(desk, "seat", seat="tehran", player="human")
    assert room.game.players["tehran"] == "human"


def test_a_preview_does_nothing_and_says_what_would_happen(desk: TestClient, room: Room) -> None:
    press(desk, "start")
    digest = room.game.games.state.digest()
    cash = room.game.meter("tehran.cash")

    fields = {"form": "amend", "changes": "tehran.cash -2", "reason": "a slip", "at": "rule"}
    text = press(desk, "rule", **fields, do="preview")

    assert f'tehran.cash</span></td><td class="number">{cash}</td><td class="number">{cash - 2}</td>' in text
    assert room.game.games.state.digest() == digest
    assert not room.game.rulings


def test_a_script_may_ask_what_would_happen(desk: TestClient, room: Room) -> None:
    press(desk, "start")
    digest, cash = room.game.games.state.digest(), room.game.meter("tehran.cash")
    rule = {"kind": "rule", "id": "12345678", "form": "amend", "changes": {"tehran.cash": -2}, "reason": "?"}

    told = desk.post("/desk/command", json={"table": "t1", "command": rule, "preview": True}).json()

    first, *others = told["changes"]
    assert (first["name"], first["before"], first["after"]) == ("tehran.cash", cash, cash - 2)
    assert first["label"]
    assert all(one["follows"] for one in others)
    assert room.game.games.state.digest() == digest
    assert not room.game.rulings
    asked = {"table": "t1", "command": rule | {"changes": {"no.such": 1}}, "preview": True}
    assert "no.such" in desk.post("/desk/command", json=asked).json()["text"]
    for wrong, status in ((asked | {"preview": 1}, 422), (asked | {"table": "all"}, 404)):
        assert desk.post("/desk/command", json=wrong).status_code == status
    start = {"kind": "pause", "id": "12345679"}
    answer = desk.post("/desk/command", json={"table": "t1", "command": start, "preview": True})
    assert answer.status_code == 409
    assert not room.paused


def test_a_ruling_needs_a_reason_and_stands_in_the_record(desk: TestClient, room: Room) -> None:
    press(desk, "start")
    cash = room.game.meter("tehran.cash")
    without = press(desk, "rule", 422, form="amend", changes="tehran.cash -2", at="rule")
    assert "Reason is missing" in without

    press(desk, "rule", form="amend", changes="tehran.cash -2", reason="the table misread a card", at="rule")

    assert room.game.meter("tehran.cash") == cash - 2
    assert room.game.path is not None
    again = Game.load(room.game.path, upto=10_000)
    assert [r.reason for r in again.rulings] == ["the table misread a card"]
    assert "the table misread a card" in desk.get("/desk?table=t1").text


def test_what_an_order_did_can_be_taken_back(desk: TestClient, room: Room) -> None:
    press(desk, "start")
    press(desk, "defaults", to="doctrine")
    press(desk, "reveal")
    order = next(
        o for sheet in room.game.turns[0].sheets.values() for o in sheet.orders if room.game.undoing(o)
    )
    undone = room.game.undoing(order)

    press(desk, "rule", form="void", about=order, reason="it was given in error", at="rule")

    assert room.game.rulings[-1].changes == undone


def test_a_deed_that_stands_in_no_list(desk: TestClient, room: Room) -> None:
    press(desk, "start")
    press(
        desk, "attempt", seat="tehran", text="send a poet", pros="he is loved\nhe is brave", cons="he is old",
        success="tehran.legitimacy +1", failure="tehran.legitimacy -1", reason="a good idea", at="attempt",
    )  # fmt: skip

    (ruling,) = room.game.rulings
    assert ruling.attempt is not None
    assert ruling.attempt.pros == ["he is loved", "he is brave"]
    assert ruling.changes in ({"tehran.legitimacy": 1}, {"tehran.legitimacy": -1})
    assert "send a poet" in desk.get("/desk").text


def test_events_now_and_later(desk: TestClient, room: Room) -> None:
    press(desk, "start")
    event = desk_view_events(room)[0]
    press(desk, "inject", event=event, at="events")
    assert room.game.injects(0) == (event,)

    press(desk, "plan", text="Breaking news", step="2", at="events")
    press(desk, "plan", what=event, meter="world.rung", least="9", at="events")
    plans = list(room.kept.plans.values())
    assert plans[0].text == "Breaking news"
    assert plans[1].when[0]["at_least"] == 9
    press(desk, "unplan", number="2", at="events")
    assert len(room.kept.plans) == 1
    press(desk, "reveal")
    press(desk, "proceed")
    assert any(m.text == "Breaking news" for m in room.game.messages("tehran"))


def desk_view_events(room: Room) -> list[str]:
    return [n.removeprefix("event ") for n in room.game.rules.programs.names if n.startswith("event ")]


def test_messages_wait_for_the_desk(
    desk: TestClient, browsers: Callable[[], TestClient], hall: Hall, room: Room
) -> None:
    student = browsers()
    sit(student, hall, "washington")
    press(desk, "start")
    press(desk, "hold", seats=["washington"], at="letters")
    for text in ("one", "two"):
        act = {
            "kind": "send",
            "id": f"12345678{text}",
            "step": 0,
            "to": ["tehran"],
            "mark": "threat",
            "text": text,
        }
        assert student.post("/seat/act", json=act).status_code == 200
    assert room.game.messages("tehran") == []
    assert "Waits for you" in desk.get("/desk").text

    press(desk, "control", number="1", deed="released", at="letters")
    press(desk, "control", number="2", deed="blocked", at="letters")
    assert [m.text for m in room.game.messages("tehran")] == ["one"]
    press(desk, "settle", place="1", verdict="broken", at="letters")
    assert room.game.messages(None)[0].verdict == "broken"


def test_the_umpire_speaks_to_some(desk: TestClient, room: Room) -> None:
    press(desk, "announce", text="Five minutes", to=["tehran"], at="say")
    assert [m.text for m in room.game.messages("tehran")] == ["Five minutes"]
    assert room.game.messages("washington") == []


def test_back_to_an_earlier_step(desk: TestClient, room: Room) -> None:
    press(desk, "start")
    press(desk, "reveal")
    press(desk, "proceed")
    press(desk, "back", step="0", luck="same", reason="again", sure="on", at="back")
    assert room.game.step == 0


def test_links_and_codes(desk: TestClient, browsers: Callable[[], TestClient], hall: Hall) -> None:
    student = browsers()
    sit(student, hall, "tehran")
    code = hall.tables["t1"].code
    desk.post("/desk/door", data={"table": "t1", "kind": "code"})
    assert hall.tables["t1"].code != code
    desk.post("/desk/door", data={"table": "t1", "kind": "close"})
    assert not hall.tables["t1"].entry.open
    desk.post("/desk/door", data={"table": "t1", "kind": "revoke", "seat": "tehran"})
    assert student.get("/seat/view.json").status_code == 401


def test_one_command_to_every_table(two_tables: Hall, browser: TestClient) -> None:
    at_desk(browser, two_tables)
    browser.post("/desk/do", data={"table": "all", "kind": "start"})
    assert [t.room.phase for t in two_tables.tables.values()] == ["orders", "orders"]
    browser.post("/desk/do", data={"table": "t2", "kind": "pause"})
    text = browser.post("/desk/do", data={"table": "all", "kind": "pause"}, headers=HTML).text
    assert "Done at 1 of 2 tables. Not at Table 2: This table is paused already." in text
    wish = {"table": "all", "command": {"kind": "pause", "id": "12345678"}}
    told = browser.post("/desk/command", json=wish).json()
    assert [answer["name"] for answer in told["tables"].values()] == ["Table 1", "Table 2"]


def test_a_command_twice_is_one(desk: TestClient, room: Room) -> None:
    wish = {"table": "t1", "command": {"kind": "note", "id": "12345678", "text": "once"}}
    answers = [desk.post("/desk/command", json=wish).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert [n.text for n in room.kept.notes] == ["once"]


def test_what_a_seat_sees_can_be_looked_at(desk: TestClient) -> None:
    press(desk, "start")
    answer = desk.get("/desk/seat/t1/tehran")
    assert answer.status_code == 200
    assert "As Tehran sees it" in answer.text


def test_the_debrief_is_handed_out(desk: TestClient, browsers: Callable[[], TestClient], hall: Hall) -> None:
    sit(browsers(), hall, "tehran", "Zebedee")
    press(desk, "start")
    press(desk, "reveal")
    for address in ("/desk/debrief/t1", "/desk/debrief"):
        answer = desk.get(address)
        assert answer.status_code == 200
        assert "script" not in answer.headers["content-security-policy"]
    for names, there in (("", True), ("?names=no", False)):
        packed = zipfile.ZipFile(io.BytesIO(desk.get("/desk/debrief.zip" + names).content))
        texts = "".join(packed.read(name).decode() for name in packed.namelist())
        assert ("Zebedee" in texts) is there


@pytest.mark.parametrize(
    "path",
    ["/desk", "/desk/view.json", "/desk/seat/t1/tehran", "/desk/debrief", "/desk/debrief.zip", "/desk/part/now",
     "/desk/events?table=t1", "/desk/print"],
)  # fmt: skip
def test_nobody_else_comes_in(path: str, browsers: Callable[[], TestClient], hall: Hall) -> None:
    student = browsers()
    assert student.get(path).status_code == 401
    sit(student, hall, "tehran")
    assert student.get(path).status_code == 401
    wish = {"table": "t1", "command": {"kind": "start", "id": "12345678"}}
    assert student.post("/desk/command", json=wish).status_code == 401
    assert student.post("/desk/do", data={"table": "t1", "kind": "start"}).status_code == 401
    assert student.post("/desk/door", data={"table": "t1", "kind": "code"}).status_code == 401
    assert hall.tables["t1"].room.phase == "lobby"


def test_the_page_needs_no_script_and_says_nothing_hidden_aloud(desk: TestClient) -> None:
    """What must not be on the projector stands behind something that is closed until it is opened."""
    press(desk, "start")
    press(desk, "reveal")
    page = desk.get("/desk").text
    for summary in ("What truly happened", "Show what was said"):
        assert summary in page
    assert '<details id="d-story"><summary>' in page
    assert "<script>" not in page


def test_every_command_has_a_way_through_a_form() -> None:
    """A form for each kind would be read as that kind."""
    text = "".join(p.read_text() for p in (HERE / "pages").glob("desk*.html"))
    for model in get_args(Command):
        kind = model.model_fields["kind"].default
        assert f'"{kind}"' in text, kind
    found = command_of(FormData([("kind", "plan"), ("what", "x"), ("meter", "world.rung"), ("least", "7")]))
    assert parse_command(found).kind == "plan"
    with pytest.raises(Refused, match=r"tehran\.cash -2"):
        command_of(FormData([("kind", "rule"), ("changes", "a lot of cash")]))


def test_the_view_is_data(desk: TestClient, hall: Hall) -> None:
    told = desk.get("/desk/view.json?table=t1").json()
    assert told["tables"][0]["id"] == told["table"]["at"]["id"] == "t1"
    table = hall.tables["t1"]
    assert json.loads(json.dumps(desk_view(table, 0.0).step)) == told["table"]["step"]
