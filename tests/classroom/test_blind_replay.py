"""A class goes through a game blind: nobody is told what comes, answers are on the disk first, only the desk leads."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from at_seat import SEATS, World
from hosting import EASY, Clock, at_desk, sit
from starlette.testclient import TestClient

from wargame.classroom.blind_hall import CHANGES, Replays
from wargame.classroom.hall import Hall
from wargame.classroom.server import make_app
from wargame.opponents.bench import Opponents
from wargame.record.game import Game
from wargame.record.journal import SaveError
from wargame.ruleset.tables import Ruleset
from wargame.text.debrief.spread import NOTHING

HTML = {"Accept": "text/html"}
STEP = 2
"""From its sheets on, the two games differ."""


def record(rules: Ruleset, path: Path, after: str = "doctrine") -> Game:
    """A finished game in a file; from a step on, its seats are held by others."""
    game = Game.new(rules, "intro", seed=5, players=dict.fromkeys(SEATS, "doctrine"), path=path)
    opponents = Opponents(game)
    while not game.over:
        if len(game.turns) == STEP and after != "doctrine":
            for seat in SEATS:
                game.set_player(seat, after)
        opponents.fill()
        game.advance()
    game.close()
    return game


@pytest.fixture(scope="module")
def recorded(rules: Ruleset, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two games that are the same until the sheets of a step."""
    folder = tmp_path_factory.mktemp("games")
    one, two = folder / "one.jsonl", folder / "two.jsonl"
    games = record(rules, one), record(rules, two, "null")
    assert games[0].turns[STEP].sheets != games[1].turns[STEP].sheets
    assert [t.sheets for t in games[0].turns[:STEP]] == [t.sheets for t in games[1].turns[:STEP]]
    return one, two


@pytest.fixture
def game(recorded: tuple[Path, Path], hall: Hall) -> Game:
    shutil.copy(recorded[0], hall.folder / "lesson.jsonl")
    return Game.load(recorded[0])


@pytest.fixture
def desk(browsers: Callable[[], TestClient], hall: Hall, game: Game) -> TestClient:
    del game
    client = browsers()
    at_desk(client, hall)
    return client


@pytest.fixture
def student(browsers: Callable[[], TestClient], hall: Hall) -> TestClient:
    client = browsers()
    sit(client, hall, "tehran")
    return client


def press(desk: TestClient, kind: str, status: int = 200, **fields: Any) -> Any:
    """A form of the desk's page, with what the page would send."""
    if kind != "begin":
        now = re.search(
            r'name="replay" value="(\d+)">.*?name="step" value="(\d+)"', desk.get("/desk/replay").text
        )
        assert now is not None
        fields = {"replay": now[1], "step": now[2]} | fields
    answer = desk.post("/desk/replay", data={"kind": kind, **fields}, headers=HTML)
    assert answer.status_code == status, answer.text
    return answer


def begin(desk: TestClient, **fields: Any) -> None:
    press(
        desk,
        "begin",
        **({"game": "file lesson.jsonl", "seat": "washington", "first": 0, "every": 1} | fields),
    )


def say(client: TestClient, orders: list[str], step: int = 0, id: str = "an-answer-01", **more: Any) -> Any:
    content = {"kind": "answer", "id": id, "replay": 1, "step": step, "orders": orders} | more
    return client.post("/replay/act", json=content)


