"""A game of a series is a function of the series and its number: not of its batch, chunk, tile or worker."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from wargame.analysis.columns import columns_of
from wargame.analysis.runner import RulesetChanged, Series, play_chunk, play_games
from wargame.analysis.simulate import series_of
from wargame.engine.dice import seeds_of
from wargame.engine.games import Games
from wargame.opponents.bench import Opponents
from wargame.opponents.doctrine import DoctrinePlayer
from wargame.record.game import Game
from wargame.ruleset.tables import Ints, Ruleset
from wargame.ruleset.vocabulary import VERDICTS

SEED = 11


@pytest.fixture(scope="module")
def series(standoff: str) -> Series:
    return series_of(standoff, "standoff", {}, SEED)[1]


@pytest.fixture(scope="module")
def rows(rules: Ruleset, series: Series) -> Ints:
    """Of 2,500 games: more than a tile."""
    return play_games(rules, series, 0, 2500)


def row(rules: Ruleset, rows: Ints, game: int) -> dict[str, int | str]:
    """A row by its columns' names, with words for numbers."""
    return {
        column.name: column.words[value] if column.words else int(value)
        for column, value in zip(columns_of(rules), rows[:, game], strict=True)
    }


@pytest.mark.parametrize("tile", [1, 20, 64])
def test_rows_do_not_depend_on_the_tile(rules: Ruleset, series: Series, rows: Ints, tile: int) -> None:
    count = 6 if tile == 1 else 100

    assert np.array_equal(rows[:, :count], play_games(rules, series, 0, count, tile))


def test_rows_do_not_depend_on_the_chunk(series: Series, rows: Ints) -> None:
    cuts = [(0, 1), (1, 40), (41, 59)]
    pieces = [play_chunk(series, first, count) for first, count in cuts]

    assert np.array_equal(rows[:, :100], np.concatenate(pieces, axis=1))


def test_rows_do_not_depend_on_what_is_played_beside_them(series: Series, rows: Ints) -> None:
    with ThreadPoolExecutor(2) as pool:
        pieces = list(pool.map(lambda first: play_chunk(series, first, 50), (0, 50)))

    assert np.array_equal(rows[:, :100], np.concatenate(pieces, axis=1))


@pytest.mark.parametrize("number", [0, 3, 149, 2300])
def test_a_row_is_what_the_game_is_when_played_alone(
    rules: Ruleset, series: Series, rows: Ints, number: int
) -> None:
    other = int(seeds_of(SEED, 1, 1 << 40)[0] >> np.uint64(16))
    games = Games(rules, rules.scenarios["standoff"], seeds_of(SEED, 1, number), keep=True)
    players = [
        DoctrinePlayer(rules, rules.doctrines[name], (rules.cell_power == power) & ~rules.cell_green)
        for power, (_, name) in enumerate(series.players)
    ]
    notes, steps, crisis_steps = [], 0, 0
    while not games.over[0]:
        games.open()
        sheets = [
            player.choose(games.state.meters, seeds_of(other, 1, number * len(players) + power), steps).orders
            for power, player in enumerate(players)
        ]
        crisis_steps += int(games.state.meters[rules.meters.row["world.clock"], 0])
        games.resolve(np.sum(sheets, axis=0, dtype=np.int32))
        notes += [note.kind for note in games.ledger.notes_of()]
        steps += 1

    def meter(name: str) -> int:
        return int(games.state.meters[rules.meters.row[name], 0])

    expected: dict[str, int | str] = {
        "end": rules.ends.names[games.state.ended[0]],
        "steps": steps,
        "months": meter("world.month"),
        "crisis_steps": crisis_steps,
        "peak": meter("world.peak"),
        "accidents": notes.count("accident"),
        "casualties": notes.count("mass casualties"),
        "deaths": meter("washington.deaths"),
        "crossings": sum(meter(name) for name in rules.meters.names if name.endswith(".crossed")),
        "hormuz_traffic": meter("hormuz.traffic"),
        "yemen_traffic": meter("yemen.traffic"),
    }
    for power, name in enumerate(rules.powers):
        score = meter(f"{name}.score")
        expected[f"{name}_score"] = score
        expected[f"{name}_verdict"] = VERDICTS[int((score >= rules.ends.verdicts[power]).sum())]
    actual = row(rules, rows, number)

    assert expected == {name: actual[name] for name in expected}
    assert int(actual["deals"]) <= notes.count("deal made")


def test_game_nought_is_the_game_at_the_table_with_the_same_seed(rules: Ruleset, rows: Ints) -> None:
    seats = rules.tables["four"].seats
    game = Game.new(rules, "standoff", seed=SEED, players=dict.fromkeys(seats, "doctrine"))
    opponents = Opponents(game)
    while not game.over:
        opponents.fill()
        game.advance()

    found = row(rules, rows, 0)
    assert (game.end, game.step) == (found["end"], found["steps"])
    for seat in seats:
        assert game.score(seat) == (found[f"{seat}_score"], found[f"{seat}_verdict"])


def test_another_seed_gives_other_games(rules: Ruleset, series: Series, rows: Ints) -> None:
    others = play_games(rules, replace(series, seed=SEED + 1), 0, 100)

    assert not np.array_equal(rows[:, :100], others)


def test_forms_of_deals_add_up(rules: Ruleset, rows: Ints) -> None:
    names = [column.name for column in columns_of(rules)]
    forms = [at for at, name in enumerate(names) if name.startswith("deals_")]

    assert np.array_equal(rows[names.index("deals")], rows[forms].sum(axis=0))


def test_the_null_bot_plays_every_seat_to_an_end(rules: Ruleset, series: Series) -> None:
    nobody = replace(series, players=tuple((power, "null") for power, _ in series.players))
    rows = play_games(rules, nobody, 0, 200)
    names = [column.name for column in columns_of(rules)]

    assert (rows[names.index("steps")] > 0).all()


def test_a_worker_that_finds_another_ruleset_says_so(series: Series) -> None:
    with pytest.raises(RulesetChanged, match="standoff changed"):
        play_chunk(replace(series, digest="0"), 0, 1)
