"""Who may not come in does not, who may cannot act for others, and nothing hostile brings the server down."""

from __future__ import annotations

import json
import random
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha256
from typing import Any

import pytest
from hosting import EASY, Live, at_desk, sit
from starlette.testclient import TestClient

from wargame.classroom.gate import plain
from wargame.classroom.hall import Hall
from wargame.classroom.keys import Keys, new_person
from wargame.classroom.limits import Limits, Rate
from wargame.classroom.server import make_app
from wargame.record.journal import SaveError
from wargame.table.commands import parse_command

Browsers = Callable[[], TestClient]


def start(hall: Hall, table: str = "t1") -> None:
    command(hall, "start", table)


def command(hall: Hall, kind: str, table: str = "t1") -> None:
    with hall.tables[table].lock:
        hall.tables[table].room.command(parse_command({"id": new_person(), "kind": kind}))


def act(browser: TestClient, **content: Any) -> Any:
    return browser.post("/seat/act", json={"id": new_person(), "step": 0} | content)


def legal(hall: Hall, seat: str, table: str = "t1") -> list[str]:
    game = hall.tables[table].room.game
    return [game.rules.programs.names[order] for order in game.view(seat).menu]


@pytest.fixture
def strict(hall: Hall) -> Iterator[Callable[..., TestClient]]:
    """Browsers of a server with limits of one's own."""
    made: list[TestClient] = []

    def browser(at: str = "192.0.2.7", **limits: Any) -> TestClient:
        if not made:
            app = make_app(hall, limits=Limits(**(vars(EASY) | limits)))
        else:
            app = made[0].app  # type: ignore[assignment]
        client = TestClient(app, base_url="http://localhost:8000", client=(at, 40000))
        if made:
            client.portal = made[0].portal
        else:
            client.__enter__()
        made.append(client)
        return client

    yield browser
    if made:
        made[0].__exit__(None, None, None)


# Words that let somebody in -------------------------------------------------------------------------


def test_a_link_leaves_the_address_and_its_word_the_page(browser: TestClient, hall: Hall) -> None:
    link = hall.link(hall.tables["t1"], "tehran")
    first = browser.get(link, follow_redirects=False)

    assert first.status_code == 303
    assert first.headers["location"] == "/name"
    assert first.headers["referrer-policy"] == "no-referrer"
    cookie = first.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    page = browser.get(first.headers["location"])
    assert link.split("/")[-1] not in page.text


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(browser: TestClient, hall: Hall) -> None:
    browser.get(hall.link(hall.tables["t1"], "tehran"))
    answer = browser.post("/name", data={"name": "Anna"}, follow_redirects=False)
    desk = browser.get(hall.desk_link, follow_redirects=False)

    for cookie in [*answer.headers.get_list("set-cookie"), *desk.headers.get_list("set-cookie")]:
        assert "httponly" in cookie.lower()
        assert "samesite=lax" in cookie.lower()
        assert "secure" not in cookie.lower()


def test_cookies_go_over_tls_only_where_there_is_tls(hall: Hall) -> None:
    with TestClient(make_app(hall), base_url="https://localhost:8000") as browser:
        answer = browser.get(hall.desk_link, follow_redirects=False)

    assert "secure" in answer.headers["set-cookie"].lower()


@pytest.mark.parametrize(
    "path", ["/seat", "/seat/view.json", "/seat/events", "/seat/part/sheet", "/desk/print"]
)
def test_strangers_see_nothing(browser: TestClient, path: str) -> None:
    answer = browser.get(path)

    assert answer.status_code == 401
    assert set(answer.json()) == {"ok", "text", "field"}


def test_a_seats_cookie_opens_no_desk_and_a_desks_no_seat(browsers: Browsers, hall: Hall) -> None:
    student, teacher = browsers(), browsers()
    sit(student, hall, "tehran")
    at_desk(teacher, hall)

    assert student.get("/desk/print").status_code == 401
    assert teacher.get("/seat").status_code == 401
    student.cookies.set("wgd", student.cookies["wg"])
    teacher.cookies.set("wg", teacher.cookies["wgd"])
    assert student.get("/desk/print").status_code == 401
    assert teacher.get("/seat").status_code == 401


