"""What the desk can hand out: packs and pages of its rooms, and a seat's own page once its game is over."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from at_seat import SEATS, World
from debriefed import Lesson

from wargame.classroom import debrief
from wargame.ruleset.tables import Ruleset
from wargame.table.acts import Refused


@pytest.fixture(scope="module")
def lessons(rules: Ruleset, tmp_path_factory: pytest.TempPathFactory) -> list[Lesson]:
    folder = tmp_path_factory.mktemp("hall")
    return [Lesson(rules, folder / "over.jsonl").play(), Lesson(rules, folder / "going.jsonl").play(2)]


def test_the_pack_of_a_hall_is_one_archive_and_the_same_bytes_each_time(lessons: list[Lesson]) -> None:
    rooms = [lesson.room for lesson in lessons]
    whole = debrief.archive(debrief.files(rooms, pseudonyms=True))

    with zipfile.ZipFile(io.BytesIO(whole)) as packed:
        names = set(packed.namelist())
    assert {"debrief/students.csv", "debrief/comparison.html", "debrief/table-1-seat-gcc.html"} <= names
    assert not any("table-2-seat" in name for name in names), "its game goes on"
    assert debrief.archive(debrief.files(rooms, pseudonyms=True)) == whole


def test_a_seat_gets_its_page_when_the_game_is_over(lessons: list[Lesson]) -> None:
    over, going = (lesson.room for lesson in lessons)

    assert "What you believed" in debrief.seat_of(over, "tehran")
    with pytest.raises(Refused, match="when the game is over"):
        debrief.seat_of(going, "tehran")
    with pytest.raises(Refused, match="no such seat"):
        debrief.seat_of(over, "narnia")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path / "class", scenario="intro")
    yield made
    made.close()


def test_whoever_sat_there_takes_a_page_home_and_nobody_before_the_end(world: World) -> None:
    world.play(1)
    world.act("gcc", "reason", text="Nobody else reads this reason.")
    world.act("gcc", "seal", orders=[])
    world.act("gcc", "send", to=["tehran"], text="Between the two of us.")
    browsers = {seat: world.browser(seat) for seat in SEATS}
    for browser in browsers.values():
        answer = browser.get("/seat/debrief")
        assert answer.status_code == 409
        assert "when the game is over" in answer.text
        assert "you believed" not in answer.text
        assert "/seat/debrief" not in browser.get("/seat").text
    for seat in ("tehran", "washington", "proxies", "gcc"):  # the sheets open with the third
        world.command("seat", seat=seat, player="doctrine")
    while not world.room.game.over:
        world.command("proceed" if world.room.phase == "report" else "reveal")

    for seat, browser in browsers.items():
        assert 'href="/seat/debrief"' in browser.get("/seat").text
        answer = browser.get("/seat/debrief")
        assert answer.status_code == 200
        assert f"Debrief: {world.room.game.seats[seat].label}, Table 1" in unescape(answer.text)
        assert answer.text == debrief.seat_of(world.room, seat)
        assert ("Between the two of us." in answer.text) is (seat in ("gcc", "tehran"))
        assert ("Nobody else reads" in answer.text) is (seat == "gcc")
        assert "script" not in answer.headers["content-security-policy"]
        for other in set(SEATS) - {seat}:
            assert f"Person of {other}" not in answer.text
    stranger = browsers["gcc"]
    stranger.cookies.clear()
    assert stranger.get("/seat/debrief").status_code == 401

    world.command("back", step=0)
    assert browsers["tehran"].get("/seat/debrief").status_code == 409


def test_looking_changes_nothing_at_the_table(lessons: list[Lesson]) -> None:
    room = lessons[1].room
    before = (room.game.step, dict(room.game.sealed), room.game.games.state.digest(), room.kept.model_dump())
    debrief.page([room])
    debrief.files([room])

    after = (room.game.step, dict(room.game.sealed), room.game.games.state.digest(), room.kept.model_dump())
    assert after == before


def test_the_policy_lets_nothing_in_but_the_page_s_own_style(lessons: list[Lesson]) -> None:
    text = debrief.page([lesson.room for lesson in lessons])
    policy = debrief.policy(text)
    style = text.split("<style>")[1].split("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    assert text.count("<style>") == 1
    assert policy.startswith("default-src 'none'; ")
    assert f"style-src 'sha256-{digest}'" in policy