def test_a_class_goes_through_a_game(
    desk: TestClient, student: TestClient, browsers: Callable[[], TestClient], hall: Hall, game: Game
) -> None:
    assert "No replay is open" in student.get("/replay").text
    assert "file lesson.jsonl" in desk.get("/desk/replay").text
    assert "ordered something in" in desk.get("/desk/replay", params={"game": "file lesson.jsonl"}).text
    assert "A blind replay is open" not in student.get("/seat").text
    begin(desk)
    assert "A blind replay is open" in student.get("/seat").text

    given = list(game.turns[0].sheets["washington"].orders)
    seen = student.get("/replay").text
    assert "What would you order?" in seen
    form = {"kind": "answer", "replay": "1", "step": "0", "orders": given, "q": "", "do": "send"}
    answer = student.post("/replay/act", data=form, headers=HTML)
    assert answer.status_code == 200
    assert "Your answer is kept." in answer.text
    assert f'value="{given[0]}" checked' in answer.text

    guest = browsers()
    code = re.search(r'with the code <b class="mark">(\w+)', desk.get("/desk/replay").text)
    assert code is not None
    assert guest.post("/replay/in", data={"code": code[1], "name": "Gülcan"}, headers=HTML).status_code == 200
    assert say(guest, []).json() == {"ok": True, "text": "Your answer is kept."}
    wall = browsers().get("/wall/replay").text
    assert '<b class="big">2</b>' in wall
    assert code[1] not in wall
    assert code[1] in desk.get("/wall/replay").text
    assert "really ordered" not in wall + student.get("/replay").text

    press(desk, "show")
    shown = student.get("/replay/view.json").json()["shown"]
    hands = {row["order"]: (row["hands"], row["given"]) for row in shown["rows"]}
    assert hands == dict.fromkeys(given, (1, True)) | {NOTHING: (1, False)}
    assert (shown["people"], shown["alike"], shown["touched"]) == (2, 1, 1)
    for page in (student.get("/replay"), browsers().get("/wall/replay"), desk.get("/desk/replay")):
        assert "really ordered" in page.text
    assert say(student, [], id="too-late-01").status_code == 409

    press(desk, "on")
    assert student.get("/replay/view.json").json()["step"] == 1
    assert "really ordered" not in student.get("/replay").text
    press(desk, "end")
    assert "No replay is open" in student.get("/replay").text
    begin(desk, seat="tehran")
    assert guest.get("/replay").text.count("Code of the replay") == 1
    del hall


def test_a_table_that_is_over_and_a_recorded_game_can_be_chosen(desk: TestClient, hall: Hall) -> None:
    for wish in ({"kind": "start"}, {"kind": "defaults", "to": "doctrine"}):
        desk.post("/desk/do", data={"table": "t1", **wish})
    assert 'value="table t1"' not in desk.get("/desk/replay").text
    press(desk, "begin", 409, game="table t1", seat="tehran")
    room = hall.tables["t1"].room
    while not room.game.over:
        desk.post("/desk/do", data={"table": "t1", "kind": "reveal"})
        desk.post("/desk/do", data={"table": "t1", "kind": "proceed"})

    text = desk.get("/desk/replay").text
    assert 'value="table t1"' in text
    assert 'value="recorded collapse.jsonl"' in text
    begin(desk, game="table t1", seat="tehran", every=2)
    desk.post(
        "/desk/do", data={"table": "t1", "kind": "back", "step": "0", "luck": "fresh", "reason": "again"}
    )
    assert room.game.step == 0
    assert "What would you order?" in desk.get("/desk/replay").text


def test_only_the_desk_leads(
    student: TestClient, browsers: Callable[[], TestClient], desk: TestClient
) -> None:
    begin(desk)
    stranger = browsers()
    for client in (student, stranger):
        for ask in (client.get("/desk/replay"), client.get("/desk/replay/part")):
            assert ask.status_code == 401
        wish = {"kind": "show", "id": "mine-to-show", "replay": 1, "step": 0}
        assert client.post("/desk/replay", json=wish).status_code == 401
    assert "Code of the replay" in stranger.get("/replay").text
    assert stranger.get("/replay/part").status_code == 401
    assert stranger.get("/replay/view.json").status_code == 401
    assert say(stranger, []).status_code == 401
    wrong = stranger.post("/replay/in", data={"code": "XXXXXX", "name": "Eve"}, headers=HTML)
    assert wrong.status_code == 403
    assert student.get("/replay/view.json").json()["shown"] is None


def test_what_cannot_be_read_or_given_is_refused_in_a_sentence(student: TestClient, desk: TestClient) -> None:
    assert say(student, []).json()["text"] == "That replay is closed."
    begin(desk)
    forget = {"kind": "forget", "id": "forget-01", "replay": 1, "step": 0}
    refused = [
        (say(student, [], colour="red"), "Colour is not a field"),
        (say(student, ["x"] * 41), "Orders"),
        (say(student, [7]), "Orders"),  # type: ignore[list-item]
        (say(student, ["invade-the-moon"]), "Invade-the-moon: "),
        (say(student, [], id="x"), "Id"),
        (say(student, [], replay=2), "That replay is closed."),
        (say(student, [], step=1), "The sheets of that question lie open"),
        (say(student, [], kind="show"), "Kind"),
        (student.post("/replay/act", json=forget), "You have not answered yet."),
        (student.post("/replay/act", content="{", headers={"Content-Type": "application/json"}), "That is not JSON"),
        (student.post("/replay/act", json=[1]), "Kind"),
    ]  # fmt: skip
    for answer, text in refused:
        assert answer.status_code in (400, 409)
        assert answer.json()["text"].startswith(text), answer.json()
    form = {"kind": "answer", "replay": "1", "step": "0", "orders": ["invade-the-moon"]}
    assert "invade-the-moon: " in student.post("/replay/act", data=form, headers=HTML).text.lower()
    assert student.post("/replay/act", content=b"x" * 9000).status_code == 413
    assert student.get("/replay/view.json").json()["answers"] == 0
    for wish in (
        {"kind": "begin", "game": "file ../secret.jsonl", "seat": "tehran"},
        {"kind": "begin", "game": "file lesson.jsonl", "seat": "narnia"},
        {"kind": "on", "replay": 1, "step": 0},
        {"kind": "show", "replay": 1, "step": 1},
        {"kind": "show", "replay": 1, "step": 0, "loud": True},
    ):
        assert desk.post("/desk/replay", json={"id": "desk-wish-1"} | wish).status_code == 409


