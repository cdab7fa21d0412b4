"""Any course of legal orders ends, and no number leaves its bounds on the way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playing import Opened, Play, reached, shipped

from wargame.engine.dice import seeds_of
from wargame.engine.games import Games
from wargame.ruleset.tables import Flags, Ints, Ruleset

GAMES = 4096


@dataclass(frozen=True)
class Course:
    """Every position of a long batch of random play: meters fit in a byte, and a byte keeps it small."""

    meters: list[np.ndarray]  # (M, G) each
    over: list[Flags]  # (G,) each, at the same moments
    ended: Ints  # (G,)


@pytest.fixture(scope="module", params=["standoff", "crisis", "intro"])
def course(request: pytest.FixtureRequest, rules: Ruleset) -> tuple[str, Course]:
    scenario = str(request.param)
    games = GAMES if scenario == "standoff" else 512
    play = Play.start(rules, scenario, "null", np.arange(games, dtype=np.int32))
    assert rules.meters.low.min() >= -128
    assert rules.meters.high.max() <= 127
    meters, over = [play.games.state.meters.astype(np.int8)], [play.games.over.copy()]
    for number, _ in enumerate(play.steps()):
        wide = play.games.state.meters
        assert np.abs(wide).max() <= 127
        meters.append(wide.astype(np.int8))
        over.append(play.games.over.copy())
        assert number < 200, "games do not end"
    return scenario, Course(meters, over, play.games.state.ended.copy())


def test_random_legal_games_end(rules: Ruleset, course: tuple[str, Course]) -> None:
    """And within the months of the scenario, each with no more crisis steps than a crisis may have."""
    scenario, found = course
    most = rules.scenarios[scenario].constants.ladder.crisis_steps
    months = rules.scenarios[scenario].months

    assert (found.ended >= 0).all()
    assert len(found.meters) - 1 <= most + months * (1 + most)
    assert found.meters[-1][rules.meters.row["world.month"]].max() <= months


def test_every_meter_stays_within_its_bounds(rules: Ruleset, course: tuple[str, Course]) -> None:
    for meters in course[1].meters:
        assert (meters >= rules.meters.low[:, None]).all()
        assert (meters <= rules.meters.high[:, None]).all()
        assert not meters[0].any()


def test_finished_games_stay_as_they_are(course: tuple[str, Course]) -> None:
    found = course[1]
    for before, after, over in zip(found.meters, found.meters[1:], found.over, strict=False):
        assert (before[:, over] == after[:, over]).all()


def test_more_than_one_end_is_reached_by_chance_alone(course: tuple[str, Course]) -> None:
    assert np.unique(course[1].ended).size > 1


NUMBERS = st.integers(0, 10**9)


@given(at=NUMBERS, which=NUMBERS, chance=NUMBERS)
@settings(max_examples=40)
def test_any_sheet_at_all_is_resolved(at: int, which: int, chance: int) -> None:
    """Orders of other seats, in wrong places, twice, unpaid or impossible: nothing is raised, nothing runs away."""
    rules, opened, games = shipped(), reached(), 16
    state = opened.state(at % opened.count).take(np.zeros(games, np.intp))
    scenario = sorted(rules.scenarios)[which % len(rules.scenarios)]
    batch = Games(rules, rules.scenarios[scenario], seeds_of(at, games), keep=True, state=state)
    wild = np.random.default_rng(chance)
    injects = wild.integers(rules.programs.orders, rules.programs.count, (2, games)).astype(np.int32)
    for number in range(3):
        before = batch.state.meters.copy()
        batch.open(injects if number == 0 else None)
        orders = wild.integers(0, rules.programs.orders, batch.blank_orders().shape).astype(np.int32)
        orders *= wild.random(orders.shape) < 0.7
        batch.resolve(orders)

        assert (batch.state.meters >= rules.meters.low[:, None]).all()
        assert (batch.state.meters <= rules.meters.high[:, None]).all()
        assert (batch.ledger.totals() == batch.state.meters - before).all()


@pytest.mark.parametrize("at", [0, 100, 200, 300])
def test_every_order_of_the_book_can_stand_anywhere(rules: Ruleset, opened: Opened, at: int) -> None:
    """One game for each order, which stands in every place of every sheet at once."""
    games = rules.programs.orders
    state = opened.state(at).take(np.zeros(games, np.intp))
    batch = Games(rules, rules.scenarios["standoff"], seeds_of(at, games), keep=True, state=state)
    before = batch.state.meters.copy()
    batch.open()
    batch.resolve(np.broadcast_to(np.arange(games, dtype=np.int32), batch.blank_orders().shape).copy())

    assert (batch.state.meters >= rules.meters.low[:, None]).all()
    assert (batch.state.meters <= rules.meters.high[:, None]).all()
    assert (batch.ledger.totals() == batch.state.meters - before).all()
