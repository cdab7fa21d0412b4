"""The round robin: games are what they are in a series, sums are right, and the page says so."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from wargame.analysis import round_robin as module
from wargame.analysis import round_robin_command
from wargame.analysis.columns import columns_of
from wargame.analysis.field import (
    NULL,
    Entrants,
    Outcomes,
    all_line_ups,
    entrants_of,
    main_scenario,
    play_field,
    some_line_ups,
)
from wargame.analysis.results import CAUTION
from wargame.analysis.round_robin import Plan, line_ups, plan_of, play_part, run
from wargame.analysis.round_robin_page import markdown, page, verdicts
from wargame.analysis.runner import Series, play_games
from wargame.analysis.standings import Standings
from wargame.cli import cli
from wargame.ruleset.load import load
from wargame.ruleset.tables import Ints, Ruleset

FIRST, SECOND = 0, 1


@pytest.fixture(autouse=True)
def compiled_once(monkeypatch: pytest.MonkeyPatch, rules: Ruleset, standoff: str) -> None:
    monkeypatch.setattr(module, "load", lambda name: rules if name == standoff else load(name))


@pytest.fixture(scope="module")
def small(rules: Ruleset) -> Ruleset:
    """The ruleset with two doctrines for each power: sixteen line-ups."""
    kept = [name for names in entrants_of(rules, null=False) for name in names[:2]]
    return replace(rules, doctrines={name: rules.doctrines[name] for name in kept})


@pytest.fixture(scope="module")
def plan(small: Ruleset) -> Plan:
    return Plan("standoff", small.digest, "intro", games=4, seed=5)


@pytest.fixture(scope="module")
def standings(small: Ruleset, plan: Plan) -> Standings:
    return run(small, plan)


# The games


def test_a_game_of_a_field_is_that_game_of_a_series(rules: Ruleset) -> None:
    """With the same players, number and seed; whatever is played beside it."""
    entrants, seed = entrants_of(rules), 9
    teams = some_line_ups([len(names) for names in entrants], 12, seed=2)
    numbers = np.array([3, 40, 5, 5, 0, 7, 11, 2, 90, 1, 6, 8])
    outcomes = play_field(rules, rules.scenarios["intro"], entrants, teams, numbers, seed, tile=7)
    names = [column.name for column in columns_of(rules)]
    for at, number in enumerate(numbers):
        players = tuple((power, entrants[p][teams[p, at]]) for p, power in enumerate(rules.powers))
        series = Series("standoff", rules.digest, "intro", players, seed)
        row = play_games(rules, series, int(number), 1)[:, 0]
        scores = [row[names.index(f"{power}_score")] for power in rules.powers]
        assert scores == outcomes.scores[:, at].tolist()
        assert row[0] == outcomes.ends[at]


def test_outcomes_do_not_depend_on_the_cut(small: Ruleset, plan: Plan, standings: Standings) -> None:
    total = standings.line_up.shape[1]
    parts = [play_part(small, plan, first, min(70, total - first)) for first in range(0, total, 70)]

    scores = np.concatenate([outcomes.scores for outcomes, _ in parts], axis=1)
    assert np.array_equal(scores, standings.outcomes.scores)
    assert np.array_equal(sum(given for _, given in parts), standings.given)


def test_workers_play_the_same(standoff: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TILE", 40)
    rules, plan = plan_of(standoff, "intro", 2, 5)
    plan = replace(plan, most=10)
    once, twice = (run(rules, plan, workers) for workers in (1, 2))

    assert np.array_equal(once.outcomes.scores, twice.outcomes.scores)


def test_everybody_meets_everybody_and_each_null_bot_meets_the_doctrines(small: Ruleset, plan: Plan) -> None:
    teams = line_ups(small, plan)
    null = (teams == 2).sum(axis=0)

    assert teams.shape == (4, 16 + 4 * 8)
    assert len(set(map(tuple, teams.T.tolist()))) == teams.shape[1]
    assert null.tolist() == [0] * 16 + [1] * 32


def test_a_sample_gives_every_player_as_many_games() -> None:
    teams = some_line_ups([5, 4, 3], 30, seed=1)

    assert [np.bincount(row).tolist() for row in teams] == [[6] * 5, [8, 8, 7, 7], [10] * 3]
    assert np.array_equal(some_line_ups([2, 3], 6, seed=1), all_line_ups([2, 3]))
    assert not np.array_equal(some_line_ups([5, 4, 3], 30, seed=2), teams)


# The sums, on scores that can be reckoned by hand


def reckoned(rules: Ruleset, score: Callable[..., int]) -> Standings:
    """A round robin of two powers' two doctrines, in which the first two powers' scores are as said."""
    entrants: Entrants = (("a", "b", NULL), ("x", "y", NULL), ("p",), ("q",))
    pairs = [(a, x) for a, x in product(range(3), range(3)) if (a, x) != (2, 2)]
    line_up = np.array([[a, x, 0, 0] for a, x in pairs for _ in range(4)], np.int32).T
    scores: Ints = np.zeros_like(line_up)
    for at, (a, x) in enumerate(line_up[:2].T.tolist()):
        scores[0, at] = score(entrants[0][a], entrants[1][x]) + at % 2
        scores[1, at] = 10
    outcomes = Outcomes(np.zeros(line_up.shape[1], np.int32), scores)
    return Standings(rules, entrants, line_up, outcomes, complete=True, given=np.zeros(1, np.int64))


TRANSITIVE = {"ax": 10, "ay": 20, "bx": 5, "by": 15, "anull": 90, "bnull": 90, "nullx": 0, "nully": 2}


def test_means_are_over_the_others_doctrines_only(rules: Ruleset) -> None:
    standings = reckoned(rules, lambda a, x: TRANSITIVE[a + x])

    assert standings.points(FIRST, "a").value == 15.5
    assert standings.points(FIRST, NULL).value == 1.5
    assert standings.against(FIRST, "b", SECOND, "y") == 15.5
    assert standings.lead(FIRST, "a", "b").value == 5
    interval = standings.lead(FIRST, "a", NULL).interval
    assert interval is not None
    assert interval[0] < 14 < interval[1]
    assert [s.player for s in standings.table(FIRST)] == ["a", "b", NULL]


def test_a_doctrine_that_is_best_against_all_dominates(rules: Ruleset) -> None:
    standings = reckoned(rules, lambda a, x: TRANSITIVE[a + x])

    assert standings.dominant(FIRST) == "a"
    assert [s.best_in for s in standings.table(FIRST)] == [1.0, 0.0, None]


@pytest.mark.parametrize("better", [0, 1])
def test_one_that_is_beaten_or_met_somewhere_does_not(rules: Ruleset, better: int) -> None:
    scores = {**TRANSITIVE, "by": TRANSITIVE["ay"] + better}
    standings = reckoned(rules, lambda a, x: scores[a + x])

    assert standings.dominant(FIRST) is None


def test_nobody_dominates_alone(rules: Ruleset) -> None:
    assert reckoned(rules, lambda a, x: TRANSITIVE[a + x]).dominant(2) is None


def test_victories_are_counted_from_the_marginal_one(rules: Ruleset) -> None:
    least = int(rules.ends.verdicts[FIRST, 1])
    standings = reckoned(rules, lambda _, x: least - (x == "y"))

    share = next(s for s in standings.table(FIRST) if s.player == "a").victories
    assert (share.hits, share.of) == (4 + 2, 8)  # every second game of "y" has a point more


def test_standings_agree_with_the_games(standings: Standings) -> None:
    for power, names in enumerate(standings.entrants):
        for number, name in enumerate(names):
            others = np.delete(standings.line_up, power, axis=0)
            mine = (standings.line_up[power] == number) & (others < 2).all(axis=0)
            assert standings.points(power, name).value == standings.outcomes.scores[power, mine].mean()


# The page


def test_the_page_says_what_was_played_and_names_no_date(standings: Standings, plan: Plan) -> None:
    text = page(standings, plan, "wargame round-robin --write")

    assert CAUTION in text
    assert f"sha256 `{standings.rules.digest[:16]}`" in text
    assert "seed 5" in text
    assert "`wargame round-robin --write`" in text
    without_digest = text.replace(standings.rules.digest[:16], "")
    assert not re.search(r"\b20\d\d\b", without_digest)
    for power, label in enumerate(standings.rules.power_labels):
        assert f"## {label}\n" in text
        for name in standings.players(power):
            assert standings.rules.doctrines[name].label in text
    assert text == page(standings, plan, "wargame round-robin --write")


def test_tables_of_the_page_are_tables(standings: Standings, plan: Plan) -> None:
    for block in re.findall(r"(?:^\|.*\n)+", page(standings, plan, ""), re.MULTILINE):
        lines = block.splitlines()
        assert len({line.count("|") for line in lines}) == 1
        assert set(lines[1]) <= set("|-: ")


def test_verdicts_name_dominant_doctrines_and_the_null_bot(rules: Ruleset) -> None:
    known = list(rules.doctrines)[:2]
    standings = reckoned(rules, lambda a, x: TRANSITIVE[a + x])
    named: Entrants = ((known[0], known[1], NULL), (known[0], known[1], NULL), *standings.entrants[2:])
    standings = replace(standings, entrants=named)
    said = verdicts(replace(standings, entrants=(named[0], named[1], (known[0], NULL), (known[0], NULL))))

    assert "dominates" in said[0]
    assert "14.0 points above the null bot" in said[1]


def test_operations_that_nobody_chose_are_listed(rules: Ruleset, standings: Standings) -> None:
    book = rules.programs
    every = np.ones(book.count, np.int64)
    entry = next(e.id for e in rules.document.of("operation") if not e.standing)
    but_one = np.array([0 if name == entry else 1 for name in book.entry])

    assert "each of the" in verdicts(replace(standings, given=every))[-1]
    assert verdicts(replace(standings, given=but_one))[-1].endswith(f"in any game: `{entry}`.")


def test_columns_are_as_wide_as_they_need_to_be() -> None:
    assert markdown(["a", "b"], [["x", "10"], ["long", "2"]], left=(0,)) == [
        "| a    |   b |",
        "| ---- | --: |",
        "| x    |  10 |",
        "| long |   2 |",
    ]


# The command


@pytest.fixture
def command(small: Ruleset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command on the small ruleset, whose folder is new and empty."""
    monkeypatch.setattr(module, "load", lambda _: small)
    monkeypatch.setattr(round_robin_command, "find", lambda _: tmp_path)

    def invoke(*words: str) -> Result:
        return CliRunner().invoke(cli, ["round-robin", "--games", "2", *words])

    return invoke


