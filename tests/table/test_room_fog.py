"""Two tables that differ only in what a seat cannot know give it the same answers and the same events."""

from __future__ import annotations

import random
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tabled import PEOPLE, Clock, Dealings, Table, tried

from wargame.table.acts import Answer, parse_act
from wargame.table.room import DESK, WALL

THEM = ("anna", "ben")
"""The team of Tehran: what it writes and says in private differs between the two tables."""

VIEWERS = ("washington", "gcc", WALL)


def pair(tmp_path: Path, seed: int) -> tuple[Table, Table]:
    found = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        table = Table(tmp_path / name / "game.jsonl", clock=Clock(), seed=seed).begin(minutes=5)
        table.room.bulletin.boot = "b"
        found.append(table)
    return found[0], found[1]


def secretly(table: Table, dice: random.Random) -> None:
    """Tehran drafts, argues, writes letters that the others do not get, and asks for what it may not do."""
    person = dice.choice(THEM)
    here = [p for p in THEM if p in table.room.members]
    menu = table.menu("tehran")
    match dice.randint(0, 9):
        case 0 | 1 | 2:
            tried(table, lambda t: t.act(person, "write", order=dice.choice(menu)))
        case 3:
            tried(table, lambda t: t.act(person, "clear"))
        case 4:
            tried(table, lambda t: t.act(person, "reason", text=f"Because of {dice.random()}."))
        case 5:
            to = dice.choice(["proxies", "nobody"])
            tried(table, lambda t: t.act(person, "send", to=[to], text=f"Secret {dice.random()}."))
        case 6:
            tried(table, lambda t: t.act(person, "pen", to=dice.choice(here)))
        case 7:
            tried(table, lambda t: t.act(person, "read", count=dice.randint(0, 3)))
        case 8:
            question = next(iter(table.room.game.questions), "who")
            percent = dice.randint(0, 100)
            tried(table, lambda t: t.act(person, "forecast", question=question, percent=percent))
        case 9:
            tried(table, lambda t: t.act(person, "seal", orders=["not", "this"]))


def plain(came: Any) -> Any:
    """An answer as it is compared: a receipt follows from a number drawn by lot."""
    if came[0] == "done" and isinstance(came[1], Answer):
        data = {name: value for name, value in came[1].data.items() if name != "receipt"}
        return came[0], came[1].text, data, sorted(came[1].data)
    return came


def asks(person: str, content: dict[str, Any], table: Table) -> Answer:
    return table.room.act(person, parse_act(content))


def seen(table: Table, viewer: str) -> dict[str, Any]:
    room, game = table.room, table.room.game
    found: dict[str, Any] = {
        "events": room.events(viewer, "b.0"),
        "stamp": room.stamp(viewer),
        "phase": room.phase,
        "due": room.due,
        "roll": [(c.seat, c.sealed, [m.name for m in c.members]) for c in room.roll()],
    }
    if viewer in game.seats:
        found["messages"] = game.messages(viewer)
        found["menu"] = game.view(viewer).menu
        found["draft"] = list(room.session(viewer).draft)
    return found


@pytest.mark.parametrize("seed", range(4))
def test_what_one_team_does_in_private_changes_nothing_for_the_others(seed: int, tmp_path: Path) -> None:
    one, other = pair(tmp_path, seed)
    hidden = random.Random(seed), random.Random(seed + 100)
    ours = Dealings(seed)
    acted = 0
    for _ in range(80):
        for table, dice, much in ((one, hidden[0], 1), (other, hidden[1], 3)):
            kept = table.made
            table.made = 100_000 * much + kept
            for _ in range(much):
                secretly(table, dice)
            table.made = kept
        person = ours.dice.choice(["cora", "dan", "eva", "zoe"])
        content = ours.an_act(one, person)
        other.made = one.made
        deal = partial(asks, person, content)
        came = [plain(tried(table, deal)) for table in (one, other)]
        assert came[0] == came[1], content
        acted += came[0][0] == "done"
        if ours.dice.random() < 0.05:
            for table in (one, other):
                table.room.here("eva", not table.room.is_here("eva"))
        if ours.dice.random() < 0.03:
            for table in (one, other):
                open_together(table)
        for viewer in VIEWERS:
            assert seen(one, viewer) == seen(other, viewer)
    assert acted > 10
    assert one.room.stamp(DESK) != other.room.stamp(DESK), "the two tables do differ"


def open_together(table: Table) -> None:
    """Tehran seals the same sheet at both tables; the rest is done by the clock."""
    room = table.room
    if room.phase == "orders":
        pen = room.pens["tehran"]
        if "tehran" not in room.game.sealed:
            kept, table.made = table.made, 900_000 + table.made
            table.act(pen, "clear")
            table.made = 910_000 + kept
            table.act(pen, "seal", orders=[])
            table.made = kept
    table.clock.now += 301
    room.tick()
    if room.phase == "report":
        kept, table.made = table.made, 920_000 + table.made
        table.command("proceed")
        table.made = kept


@pytest.mark.parametrize("deed", ["hold", "block", "via"])
def test_a_sender_cannot_tell_what_became_of_a_letter(deed: str, tmp_path: Path) -> None:
    """Held, blocked or delivered: sender and bystanders see the same."""
    one, other = pair(tmp_path, 1)
    if deed in ("hold", "block"):
        other.command("hold", seats=["tehran"])
    via = "gcc" if deed == "via" else ""
    came = []
    for table in (one, other):
        table.made = 50
        came.append(table.act("anna", "send", to=["washington"], via=via, text="A word between us."))
    if deed == "block":
        other.command("control", number=1, deed="blocked")
    if deed == "via":
        other.act("eva", "mediate", place=1, deed="withheld")
    assert came[0] == came[1]
    for viewer in ("tehran", "proxies", WALL):
        assert seen(one, viewer) == seen(other, viewer)
    got = [len(table.room.game.messages("washington")) for table in (one, other)]
    assert got == ([0, 0] if deed == "via" else [1, 0])


def test_another_persons_id_gets_no_answer_of_theirs(tmp_path: Path) -> None:
    table = Table(tmp_path / "game.jsonl").begin()
    act = table.an_act("seal", orders=[])
    sealed = table.room.act("anna", act)
    assert sealed.data["receipt"]
    assert tried(table, lambda t: t.room.act("dan", act))[0] == "refused"
    eva = table.room.act("eva", act)
    assert eva.data["receipt"] != sealed.data["receipt"]


def test_nobody_is_told_whose_number_jumped(tmp_path: Path) -> None:
    """Drafts of others leave no gap in the count."""
    table = Table(tmp_path / "game.jsonl").begin()
    before = table.room.stamp("washington"), table.room.stamp(WALL)
    table.act("anna", "write", order=table.menu("tehran")[0])
    table.act("anna", "send", to=["gcc"], text="Quietly.")
    assert (table.room.stamp("washington"), table.room.stamp(WALL)) == before
    assert table.room.events("gcc", "x")[0].parts == ("reset",)


def test_why_a_table_is_halted_is_for_the_umpire(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = Table(tmp_path / "game.jsonl").begin()
    monkeypatch.setattr(type(table.room.game), "halted", "step 0: tehran.floor is 5 in the save")
    for person in PEOPLE:
        came = tried(table, lambda t, p=person: t.act(p, "write", order=t.menu("tehran")[0]))
        assert came == ("refused", ("this table cannot be played on; ask the umpire", ""))
    assert table.room.tick() is None
