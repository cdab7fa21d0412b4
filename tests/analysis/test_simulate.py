"""Many games: chunks in order, bounded, by any executor; the command, its files, and its end on Ctrl-C."""

from __future__ import annotations

import csv
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import click
import numpy as np
import pyarrow.parquet as pq
import pytest

from wargame.analysis import simulate as simulate_module
from wargame.analysis.columns import columns_of
from wargame.analysis.results import CAUTION, Results, Tally
from wargame.analysis.runner import Series, play_games
from wargame.analysis.simulate import run_command, series_of, simulate
from wargame.analysis.summary import summary
from wargame.ruleset.problems import RulesetError
from wargame.ruleset.tables import Ints, Ruleset

GAMES = 200


@pytest.fixture(scope="module")
def results(rules: Ruleset, standoff: str) -> Results:
    series = series_of(standoff, "standoff", {}, 5)[1]
    columns = columns_of(rules)
    return Results(rules, series, columns, Tally.of(columns, play_games(rules, series, 0, GAMES)))


class Inline(Executor):
    """Plays at once, and counts the results that nobody has fetched yet."""

    def __init__(self) -> None:
        self.waiting = self.most = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = Counted(self)
        future.set_result(fn(*args, **kwargs))
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        return future


class Counted(Future[Any]):
    def __init__(self, executor: Inline) -> None:
        super().__init__()
        self.executor = executor

    def result(self, timeout: float | None = None) -> Any:
        self.executor.waiting -= 1
        return super().result(timeout)


def gathered(standoff: str, **how: Any) -> tuple[Ints, list[int]]:
    """All rows of a series, and how many came at a time."""
    pieces: list[Ints] = []
    firsts: list[int] = []

    def sink(first: int, rows: Ints) -> None:
        firsts.append(first)
        pieces.append(rows)

    simulate(standoff, "standoff", {}, GAMES, seed=5, sink=sink, **how)
    sizes = [piece.shape[1] for piece in pieces]
    assert np.cumsum([0, *sizes[:-1]]).tolist() == firsts
    return np.concatenate(pieces, axis=1), sizes


def test_chunks_come_in_order_and_are_never_many(rules: Ruleset, standoff: str, results: Results) -> None:
    inline = Inline()
    rows, sizes = gathered(standoff, executor=inline, workers=2, chunk=33)

    assert np.array_equal(play_games(rules, results.series, 0, GAMES), rows)
    assert max(sizes) == 33
    assert inline.most == 4
    assert inline.waiting == 0


def test_any_executor_will_do(standoff: str, results: Results) -> None:
    with ThreadPoolExecutor(2) as pool:
        shared = simulate(standoff, "standoff", {}, GAMES, 5, workers=2, executor=pool, chunk=64)

        assert results.tally == shared.tally
        assert pool.submit(int).result() == 0  # it is left running


def test_progress_adds_up(standoff: str) -> None:
    told: list[int] = []
    simulate(standoff, "intro", {}, 50, seed=5, progress=told.append, chunk=20)

    assert told == [20, 20, 10]


def test_players_are_taken_from_the_scenario_unless_named(rules: Ruleset, standoff: str) -> None:
    found = simulate(standoff, "intro", {"gcc": "null"}, 1, seed=5)

    default = rules.scenarios["intro"].doctrines
    assert {**default, "gcc": "null"} == dict(found.series.players)


def test_results_count_every_game_once(rules: Ruleset, results: Results) -> None:
    assert sum(results.share("end", name).hits for name in rules.ends.names) == GAMES
    for column in results.columns:
        assert sum(results.counts(column.name).values()) == GAMES


def test_results_agree_with_the_rows(rules: Ruleset, results: Results) -> None:
    rows = play_games(rules, results.series, 0, GAMES)
    names = [column.name for column in columns_of(rules)]
    score, peak, end = (rows[names.index(name)] for name in ("tehran_score", "peak", "end"))
    number = int(end[0])

    assert results.mean("tehran_score").value == pytest.approx(score.mean())
    assert results.mean("tehran_score", rules.ends.names[number]).value == pytest.approx(
        score[end == number].mean()
    )
    assert results.quantile("peak", 50) == sorted(peak)[GAMES // 2 - 1]
    assert results.at_least("peak", 7).hits == (peak >= 7).sum()
    low, high = results.mean("tehran_score").interval or (0, 0)
    assert high - low == pytest.approx(2 * 1.96 * score.std(ddof=1) / GAMES**0.5, rel=1e-3)


def test_the_summary_fits_a_terminal_and_says_what_it_is_not(results: Results) -> None:
    text = summary(results)

    assert CAUTION in text
    assert max(map(len, text.splitlines())) <= 80
    assert "Regional war" in text
    assert "The proxies" in text


def test_a_summary_of_a_single_game_claims_no_interval(standoff: str) -> None:
    assert "points" in summary(simulate(standoff, "intro", {}, 1, seed=5))


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"scenario": "stand-of"}, "'stand-of' is not a scenario; did you mean \"standoff\""),
        ({"players": {"teheran": "null"}}, "'teheran' is not a power; did you mean \"tehran\""),
        (
            {"players": {"tehran": "nul"}},
            "'nul' is not a doctrine of tehran, nor null; did you mean \"null\"",
        ),
        ({"players": {"tehran": "broker"}}, "'broker' is not a doctrine of tehran"),
        ({"games": 0}, "at least one game"),
        ({"workers": 0}, "at least one worker"),
        ({"chunk": 0}, "a chunk must hold at least one game"),
        ({"seed": -1}, "the seed must be a whole number from 0"),
    ],
)
def test_wrong_words_are_refused_before_a_game_is_played(
    standoff: str, how: dict[str, Any], message: str
) -> None:
    right: dict[str, Any] = {"scenario": "standoff", "players": {}, "games": 10, "seed": 1}

    with pytest.raises(ValueError) as refused:
        simulate(standoff, **{**right, **how})
    assert message in str(refused.value)


