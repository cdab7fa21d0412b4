"""Whatever is done at a table, in whatever order: no crash, nobody for another's seat, nothing lost, nothing twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tabled import PEOPLE, Dealings, Table, copied, standing, tried

from wargame.record.journal import Journal
from wargame.record.verify import verify
from wargame.table.acts import Answer
from wargame.table.room import Refused, Room
from wargame.table.room_log import path_of

LENGTH = 150


def table_of(tmp_path: Path, seed: int, **more: Any) -> tuple[Table, Dealings]:
    table = Table(tmp_path / "game.jsonl", seed=seed)
    table.lay(minutes=2, **more)
    for person, seat in PEOPLE.items():
        table.room.join(person, person.capitalize(), seat)
    if seed % 4:
        table.command("start")
    return table, Dealings(seed)


@pytest.mark.parametrize("seed", range(6))
def test_nobody_ever_acts_for_another_seat(seed: int, tmp_path: Path) -> None:
    table, dealings = table_of(tmp_path, seed)
    done = 0
    for _ in range(LENGTH * 2):
        who, deal = dealings.next(table)
        room, game = table.room, table.room.game
        before = standing(room)
        came = tried(table, deal)
        after = standing(room)
        if came[0] == "refused":
            assert after == before, came
        mine = room.members[who].seat if who in room.members else None
        if who in ("desk", "clock") or game.step != len(before["sheets"]):
            continue  # everybody's sheets may have opened
        done += came[0] == "done"
        for seat in game.seats:
            if seat != mine:
                assert after["kept"]["drafts"][seat] == before["kept"]["drafts"][seat]
                assert after["sealed"].get(seat) == before["sealed"].get(seat)
                assert after["stated"].get(seat) == before["stated"].get(seat)
                assert after["kept"]["pens"].get(seat) == before["kept"]["pens"].get(seat)
        for line in after["post"][len(before["post"]) :]:
            by = getattr(line, "sender", mine)
            assert by == mine
        for forecast in after["forecasts"][len(before["forecasts"]) :]:
            assert (forecast.seat, forecast.person) == (mine, who)
        for seat, pen in room.pens.items():
            assert room.members[pen].seat == seat
    assert done > 40
    assert verify(table.path).good


@pytest.mark.parametrize("seed", range(4))
def test_a_table_is_the_same_after_every_act(seed: int, tmp_path: Path) -> None:
    """A restart after each act: all as it was, to the last second on the clock."""
    table, dealings = table_of(tmp_path, seed)
    for _ in range(LENGTH // 3):
        tried(table, dealings.next(table)[1])
        before = standing(table.room)
        again = table.again()
        assert standing(again) == before
        assert again._log is not None
        assert table.room._log is not None
        assert again._log.answers == table.room._log.answers
        again.close()


@pytest.mark.parametrize("seed", range(4))
def test_a_resend_changes_nothing(seed: int, tmp_path: Path) -> None:
    table, dealings = table_of(tmp_path, seed)
    resent = 0
    for _ in range(LENGTH):
        who, deal = dealings.next(table)
        came = tried(table, deal)
        if came[0] == "done" and isinstance(came[1], Answer):
            before = files(table.path), table.room.stamp("desk")
            assert tried(table, deal) == came
            assert (files(table.path), table.room.stamp("desk")) == before, who
            resent += 1
    assert resent > 30


def files(path: Path) -> tuple[bytes, bytes]:
    return path.read_bytes(), path_of(path).read_bytes()


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_any_moment(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every line ever written, of both files, in order: cut after any of them, with or without a torn end."""
    wrote: list[tuple[Path, int]] = []
    append = Journal.append

    def noted(self: Journal, content: dict[str, Any]) -> None:
        append(self, content)
        wrote.append((self.path, self.path.stat().st_size))

    monkeypatch.setattr(Journal, "append", noted)
    table, dealings = table_of(tmp_path, seed)
    acknowledged: list[tuple[int, float, str, Any, Any, dict[str, Any]]] = []
    for _ in range(LENGTH):
        who, deal = dealings.next(table)
        came = tried(table, deal)
        acknowledged.append((len(wrote), table.clock.now, who, deal, came, standing(table.room)))
    monkeypatch.undo()
    whole = {path: path.read_bytes() for path in (table.path, path_of(table.path))}
    laid = next(n for n, (path, _) in enumerate(wrote) if path == table.path) + 1
    for number, cut in enumerate(dealings.dice.sample(range(laid, len(wrote) + 1), 25)):
        sizes = dict(wrote[:cut])
        torn = wrote[cut] if cut < len(wrote) and number % 2 else None
        target = copied(table.path, tmp_path / f"cut{number}")
        for path, data in whole.items():
            size = sizes.get(path, 0)
            if torn is not None and torn[0] == path:
                size = dealings.dice.randint(size, torn[1] - 1)
            (target.parent / path.name).write_bytes(data[:size])
        known = [a for a in acknowledged if a[0] <= cut]
        table.clock.now = known[-1][1] if known else table.clock.now
        room = Room.load(target, table.clock)
        if known and known[-1][0] == cut:
            now, then = standing(room), known[-1][5]
            assert now == then, [(k, now[k], then[k]) for k in now if now[k] != then[k]]
        other = Table(target, table.clock)
        other.room = room
        for _, _, who, deal, came, _ in known[-12:]:
            if came[0] == "done" and isinstance(came[1], Answer) and (who == "desk" or who in room.members):
                before = files(target)
                assert tried(other, deal) == came
                assert files(target) == before
        room.tick()
        one_more = tried(other, Dealings(number).next(other)[1])
        assert one_more[0] in ("done", "refused")
        assert verify(target).good
        room.close()


