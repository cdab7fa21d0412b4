"""Positions between the phases of a step, and the lines of play that one save holds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from recorded import play_on, start

from wargame.record.branches import branches, copy_of, load_branch, shared_steps
from wargame.record.game import Game
from wargame.record.journal import SaveError
from wargame.record.past import BEFORE_REVEAL, PHASES, Moment, at_moment, moments
from wargame.ruleset.tables import Ints, Ruleset


@pytest.fixture(scope="module")
def whole(rules: Ruleset) -> Game:
    game = start(rules, None)
    play_on(game)
    return game


@pytest.fixture(scope="module")
def unfinished(rules: Ruleset) -> Game:
    game = start(rules, None)
    play_on(game, 2)
    return game


def stands(game: Game) -> Ints:
    return game.games.state.meters[:, 0]


def test_every_phase_of_every_step_is_a_moment(whole: Game, unfinished: Game) -> None:
    assert moments(whole) == [Moment(step, phase) for step in range(whole.step) for phase in PHASES]
    assert moments(unfinished)[-2:] == [Moment(2, "world"), Moment(2, BEFORE_REVEAL)]


def test_before_the_reveal_stands_what_the_seats_saw(whole: Game) -> None:
    for turn in whole.turns:
        past = at_moment(whole, Moment(turn.step, BEFORE_REVEAL))

        assert (stands(past) == stands(whole.at(turn.step))).all()
        assert past.view("gcc").menu == whole.at(turn.step).view("gcc").menu


def test_each_phase_adds_its_own_entries(whole: Game) -> None:
    for turn in whole.turns:
        before = stands(at_moment(whole, Moment(turn.step, PHASES[0])))
        for phase in PHASES[1:]:
            now = stands(at_moment(whole, Moment(turn.step, phase)))
            moved = np.zeros_like(now)
            for entry in turn.entries:
                moved[entry.row] += entry.amount * (entry.phase == phase)

            assert (now - before == moved).all(), (turn.step, phase)
            before = now


def test_the_end_of_a_step_is_what_came_of_it(whole: Game, unfinished: Game) -> None:
    for game in (whole, unfinished):
        for turn in game.turns:
            assert (stands(at_moment(game, Moment(turn.step, PHASES[-1]))) == turn.after).all()


def test_the_last_moment_of_a_finished_game_is_its_end(whole: Game) -> None:
    last = moments(whole)[-1]
    past, earlier = at_moment(whole, last), at_moment(whole, Moment(last.step, PHASES[-2]))

    assert (past.over, past.end, len(past.turns)) == (True, whole.end, len(whole.turns))
    assert not earlier.over


def test_a_moment_holds_the_entries_until_then(whole: Game) -> None:
    turn = whole.turns[1]
    past = at_moment(whole, Moment(1, "means"))

    assert {e.phase for e in past.opening[0]} <= set(PHASES[: PHASES.index("means") + 1])
    assert list(past.opening[0]) == [
        e for e in turn.entries if PHASES.index(e.phase) <= PHASES.index("means")
    ]


def test_looking_changes_nothing(whole: Game) -> None:
    before = stands(whole).copy(), len(whole.turns), whole.opening
    at_moment(whole, Moment(0, "deeds")).games.state.meters[:] = 0

    assert (stands(whole) == before[0]).all()
    assert (len(whole.turns), whole.opening) == before[1:]


# Lines of play ----------------------------------------------------------------------------------


@pytest.fixture
def branched(rules: Ruleset, tmp_path: Path) -> Path:
    path = tmp_path / "branched.jsonl"
    game = start(rules, path)
    play_on(game, 3)
    game.branch(1, "fresh", seed=99)
    play_on(game, 1)
    game.undo(0)
    game.close()
    return path


def test_every_line_of_play_is_found(branched: Path) -> None:
    found = branches(branched)

    assert [(b.number, b.steps, b.parts, b.last) for b in found] == [
        (1, 3, 1, False), (2, 2, 0, False), (3, 0, 0, True),
    ]  # fmt: skip


def test_a_line_of_play_can_be_taken_up(branched: Path) -> None:
    before = branched.read_bytes()
    one, two, last = (load_branch(branched, b) for b in branches(branched))

    assert [len(g.turns) for g in (one, two, last)] == [3, 2, 0]
    assert shared_steps(one, two) == 1
    assert shared_steps(one, one) == 3
    assert branched.read_bytes() == before


def test_going_back_before_anything_is_no_line_of_its_own(rules: Ruleset, tmp_path: Path) -> None:
    path = tmp_path / "plain.jsonl"
    game = start(rules, path)
    game.undo(0)
    play_on(game, 1)
    game.close()

    assert [b.steps for b in branches(path)] == [1]


def test_games_of_other_dice_share_nothing(rules: Ruleset) -> None:
    one, other = start(rules, None, seed=1), start(rules, None, seed=2)
    play_on(one, 1)
    play_on(other, 1)

    assert shared_steps(one, other) == 0


def test_a_copy_is_a_save(branched: Path, tmp_path: Path) -> None:
    first = branches(branched)[0]
    copy = tmp_path / "new" / "copy.jsonl"
    copy_of(branched, first.upto, copy)

    assert len(Game.load(copy).turns) == 3
    with pytest.raises(SaveError, match="copy"):
        copy_of(branched, first.upto, copy)


def test_a_torn_line_is_not_copied(branched: Path, tmp_path: Path) -> None:
    with branched.open("ab") as file:
        file.write(b'{"kind":"sheet","st')
    copy = tmp_path / "copy.jsonl"
    copy_of(branched, 10_000, copy)

    assert Game.load(copy).notice is None