def test_a_cookie_of_ones_own_making_opens_nothing(browser: TestClient, hall: Hall) -> None:
    other = Keys(b"x" * 32, b"y" * 32)
    for word in (
        other.for_person("t1", "tehran", 1, "anna"),
        hall.link(hall.tables["t1"], "tehran")[3:],
        "",
        "....",
        "t1.tehran.1.anna.",
        "\u0000",
        "A" * 5000,
    ):
        browser.cookies.clear()
        answer = browser.get(
            "/seat", headers={"cookie": f"wg={word}".encode("latin-1", "replace").decode("latin-1")}
        )
        assert answer.status_code == 401, word[:40]
    browser.cookies.set("wgd", other.for_desk(1))
    assert browser.get("/desk/print").status_code == 401


def test_a_printed_link_is_no_cookie(browser: TestClient, hall: Hall) -> None:
    """Whoever has a seat's link may sit there, and cannot be somebody who sits there already."""
    sit(browser, hall, "tehran")
    person = next(iter(hall.tables["t1"].room.members))
    browser.cookies.clear()
    browser.cookies.set("wg", hall.link(hall.tables["t1"], "tehran")[3:] + "." + person)

    assert browser.get("/seat").status_code == 401


def test_a_link_that_was_taken_back_opens_nothing_and_its_people_are_out(
    browser: TestClient, hall: Hall
) -> None:
    table = hall.tables["t1"]
    link = hall.link(table, "tehran")
    sit(browser, hall, "tehran")
    assert browser.get("/seat").status_code == 200

    hall.revoke(table, "tehran")

    assert browser.get("/seat").status_code == 401
    assert browser.get(link).status_code == 403
    assert browser.get("/name").status_code == 403
    sit(browser, hall, "tehran")
    assert browser.get("/seat").status_code == 200


def test_somebody_shown_a_link_before_it_was_taken_back_cannot_sit_down(
    browser: TestClient, hall: Hall
) -> None:
    browser.get(hall.link(hall.tables["t1"], "tehran"))
    hall.revoke(hall.tables["t1"], "tehran")

    assert browser.post("/name", data={"name": "Anna"}).status_code == 403


def test_who_was_taken_from_the_table_is_out(browser: TestClient, hall: Hall) -> None:
    sit(browser, hall, "tehran")
    room = hall.tables["t1"].room
    (person,) = room.members
    room.leave(person)

    assert browser.get("/seat").status_code == 401


def test_another_tables_word_opens_that_table_only(browsers: Browsers, two_tables: Hall) -> None:
    browser = browsers()
    sit(browser, two_tables, "tehran", table="t2")
    one, two = two_tables.tables.values()
    (person,) = two.room.members
    forged = browser.cookies["wg"].replace("t2.", "t1.", 1)

    assert not one.room.members
    browser.cookies.clear()
    browser.cookies.set("wg", forged)
    assert browser.get("/seat").status_code == 401
    assert person not in browser.get("/seat").text


def test_the_desks_link_can_be_taken_back(browser: TestClient, hall: Hall) -> None:
    old = hall.desk_link
    at_desk(browser, hall)
    hall.renew_desk()

    assert browser.get("/desk/print").status_code == 401
    assert browser.get(old).status_code == 404
    at_desk(browser, hall)
    assert browser.get("/desk/print").status_code == 200


def test_a_closed_code_lets_nobody_in_and_links_go_on(browser: TestClient, hall: Hall) -> None:
    table = hall.tables["t1"]
    hall.open_code(table, False)

    answer = browser.post("/join", data={"code": table.code, "name": "Anna", "seat": "tehran"})
    assert answer.status_code == 403
    assert not table.room.members
    sit(browser, hall, "tehran")


# Limits --------------------------------------------------------------------------------------------


def test_guessing_codes_ends_soon(strict: Callable[..., TestClient], hall: Hall) -> None:
    browser = strict(wrong=Rate(10, 0.1))
    answers = [
        browser.post("/join", data={"code": f"ZZZZ{n:02}", "name": "X"}).status_code for n in range(15)
    ]

    assert answers == [403] * 10 + [429] * 5
    right = browser.post("/join", data={"code": hall.tables["t1"].code, "name": "X", "seat": "tehran"})
    assert right.status_code == 429, "or the right one could be found by trying on"
    assert int(right.headers["retry-after"]) >= 1