def test_a_ruleset_that_is_not_there_is_refused() -> None:
    with pytest.raises(RulesetError, match="did you mean"):
        simulate("standof", "standoff", {}, 1, 1)


# The command ------------------------------------------------------------------------------------


def command(standoff: str, out: Path | None, workers: int = 1, players: dict[str, str] | None = None) -> None:
    run_command(standoff, "standoff", GAMES, 5, workers, out, players or {})


def test_the_command_writes_what_it_prints(
    standoff: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], results: Results
) -> None:
    command(standoff, tmp_path / "rows.csv")
    said = capsys.readouterr()

    assert summary(results) in said.out
    assert f"{GAMES} rows were written to {tmp_path / 'rows.csv'}" in said.out
    assert said.err == ""  # no bar where nobody sees it
    lines = (tmp_path / "rows.csv").read_text().splitlines()
    assert lines[0] == f"# caution: {CAUTION}"
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert [int(row["game"]) for row in rows] == list(range(GAMES))
    assert sum(row["end"] == "stand-off" for row in rows) == results.share("end", "stand-off").hits
    assert sum(int(row["gcc_score"]) for row in rows) == pytest.approx(
        results.mean("gcc_score").value * GAMES
    )


def test_csv_and_parquet_hold_the_same_rows(standoff: str, tmp_path: Path) -> None:
    command(standoff, tmp_path / "rows.csv")
    command(standoff, tmp_path / "rows.parquet")
    file = pq.ParquetFile(tmp_path / "rows.parquet")
    plain = [line for line in (tmp_path / "rows.csv").read_text().splitlines() if line[0] != "#"]

    expected = [{name: str(value) for name, value in row.items()} for row in file.read().to_pylist()]
    assert expected == list(csv.DictReader(plain))
    assert file.schema_arrow.metadata[b"caution"].decode() == CAUTION


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_bytes_do_not_depend_on_the_workers(
    standoff: str, tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulate_module, "FEWEST", 10)  # several chunks for each worker
    for workers in (1, 2):
        command(standoff, tmp_path / f"{workers}{ending}", workers=workers)

    assert (tmp_path / f"1{ending}").read_bytes() == (tmp_path / f"2{ending}").read_bytes()
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize(
    ("out", "players", "message"),
    [
        ("rows.json", {}, "ends in '.json'; rows are written to .csv or .parquet"),
        ("nowhere/rows.csv", {}, "there is no folder"),
        (None, {"tehran": "brocker"}, "'brocker' is not a doctrine of tehran"),
    ],
)
def test_the_command_refuses_in_plain_words(
    standoff: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    out: str | None,
    players: dict[str, str],
    message: str,
) -> None:
    monkeypatch.setattr(simulate_module, "_run", None)  # it must not come to that

    with pytest.raises(click.ClickException) as refused:
        command(standoff, None if out is None else tmp_path / out, players=players)
    assert message in refused.value.message


def test_ctrl_c_says_how_far_it_came_and_leaves_no_file(
    standoff: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def play(rules: Ruleset, series: Series, first: int, count: int) -> Ints:
        if first:
            raise KeyboardInterrupt
        return play_games(rules, series, first, count)

    monkeypatch.setattr(simulate_module, "play_games", play)
    monkeypatch.setattr(simulate_module, "TILE", 10)
    monkeypatch.setattr(simulate_module, "FEWEST", 10)
    with pytest.raises(SystemExit) as left:
        command(standoff, tmp_path / "rows.csv")

    assert left.value.code == 130
    assert "Stopped after 10 of 200 games" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def gone(group: int) -> bool:
    """Whether nobody of a process group is left, within a few seconds."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_an_interrupt_stops_the_workers_at_once(standoff: str, tmp_path: Path) -> None:
    script, out = tmp_path / "play.py", str(tmp_path / "rows.csv")
    script.write_text(
        "import signal\n"
        "from pathlib import Path\n"
        "from wargame.analysis.simulate import run_command\n"
        # A shell's background jobs are born deaf to Ctrl-C; a person's are not.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "if __name__ == '__main__':\n"
        f"    run_command({standoff!r}, 'standoff', 10**6, 1, 2, Path({out!r}), {{}})\n"
    )
    process = subprocess.Popen(
        [sys.executable, script], stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        for _ in range(200):
            if len(list(tmp_path.iterdir())) > 1:
                break
            time.sleep(0.05)
        time.sleep(1)  # the workers are starting, or at their first chunks
        os.kill(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=20)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)

    assert process.returncode == 130
    assert "of 1,000,000 games" in said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == [script]
    assert gone(process.pid)
