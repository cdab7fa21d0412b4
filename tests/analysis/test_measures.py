"""Measures against a plain count over single games, kept step by step; and the same in any cut."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from wargame.analysis.measures import Gathering, gauges_of, parts, plain, qualifying
from wargame.analysis.runner import Batch, play, players_of
from wargame.analysis.study import play_arm
from wargame.engine.games import Games
from wargame.engine.step import Step
from wargame.ruleset.problems import RulesetError
from wargame.ruleset.schema import Count, Measure, Requirement
from wargame.ruleset.studies import matching
from wargame.ruleset.tables import Flags, Ints, Ruleset, Scenario

SEED, GAMES = 3, 24

TENSE = (Requirement(meter="world.rung", at_least=4),)
CALM = (Requirement(meter="world.rung", at_most=5), Requirement(clock="monthly"))
EITHER = (
    Requirement(any_of=(Requirement(clock="crisis"), Requirement(meter="world.accidents", at_least=1))),
)

MEASURES = [
    Measure(end="stand-off"),
    Measure(end="stand-off", to_month=3),
    *(Measure(meter="world.oil", at=at) for at in ("end", "mean", "sum", "most", "least", "change")),
    *(
        Measure(meter="tehran-washington.noise", at=at, from_month=3, to_month=6)
        for at in ("end", "mean", "sum", "most", "least", "change")
    ),
    Measure(meter="world.oil", at="mean", from_month=9),
    Measure(meter="world.oil", at="sum", from_month=9),
    Measure(share=TENSE),
    Measure(share=CALM, from_month=2, to_month=9),
    Measure(ever=EITHER),
    Measure(ever=TENSE, from_month=4, to_month=4),
    Measure(first=TENSE),
    Measure(first=EITHER, from_month=2),
    Measure(orders=Count()),
    Measure(orders=Count(power="tehran")),
    Measure(orders=Count(power="proxies", act="attack-shipping"), from_month=2),
    Measure(orders=Count(kind="posture")),
    Measure(deal="any"),
    Measure(deal="executive"),
    Measure(deal="protocol", from_month=2, to_month=7),
]


@dataclass
class Kept:
    """What one step of one game showed."""

    month: int
    meters: Ints
    before: Ints
    orders: list[int]
    ended: int


class Notebook:
    """A gatherer that keeps everything."""

    def __init__(self, games: Games, start: list[Ints], steps: list[list[Kept]], month: int) -> None:
        self.start, self.steps, self.month = start, steps, month
        start.append(games.state.meters[:, 0].copy())
        steps.append([])

    def before(self, games: Games) -> None:
        self.last = games.state.meters[:, 0].copy()

    def after(self, games: Games, step: Step, live: Flags) -> None:
        assert live.all()
        meters = games.state.meters[:, 0].copy()
        orders = [int(order) for order in step.orders[:, 0] if order]
        self.steps[-1].append(
            Kept(int(meters[self.month]), meters, self.last, orders, int(games.state.ended[0]))
        )

    def rows(self, games: Games, which: Ints) -> Ints:
        del games
        return np.zeros((1, which.size), np.int32)

    def take(self, games: Ints) -> Notebook:
        del games
        return self


@pytest.fixture(scope="module")
def scenario(rules: Ruleset) -> Scenario:
    return rules.scenarios["standoff"]


@pytest.fixture(scope="module")
def kept(rules: Ruleset, scenario: Scenario) -> tuple[list[Ints], list[list[Kept]]]:
    """Set-up and steps of each game, played alone."""
    start: list[Ints] = []
    steps: list[list[Kept]] = []
    players = players_of(rules, scenario.doctrines.items())
    month = rules.meters.row["world.month"]
    rows = np.zeros((1, GAMES), np.int32)
    play(rules, scenario, players, SEED, 0, rows, lambda games: Notebook(games, start, steps, month), tile=1)
    return start, steps


def holds(rules: Ruleset, requirements: tuple[Requirement, ...], meters: Ints) -> bool:
    def one(r: Requirement) -> bool:
        if r.any_of is not None:
            return any(map(one, r.any_of))
        if r.clock is not None:
            return bool(meters[rules.meters.row["world.clock"]] == (r.clock == "crisis"))
        if r.deal is not None:
            assert r.state == "offered"
            return bool(meters[rules.meters.row[f"deal.{r.deal}.offer"]] > 0)
        value = meters[rules.meters.row[r.meter or ""]]
        return bool((r.at_least is None or value >= r.at_least) and (r.at_most is None or value <= r.at_most))

    return all(map(one, requirements))


def by_hand(rules: Ruleset, never: int, measure: Measure, start: Ints, steps: list[Kept]) -> float:
    """A plain measure of one game, from what its docstring says."""
    some = [step for step in steps if measure.from_month <= step.month <= measure.to_month]
    if measure.end is not None:
        return 100.0 * any(s.ended == rules.ends.names.index(measure.end) for s in some)
    if measure.meter is not None:
        row = rules.meters.row[measure.meter]
        values = [int(s.meters[row]) for s in some]
        if measure.at == "sum":
            return float(sum(values))
        if not values:
            return np.nan
        first = steps.index(some[0])
        before = steps[first - 1].meters if first else start
        return {
            "end": float(values[-1]),
            "mean": sum(values) / len(values),
            "most": float(max(values)),
            "least": float(min(values)),
            "change": float(values[-1] - before[row]),
        }[measure.at]
    if measure.orders is not None:
        wanted = set(matching(rules, measure.orders))
        return float(sum(order in wanted for s in some for order in s.orders))
    if measure.deal is not None:
        made = {
            deal
            for s in some
            for deal, row in enumerate(range(*rules.deals.left.indices(rules.meters.count)))
            if s.meters[row] > s.before[row]
        }
        return 100.0 * any(measure.deal in ("any", rules.deals.names[d], rules.deals.form[d]) for d in made)
    if measure.share is not None:
        return 100 * sum(holds(rules, measure.share, s.meters) for s in some) / len(some) if some else np.nan
    if measure.ever is not None:
        return 100.0 * any(holds(rules, measure.ever, s.meters) for s in some)
    assert measure.first is not None
    months = [s.month for s in some if holds(rules, measure.first, s.meters)]
    return float(months[0] if months else never)


@pytest.mark.parametrize("at", range(len(MEASURES)), ids=lambda at: f"{at}")
def test_a_measure_is_what_one_counts_by_hand(
    rules: Ruleset, scenario: Scenario, kept: tuple[list[Ints], list[list[Kept]]], at: int
) -> None:
    found = play_arm(rules, scenario, tuple(MEASURES), SEED, 0, GAMES)[at]
    never = scenario.months + 1
    expected = [by_hand(rules, never, MEASURES[at], *game) for game in zip(*kept, strict=True)]

    assert found.tolist() == pytest.approx(expected, nan_ok=True)


def test_the_measures_that_are_tested_are_not_all_the_same_in_all_games(
    rules: Ruleset, scenario: Scenario
) -> None:
    """Or the test above would not see much."""
    found = play_arm(rules, scenario, tuple(MEASURES), SEED, 0, GAMES)

    assert sum(len(set(map(str, row))) > 1 for row in found.tolist()) > len(MEASURES) / 2


@pytest.mark.parametrize("tile", [1, 7, 64])
def test_numbers_do_not_depend_on_the_batch(rules: Ruleset, scenario: Scenario, tile: int) -> None:
    count = 6 if tile == 1 else 60
    whole = play_arm(rules, scenario, tuple(MEASURES), SEED, 0, 150)
    gauges = gauges_of(rules, scenario, MEASURES)
    players = players_of(rules, scenario.doctrines.items())
    found = np.zeros((len(MEASURES), count))
    play(rules, scenario, players, SEED, 0, found, lambda games: Gathering(rules, gauges, games), tile)

    assert np.array_equal(whole[:, :count], found, equal_nan=True)


def test_numbers_do_not_depend_on_the_cut_or_on_their_neighbours(rules: Ruleset, scenario: Scenario) -> None:
    whole = play_arm(rules, scenario, tuple(MEASURES), SEED, 0, 150)
    late = play_arm(rules, scenario, tuple(MEASURES[::-1]), SEED, 130, 20)

    assert np.array_equal(whole[:, 130:], late[::-1], equal_nan=True)


def test_the_batch_has_been_compacted_on_the_way(rules: Ruleset, scenario: Scenario) -> None:
    """So that the tests above are about following it."""
    gauges = gauges_of(rules, scenario, MEASURES)
    players = players_of(rules, scenario.doctrines.items())
    rows = np.zeros((len(MEASURES), 150))
    batch = Batch.begin(
        rules, scenario, SEED, 0, np.arange(150), lambda games: Gathering(rules, gauges, games)
    )
    sizes = set()
    while batch.games.state.games:
        sizes.add(batch.games.state.games)
        batch.play_step(players, rows)
        batch.compact()

    assert len(sizes) > 2


def test_void_orders_are_not_counted(rules: Ruleset, scenario: Scenario) -> None:
    """What a sheet cannot pay is given and not carried out."""
    games = Games(rules, scenario, np.arange(2, dtype=np.uint64))
    measure = Measure(orders=Count(power="tehran"))
    gathering = Gathering(rules, gauges_of(rules, scenario, [measure]), games)
    book = rules.programs
    cash = rules.meters.row["tehran.cash"]
    tehran = rules.powers.index("tehran")
    dear = next(
        n
        for n in range(1, book.orders)
        if book.power[n] == tehran and cash in book.cost_row[n] and not book.clauses[n].any()
    )
    place = next(
        k
        for k in range(len(rules.places.cell))
        if book.cells[dear, rules.places.cell[k]] and rules.places.kind[k] == book.slot[dear]
    )
    games.open()
    games.state.meters[cash] = [rules.meters.high[cash], rules.meters.low[cash]]
    orders = games.blank_orders()
    orders[place] = dear
    gathering.before(games)
    live = ~games.over
    step = games.resolve(orders)
    gathering.after(games, step, live)
    rich, poor = gathering.rows(games, np.arange(2))[0]

    assert rich - poor == 1


def test_a_deal_in_force_has_not_been_made_again(rules: Ruleset, scenario: Scenario) -> None:
    start = scenario.start.copy()
    start[rules.deals.left.start] = 6
    games = Games(rules, replace(scenario, start=start), np.arange(1, dtype=np.uint64))
    measure = Measure(deal=rules.deals.names[0])
    gathering = Gathering(rules, gauges_of(rules, scenario, [measure]), games)
    games.open()
    gathering.before(games)
    gathering.after(games, games.resolve(games.blank_orders()), ~games.over)

    assert games.state.meters[rules.deals.left.start] > 0
    assert gathering.rows(games, np.arange(1)).tolist() == [[0]]


def test_a_measure_is_taken_apart() -> None:
    under = Measure(meter="world.acts", at="sum")
    whole = Measure(meter="world.misreads", at="sum", per=under, among=TENSE)

    assert parts(whole) == (plain(whole), under, qualifying(whole))
    assert plain(whole) == Measure(meter="world.misreads", at="sum")
    assert parts(Measure(end="stand-off")) == (Measure(end="stand-off"),)


def test_equal_measures_are_one() -> None:
    one, other = (Measure(meter="world.oil", at="mean", among=TENSE) for _ in range(2))

    assert one is not other
    assert len({one: 1, other: 2}) == 1


def test_a_name_that_does_not_exist_is_refused(rules: Ruleset, scenario: Scenario) -> None:
    with pytest.raises(RulesetError, match=r"world\.oill"):
        gauges_of(rules, scenario, [Measure(meter="world.oill")])
