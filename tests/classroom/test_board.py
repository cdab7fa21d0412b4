"""The board as a drawing: whole, well made, and no more than the seat knows."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from at_seat import SEATS, World

from wargame.classroom.board import SIZES, SMALL, WIDE, Size, draw_board, draw_course, draw_gauge
from wargame.classroom.situation import Situation, situation
from wargame.text.eyes import EVERYBODY

LETTER = 0.62
"""Width of a letter against its height, in the widest of the common fonts."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("class"))
    made.play(5)
    yield made
    made.close()


def drawn(found: Situation, size: Size) -> ElementTree.Element:
    return ElementTree.fromstring(draw_board(found.areas, found.pairs, size))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
@pytest.mark.parametrize("seat", [*SEATS, EVERYBODY])
def test_every_area_and_pair_is_drawn_and_described(world: World, seat: str, size: Size) -> None:
    found = situation(world.room.game, seat)
    picture = drawn(found, size)
    words = " ".join(picture.itertext())

    assert [g.get("data-area") for g in picture.iter("g") if g.get("class") == "area"] == [
        a.name for a in found.areas
    ]
    described = picture.find("desc")
    assert described is not None
    assert all(area.label in (described.text or "") for area in found.areas)
    assert all(pair.letters in words for pair in found.pairs)
    assert picture.get("role") == "img"
    assert set(str(picture.get("aria-labelledby")).split()) == {
        e.get("id") for e in picture.iter() if e.get("id")
    }


@pytest.mark.parametrize(("size", "height"), [(SMALL, 11), (WIDE, 15)], ids=["small", "wide"])
@pytest.mark.parametrize("seat", [*SEATS, EVERYBODY])
def test_no_word_runs_out_of_its_box_or_into_its_number(
    world: World, seat: str, size: Size, height: int
) -> None:
    picture = drawn(situation(world.room.game, seat), size)
    for area in (g for g in picture.iter("g") if g.get("class") == "area"):
        rows: dict[str, list[ElementTree.Element]] = {}
        for word in area.iter("text"):
            rows.setdefault(str(word.get("y")), []).append(word)
        for words in rows.values():
            starts = [w for w in words if not w.get("text-anchor")]
            ends = [w for w in words if w.get("text-anchor")]
            right = size.box if not ends else int(str(ends[0].get("x"))) - length(ends[0], height)
            for word in starts:
                bold = 1.08 if word.get("class") == "name" else 1
                assert int(str(word.get("x"))) + length(word, height) * bold <= right + 3, word.text


def length(word: ElementTree.Element, height: int) -> float:
    return len(word.text or "") * height * LETTER


def test_a_drawing_holds_what_the_seat_knows(world: World) -> None:
    game = world.room.game
    tehran, everybody = situation(game, "tehran"), situation(game, EVERYBODY)
    shown = {g.row for a in everybody.areas for g in a.gauges}

    assert shown < {g.row for a in tehran.areas for g in a.gauges}
    for seat in game.seats.values():
        assert all(seat.certainty[row] == 2 for row in shown)


def test_gauges_and_courses_stay_in_their_frames(world: World) -> None:
    for gauge in situation(world.room.game, "washington").main:
        bar = ElementTree.fromstring(draw_gauge(gauge))
        assert all(0 <= int(str(r.get("width"))) <= 96 for r in bar.iter("rect"))
        course = ElementTree.fromstring(draw_course(gauge))
        numbers = [int(n) for p in course.iter("path") for n in split(str(p.get("d")))]
        assert all(0 <= n <= 96 for n in numbers)
        assert bar.get("aria-hidden") == course.get("aria-hidden") == "true"


def split(path: str) -> list[str]:
    for letter in "MVH":
        path = path.replace(letter, " ")
    return path.split()
