"""The files of a table: what is on the disk before it is answered, and what happens when it cannot be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playing import shipped
from tabled import PLAYERS, Table, copied, standing, tried

from wargame.record.game import Game
from wargame.record.journal import SaveError
from wargame.table.hot_seat import HotSeat
from wargame.table.room import Refused, Room
from wargame.table.room_log import path_of
from wargame.table.session import Session


def test_a_draft_is_on_the_disk_before_it_is_answered(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda file: (synced.append(file), fsync(file))[1])
    order = table.menu("tehran")[0]
    table.act("ben", "write", order=order)
    assert len(synced) == 1, "once, and not twice"
    assert order in path_of(table.path).read_text(encoding="utf-8").splitlines()[-1]


@pytest.mark.parametrize("which", ["room", "save"])
def test_a_full_disk(which: str, table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be kept has not happened; when there is room again, the same act is done once."""
    order = table.menu("tehran")[0]
    table.act("anna", "write", order=order)
    before = standing(table.room)
    seal, write = table.an_act("seal", orders=[order]), table.an_act("strike", order=order)
    full = path_of(table.path) if which == "room" else table.path
    sync = os.fsync

    def fsync(file: int) -> None:
        if os.path.samestat(os.fstat(file), full.stat()):
            raise OSError(28, "No space left on device")
        sync(file)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        with pytest.raises(SaveError, match="No space left"):
            table.room.act("anna", seal)
        if which == "room":
            with pytest.raises(SaveError, match="No space left"):
                table.room.act("anna", write) if "tehran" not in table.room.game.sealed else table.command(
                    "pause"
                )
            assert not table.room.paused
        assert standing(table.room)["kept"] == before["kept"]
    answer = table.room.act("anna", seal)
    assert answer.data["receipt"] == table.room.receipt("tehran")
    assert table.room.act("anna", seal) == answer
    assert path_of(table.path).read_text(encoding="utf-8").count('"what":"seal"') == 1
    assert table.path.read_text(encoding="utf-8").count('"kind":"sheet"') == 1
    assert standing(table.again()) == standing(table.room)


def test_a_damaged_journal_is_named(table: Table, tmp_path: Path) -> None:
    target = copied(table.path, tmp_path / "copy")
    whole = path_of(target).read_text(encoding="utf-8")
    path_of(target).write_text(whole.replace('"Anna"', '"Olga"'), encoding="utf-8")
    with pytest.raises(SaveError, match=r"game\.room:2: was changed"):
        Room.load(target, table.clock)
    path_of(target).write_text("not a journal\n", encoding="utf-8")
    with pytest.raises(SaveError, match=r"game\.room:1:"):
        Room.load(target, table.clock)


def test_the_journal_of_another_table(table: Table, tmp_path: Path) -> None:
    target = copied(table.path, tmp_path / "copy")
    other = target.with_name("other.jsonl")
    target.rename(other)
    path_of(target).rename(path_of(other))
    with pytest.raises(SaveError, match=r"field 'save': belongs to game\.jsonl"):
        Room.load(other, table.clock)


def test_a_save_from_elsewhere_becomes_a_table(tmp_path: Path) -> None:
    path = tmp_path / "old.jsonl"
    game = Game.new(shipped(), "intro", seed=1, players=PLAYERS, path=path)
    game.submit("tehran", [])
    game.close()
    room = Room.load(path)
    assert (room.phase, room.game.sealed.keys()) == ("lobby", {"tehran"})
    room.close()
    assert Room.load(path).phase == "lobby"