def test_the_page_is_printed(command: Callable[..., Result], tmp_path: Path) -> None:
    result = command("--scenario", "intro")

    assert result.exit_code == 0, result.output
    assert result.output.startswith("# Round robin: ")
    assert list(tmp_path.iterdir()) == []


def test_the_page_is_written_and_is_the_same_again(command: Callable[..., Result], tmp_path: Path) -> None:
    assert command("--scenario", "intro", "--write").exit_code == 0
    path = tmp_path / "ROUND-ROBIN-intro.md"
    first = path.read_text(encoding="utf-8")
    result = command("--scenario", "intro", "--write")

    assert path.read_text(encoding="utf-8") == first
    assert f"written to {path}" in result.output
    assert "--scenario intro --games 2 --seed 1 --write`" in first


def test_the_main_scenario_has_the_plain_name(rules: Ruleset) -> None:
    assert main_scenario(rules) == "standoff"
    assert (
        round_robin_command.page_path(rules, Plan("standoff", "", "standoff", 2, 1)).name == "ROUND-ROBIN.md"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--scenario", "standof"), "did you mean"),
        (("--games", "1"), "--games"),
        (("--seed", str(1 << 63)), "the seed must be"),
    ],
)
def test_mistakes_end_in_a_sentence(
    command: Callable[..., Result], words: tuple[str, ...], said: str
) -> None:
    result = command(*words)

    assert result.exit_code in (1, 2)
    assert said in result.output
    assert "Traceback" not in result.output


def test_a_power_without_a_doctrine_is_named(small: Ruleset, monkeypatch: pytest.MonkeyPatch) -> None:
    few = {name: d for name, d in small.doctrines.items() if d.power != 3}
    monkeypatch.setattr(module, "load", lambda _: replace(small, doctrines=few))
    with pytest.raises(ValueError, match="GCC mediators has no doctrine"):
        plan_of("standoff", "intro", 2, 1)
