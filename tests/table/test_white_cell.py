"""The white cell: events, plans, rulings, letters, notes, and the way back."""

from __future__ import annotations

import pytest
from tabled import Table, events

from wargame.record.journal import SaveError
from wargame.table.acts import Refused
from wargame.table.commands import parse_command
from wargame.table.room import DESK, WALL
from wargame.table.room_log import ROOM, Told, told

METER = "washington.fatigue"


def card(table: Table) -> str:
    """An event that moves something."""
    return next(e for e in events(table) if table.room.game.preview(e))


def test_an_event_is_seen_by_whoever_can_see_it(table: Table) -> None:
    room = table.room
    before = {viewer: room.stamp(viewer) for viewer in (*room.seats, WALL, DESK)}
    shown = room.preview(parse_command({"id": "preview-1", "kind": "inject", "event": card(table)}))  # type: ignore[arg-type]
    assert all(old != new for _, old, new in shown)
    table.command("inject", event=card(table))
    assert {name: room.game.meter(name) for name, _, _ in shown} == {name: new for name, _, new in shown}
    assert all(room.stamp(viewer) != before[viewer] for viewer in (*room.seats, WALL, DESK))
    with pytest.raises(Refused, match="is not an event"):
        table.command("inject", event="rain")


def test_a_ruling_is_felt_by_those_who_see_the_meter(table: Table) -> None:
    room, row = table.room, table.room.game.rules.meters.row
    secret = next(
        name
        for name, number in row.items()
        if number
        and room.seats["washington"].certainty[number] == 2
        and not room.seats["tehran"].certainty[number]
    )
    low = int(room.game.rules.meters.low[row[secret]])
    change = 1 if room.game.meter(secret) == low else -1
    before = room.stamp("tehran"), room.stamp("washington"), room.stamp(WALL)
    table.command(
        "rule",
        form="amend",
        about="a miscount",
        changes={secret: change},
        reason="Miscounted.",
        to=["washington"],
    )
    after = room.stamp("tehran"), room.stamp("washington"), room.stamp(WALL)
    assert (after[0], after[2]) == (before[0], before[2])
    assert after[1] != before[1]
    assert room.game.rulings[-1].reason == "Miscounted."


def test_a_ruling_needs_a_reason_and_a_meter(table: Table) -> None:
    with pytest.raises(Refused, match="reason is"):
        table.command("rule", form="amend", about="", changes={METER: 1}, reason="")
    with pytest.raises(Refused, match="is not a meter"):
        table.command("rule", form="amend", about="", changes={"mars.moons": 1}, reason="Why not.")
    with pytest.raises(Refused, match="nothing has been played"):
        table.command("rule", form="void", about="refuse-talks", reason="Unheard.")


def test_what_an_order_did_is_taken_back(table: Table) -> None:
    order = table.menu("tehran")[0]
    table.act("anna", "write", order=order)
    table.command("reveal")
    taken = table.room.game.undoing(order)
    table.command("rule", form="void", about=order, reason="It was not meant.")
    assert dict(table.room.game.rulings[-1].changes) == taken


def test_a_deed_that_stands_in_no_list(table: Table) -> None:
    came = table.command(
        "attempt", seat="gcc", text="We host a race.", pros=["They like races."], cons=[],
        success={METER: -1}, failure={METER: 1}, reason="Nobody thought of it.",
    )  # fmt: skip
    attempt = table.room.game.rulings[-1].attempt
    assert attempt is not None
    assert came.data == {"fallen": [], "roll": attempt.roll, "succeeded": attempt.succeeded}


def test_a_sheet_that_falls_can_be_gone_on_with(table: Table) -> None:
    """Whoever has sealed what has become too dear finds it in the draft again."""
    room = table.room
    book, meters = room.game.rules.programs, room.game.rules.meters
    order = max(table.menu("tehran"), key=lambda name: int(book.cost[book.index[name]].sum()))
    number = book.index[order]
    payer = meters.names[int(book.cost_row[number][0])]
    table.act("anna", "write", order=order)
    table.seal("anna")
    stamp = room.stamp("washington")
    came = table.command("rule", form="overrule", about="", changes={payer: -30}, reason="The money burned.")
    assert came.data["fallen"] == ["tehran"]
    assert "must seal again: tehran" in came.text
    assert room.session("tehran").draft == [order]
    assert room.stamp("washington") != stamp, "everybody sees that they have to seal again"
    table.command("reveal")
    assert room.game.turns[0].sheets["tehran"].orders == (), "of a draft, what can be paid is sealed"


