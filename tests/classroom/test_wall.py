"""The wall: what everybody at a table sees, for whoever looks at it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from at_seat import SEATS, World, disturb
from hosting import at_desk
from starlette.testclient import TestClient

from wargame.classroom import wall as walls
from wargame.classroom.wall import MOST_LINES, WallView, wall_view
from wargame.table.room import Room


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path / "class")
    made.play(3)
    yield made
    made.close()


@pytest.fixture
def wall(world: World) -> TestClient:
    """A browser with no cookie at all."""
    browser = world.browser("gcc")
    browser.cookies.clear()
    return browser


def test_it_asks_nobody_who_they_are_and_shows_where_things_stand(wall: TestClient, world: World) -> None:
    html = unescape(wall.get("/wall/t1").text)

    assert all(world.room.game.seats[seat].label in html for seat in SEATS)
    assert "Escalation ladder" in html
    assert "0 of" not in html
    assert html.count("not sealed") == 4
    assert wall.get("/wall/t9").status_code == 404
    assert 'id="wall"' in wall.get("/wall/t1/part").text


def test_only_what_is_public_hangs_there(wall: TestClient, world: World) -> None:
    world.act("gcc", "send", to=["washington"], text="Between us.")
    world.act("gcc", "send", to=["washington", "tehran"], text="Between three.")
    world.act("gcc", "send", to=[], text="To all.")
    world.act("gcc", "reason", text="Our reason.")
    world.act("tehran", "seal", orders=[])
    html = wall.get("/wall/t1").text

    assert "To all." in html
    assert "Between" not in html
    assert "Our reason" not in html
    assert html.count("<b>sealed</b>") == 1


def test_nothing_hidden_changes_a_byte_of_it(tmp_path: Path) -> None:
    one, other = World(tmp_path / "one"), World(tmp_path / "other")
    for world in (one, other):
        world.play(3)
    for seat in SEATS:
        hidden(other, seat)

    for path in ("/wall/t1", "/wall/t1/part", "/wall/t1/view.json"):
        assert one.browser("gcc").get(path).content == other.browser("gcc").get(path).content
    one.close()
    other.close()


def hidden(world: World, seat: str) -> None:
    """Drafts, reasons and letters; and every number that no seat at all reads."""
    game = world.room.game
    world.act(seat, "write", order=game.rules.programs.names[game.view(seat).menu[0]])
    world.act(seat, "send", to=[next(s for s in SEATS if s != seat)], text=f"From {seat} alone.")
    shared = set.intersection(*({int(r) for r in s.sight} for s in game.seats.values()))
    before = {row: int(game.games.state.meters[row, 0]) for row in shared}
    disturb(world.room, seat)
    for row, value in before.items():
        game.games.state.meters[row, 0] = value


def test_the_code_is_shown_to_the_desk_and_before_the_game_only(tmp_path: Path) -> None:
    world = World(tmp_path / "class")
    code = world.table.code
    desk, anybody = world.browser("gcc"), world.browser("gcc")
    anybody.cookies.clear()
    at_desk(desk, world.hall)

    assert code in desk.get("/wall/t1").text
    assert code not in anybody.get("/wall/t1").text
    world.command("start")
    assert code not in desk.get("/wall/t1").text
    world.close()


def test_it_fits_a_projector_and_counts_what_it_leaves_out(wall: TestClient, world: World) -> None:
    for number in range(6):
        world.act("gcc", "send", to=[], text=f"Word {number}.")
    html = wall.get("/wall/t1").text
    view = wall_view(world.room, world.clock())

    assert html.count('<li class="told') <= MOST_LINES < len(view.told)
    assert f"and {len(view.told) - MOST_LINES} more" in html
    assert "Word 5." in html
    assert "Word 1." not in html
    assert "and 2 earlier" in html
    data = json.loads(wall.get("/wall/t1/view.json").text)
    assert len(data["messages"]) == 6
    assert all(line.loud is False or line.text in unescape(html) for line in view.told[:MOST_LINES])


def test_the_end_is_on_it(tmp_path: Path) -> None:
    world = World(tmp_path / "class", scenario="intro")
    world.play(40)
    html = world.browser("gcc").get("/wall/t1").text

    assert "The end: " in html
    assert html.count(" points</td>") == 4
    assert "What a seat believed" not in html
    world.close()


def test_a_wall_is_made_once_for_all_who_look(
    wall: TestClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[float] = []
    left: set[str] = set()

    def counted(room: Room, now: float) -> WallView:
        made.append(now)
        return wall_view(room, now)

    monkeypatch.setattr(walls, "wall_view", counted)
    world.act("gcc", "send", to=[], text="One.")
    for _ in range(3):
        world.clock.now += 30
        for path in ("/wall/t1", "/wall/t1/part", "/wall/t1/view.json"):
            text = wall.get(path).text
            assert "One." in text
            left |= set(re.findall(r"about [a-z0-9]+ minutes left", text))
    assert len(made) == 1
    assert len(left) > 1, "the time goes on"
    assert json.loads(wall.get("/wall/t1/view.json").text)["now"] == world.clock.now

    world.act("gcc", "send", to=[], text="Two.")
    assert "Two." in wall.get("/wall/t1/part").text
    world.command("pause")
    assert "the clock is stopped" in wall.get("/wall/t1/part").text
    world.room.here("person-gcc", True)
    assert "1 here" in wall.get("/wall/t1/part").text
    world.command("seat", seat="gcc", player="doctrine")
    world.command("reveal")
    assert json.loads(wall.get("/wall/t1/view.json").text)["clock"]["phase"] == "report"
    assert len(made) == 5