def test_the_class_behind_the_guessers_address_still_comes_in(
    strict: Callable[..., TestClient], hall: Hall
) -> None:
    """By their links, which cannot be guessed; another address by its code as well."""
    guesser = strict(wrong=Rate(5, 0.01))
    for number in range(8):
        guesser.get(f"/j/t1.tehran.1.{number:024}", follow_redirects=False)
        guesser.get(f"/desk/{number:032}")
    same_address = strict()
    sit(same_address, hall, "tehran")
    assert same_address.get("/seat").status_code == 200
    at_desk(same_address, hall)
    elsewhere = strict("192.0.2.8")
    answer = elsewhere.post(
        "/join", data={"code": hall.tables["t1"].code, "name": "Ben", "seat": "washington"}
    )
    assert answer.status_code == 200


def test_a_class_behind_one_address_comes_in(hall: Hall) -> None:
    """With the limits that a class has."""
    app = make_app(hall)
    with TestClient(app, base_url="http://localhost:8000") as first:
        codes = []
        for number in range(24):
            client = TestClient(app, base_url="http://localhost:8000")
            client.portal = first.portal
            seat = ("tehran", "washington")[number % 2]
            form = {"code": hall.tables["t1"].code.lower(), "name": f"Student {number}"}
            assert client.post("/join", data=form).status_code == 200
            codes.append(
                client.post("/join", data={**form, "seat": seat}, follow_redirects=False).status_code
            )
            assert client.get("/seat").status_code == 200
    assert codes == [303] * 24


def test_one_person_cannot_take_all_of_the_server(strict: Callable[..., TestClient], hall: Hall) -> None:
    greedy, patient = strict(person=Rate(5, 0.1)), strict()
    sit(greedy, hall, "tehran")
    sit(patient, hall, "washington", "Ben")

    answers = [greedy.get("/seat/part/status").status_code for _ in range(10)]

    assert 429 in answers
    assert patient.get("/seat/part/status").status_code == 200


def test_one_address_cannot_take_all_of_the_server(strict: Callable[..., TestClient]) -> None:
    greedy, patient = strict(address=Rate(5, 0.1)), strict("192.0.2.8")

    assert [greedy.get("/").status_code for _ in range(7)] == [200] * 5 + [429] * 2
    assert patient.get("/").status_code == 200


def test_acts_have_a_rate_of_their_own(strict: Callable[..., TestClient], hall: Hall) -> None:
    browser = strict(acts=Rate(3, 0.01))
    sit(browser, hall, "tehran")
    start(hall)

    answers = [act(browser, kind="clear").status_code for _ in range(5)]

    assert answers == [200] * 3 + [429] * 2


def test_an_ipv6_network_is_one_address(strict: Callable[..., TestClient]) -> None:
    first = strict("2001:db8::1", address=Rate(2, 0.01))
    second = strict("2001:db8::ffff:2")

    assert [first.get("/").status_code, second.get("/").status_code, first.get("/").status_code] == [
        200,
        200,
        429,
    ]


def test_what_is_too_long_is_not_taken(browser: TestClient, hall: Hall) -> None:
    sit(browser, hall, "tehran")

    assert act(browser, kind="reason", text="x" * 9000).status_code == 413
    assert browser.post("/join", data={"code": "x" * 9000}).status_code == 413
    assert browser.get("/" + "x" * 600).status_code == 414
    assert browser.get("/?" + "x" * 600).status_code == 414