@pytest.mark.parametrize("seed", range(4))
def test_the_last_act_can_be_sent_again_after_a_kill(seed: int, tmp_path: Path) -> None:
    """Killed after the save had an act and before the room's journal had: sent again, it is done once."""
    table, dealings = table_of(tmp_path, seed)
    cut = 0
    for number in range(LENGTH):
        who, deal = dealings.next(table)
        lines = path_of(table.path).read_bytes().count(b"\n")
        came = tried(table, deal)
        if came[0] == "refused" or not isinstance(came[1], Answer):
            continue
        target = copied(table.path, tmp_path / f"cut{number}")
        whole = path_of(target).read_bytes().split(b"\n")
        if len(whole) != lines + 2:
            continue  # more than the act was done; a kill in between is another test's
        path_of(target).write_bytes(b"\n".join(whole[:lines]) + b"\n")
        other = Table(target, table.clock)
        other.room = Room.load(target, table.clock)
        save = target.read_bytes()
        again = tried(other, deal)
        assert again[0] == "done", (who, again)
        other.room.tick()
        assert target.read_bytes().startswith(save)
        ours, theirs = standing(table.room), standing(other.room)
        if b'"what":"back"' in whole[lines]:
            for kept in (ours["kept"], theirs["kept"]):
                del kept["drafts"], kept["line"]  # the sheets of that time are not brought a second time
        assert ours == theirs, (deal, came)
        cut += 1
        other.room.close()
    assert cut > 12


def test_refusals_are_one_sentence(tmp_path: Path) -> None:
    table, dealings = table_of(tmp_path, 9)
    for _ in range(LENGTH * 2):
        came = tried(table, dealings.next(table)[1])
        if came[0] == "refused":
            text = came[1][0]  # type: ignore[index]
            assert 8 < len(text) < 400
            assert not any(sign in text for sign in ("\n", "Traceback", ".jsonl"))


def test_strangers_are_refused(tmp_path: Path) -> None:
    table = Table(tmp_path / "game.jsonl").begin()
    with pytest.raises(Refused, match="not at this table"):
        table.act("zoe", "clear")
