"""A ruling is told as the umpire's: its reason to those it was given to, what it moved to whoever sees that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wargame.opponents.bench import Opponents
from wargame.record.game import Game
from wargame.ruleset.tables import Ruleset
from wargame.text.eyes import EVERYBODY
from wargame.text.logbook import logbook
from wargame.text.messages import messages
from wargame.text.narrate import opening, story
from wargame.text.timeline import Timeline
from wargame.text.why import causes

SEATS = ("tehran", "washington", "proxies", "gcc")
ALL = (None, EVERYBODY, *SEATS)
SECRET, OPEN = "Only for the one.", "For everybody."


@pytest.fixture
def game(rules: Ruleset) -> Game:
    made = Game.new(rules, "standoff", seed=12, players=dict.fromkeys(SEATS, "doctrine"))
    opponents = Opponents(made)
    opponents.fill()
    made.advance()
    made.rule("amend", "", {"washington.posture": 99, "tehran.unrest": 1}, SECRET, to=["washington"])
    made.rule("overrule", "", {"washington.posture": -2}, OPEN)
    return made


def said(game: Game, seat: str | None) -> str:
    return " ".join(f"{s.text} {' '.join(s.detail)}" for s in opening(game, seat) if s.mark == "ruling")


def test_the_reason_goes_to_whom_it_was_given(game: Game) -> None:
    for seat in ALL:
        assert OPEN in said(game, seat)
        assert (SECRET in said(game, seat)) == (seat in (None, "washington"))


def test_what_it_moved_is_told_to_those_who_see_it(game: Game) -> None:
    """The rung of a carrier group is seen by all, unrest by its own side: told once, with the bounds of the scale."""
    opened = game.turns[-1].after[game.rules.meters.row["washington.posture"]]
    high = game.rules.meters.high[game.rules.meters.row["washington.posture"]]
    for seat in ALL:
        assert f"Force posture +{high - opened}" in said(game, seat)
        assert "Force posture -2" in said(game, seat)
        assert ("Unrest +1" in said(game, seat)) == (seat in (None, "tehran"))
        told = [s for s in opening(game, seat) if s.mark != "ruling"]
        assert not any("posture" in s.text.lower() or "ruling" in " ".join(s.detail) for s in told)


def test_why_names_the_umpire(game: Game) -> None:
    row = game.rules.meters.row["washington.posture"]
    for seat in ALL:
        whys = [(c.why, c.amount) for c in causes(game, seat, row)[:3]]
        first = (
            f"a ruling of the umpire's: {SECRET}"
            if seat in (None, "washington")
            else "a ruling of the umpire's"
        )
        assert whys[0] == (f"a ruling of the umpire's: {OPEN}", -2)
        assert whys[1][0] == "held at the end of its scale"
        assert whys[2] == (first, 99)
        after = causes(game, seat, row)
        assert [c.after for c in after[1:]] == [c.after - c.amount for c in after[:-1]]  # type: ignore[operator]


def test_a_ruling_stays_in_the_story_the_log_and_the_timeline(game: Game) -> None:
    Opponents(game).fill()
    turn = game.advance()
    for seat in ALL:
        assert any(OPEN in s.text for s in story(game, turn, seat))
        assert any(OPEN in entry.text for entry in logbook(game, seat))
        marks = [mark for mark in Timeline(game, seat).marks if mark.kind == "override" and OPEN in mark.text]
        assert [mark.moment.step for mark in marks] == [1]


def test_a_ruling_on_an_order_names_it_only_to_those_who_may_know_it(rules: Ruleset) -> None:
    game = Game.new(rules, "standoff", seed=1)
    for seat in SEATS:
        game.submit(seat, ["run-sources"] if seat == "washington" else [])
    game.advance()
    game.rule("void", "run-sources", game.undoing("run-sources"), OPEN)
    label = rules.programs.labels[rules.programs.index["run-sources"]]
    for seat in ALL:
        assert (f"voids {label}" in said(game, seat)) == (seat in (None, "washington"))
        assert ("voids an order" in said(game, seat)) == (seat not in (None, "washington"))


def test_an_attempt_is_told_with_its_arguments_and_its_dice(rules: Ruleset) -> None:
    game = Game.new(rules, "standoff", seed=1)
    done, _ = game.attempt("gcc", "A poet.", ["He is liked."], [], {"world.oil": -1}, {"world.oil": 1}, OPEN)
    for seat in ALL:
        told = said(game, seat)
        assert all(part in told for part in ("A poet.", "He is liked.", OPEN, f"2d6 fell {done.roll}"))
        assert ("It came off." in told) == done.succeeded
        assert f"Oil price {-1 if done.succeeded else 1:+d}" in told


def test_what_a_seat_neither_reads_nor_sees_leaves_no_word(rules: Ruleset) -> None:
    """A ruling for others on what is hidden is as if it had not been."""
    quiet, stirred = (Game.new(rules, "standoff", seed=1) for _ in range(2))
    stirred.rule("amend", "the street", {"tehran.floor": 1}, SECRET, to=["tehran"])
    for seat in ("washington", "proxies", "gcc", EVERYBODY):
        assert opening(stirred, seat) == opening(quiet, seat)
        for row in range(1, rules.meters.count):
            assert causes(stirred, seat, row) == causes(quiet, seat, row)


def test_the_umpire_reads_of_a_message_that_it_holds_it(rules: Ruleset) -> None:
    game = Game.new(rules, "standoff", seed=1)
    game.send("tehran", ["washington"], "Well.", via="gcc", held=True)
    plain = [replace(t, seen=t.seen) for t in messages(game, "tehran")]
    (told,) = messages(game, None)
    assert told.notes == ("The umpire holds it: nobody has it in hand.",)
    game.control(1, "blocked")
    assert "The umpire blocked it: it reached nobody." in messages(game, None)[0].notes
    assert messages(game, "tehran") == plain
