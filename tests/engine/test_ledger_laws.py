"""The ledger is the only way to change a meter, and its entries add up."""

from __future__ import annotations

import numpy as np
import pytest
from playing import Play

from wargame.engine.ledger import CLAMP, Ledger
from wargame.engine.state import State
from wargame.ruleset.tables import Ruleset


@pytest.mark.parametrize("scenario", ["standoff", "crisis"])
def test_entries_add_up_to_after_less_before(rules: Ruleset, scenario: str) -> None:
    """For every meter of every game in every step, clamping included."""
    play = Play.start(rules, scenario, "null", np.arange(96, dtype=np.int32), keep=True)
    clamped = 0
    while not play.games.over.all():
        before = play.games.state.meters.copy()
        play.step()
        moved = play.games.state.meters - before
        clamped += sum(block.why == CLAMP for block in play.games.ledger.blocks)

        assert (play.games.ledger.totals() == moved).all()

    assert clamped > 0


def test_the_entries_of_one_game_are_its_part_of_the_whole(rules: Ruleset) -> None:
    play = Play.start(rules, "standoff", "null", np.arange(8, dtype=np.int32), keep=True)
    for _ in range(4):
        play.step()
        totals = play.games.ledger.totals()
        for game in range(8):
            own = np.zeros(rules.meters.count, np.int32)
            for entry in play.games.ledger.entries(game):
                own[entry.row] += entry.amount

            assert (own == totals[:, game]).all()


@pytest.mark.parametrize("kind", ["null", "doctrine"])
def test_keeping_the_entries_changes_no_number(rules: Ruleset, kind: str) -> None:
    numbers = np.arange(64, dtype=np.int32)
    kept = Play.start(rules, "standoff", kind, numbers, keep=True)
    lost = Play.start(rules, "standoff", kind, numbers, keep=False)
    for _ in kept.steps():
        lost.step()

        assert not lost.games.ledger.blocks
        assert not lost.games.ledger.notes
        for game in numbers:
            assert kept.games.state.digest(int(game)) == lost.games.state.digest(int(game))


def _ledger(rules: Ruleset, games: int = 3) -> tuple[State, Ledger]:
    meters = np.repeat(rules.scenarios["standoff"].start[:, None], games, axis=1).astype(np.int32)
    state = State(
        meters,
        np.zeros((1, games), np.bool_),
        np.zeros((4, 6, games), np.int32),
        np.full(games, -1, np.int32),
        0,
    )
    return state, Ledger(rules, state, keep=True)


def test_changes_of_a_phase_settle_together_and_are_clamped_once(rules: Ruleset) -> None:
    """A loss and a gain that cross a bound between them do not lose a point on the way."""
    state, ledger = _ledger(rules)
    row = rules.meters.row["tehran.unrest"]
    state.meters[row] = 9
    ledger.change(row, np.full(3, 4, np.int32), "up")
    ledger.change(row, np.full(3, -4, np.int32), "down")
    assert (state.meters[row] == 9).all()
    ledger.settle()

    assert (state.meters[row] == 9).all()
    assert [e.why for e in ledger.entries(0)] == ["up", "down"]


def test_a_change_past_a_bound_is_booked_with_its_clamping(rules: Ruleset) -> None:
    state, ledger = _ledger(rules)
    row = rules.meters.row["tehran.unrest"]
    state.meters[row] = 9
    ledger.change(row, np.array([0, 1, 4], np.int32), "up")
    ledger.settle()

    assert state.meters[row].tolist() == [9, 10, 10]
    assert [(e.why, e.amount) for e in ledger.entries(2)] == [("up", 4), (CLAMP, -3)]
    assert ledger.entries(0) == []


def test_two_changes_of_one_meter_from_one_list_both_count(rules: Ruleset) -> None:
    state, ledger = _ledger(rules)
    row = rules.meters.row["tehran.unrest"]
    before = state.meters[row].copy()
    ledger.scatter(np.array([row, row]), np.array([1, 1]), np.array([1, 2], np.int32), "twice")
    ledger.settle()

    assert (state.meters[row] - before).tolist() == [0, 3, 0]


def test_the_ledger_leaves_finished_games_and_the_nought_row_alone(rules: Ruleset) -> None:
    state, ledger = _ledger(rules)
    state.ended[1] = 0
    ledger.open(state)
    row = rules.meters.row["tehran.unrest"]
    before = state.meters.copy()
    ledger.change(row, np.ones(3, np.int32), "up")
    ledger.change(0, np.ones(3, np.int32), "never")
    ledger.note("told", np.ones(3, np.bool_))
    ledger.settle()

    assert (state.meters - before)[row].tolist() == [1, 0, 1]
    assert (state.meters[0] == 0).all()
    assert ledger.entries(1) == []
    assert ledger.notes_of(1) == []