def test_a_body_without_a_length_is_bounded_as_well(live: Live) -> None:
    with socket.create_connection(("127.0.0.1", live.port)) as client:
        client.sendall(
            b"POST /join HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        )
        chunk = b"400\r\n" + b"a" * 1024 + b"\r\n"
        for _ in range(20):
            client.sendall(chunk)
        assert b" 413 " in client.recv(200)


def test_a_body_that_does_not_come_is_not_awaited(hall: Hall) -> None:
    with (
        Live(hall, Limits(**(vars(EASY) | {"seconds": 0.3}))) as live,
        socket.create_connection(("127.0.0.1", live.port), timeout=5) as client,
    ):
        client.sendall(
            b"POST /join HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\ncode="
        )
        assert b" 408 " in client.recv(200)


def test_a_connection_that_asks_for_nothing_is_closed(hall: Hall) -> None:
    with Live(hall, Limits(**(vars(EASY) | {"to_ask": 0.3}))) as live:
        for said in (b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A"):
            with socket.create_connection(("127.0.0.1", live.port), timeout=5) as client:
                client.sendall(said)
                with suppress(ConnectionResetError):
                    assert client.recv(100) == b""


def test_an_address_has_so_many_connections(hall: Hall) -> None:
    with Live(hall, Limits(**(vars(EASY) | {"connections": 3}))) as live:
        held = [socket.create_connection(("127.0.0.1", live.port), timeout=5) for _ in range(3)]
        for client in held:
            client.sendall(b"GET /favicon.ico HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert b" 204 " in client.recv(4000)
        with (
            suppress(ConnectionResetError, BrokenPipeError),
            socket.create_connection(("127.0.0.1", live.port), timeout=5) as fourth,
        ):
            fourth.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert fourth.recv(100) == b""
        for client in held:
            client.close()


# Names and origins ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8000", 200),
        ("127.0.0.1:8000", 200),
        ("192.168.1.20", 200),
        ("[::1]:8000", 200),
        ("[fe80::1]", 200),
        ("evil.example", 400),
        ("evil.example:8000", 400),
        ("localhost.evil.example", 400),
        ("127.0.0.1.evil.example", 400),
        ("localhost@evil.example", 400),
        ("evil.example@localhost", 400),
        ("localhost/../x", 400),
        ("localhost:99999", 400),
        ("", 400),
        ("[::1", 400),
    ],
)
def test_only_our_own_names_are_answered(browser: TestClient, host: str, status: int) -> None:
    """A foreign name that was made to point here would let a foreign page read ours."""
    assert browser.get("/", headers={"host": host}).status_code == status


def test_a_name_that_was_given_is_ours(hall: Hall) -> None:
    with TestClient(
        make_app(hall, hosts=["Class.School.Example"]), base_url="http://class.school.example"
    ) as browser:
        assert browser.get("/").status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 409),
        ({"origin": "http://localhost:8000"}, 409),
        ({"origin": "http://LOCALHOST:8000"}, 409),
        ({"sec-fetch-site": "same-origin"}, 409),
        ({"origin": "http://localhost:8001"}, 403),
        ({"origin": "http://localhost"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": ""}, 403),
        ({"origin": "http://localhost:8000.evil.example"}, 403),
        ({"origin": "file://localhost:8000"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
    ],
)
def test_acts_come_from_our_own_pages(
    browser: TestClient, hall: Hall, headers: dict[str, str], status: int
) -> None:
    sit(browser, hall, "tehran")

    answer = browser.post(
        "/seat/act", json={"id": new_person(), "step": 7, "kind": "clear"}, headers=headers
    )  # another step than the open one: what is let through is refused by the room

    assert answer.status_code == status


def test_a_page_without_tls_does_not_act_on_one_with(hall: Hall) -> None:
    with TestClient(make_app(hall), base_url="https://localhost:8000") as browser:
        form = {"code": "AAAAAA", "name": "Anna"}
        plain_page = browser.post("/join", data=form, headers={"origin": "http://localhost:8000"})
        own_page = browser.post("/join", data=form, headers={"origin": "https://localhost:8000"})

    assert "not ours" in plain_page.text
    assert "No table has that code" in own_page.text


def test_every_answer_has_its_headers(browser: TestClient, hall: Hall) -> None:
    sit(browser, hall, "tehran")
    for path in ("/", "/seat", "/nowhere", "/static/base.css", "/desk/print", "/wall/t1", "/favicon.ico"):
        headers = browser.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] in ("same-origin", "no-referrer")
        assert "server" not in headers
        if not path.startswith("/static"):
            assert "no-store" in headers["cache-control"]


def test_no_page_has_a_script_or_a_style_within(browser: TestClient, hall: Hall) -> None:
    """Our own policy would not let it run."""
    sit(browser, hall, "tehran")
    at_desk(browser, hall)
    start(hall)
    for path in ("/", "/name", "/seat", "/wall/t1", "/desk/print", "/seed/t1", "/nowhere"):
        text = browser.get(path, headers={"accept": "text/html"}).text
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", text, re.I), path
        assert not re.search(r"(?:src|href|action)=.?(?:https?:)?//(?!localhost:8000)", text), path


# What is sent ---------------------------------------------------------------------------------------


HOSTILE = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"7",
    b'"act"',
    b"NaN",
    b'{"kind": NaN}',
    b"[" * 8000,
    b'{"a":' * 1300,
    b"\xff\xfe\x00",
    b'{"kind":"write"}',
    b'{"kind":"nothing","id":"abcdefgh","step":0}',
    b'{"kind":"clear","id":"abcdefgh","step":0,"seat":"washington"}',
    b'{"kind":"clear","id":"abcdefgh","step":0,"person":"anna"}',
    b'{"kind":"clear","id":"abcdefgh","step":"0"}',
    b'{"kind":"clear","id":"abcdefgh","step":-1}',
    b'{"kind":"clear","id":"abcdefgh","step":1e400}',
    b'{"kind":"clear","id":"abcdefgh","step":' + b"9" * 5000 + b"}",
    b'{"kind":"clear","id":"x","step":0}',
    b'{"kind":"clear","id":"../../../etc","step":0}',
    b'{"kind":"seal","id":"abcdefgh","step":0,"orders":["nothing that is an order"]}',
    b'{"kind":"seal","id":"abcdefgh","step":0,"orders":"all"}',
    b'{"kind":"seal","id":"abcdefgh","step":0,"orders":[' + b'"a",' * 100 + b'"a"]}',
    b'{"kind":"write","id":"abcdefgh","step":0,"order":"\\ud800"}',
    b'{"kind":"send","id":"abcdefgh","step":0,"to":["mars"],"text":"x"}',
    b'{"kind":"send","id":"abcdefgh","step":0,"to":[],"text":"\\u0000\\u001b[2J"}',
    b'{"kind":"pen","id":"abcdefgh","step":0,"to":"__proto__"}',
    b'{"kind":"mediate","id":"abcdefgh","step":0,"place":99999,"deed":"leaked"}',
    b'{"kind":"forecast","id":"abcdefgh","step":0,"question":"x","percent":101}',
    b'{"kind":"read","id":"abcdefgh","step":0,"count":100000}',
    b'{"kind":"start","id":"abcdefgh"}',
    b'{"kind":"reveal","id":"abcdefgh"}',
]


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/x-www-form-urlencoded"])
def test_nothing_that_is_sent_breaks_or_moves_anything(browser: TestClient, hall: Hall, kind: str) -> None:
    sit(browser, hall, "tehran")
    start(hall)
    room = hall.tables["t1"].room
    before = (room.game.step, dict(room.game.sealed), room.game.post, room.pens)
    for body in HOSTILE:
        answer = browser.post(
            "/seat/act", content=body, headers={"content-type": kind, "accept": "application/json"}
        )
        read = b'"read"' in body and kind == "application/json"
        assert 400 <= answer.status_code < 500 or (read and answer.status_code == 200), (
            body[:80],
            answer.status_code,
        )
        assert "Traceback" not in answer.text
        assert "\x1b" not in answer.text
    assert (room.game.step, dict(room.game.sealed), room.game.post, room.pens) == before


