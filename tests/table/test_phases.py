"""The phases of a table and its clock, which nobody looks at but those who tick."""

from __future__ import annotations

from pathlib import Path

import pytest
from tabled import Table

from wargame.table import clock
from wargame.table.acts import Refused
from wargame.table.kept import Kept
from wargame.table.opening import BY_DEFAULT


def test_when_all_have_sealed_the_sheets_open(table: Table) -> None:
    room = table.room
    for person in ("anna", "cora", "eva"):
        assert room.phase == "orders"
        table.seal(person)
    assert (room.phase, room.game.step, room.due) == ("report", 1, None)
    assert room.game.turns[0].sheets["proxies"].by == "doctrine"
    with pytest.raises(Refused, match="the next orders are not due yet"):
        table.act("anna", "clear")
    table.command("proceed")
    assert (room.phase, room.due) == ("orders", table.clock.now + 300)
    with pytest.raises(Refused, match="the sheets were opened"):
        table.act("anna", "clear", step=0)
    with pytest.raises(Refused, match="has not begun"):
        table.act("anna", "clear", step=2)


def test_nothing_before_the_start(tmp_path: Path) -> None:
    table = Table(tmp_path / "game.jsonl").lay(minutes=5)
    table.room.join("anna", "Anna", "tehran")
    with pytest.raises(Refused, match="has not begun yet"):
        table.act("anna", "write", order=table.menu("tehran")[0])
    assert table.room.tick() is None
    table.command("start")
    assert table.room.tick() == 300
    with pytest.raises(Refused, match="phase lobby"):
        table.command("start")


@pytest.mark.parametrize(
    ("to", "by"), [("draft", BY_DEFAULT), ("empty", BY_DEFAULT), ("doctrine", "doctrine")]
)
def test_at_the_deadline_the_absent_get_their_default(to: str, by: str, table: Table) -> None:
    room, order = table.room, table.menu("tehran")[0]
    table.command("defaults", to=to)
    table.act("ben", "write", order=order)
    table.seal("eva")
    table.clock.now += 299
    assert room.tick() == 1
    assert room.phase == "orders"
    table.clock.now += 1
    assert room.tick() is None
    sheet = room.game.turns[0].sheets["tehran"]
    assert room.phase == "report"
    assert sheet.by == by
    if to == "doctrine":
        assert sheet.reasons
    else:
        assert sheet.orders == ((order,) if to == "draft" else ())
    assert room.game.turns[0].sheets["gcc"].by == "human"


def test_pause_and_extend(table: Table) -> None:
    room = table.room
    table.clock.now += 100
    table.command("pause")
    assert (room.due, room.left) == (None, 200)
    table.clock.now += 10_000
    assert room.tick() is None
    table.command("extend", seconds=50)
    assert room.left == 250
    for person in ("anna", "cora", "eva"):
        table.seal(person)
    assert room.phase == "orders", "nothing opens by itself while it is paused"
    assert table.again().left == 250
    table.act("eva", "unseal")
    table.command("resume")
    assert room.tick() == 250
    table.command("extend", seconds=-100)
    assert room.tick() == 150
    table.command("extend", seconds=-10_000)
    assert room.phase == "report"
    for again in ("resume", "reopen", "close"):
        with pytest.raises(Refused):
            table.command(again)


def test_resuming_opens_what_is_all_in(table: Table) -> None:
    table.command("pause")
    for person in ("anna", "cora", "eva"):
        table.seal(person)
    table.command("resume")
    assert table.room.phase == "report"


def test_a_closed_phase_takes_nothing_until_it_is_open_again(table: Table) -> None:
    table.clock.now += 100
    table.command("close")
    for deed in ({"kind": "clear"}, {"kind": "seal", "orders": []}, {"kind": "send", "text": "Hello."}):
        with pytest.raises(Refused, match="closed this phase"):
            table.act("anna", **deed)
    table.act("anna", "read", count=0)
    table.command("reopen")
    assert table.room.tick() == 200
    table.act("anna", "clear")
    table.command("close")
    table.command("reveal")
    assert (table.room.phase, table.room.closed) == ("report", False)


def test_reading_time_ends_by_itself(table: Table) -> None:
    table.command("deadline", minutes=3, reading=1)
    assert table.room.tick() == 180
    table.command("reveal")
    assert table.room.tick() == 60
    table.clock.now += 60
    assert table.room.tick() == 180
    assert table.room.phase == "orders"
    table.command("deadline")
    assert table.room.due is None


def test_a_seat_goes_to_a_doctrine_and_back(table: Table) -> None:
    room = table.room
    table.command("seat", seat="washington", player="doctrine")
    with pytest.raises(Refused, match="not played by people just now"):
        table.act("cora", "clear")
    table.seal("anna")
    table.seal("eva")
    assert room.phase == "report"
    table.command("seat", seat="washington", player="human")
    table.command("proceed")
    table.act("cora", "write", order=table.menu("washington")[0])
    table.seal("anna")
    table.seal("eva")
    table.command("seat", seat="washington", player="absent")
    assert room.phase == "report", "the last who had not sealed is gone"
    with pytest.raises(Refused, match="cannot hold a seat"):
        table.command("seat", seat="gcc", player="dragon")


def test_a_whole_game(tmp_path: Path) -> None:
    table = Table(tmp_path / "game.jsonl").begin()
    room = table.room
    while room.phase != "over":
        table.command("reveal")
        if room.phase == "report":
            table.command("proceed")
    assert room.game.over
    assert room.tick() is None
    for person, said in (("anna", "the game is over"), ("zoe", "not at this table")):
        with pytest.raises(Refused, match=said):
            table.act(person, "clear")
    assert table.again().phase == "over"
    table.command("back", step=1)
    assert (room.phase, room.game.step) == ("orders", 1)


def test_the_clock_by_itself() -> None:
    kept = Kept()
    clock.extend(kept, 100, 30)
    assert kept.due == 130
    kept.paused = True
    clock.stop(kept, 110)
    kept.closed, kept.paused = True, False
    clock.go(kept, 500)
    assert (kept.due, kept.left) == (None, 20), "something else still holds it"
    kept.closed = False
    clock.go(kept, 500)
    assert kept.due == 520
    clock.forgive(kept, 519)
    assert kept.due == 520
    clock.forgive(kept, 1000)
    assert kept.due == 1000 + clock.GRACE


def test_nobody_falls_to_a_default_because_the_program_was_away(table: Table) -> None:
    table.clock.now += 5000
    again = table.again()
    assert again.tick() == clock.GRACE
    assert again.phase == "orders"