def test_a_game_that_cannot_be_opened_leaves_nothing_behind(desk: TestClient, hall: Hall) -> None:
    for wish in ({"seat": "narnia"}, {"first": "999"}):
        press(desk, "begin", 409, **({"game": "file lesson.jsonl", "seat": "tehran"} | wish))
    text = (hall.folder / "lesson.jsonl").read_text(encoding="utf-8")
    (hall.folder / "lesson.jsonl").write_text(text.replace('"tehran"', '"Tehran"', 1), encoding="utf-8")
    answer = press(desk, "begin", 409, game="file lesson.jsonl", seat="tehran")
    assert "was changed after it was written" in answer.text
    assert str(hall.folder) not in answer.text
    assert list((hall.folder / "replay").iterdir()) == []


def test_a_resend_is_no_second_answer(student: TestClient, desk: TestClient, hall: Hall) -> None:
    begin(desk)
    menu = [o["order"] for o in student.get("/replay/view.json").json()["menu"]]
    first = say(student, [menu[0]], id="first-answer")
    assert say(student, [], id="second-answer").status_code == 200

    again = say(student, [menu[0]], id="first-answer")

    assert again.json() == first.json()
    assert student.get("/replay/view.json").json()["mine"] == []
    assert len((hall.folder / "replay" / "1.replay").read_text().splitlines()) == 3
    wish = {"kind": "show", "id": "show-it-once", "replay": 1, "step": 0}
    assert [desk.post("/desk/replay", json=wish).status_code for _ in "12"] == [200, 200]
    assert desk.post("/desk/replay", json=wish | {"id": "show-it-twice"}).status_code == 409


def test_nobody_changes_their_mind_for_ever(student: TestClient, desk: TestClient) -> None:
    begin(desk)
    answers = [say(student, [], id=f"answer-{n:04}").status_code for n in range(CHANGES + 1)]
    assert answers == [200] * CHANGES + [409]


def test_every_acknowledged_answer_survives(
    student: TestClient, desk: TestClient, hall: Hall, tmp_path: Path, clock: Clock
) -> None:
    begin(desk, first=1)
    menu = [o["order"] for o in student.get("/replay/view.json").json()["menu"]]
    folders = []

    def killed(name: str) -> dict[str, Any]:
        """What another server finds in what lies on the disk at this moment, with half a line at its end."""
        copy = tmp_path / name
        shutil.copytree(hall.folder, copy)
        with (copy / "replay" / "1.replay").open("a") as torn:
            torn.write('{"kind":"done","at":1900')
        again = Hall.open(copy, clock)
        folders.append(again)
        client = TestClient(make_app(again, limits=EASY), base_url="http://localhost:8000")
        client.cookies = student.cookies
        found: dict[str, Any] = client.get("/replay/view.json").json()
        if found["open"] and found["shown"] is None:
            assert say(client, [], found["step"], "after-restart").status_code == 200
        return found

    assert say(student, menu[:1], 1).status_code == 200
    assert (killed("a")["mine"], killed("b")["answers"]) == (menu[:1], 1)
    press(desk, "show")
    assert killed("c")["shown"]["people"] == 1
    press(desk, "on")
    assert (killed("d")["step"], killed("e")["mine"]) == (2, None)
    press(desk, "end")
    assert killed("f") == {"open": False, "stamp": "none"}
    for again in folders:
        again.close()