def test_random_bytes_break_nothing(browser: TestClient, hall: Hall) -> None:
    sit(browser, hall, "tehran")
    lot = random.Random(7)
    whole = json.dumps({"kind": "send", "id": "abcdefgh", "step": 5, "to": ["gcc"], "text": "hello"}).encode()
    for _ in range(300):
        body = bytearray(whole)
        for _ in range(lot.randint(1, 6)):
            at = lot.randrange(len(body))
            body[at : at + lot.randint(0, 3)] = lot.randbytes(lot.randint(0, 3))
        answer = browser.post("/seat/act", content=bytes(body), headers={"content-type": "application/json"})
        assert 400 <= answer.status_code < 500, bytes(body)


def test_forms_with_foreign_fields_are_refused(browser: TestClient, hall: Hall) -> None:
    code = hall.tables["t1"].code

    assert browser.post("/join", data={"code": code, "name": "A", "person": "x"}).status_code == 422
    assert browser.post("/join", content=f"code={code}&code=B&name=A", headers={
        "content-type": "application/x-www-form-urlencoded"}).status_code == 422  # fmt: skip
    assert browser.post("/join", files={"code": ("c.txt", b"x")}).status_code in (400, 422)
    assert not hall.tables["t1"].room.members


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "'\"><img src=x onerror=alert(1)>", "{{7*7}}"])
def test_a_name_is_text_and_nothing_else(browser: TestClient, hall: Hall, name: str) -> None:
    sit(browser, hall, "tehran", name)
    for path in ("/", "/seat", "/wall/t1"):
        text = browser.get(path).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert ">49<" not in text


@pytest.mark.parametrize("name", ["", "   ", "\x00\x01", "\u200b"])
def test_nobody_comes_in_without_a_name(browser: TestClient, hall: Hall, name: str) -> None:
    browser.get(hall.link(hall.tables["t1"], "tehran"))

    assert browser.post("/name", data={"name": name}, follow_redirects=False).status_code == 422


