"""Several people share a seat; one of them holds the pen."""

from __future__ import annotations

from pathlib import Path

import pytest
from tabled import Table

from wargame.table.acts import Refused
from wargame.table.teams import LONGEST, MOST_AT_SEAT


def test_everybody_drafts_and_one_hand_seals(table: Table) -> None:
    first = table.menu("tehran")[0]
    table.act("ben", "write", order=first)
    assert table.room.session("tehran").draft == [first]
    with pytest.raises(Refused, match="somebody else of your team holds the pen"):
        table.seal("ben")
    with pytest.raises(Refused, match="holds the pen"):
        table.act("ben", "send", text="Hello.")
    receipt = table.seal("anna").data["receipt"]
    assert receipt == table.room.receipt("tehran") == table.room.game.commitments(0)["tehran"]
    assert table.room.game.sealed["tehran"].orders == (first,)


def test_the_pen_changes_hands(table: Table) -> None:
    room = table.room
    assert room.pens == {"tehran": "anna", "washington": "cora", "gcc": "eva"}
    room.here("anna", True)
    with pytest.raises(Refused, match="only whoever holds the pen"):
        table.act("ben", "pen", to="ben")
    table.act("anna", "pen", to="ben")
    assert room.pens["tehran"] == "ben"
    table.seal("ben")
    room.here("ben", False)
    table.act("anna", "pen", to="anna")
    assert room.pens["tehran"] == "anna", "whoever holds it is away"
    table.command("pen", seat="tehran", person="ben")
    assert room.pens["tehran"] == "ben"
    for stranger in ("cora", "nobody"):
        with pytest.raises(Refused) as found:
            table.act("ben", "pen", to=stranger)
        assert str(found.value) == "nobody of this team is called so"


def test_the_pen_of_one_who_leaves_goes_to_one_who_is_there(table: Table) -> None:
    table.room.join("zoe", "Zoë", "tehran")
    table.room.here("zoe", True)
    table.room.leave("anna")
    assert table.room.pens["tehran"] == "zoe"
    table.command("remove", person="zoe")
    assert table.room.pens["tehran"] == "ben"
    table.room.leave("ben")
    assert "tehran" not in table.room.pens
    table.room.leave("ben")
    assert table.room.join("anna", "Anna", "tehran").seat == "tehran"
    assert table.room.pens["tehran"] == "anna"
    with pytest.raises(Refused, match="nobody at this table"):
        table.command("remove", person="zoe")


def test_a_sheet_that_changed_meanwhile_is_not_sealed(table: Table) -> None:
    seen = list(table.room.session("tehran").draft)
    table.act("ben", "write", order=table.menu("tehran")[0])
    with pytest.raises(Refused, match="has changed since you saw it"):
        table.act("anna", "seal", orders=seen)


def test_drafting(table: Table) -> None:
    room, draft = table.room, table.room.session("tehran")
    names = room.game.rules.programs
    by_slot: dict[int, str] = {}
    for name in table.menu("tehran"):
        by_slot.setdefault(int(names.slot[names.index[name]]), name)
    first, second, *_ = by_slot.values()
    table.act("anna", "write", order=first)
    table.act("ben", "write", order=second)
    table.act("ben", "shift", order=second, by=-5)
    assert draft.draft == [second, first]
    table.act("ben", "shift", order=second, by=1)
    assert draft.draft == [first, second]
    with pytest.raises(Refused, match="stands on the sheet already"):
        table.act("anna", "write", order=first)
    with pytest.raises(Refused, match="no such order"):
        table.act("anna", "write", order="raze-the-moon")
    foreign = table.menu("washington")[0]
    with pytest.raises(Refused, match="not an order of this seat"):
        table.act("anna", "write", order=foreign)
    table.act("anna", "strike", order=first)
    assert draft.draft == [second]
    table.act("anna", "clear")
    assert draft.draft == []
    table.act("anna", "seal", orders=[])
    with pytest.raises(Refused, match="sealed; take it back"):
        table.act("ben", "write", order=first)


def test_a_sheet_taken_back_can_be_gone_on_with(table: Table) -> None:
    first = table.menu("tehran")[0]
    table.act("ben", "write", order=first)
    table.seal("anna")
    assert table.room.session("tehran").draft == []
    table.act("anna", "unseal")
    assert table.room.session("tehran").draft == [first]
    assert table.again().session("tehran").draft == [first]
    with pytest.raises(Refused, match="not sealed"):
        table.act("anna", "unseal")


def test_who_may_sit_where(tmp_path: Path) -> None:
    table = Table(tmp_path / "game.jsonl").lay()
    room = table.room
    room.join("anna", "  Anna  B. ", "tehran")
    assert room.members["anna"].name == "Anna B."
    room.join("anna", "Anna", "gcc")
    assert (room.members["anna"].seat, room.pens) == ("gcc", {"gcc": "anna"}), "in the lobby one may change"
    table.command("start")
    with pytest.raises(Refused, match="you sit at another seat already"):
        room.join("anna", "Anna", "tehran")
    for person, name, seat, why in (
        ("ben", "Ben", "proxies", "not played by people"),
        ("ben", "Ben", "mars", "no such seat"),
        ("ben", "", "gcc", f"1 to {LONGEST}"),
        ("ben", "B" * (LONGEST + 1), "gcc", f"1 to {LONGEST}"),
        ("ben", "B\x1b[2J", "gcc", "printable"),
        ("desk", "Ben", "gcc", "not the id"),
        ("b b", "Ben", "gcc", "not the id"),
    ):
        with pytest.raises(Refused, match=why):
            room.join(person, name, seat)
    for number in range(MOST_AT_SEAT):
        room.join(f"p{number}", "P", "tehran")
    with pytest.raises(Refused, match="this seat is full"):
        room.join("one-more", "P", "tehran")


def test_reading_is_each_persons_own(table: Table) -> None:
    table.act("anna", "send", to=["washington"], text="Hello.")
    assert (table.room.unread("cora"), table.room.unread("dan"), table.room.unread("anna")) == (1, 1, 0)
    before = table.room.stamp("washington")
    table.act("cora", "read", count=9)
    assert (table.room.unread("cora"), table.room.unread("dan")) == (0, 1)
    assert table.room.stamp("washington") == before
    assert table.again().unread("cora") == 0


def test_roll_call(table: Table) -> None:
    table.room.here("ben", True)
    table.seal("eva")
    roll = {chair.seat: chair for chair in table.room.roll()}
    assert [m.name for m in roll["tehran"].members] == ["Anna", "Ben"]
    assert [m.here for m in roll["tehran"].members] == [False, True]
    assert [seat for seat, chair in roll.items() if chair.sealed] == ["gcc"]
    assert roll["proxies"].player == "doctrine"
    assert table.room.waiting == ["tehran", "washington"]
    assert not table.again().is_here("ben"), "after a restart nobody is here yet"