def test_plans_come_true_once(table: Table) -> None:
    room = table.room
    table.command("plan", what=card(table), step=1)
    table.command("plan", text="Breaking news.", to=["gcc"], when=[{"clock": "monthly"}], step=1)
    table.command("plan", what=card(table), when=[{"meter": METER, "at_least": 60}])
    assert room.game.injects(0) == ()
    table.command("reveal")
    assert room.game.injects(1) == (card(table),)
    assert [m.text for m in room.game.messages("gcc")] == ["Breaking news."]
    assert not room.game.messages("tehran")
    assert [plan.fired for plan in room.kept.plans.values()] == [1, 1, None]
    table.command("proceed")
    table.command("reveal")
    assert room.game.injects(2) == ()
    again = table.again()
    again.tick()
    assert again.game.injects(2) == ()


def test_a_plan_under_a_condition_of_the_true_position(table: Table) -> None:
    room = table.room
    stands = room.game.meter(METER)
    table.command("plan", text="It was too much.", when=[{"meter": METER, "at_least": stands + 1}])
    assert room.kept.plans["1"].fired is None
    table.command("rule", form="amend", about="", changes={METER: 1}, reason="Because.")
    assert room.kept.plans["1"].fired == 0
    assert room.game.messages("proxies")[-1].text == "It was too much."


def test_going_back_brings_plans_back(table: Table) -> None:
    room = table.room
    table.command("plan", what=card(table), step=1)
    table.command("reveal")
    table.command("back", step=0)
    assert room.kept.plans["1"].fired is None
    table.command("reveal")
    assert room.game.injects(1) == (card(table),)
    table.command("back", step=1)
    assert room.game.injects(1) == (card(table),), "of the step itself, what has happened stays"


def test_plans_that_cannot_be(table: Table) -> None:
    for fields, why in (
        ({}, "either an event or something to say"),
        ({"what": card(table)}, "say when"),
        ({"what": "rain", "step": 1}, "is not an event"),
        ({"text": "Hello.", "own": True}, "only an event"),
        ({"text": "Hello.", "step": 1, "to": ["mars"]}, "is not a seat"),
        ({"text": "Hello.", "when": [{"meter": "mars.moons", "at_least": 1}]}, "is not a meter"),
        ({"text": "Hello.", "when": [{"meter": METER}]}, "when is not"),
        ({"text": "Hello.", "when": [{"deal": "moon-treaty", "state": "absent"}]}, "is not a deal"),
    ):
        with pytest.raises(Refused, match=why):
            table.command("plan", **fields)
    table.command("reveal")
    with pytest.raises(Refused, match="has been played"):
        table.command("plan", text="Hello.", step=0)
    assert table.room.kept.plans == {}
    table.command("plan", what=card(table), step=3, own=True)
    table.command("unplan", number=1)
    assert table.room.kept.plans == {}
    with pytest.raises(Refused, match="there is no plan 1"):
        table.command("unplan", number=1)


def test_letters_wait_for_the_umpire(table: Table) -> None:
    game = table.room.game
    table.command("hold", seats=["tehran"])
    for text in ("One.", "Two.", "Three."):
        table.act("anna", "send", to=["washington"], text=text)
    table.act("eva", "send", to=["washington"], text="Mine.")
    assert [m.text for m in game.messages("washington")] == ["Mine."]
    for number, deed in ((1, "released"), (2, "blocked"), (3, "leaked")):
        table.command("control", number=number, deed=deed)
    assert [m.text for m in game.messages("washington")] == ["Mine.", "One.", "Three."]
    assert [m.text for m in game.messages("gcc")] == ["Mine.", "Three."]
    assert [m.text for m in game.messages("tehran")] == ["One.", "Two.", "Three.", "Three."], (
        "it reads the leak"
    )
    table.command("hold", seats=[])
    table.act("anna", "send", to=["washington"], text="Four.")
    assert game.messages("washington")[-1].text == "Four."