@pytest.mark.parametrize("left", ["", "torn"])
def test_a_table_that_was_being_laid(left: str, tmp_path: Path) -> None:
    """Killed in the middle of it: the same call lays it."""
    table = Table(tmp_path / "game.jsonl").lay(minutes=7)
    table.room.close()
    journal = path_of(table.path).read_bytes()
    whole = table.path.read_bytes()
    table.path.write_bytes(whole[:100] if left else b"")
    assert not Room.laid(table.path)
    path_of(table.path).write_bytes(journal[: len(journal) // 2])
    table.lay(minutes=7)
    assert table.room.kept.minutes == 7
    with pytest.raises(SaveError, match="never overwritten"):
        table.lay()
    for wrong in ({"players": {"mars": "human"}}, {"table": "round"}):
        other = Table(tmp_path / "wrong.jsonl")
        with pytest.raises(ValueError, match="is not"):
            other.lay(**wrong)  # type: ignore[arg-type]
        assert not list(tmp_path.glob("wrong.*"))


def test_two_programs_at_one_table(table: Table) -> None:
    with pytest.raises(SaveError, match="being played in another window"):
        Room.load(table.path, table.clock).join("zoe", "Zoë", "gcc")
    table.room.close()
    Room.load(table.path, table.clock).join("zoe", "Zoë", "gcc")


def test_listeners(table: Table) -> None:
    heard: list[str] = []

    def fails() -> None:
        raise RuntimeError

    table.room.watch("tehran", fails)
    stop = table.room.watch("tehran", lambda: heard.append("tehran"))
    table.room.watch("gcc", lambda: heard.append("gcc"))
    after = table.room.stamp("tehran")
    table.act("anna", "clear")
    assert heard == ["tehran"]
    (event,) = table.room.events("tehran", after)
    assert (event.stamp, event.parts) == (table.room.stamp("tehran"), ("sheet",))
    assert table.room.events("tehran", event.stamp) == []
    stop()
    stop()
    table.act("anna", "clear")
    assert heard == ["tehran"]
    for unknown in (
        "",
        "x",
        "x.1",
        f"{after}9",
        f"{table.room.bulletin.boot}.-1",
        f"{table.room.bulletin.boot}.²",
    ):
        (reset,) = table.room.events("tehran", unknown)
        assert (reset.parts, reset.stamp) == (("reset",), table.room.stamp("tehran"))
    for _ in range(300):
        table.room.here("anna", not table.room.is_here("anna"))
    assert table.room.events("tehran", event.stamp)[0].parts == ("reset",)
    with pytest.raises(KeyError):
        table.room.events("mars")


def test_a_shared_session_is_kept_without_an_act(table: Table) -> None:
    """A screen that writes through the session loses nothing either, and the team is told."""
    session, order = table.room.session("tehran"), table.menu("tehran")[0]
    before = table.room.stamp("tehran"), table.room.stamp("gcc")
    assert session.add(order) == []
    assert table.room.stamp("tehran") != before[0]
    assert table.room.stamp("gcc") == before[1]
    assert table.again().session("tehran").draft == [order]


def test_hot_seat_plays_at_a_room(tmp_path: Path) -> None:
    game = Game.new(shipped(), "intro", seed=1, players=PLAYERS, path=tmp_path / "hot.jsonl")
    hot = HotSeat(game)
    assert isinstance(hot.room, Room)
    assert hot.people == hot.room.people == ["tehran", "washington", "gcc"]
    with pytest.raises(ValueError, match="not sealed yet: tehran"):
        hot.open_sheets()
    for seat in hot.people:
        Session(game, seat).seal()
    assert hot.next is None
    hot.open_sheets()
    assert (game.step, hot.next) == (1, "tehran")
    assert not list(tmp_path.glob("*.room")), "a game at one screen keeps nothing beside its save and drafts"


def test_a_refusal_leaves_no_line(table: Table) -> None:
    before = path_of(table.path).read_bytes()
    assert tried(table, lambda t: t.act("anna", "strike", order="x"))[0] == "refused"
    with pytest.raises(Refused):
        table.command("resume")
    assert path_of(table.path).read_bytes() == before


def test_a_disk_that_fills_up_at_the_reveal(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """The save has the step, the journal has not: the table goes on from where the game is."""
    reveal = table.a_command("reveal")

    def full(_told: object) -> None:
        raise SaveError(table.path, 0, "cannot be written: No space left on device")

    before = table.room.stamp("gcc")
    with monkeypatch.context() as patch:
        patch.setattr(table.room._log, "write", full)
        with pytest.raises(SaveError):
            table.room.command(reveal)
    assert (table.room.game.step, table.room.phase) == (1, "report")
    assert table.room.stamp("gcc") != before, "everybody looks again"
    table.room.command(reveal)
    assert table.room.game.step == 1
    table.command("proceed")
    assert standing(table.again()) == standing(table.room)
