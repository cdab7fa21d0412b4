"""What the desk can hand out: packs and pages of its rooms, and a seat's own page once its game is over."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile

import pytest
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