def test_errors_say_nothing_of_the_machine(
    browser: TestClient, hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistake of ours: the person is told that it was one, and the details stay here."""
    sit(browser, hall, "tehran")

    def broken(*_: object) -> None:
        raise RuntimeError("the secret is in /home/teacher")

    monkeypatch.setattr(hall.tables["t1"].room, "act", broken)
    answer = act(browser, kind="clear")

    assert answer.status_code == 500
    assert "teacher" not in answer.text
    assert "RuntimeError" not in answer.text


def test_a_full_disk_is_said_without_its_place(
    browser: TestClient, hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:

    sit(browser, hall, "tehran")

    def full(*_: object) -> None:
        raise SaveError(hall.folder / "t1.jsonl", 0, "cannot be written: no space left")

    monkeypatch.setattr(hall.tables["t1"].room, "act", full)
    answer = act(browser, kind="clear")

    assert answer.status_code == 503
    assert str(hall.folder) not in answer.text
    assert "has not happened" in answer.text


# One seat and another -------------------------------------------------------------------------------


def test_an_act_is_done_in_ones_own_seat_whoever_it_names(browsers: Browsers, hall: Hall) -> None:
    tehran, washington = browsers(), browsers()
    sit(tehran, hall, "tehran")
    sit(washington, hall, "washington", "Ben")
    start(hall)
    room = hall.tables["t1"].room
    theirs = next(o for o in legal(hall, "washington") if o not in legal(hall, "tehran"))

    answer = act(tehran, kind="write", order=theirs)

    assert 400 <= answer.status_code < 500
    assert room.session("washington").draft == []
    assert room.session("tehran").draft == []


def test_a_sealed_sheet_cannot_be_sent_again(browsers: Browsers, hall: Hall) -> None:
    """The same request a second time is the same act; in the next step it is refused."""
    tehran = browsers()
    sit(tehran, hall, "tehran")
    start(hall)
    room = hall.tables["t1"].room
    request = {"id": new_person(), "step": 0, "kind": "seal", "orders": []}
    first = tehran.post("/seat/act", json=request)
    assert first.status_code == 200, first.text
    assert tehran.post("/seat/act", json=request).json()["data"] == first.json()["data"]
    command(hall, "reveal")
    command(hall, "proceed")
    assert room.game.step == 1

    tehran.post("/seat/act", json=request)
    again = tehran.post("/seat/act", json=request | {"id": new_person()})

    assert again.status_code == 409
    assert "tehran" not in room.game.sealed


def test_the_older_of_two_pages_may_not_write(browser: TestClient, hall: Hall) -> None:
    sit(browser, hall, "tehran")
    start(hall)
    tabs = [re.search(r'data-tab="(\d+)"', browser.get("/seat").text)[1] for _ in range(2)]  # type: ignore[index]

    def clear(tab: str) -> int:
        content = {"id": new_person(), "step": 0, "kind": "clear"}
        return browser.post(f"/seat/act?tab={tab}", json=content).status_code

    assert [clear(tabs[1]), clear(tabs[0])] == [200, 409]
    assert [clear("x"), clear("-1"), clear("9" * 14)] == [409, 409, 409]
    assert clear(tabs[1]) == 200


# The log --------------------------------------------------------------------------------------------


def test_the_log_has_no_words_that_let_anybody_in(
    browser: TestClient, hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "wargame.classroom")
    link, key = hall.link(hall.tables["t1"], "tehran"), hall.desk_key
    sit(browser, hall, "tehran")
    at_desk(browser, hall)
    browser.get(link + "/more")
    browser.get(f"/seat?word={link}")
    told = caplog.text

    assert "/j/..." in told
    assert "/desk/..." in told
    assert link[3:] not in told
    assert key not in told
    assert browser.cookies["wg"] not in told
    assert "Anna" not in told


def test_the_log_keeps_to_its_lines() -> None:
    assert plain("/a\nb\r\x1b[2J") == "/a?b??[2J"
    assert plain("/desk/print") == "/desk/print"
    assert plain("/j/x") == "/j/..."


def test_the_dice_are_committed_to_at_the_start_and_opened_at_the_end(
    browser: TestClient, hall: Hall
) -> None:
    room = hall.tables["t1"].room
    seed, salt = room.game.header.seed, room.game.header.salt
    page = browser.get("/seed/t1").text
    assert sha256(f"{salt}:{seed}".encode()).hexdigest() in page
    assert salt not in page

    start(hall)
    while not room.game.over:
        command(hall, "reveal")
        if not room.game.over:
            command(hall, "proceed")

    page = browser.get("/seed/t1").text
    assert salt in page
    assert f">{seed}<" in page
