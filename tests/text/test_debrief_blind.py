"""A blind replay: nothing of a reveal, or of what came after it, is told before; answers are counted right."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from debriefed import SEATS, played

from wargame.opponents.bench import Opponents
from wargame.record.game import Game
from wargame.ruleset.tables import Ruleset
from wargame.text.debrief.blind import Blind
from wargame.text.debrief.blind_page import shown_blocks, stop_blocks
from wargame.text.debrief.spread import NOTHING
from wargame.text.rulebook.blocks import texts_of

STEP = 4


@pytest.fixture(scope="module")
def game(rules: Ruleset) -> Game:
    return played(rules, "standoff", 2)


@pytest.fixture(scope="module")
def other(rules: Ruleset) -> Game:
    """The same until a step, and from its sheets on another game."""
    made = played(rules, "standoff", 2, steps=STEP)
    for seat in SEATS:
        made.set_player(seat, "null")
    opponents = Opponents(made)
    while not made.over:
        opponents.fill()
        made.advance()
    return made


@pytest.mark.parametrize("seat", SEATS)
def test_before_the_reveal_nothing_of_what_comes_is_told(game: Game, other: Game, seat: str) -> None:
    one, two = (Blind(g, seat, (STEP,)) for g in (game, other))
    assert game.turns[STEP].sheets != other.turns[STEP].sheets

    assert asdict(one.stop()) == asdict(two.stop())
    assert stop_blocks(one.stop()) == stop_blocks(two.stop())
    assert asdict(one.reveal()) != asdict(two.reveal())


def test_it_stops_where_the_seat_ordered_something(game: Game) -> None:
    blind, stops = Blind(game, "tehran"), []
    while True:
        stops.append(blind.stop().step)
        blind.reveal()
        if not blind.proceed():
            break

    assert stops == [t.step for t in game.turns if t.sheets["tehran"].orders]


def test_answers_by_person_and_by_hand_are_counted_beside_what_was_ordered(game: Game) -> None:
    blind = Blind(game, "washington", (STEP,))
    given = list(game.turns[STEP].sheets["washington"].orders)
    menu = [choice.order for choice in blind.stop().menu]
    another = next(order for order in menu if order not in given)
    blind.answer("a", given)
    blind.answer("b", [another])
    blind.answer("c", [another])
    blind.answer("c", [])
    blind.count(another, 3)
    blind.count(another, -1)
    assert blind.stop().answers == 5

    shown = blind.reveal()

    hands = {row.order: row.hands for row in shown.rows}
    assert hands[another] == 3
    assert hands[NOTHING] == 1
    assert all(hands[order] == 1 for order in given)
    assert {row.order for row in shown.rows if row.given} == set(given)
    assert (shown.people, shown.alike, shown.touched) == (3, 1, 1)
    assert any("Would have given it" in text for text in texts_of(shown_blocks(shown)))


def test_what_the_seat_could_not_have_ordered_is_refused_in_a_sentence(game: Game) -> None:
    blind = Blind(game, "washington", (STEP,))

    with pytest.raises(ValueError, match="is not an order"):
        blind.answer("a", ["invade-the-moon"])
    with pytest.raises(ValueError, match=r".+: .+"):
        blind.count(game.rules.programs.names[int(game.turns[0].orders.max())] + "x")
    assert not blind.stop().answers


def test_nobody_answers_or_peeks_out_of_turn(game: Game) -> None:
    blind = Blind(game, "gcc", (2, STEP))
    for early in (blind.proceed, blind.spread):
        with pytest.raises(ValueError, match="open the sheets first"):
            early()
    blind.reveal()
    with pytest.raises(ValueError, match="lie open"):
        blind.answer("a", [])
    assert blind.proceed()
    assert blind.stop().step == STEP


def test_it_is_taken_up_as_it_was_left(game: Game) -> None:
    blind = Blind(game, "tehran", (1, STEP))
    blind.answer("a", [])
    blind.count(NOTHING, 2)
    blind.reveal()

    again = Blind.again(game, blind.kept())

    assert again == blind
    assert asdict(again.reveal()) == asdict(blind.reveal())
    with pytest.raises(ValueError, match="not what a class has said"):
        Blind.again(game, {"seat": "tehran"})


def test_there_must_be_something_to_ask(rules: Ruleset, game: Game) -> None:
    with pytest.raises(ValueError, match="nothing to ask"):
        Blind(Game.new(rules, "intro", seed=1), "tehran")
    with pytest.raises(ValueError, match="is not a seat"):
        Blind(game, "narnia")
    with pytest.raises(ValueError, match="this game has steps"):
        Blind(game, "tehran", (999,))
