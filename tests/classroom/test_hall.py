"""A class on the disk: the same again after any end, and nothing of it for other eyes."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from hosting import Clock, plan

from wargame.classroom.hall import FILE, Hall, HallError, Plan
from wargame.record.journal import SaveError


def test_the_same_folder_gives_the_same_class(tmp_path: Path, clock: Clock) -> None:
    first = Hall.open(tmp_path / "class", clock)
    table = first.add(plan(minutes=5.0))
    table.room.join("anna", "Anna", "tehran")
    before = (table.code, first.desk_link, first.link(table, "tehran"), table.room.game.header.commitment)
    first.close()

    second = Hall.open(tmp_path / "class", clock)
    table = second.tables["t1"]

    assert (
        table.code,
        second.desk_link,
        second.link(table, "tehran"),
        table.room.game.header.commitment,
    ) == before
    assert table.room.members["anna"].name == "Anna"
    assert table.room.kept.minutes == 5.0
    second.close()


def test_two_programs_do_not_hold_one_class(hall: Hall) -> None:
    with pytest.raises(HallError, match="open in another window"):
        Hall.open(hall.folder)


def test_a_table_that_was_planned_and_not_made_is_made(hall: Hall, clock: Clock) -> None:
    """Killed between the two: the plan is on the disk, the game is not."""
    hall.close()
    path = hall.folder / FILE
    kept = json.loads(path.read_text())
    kept["tables"].append({**kept["tables"][0], "id": "t2", "code": "BCDFGH", "made": False})
    path.write_text(json.dumps(kept))

    again = Hall.open(hall.folder, clock)

    assert list(again.tables) == ["t1", "t2"]
    assert again.tables["t2"].code == "BCDFGH"
    assert json.loads(path.read_text())["tables"][1]["made"]
    again.close()


def test_a_game_that_has_gone_is_missed_and_not_replaced(hall: Hall, clock: Clock) -> None:
    hall.close()
    (hall.folder / "t1.jsonl").unlink()

    with pytest.raises(HallError, match="is missing"):
        Hall.open(hall.folder, clock)


@pytest.mark.parametrize(
    "damage",
    [
        lambda kept: kept.pop("secret"),
        lambda kept: kept.update(secret="00"),
        lambda kept: kept.update(desk_key=""),
        lambda kept: kept["tables"][0].update(id="../../etc/passwd"),
        lambda kept: kept["tables"][0].update(surprise=1),
        lambda kept: kept.update(tables=7),
        lambda kept: kept.update(format=99),
    ],
)
def test_a_damaged_file_is_said_to_be(hall: Hall, damage: object, clock: Clock) -> None:
    hall.close()
    path = hall.folder / FILE
    kept = json.loads(path.read_text())
    damage(kept)  # type: ignore[operator]
    path.write_text(json.dumps(kept))

    with pytest.raises(HallError, match=r"hall\.json"):
        Hall.open(hall.folder, clock)


def test_half_a_file_is_said_to_be_damaged(hall: Hall) -> None:
    hall.close()
    path = hall.folder / FILE
    path.write_text(path.read_text()[:100])

    with pytest.raises(HallError, match="was damaged"):
        Hall.open(hall.folder)


@pytest.mark.skipif(os.name != "posix", reason="modes of files are a thing of POSIX")
def test_nobody_else_reads_the_secrets(hall: Hall) -> None:
    assert stat.S_IMODE((hall.folder / FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(hall.folder.stat().st_mode) == 0o700


def test_a_name_that_does_not_exist_leaves_no_table_behind(hall: Hall) -> None:
    before = (hall.folder / FILE).read_text()
    for wrong in (
        Plan(scenario="nowhere"),
        plan(seating="nothing"),
        plan(players={"mars": "absent"}),
        plan(players={"tehran": "doctrine nobody"}),
    ):
        with pytest.raises((ValueError, SaveError)):
            hall.add(wrong)

    assert list(hall.tables) == ["t1"]
    assert json.loads((hall.folder / FILE).read_text()) == json.loads(before)
    assert sorted(p.name for p in hall.folder.glob("t*")) == ["t1.jsonl", "t1.room"]


def test_codes_are_found_as_people_type_them(two_tables: Hall) -> None:
    one, two = two_tables.tables.values()

    assert one.code != two.code
    assert two_tables.by_code(f" {one.code[:3].lower()} {one.code[3:]}") is one
    assert two_tables.by_code(two.code) is two
    assert two_tables.by_code("") is None
    assert two_tables.by_code(one.code[:5]) is None


def test_a_seat_that_is_taken_back_has_another_link_and_no_people(hall: Hall) -> None:
    table = hall.tables["t1"]
    table.room.join("anna", "Anna", "tehran")
    table.room.join("ben", "Ben", "washington")
    before = hall.link(table, "tehran"), hall.link(table, "washington")
    told: list[int] = []
    stop = hall.on_change(lambda: told.append(1))

    hall.revoke(table, "tehran")

    assert hall.link(table, "tehran") != before[0]
    assert hall.link(table, "washington") == before[1]
    assert list(table.room.members) == ["ben"]
    assert told == [1]
    stop()
    hall.renew_desk()
    assert told == [1]


def test_what_was_taken_back_stays_so(hall: Hall, clock: Clock) -> None:
    table = hall.tables["t1"]
    hall.revoke(table, "tehran")
    code, desk = hall.renew_code(table), hall.renew_desk()
    link = hall.link(table, "tehran")
    hall.open_code(table, False)
    hall.close()

    again = Hall.open(hall.folder, clock)

    table = again.tables["t1"]
    assert (table.code, again.desk_link, again.link(table, "tehran")) == (code, desk, link)
    assert not table.entry.open
    again.close()