def test_what_cannot_be_written_has_not_happened(
    student: TestClient, desk: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(desk)

    def full(*_: object) -> None:
        raise SaveError("replay", 0, "no space")

    monkeypatch.setattr("wargame.record.journal.Journal.append", full)
    assert say(student, []).status_code == 503
    monkeypatch.undo()
    assert student.get("/replay/view.json").json()["answers"] == 0
    assert say(student, []).status_code == 200


def test_a_journal_that_was_changed_is_named_to_the_desk_and_left_alone(
    desk: TestClient, hall: Hall, browsers: Callable[[], TestClient]
) -> None:
    begin(desk)
    path = hall.folder / "replay" / "1.replay"
    path.write_text(path.read_text().replace("washington", "tehran"))

    replays = Replays(hall)
    replays._alone(lambda: None)

    assert replays.open is None
    assert "1.replay:1: was changed" in replays.notice
    del browsers


@pytest.fixture
def pair(tmp_path: Path, recorded: tuple[Path, Path]) -> Iterator[list[World]]:
    """Two classes with the same people, whose recorded games differ only from a step's sheets on."""
    worlds = [World(tmp_path / name) for name in ("one", "two")]
    for world, path in zip(worlds, recorded, strict=True):
        shutil.copy(path, world.hall.folder / "lesson.jsonl")
    yield worlds
    for world in worlds:
        world.close()


@pytest.mark.parametrize("seat", SEATS)
def test_two_games_that_differ_only_in_what_comes_send_the_same_bytes(pair: list[World], seat: str) -> None:
    students = [world.browser("gcc") for world in pair]

    def wish(kind: str, step: int = 0, **more: Any) -> None:
        for at, (world, student) in enumerate(zip(pair, students, strict=True)):
            desk = TestClient(student.app, base_url="http://localhost:8000")
            at_desk(desk, world.hall)
            where = {} if kind == "begin" else {"replay": 1, "step": step}
            answer = desk.post(
                "/desk/replay", json={"kind": kind, "id": f"{kind}-{step:06}", **where, **more}
            )
            assert answer.status_code == 200, (at, answer.text)

    def everything(student: TestClient, step: int) -> list[tuple[int, bytes, dict[str, str]]]:
        menu = [o["order"] for o in student.get("/replay/view.json").json().get("menu", [])]
        form = {"kind": "answer", "replay": "1", "step": str(step)}
        asked = [
            student.get("/replay"),
            student.get("/replay", params={"done": "answer"}),
            student.get("/replay/part"),
            student.get("/replay/stamp"),
            student.get("/replay/view.json"),
            *(student.get(f"/wall/replay{part}") for part in ("", "/part", "/stamp")),
            *(say(student, [order], step, f"order-{step}-{n:04}") for n, order in enumerate(menu[::9])),
            say(student, menu, step, f"whole-menu-{step}"),
            say(student, ["invade-the-moon"], step, f"the-moon-{step}"),
            say(student, [], step + 1, f"too-early-{step}"),
            say(student, [], 99, f"far-ahead-{step}"),
            student.post("/replay/act", data=form | {"do": "filter", "q": "a"}),
            student.post("/replay/act", data=form | {"orders": menu[:1]}),
            student.post("/replay/act", data=form | {"orders": menu}),
            student.post("/desk/replay", json={}),
            student.get("/seat"),
        ]
        same = [
            (a.status_code, re.sub(rb'data-tab="\d+"|tab=\d+', b"", a.content), dict(a.headers))
            for a in asked
        ]
        return [
            (s, c, {k: v for k, v in h.items() if k != "content-length" or b"tab" not in c})
            for s, c, h in same
        ]

    wish("begin", game="file lesson.jsonl", seat=seat, every=2)
    assert everything(students[0], 0) == everything(students[1], 0)
    wish("show")
    assert everything(students[0], 0) == everything(students[1], 0)
    wish("on")
    assert everything(students[0], STEP) == everything(students[1], STEP)
    wish("show", STEP)
    assert students[0].get("/replay").content != students[1].get("/replay").content


def test_the_class_is_asked_where_the_seat_did_nothing_too(
    hall: Hall, desk: TestClient, student: TestClient
) -> None:
    """Else the question would tell that there was an order."""
    begin(desk, game="recorded record-exchanges.jsonl", seat="tehran")
    shown = student.get("/replay/view.json").json()
    assert shown["step"] == 0
    press(desk, "show")
    rows = student.get("/replay/view.json").json()["shown"]["rows"]
    assert [row["order"] for row in rows if row["given"]] == [NOTHING]
    assert "record-exchanges" not in student.get("/replay").text
    del hall


def test_what_is_sent_is_published(browser: TestClient) -> None:
    schema = browser.get("/schema.json").json()["replay"]
    text = json.dumps(schema)
    assert set(schema) == {"said", "desk"}
    for kind in ("answer", "forget", "begin", "show", "on", "end"):
        assert f'"const": "{kind}"' in text
    assert '"additionalProperties": false' in text
