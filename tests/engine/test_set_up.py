"""Where games begin, what of them is drawn by lot, and how some are taken out of a batch."""

from __future__ import annotations

import numpy as np
import pytest
from playing import Play

from wargame.engine.dice import Dice, seeds_of
from wargame.engine.games import Games
from wargame.engine.state import State, set_up
from wargame.ruleset.tables import Ruleset


@pytest.mark.parametrize("scenario", ["standoff", "crisis", "intro"])
def test_a_game_begins_as_its_scenario_says(rules: Ruleset, scenario: str) -> None:
    plan = rules.scenarios[scenario]
    state = set_up(rules, plan, Dice(seeds_of(1, 200)))
    by_lot = {row for row, _, _ in rules.meters.draw} | set(rules.estimates.row.tolist())
    by_rule = {rules.meters.row[n] for n in ("world.clock", "world.peak")}
    fixed = [row for row in range(rules.meters.count) if row not in by_lot | by_rule]

    assert (state.meters[fixed] == plan.start[fixed, None]).all()
    assert (state.meters[rules.meters.row["world.clock"]] == int(plan.crisis)).all()
    assert (state.meters[rules.meters.row["world.peak"]] == plan.start[rules.meters.row["world.rung"]]).all()
    assert (state.ended == -1).all()
    assert state.step == 0
    assert not state.drawn.any()
    assert not state.cases.any()


def test_what_is_drawn_is_drawn_evenly_between_its_limits(rules: Ruleset) -> None:
    state = set_up(rules, rules.scenarios["standoff"], Dice(seeds_of(2, 60_000)))
    assert rules.meters.draw
    for row, least, most in rules.meters.draw:
        counts = np.bincount(state.meters[row] - least, minlength=most - least + 1)
        expected = 60_000 / (most - least + 1)

        assert counts.size == most - least + 1
        assert (np.abs(counts - expected) < 5 * np.sqrt(expected)).all()


def test_first_estimates_are_off_by_no_more_than_their_spread_and_by_all_of_it(rules: Ruleset) -> None:
    state = set_up(rules, rules.scenarios["standoff"], Dice(seeds_of(3, 20_000)))
    known = rules.estimates
    error = state.meters[known.row] - state.meters[known.truth]
    inside = (state.meters[known.truth] - known.spread[:, None] >= rules.meters.low[known.truth, None]) & (
        state.meters[known.truth] + known.spread[:, None] <= rules.meters.high[known.truth, None]
    )

    assert (np.abs(error) <= known.spread[:, None]).all()
    for at in np.flatnonzero(inside.all(axis=1)):
        assert error[at].min() == -known.spread[at]
        assert error[at].max() == known.spread[at]


def test_estimates_of_two_powers_are_off_independently(rules: Ruleset) -> None:
    known = rules.estimates
    pairs = [
        (a, b)
        for a in range(len(known.row))
        for b in range(a + 1, len(known.row))
        if known.truth[a] == known.truth[b]
    ]
    state = set_up(rules, rules.scenarios["standoff"], Dice(seeds_of(4, 4000)))
    error = state.meters[known.row] - state.meters[known.truth]
    for a, b in pairs:
        assert abs(float(np.corrcoef(error[a], error[b])[0, 1])) < 0.08


@pytest.mark.parametrize("part", ["meters", "drawn", "cases", "ended", "step"])
def test_a_digest_changes_with_every_part_of_a_position(rules: Ruleset, part: str) -> None:
    state = set_up(rules, rules.scenarios["standoff"], Dice(seeds_of(1, 3)))
    before = [state.digest(g) for g in range(3)]
    if part == "step":
        state.step += 1
        assert [state.digest(g) for g in range(3)] != before
        return
    array = getattr(state, part)
    array[..., 1] = ~array[..., 1] if array.dtype == np.bool_ else array[..., 1] + 1

    assert state.digest(0) == before[0]
    assert state.digest(1) != before[1]
    assert state.digest(2) == before[2]


def test_games_taken_from_a_batch_are_copies(rules: Ruleset) -> None:
    state = set_up(rules, rules.scenarios["standoff"], Dice(seeds_of(1, 5)))
    digests = [state.digest(g) for g in range(5)]
    some = state.take(np.array([3, 0]))
    whole = state.copy()
    some.meters[:] = 0
    some.drawn[:] = True
    some.cases[:] = 9
    some.ended[:] = 0
    whole.meters[:] = 0

    assert [state.digest(g) for g in range(5)] == digests
    assert State.take(state, np.array([3, 0])).digest(0) == digests[3]


@pytest.mark.parametrize("kind", ["null", "doctrine"])
def test_dropping_finished_games_changes_none_of_the_others(rules: Ruleset, kind: str) -> None:
    games = 200
    numbers = np.arange(games, dtype=np.int32)
    whole = Play.start(rules, "crisis", kind, numbers)
    lean = Play.start(rules, "crisis", kind, numbers)
    dropped = 0
    while not whole.games.over.all():
        whole.step()
        lean.step()
        assert [lean.games.state.digest(g) for g in range(len(numbers))] == [
            whole.games.state.digest(int(n)) for n in numbers
        ]
        stay = lean.games.compact()
        dropped += len(numbers) - len(stay)
        numbers = numbers[stay]
        lean.seeds = [seeds[stay] for seeds in lean.seeds]

    assert dropped == games
    assert lean.games.state.games == 0


def test_a_batch_of_no_games_can_still_be_played(rules: Ruleset) -> None:
    """What is left when the last game of a batch is dropped."""
    batch = Games(rules, rules.scenarios["standoff"], seeds_of(1, 0))
    batch.open()
    batch.resolve(batch.blank_orders())

    assert batch.over.all()
