"""Events over a real connection: numbered, resumed, beaten, ended, and nobody waits for anybody."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from hosting import EASY, Live

from wargame.classroom import stream
from wargame.classroom.hall import Hall
from wargame.classroom.keys import new_person
from wargame.classroom.limits import Limits
from wargame.table.commands import parse_command


@dataclass
class Said:
    """One event as it came."""

    event: str = "message"
    data: str = ""
    id: str = ""


class Ear:
    """A client's end of a stream."""

    def __init__(self, live: Live, cookie: str, query: str = "", last: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", live.port, timeout=20)
        headers = {"Cookie": f"wg={cookie}"} | ({"Last-Event-ID": last} if last else {})
        self.connection.request("GET", f"/seat/events{query}", headers=headers)
        self.answer = self.connection.getresponse()
        self.said = self._listen()

    def _listen(self) -> Iterator[Said]:
        said, told = Said(), False
        for line in self._lines():
            if line:
                name, _, value = line.partition(":")
                told = told or name in ("event", "data")
                if name in ("event", "data", "id"):
                    setattr(said, name, value.removeprefix(" "))
            elif told:
                yield said
                said, told = Said(), False
            else:
                said = Said()

    def _lines(self) -> Iterator[str]:
        rest = b""
        while got := self.answer.read1(4096):
            *lines, rest = (rest + got).split(b"\n")
            yield from (line.decode() for line in lines)

    def next(self) -> Said:
        return next(self.said)

    def close(self) -> None:
        self.answer.close()
        self.connection.close()


@contextmanager
def ear(*given: object, **named: object) -> Iterator[Ear]:
    made = Ear(*given, **named)  # type: ignore[arg-type]
    try:
        yield made
    finally:
        made.close()


def cookie(hall: Hall, seat: str = "tehran", person: str = "") -> str:
    """Somebody sits down; their cookie."""
    table, person = hall.tables["t1"], person or new_person()
    with table.lock:
        table.room.join(person, f"P {person[:4]}", seat)
    return hall.keys.for_person("t1", seat, table.generation(seat), person)


def start(hall: Hall) -> None:
    """The white cell starts the game: something for everybody."""
    command(hall, kind="start")


def command(hall: Hall, **content: object) -> None:
    table = hall.tables["t1"]
    with table.lock:
        table.room.command(parse_command({"id": new_person()} | content))


def test_a_stranger_hears_nothing(live: Live) -> None:
    with ear(live, "t1.tehran.1.somebody.AAAAAAAAAAAAAAAAAAAAAAAA") as stranger:
        assert stranger.answer.status == 401


def test_who_comes_in_loads_everything_then_hears_what_changed(live: Live, hall: Hall) -> None:
    with ear(live, cookie(hall)) as anna:
        first = anna.next()
        assert (anna.answer.getheader("Content-Type") or "").startswith("text/event-stream")
        assert json.loads(first.data) == ["reset"]
        start(hall)
        second = anna.next()

    boot, number = first.id.split(".")
    assert second.id.split(".")[0] == boot
    assert int(second.id.split(".")[1]) > int(number) - 1
    assert json.loads(second.data)


def test_who_comes_back_hears_what_was_missed_and_no_more(live: Live, hall: Hall) -> None:
    word = cookie(hall)
    with ear(live, word) as anna:
        last = anna.next().id
    start(hall)
    with hall.tables["t1"].lock:
        missed = hall.tables["t1"].room.events("tehran", last)
    assert missed
    assert missed[0].parts != ("reset",)

    for query, header in (("", last), (f"?after={last}", "")):
        with ear(live, word, query, header) as anna:
            found = [anna.next() for _ in missed]
        assert [(said.id, json.loads(said.data)) for said in found] == [
            (e.stamp, list(e.parts)) for e in missed
        ]


@pytest.mark.parametrize("after", ["elsewhere.3", "nonsense", "%00", "9" * 64, "a.-1"])
def test_who_names_a_place_that_is_not_ours_begins_anew(live: Live, hall: Hall, after: str) -> None:
    with ear(live, cookie(hall), f"?after={after}") as anna:
        assert json.loads(anna.next().data) == ["reset"]


def test_nobody_hears_what_is_another_seats(live: Live, hall: Hall) -> None:
    """A draft in Tehran is heard in Tehran; Washington's next event is one for everybody."""
    tehran, washington = cookie(hall, "tehran", "anna"), cookie(hall, "washington", "ben")
    start(hall)
    table = hall.tables["t1"]
    order = next(o for o in _legal(hall, "tehran"))
    with ear(live, tehran) as anna, ear(live, washington) as ben:
        anna.next(), ben.next()
        time.sleep(0.3)  # both are there; the roll call says so
        with table.lock:
            before = table.room.stamp("washington"), table.room.stamp("tehran")
            _write(hall, "anna", order)
            after = table.room.stamp("washington"), table.room.stamp("tehran")

    assert after[0] == before[0]
    assert after[1] != before[1]


def _legal(hall: Hall, seat: str) -> list[str]:
    game = hall.tables["t1"].room.game
    return [game.rules.programs.names[order] for order in game.view(seat).menu]


def _write(hall: Hall, person: str, order: str) -> None:
    from wargame.table.acts import parse_act

    room = hall.tables["t1"].room
    act = {"id": new_person(), "step": room.game.step, "kind": "write", "order": order}
    room.act(person, parse_act(act))


def test_a_beat_is_heard_when_nothing_else_is(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "BEAT", 0.2)
    with Live(hall) as live, ear(live, cookie(hall)) as anna:
        found = [anna.next() for _ in range(4)]

    beats = [said for said in found if said.event == "beat"]
    assert beats
    assert all(not said.id and float(said.data) > 1e9 for said in beats)


def test_who_is_taken_out_is_told_and_hears_no_more(live: Live, hall: Hall) -> None:
    with ear(live, cookie(hall)) as anna:
        anna.next()
        hall.revoke(hall.tables["t1"], "tehran")
        *_, last = anna.said  # the stream ends

    assert last.event == "gone"


def test_the_older_of_two_pages_is_told(live: Live, hall: Hall) -> None:
    word, now = cookie(hall), int(hall.clock() * 1000)
    with ear(live, word, f"?tab={now}") as older:
        older.next()
        with ear(live, word, f"?tab={now + 1}") as newer:
            assert newer.next().event == "message"
            assert "older" in (older.next().event for _ in range(2))


def test_more_pages_than_a_person_needs_end_the_oldest(hall: Hall) -> None:
    word = cookie(hall)
    with Live(hall, Limits(**(vars(EASY) | {"streams": 2}))) as live:
        ears = [Ear(live, word) for _ in range(3)]
        for anna in ears:
            anna.next()
        assert [said.event for said in ears[0].said if said.event == "gone"] == []  # it ends without a word
        start(hall)
        assert ears[1].next().data
        assert ears[2].next().data
        for anna in ears:
            anna.close()


def test_an_address_has_so_many(hall: Hall) -> None:
    with Live(hall, Limits(**(vars(EASY) | {"streams_of_address": 2}))) as live:
        words = [cookie(hall) for _ in range(3)]
        with ear(live, words[0]) as one, ear(live, words[1]) as two:
            one.next(), two.next()
            with ear(live, words[2]) as three:
                assert three.answer.status == 429
        time.sleep(0.3)
        with ear(live, words[2]) as three:
            assert three.answer.status == 200


def test_who_takes_nothing_delays_nobody_and_is_dropped(hall: Hall) -> None:
    """Clients that never read; the table goes on at once for the others, and the server lets them go."""
    with Live(hall, Limits(**(vars(EASY) | {"seconds": 1.0}))) as live:
        dead = []
        for _ in range(5):
            word = cookie(hall, "washington")
            one = socket.create_connection(("127.0.0.1", live.port))
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            one.sendall(f"GET /seat/events HTTP/1.1\r\nHost: localhost\r\nCookie: wg={word}\r\n\r\n".encode())
            dead.append(one)
        with ear(live, cookie(hall)) as anna:
            anna.next()
            start(hall)
            anna.next()
            slowest = 0.0
            for number in range(30):
                began = time.monotonic()
                command(hall, kind="announce", to=[], text=f"number {number}")
                anna.next()
                slowest = max(slowest, time.monotonic() - began)
        assert slowest < 2.0
        for one in dead:
            one.close()
        end = time.monotonic() + 10
        while live.app.state.listeners.by_address and time.monotonic() < end:
            time.sleep(0.05)
        assert not live.app.state.listeners.by_address


def test_the_server_ends_at_once_with_streams_open(hall: Hall) -> None:
    with Live(hall) as live:
        anna = Ear(live, cookie(hall))
        anna.next()
        began = time.monotonic()
    assert time.monotonic() - began < 2.5
    assert not [said for said in anna.said if said.event != "message"]
    anna.close()


def test_presence_follows_the_streams(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "GRACE", 0.2)
    room = hall.tables["t1"].room
    with Live(hall) as live:
        word = cookie(hall, person="anna")
        with ear(live, word) as anna:
            anna.next()
            _until(lambda: room.is_here("anna"))
        _until(lambda: not room.is_here("anna"))


def _until(true: object) -> None:
    end = time.monotonic() + 10
    while not true() and time.monotonic() < end:  # type: ignore[operator]
        time.sleep(0.02)
    assert true()  # type: ignore[operator]