def test_a_scripted_mediator_carries_at_once_and_after_release(table: Table) -> None:
    game = table.room.game
    table.act("anna", "send", to=["washington"], via="proxies", text="Over there.")
    assert [m.text for m in game.messages("washington")] == ["Over there."]
    table.command("hold", seats=["tehran"])
    table.act("anna", "send", to=["washington"], via="proxies", text="And there.")
    assert len(game.messages("washington")) == 1
    table.command("control", number=2, deed="released")
    assert [m.text for m in game.messages("washington")] == ["Over there.", "And there."]


def test_a_person_mediates(table: Table) -> None:
    game = table.room.game
    table.act("anna", "send", to=["washington"], via="gcc", text="Softly.", mark="pledge")
    assert not game.messages("washington")
    with pytest.raises(Refused, match="asked to carry"):
        table.act("cora", "mediate", place=1, deed="carried")
    table.act("eva", "mediate", place=1, deed="reshaped", text="Loudly.")
    assert [m.text for m in game.messages("washington")] == ["Loudly."]
    table.command("settle", place=1, verdict="kept")
    with pytest.raises(Refused, match="final"):
        table.command("settle", place=1, verdict="broken")


def test_announcements(table: Table) -> None:
    game = table.room.game
    stamp = table.room.stamp("tehran"), table.room.stamp(WALL)
    table.command("announce", to=["gcc"], text="Between us.")
    assert (table.room.stamp("tehran"), table.room.stamp(WALL)) == stamp
    table.command("announce", text="Ten minutes.")
    assert [m.text for m in game.messages("gcc")] == ["Between us.", "Ten minutes."]
    assert table.room.stamp(WALL) != stamp[1]
    assert table.room.unread("anna") == 1


def test_back_to_the_start_of_a_phase(table: Table) -> None:
    room, order = table.room, table.menu("tehran")[0]
    table.act("anna", "write", order=order)
    table.act("anna", "send", to=["gcc"], text="Then.")
    table.command("reveal")
    table.command("proceed")
    table.act("anna", "send", to=["gcc"], text="Later.")
    table.command("back", step=0, luck="fresh", reason="A mistake.")
    assert (room.phase, room.game.step, room.due) == ("orders", 0, table.clock.now + 300)
    assert room.session("tehran").draft == [order], "as it was sealed, to be changed"
    assert [m.text for m in room.game.messages("gcc")] == ["Then."]
    with pytest.raises(Refused, match="no step 4"):
        table.command("back", step=4)


def test_what_was_ordered_is_all_in_the_journal(table: Table) -> None:
    table.command("note", text="Tehran quarrels.")
    table.command("extend", seconds=60)
    table.seal("anna")
    table.command("reveal")
    done = [(t.by, t.what) for t in told(table.path)]
    assert done[-4:] == [(DESK, "note"), (DESK, "extend"), ("anna", "seal"), (DESK, "reveal")]
    assert [note.text for note in table.room.kept.notes] == ["Tehran quarrels."]
    assert next(t for t in told(table.path) if t.what == "extend").asked == {"seconds": 60}


def test_forecasts_and_reasons(table: Table) -> None:
    question = next(iter(table.room.game.questions))
    table.act("ben", "forecast", question=question, percent=70)
    table.act("anna", "forecast", question=question, percent=10)
    table.act("ben", "reason", text="To be left alone.")
    assert [(f.person, f.percent) for f in table.room.game.forecasts] == [("ben", 70), ("anna", 10)]
    assert table.room.game.stated == {"tehran": "To be left alone."}
    with pytest.raises(Refused, match="is not a question"):
        table.act("ben", "forecast", question="who wins", percent=70)


def test_a_plan_that_was_cut_short_is_not_done_twice(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """The save has the event, the journal has not: after that it has happened, once."""
    room, log = table.room, table.room._log
    assert log is not None
    table.command("plan", what=card(table), step=1)
    write = log.write

    def fails(line: Told) -> None:
        if line.what == "plan" and line.by == ROOM:
            raise SaveError(table.path, 0, "cannot be written: No space left on device")
        write(line)

    with monkeypatch.context() as patch:
        patch.setattr(log, "write", fails)
        with pytest.raises(SaveError):
            table.command("reveal")
    assert room.kept.plans["1"].fired is None
    for one in (table.again(), room):
        one.tick()
        assert one.game.injects(1) == (card(table),)
        assert (one.kept.plans["1"].fired, one.kept.plans["1"].missed) == (1, "")
