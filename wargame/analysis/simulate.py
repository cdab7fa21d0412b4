"""Many games between doctrines: chunks of a series, played in order or by many workers, added up.

    results = simulate("standoff", "standoff", {"tehran": "null"}, games=10_000, seed=7)
    print(results.share("end", "regional-war").interval)

The rows of a game do not depend on how the series was cut up or on who played it. Nothing here holds
more than a few chunks, however many games are asked for.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from concurrent.futures import BrokenExecutor, Executor
from contextlib import ExitStack
from pathlib import Path

import click

from wargame import __version__
from wargame.analysis.columns import columns_of
from wargame.analysis.export import check_target, exported
from wargame.analysis.results import CAUTION, Results, Tally
from wargame.analysis.runner import TILE, RulesetChanged, Series, play_chunk, play_games
from wargame.analysis.summary import summary
from wargame.analysis.workers import crew, in_order
from wargame.engine.version import RULES_VERSION
from wargame.ruleset.load import load
from wargame.ruleset.problems import RulesetError, suggest
from wargame.ruleset.reader import shipped
from wargame.ruleset.tables import Ints, Ruleset

FEWEST = 1024
"""Games of a chunk, at least, if there are so many: fewer are slow to play, and then handing over counts."""

Sink = Callable[[int, Ints], None]
"""Takes the number of a first game and the rows (columns, n) from there on."""


def simulate(
    name_or_path: str,
    scenario: str,
    players: Mapping[str, str],
    games: int,
    seed: int,
    workers: int = 1,
    executor: Executor | None = None,
    progress: Callable[[int], None] | None = None,
    *,
    sink: Sink | None = None,
    chunk: int | None = None,
) -> Results:
    """Play a series of games and add up the results.

    `players` names a doctrine, or "null" for the null bot, for each power; a power that is not named plays
    the scenario's doctrine. With more than one worker, games are played in processes of their own, or by
    `executor`, which is any of `concurrent.futures`' kind: then `workers` says how much to keep it fed, and
    it is left running. (New processes import the main module, so a script calls this under
    `if __name__ == "__main__":`.)

    `progress` is told how many more games are done; `sink` is handed all rows, in the order of the games.

    Raises RulesetError for a ruleset that does not compile, and ValueError for any other argument that is
    not right, before a game is played.
    """
    rules, series = series_of(name_or_path, scenario, players, seed)
    return _run(rules, series, games, workers, executor, progress, sink, chunk)


def series_of(
    name_or_path: str, scenario: str, players: Mapping[str, str], seed: int
) -> tuple[Ruleset, Series]:
    """The ruleset and the series that these words mean. Raises as `simulate` does."""
    rules = load(name_or_path)
    if scenario not in rules.scenarios:
        raise ValueError(f"'{scenario}' is not a scenario{suggest(scenario, rules.scenarios, 'scenarios')}")
    if not 0 <= seed < 1 << 63:
        raise ValueError("the seed must be a whole number from 0 to 2^63 - 1")
    known_powers = {rules.typed(power): power for power in rules.powers}
    players = {known_powers.get(power, power): player for power, player in players.items()}
    for power, player in players.items():
        if power not in rules.powers:
            raise ValueError(f"'{power}' is not a power{suggest(power, known_powers, 'powers')}")
        number = rules.powers.index(power)
        known = ["null", *(name for name, d in rules.doctrines.items() if d.power == number)]
        if player not in known:
            hint = suggest(player, known, "choices")
            raise ValueError(f"'{player}' is not a doctrine of {power}, nor null{hint}")
    default = rules.scenarios[scenario].doctrines
    # Workers may stand in another folder.
    ruleset = name_or_path if name_or_path in shipped() else str(Path(name_or_path).resolve())
    return rules, Series(
        ruleset=ruleset,
        digest=rules.digest,
        scenario=scenario,
        players=tuple((power, players.get(power, default[power])) for power in rules.powers),
        seed=seed,
    )


def _run(
    rules: Ruleset,
    series: Series,
    games: int,
    workers: int = 1,
    executor: Executor | None = None,
    progress: Callable[[int], None] | None = None,
    sink: Sink | None = None,
    chunk: int | None = None,
) -> Results:
    if games < 1:
        raise ValueError("there must be at least one game")
    if workers < 1:
        raise ValueError("there must be at least one worker")
    if chunk is not None and chunk < 1:
        raise ValueError("a chunk must hold at least one game")
    columns = columns_of(rules)
    tally = Tally()
    if chunk is None:
        # Full batches; but a few for each worker, so that none is left idle for long at the end.
        share = games if workers == 1 else -(-games // (3 * workers))
        chunk = min(TILE, max(FEWEST, share))
    cuts = [(first, min(chunk, games - first)) for first in range(0, games, chunk)]
    with crew(min(workers, len(cuts)), executor) as pool:
        played = (
            in_order(None, play_games, ((rules, series, *cut) for cut in cuts), 1)
            if pool is None
            else in_order(pool, play_chunk, ((series, *cut) for cut in cuts), 2 * workers)
        )
        for (first, _), rows in zip(cuts, played, strict=True):
            tally.add(Tally.of(columns, rows))
            if sink is not None:
                sink(first, rows)
            if progress is not None:
                progress(rows.shape[1])
    return Results(rules, series, columns, tally)


def about_series(rules: Ruleset, series: Series, games: int) -> dict[str, str]:
    """What every file of rows says of itself."""
    return {
        "caution": CAUTION,
        "made by": f"wargame {__version__}, rules version {RULES_VERSION}",
        "ruleset": f"{rules.name}, version {rules.version}, sha256 {rules.digest}",
        "scenario": series.scenario,
        "players": ", ".join(f"{power} {player}" for power, player in series.players),
        "seed": str(series.seed),
        "games": str(games),
    }


def run_command(
    ruleset: str,
    scenario: str,
    games: int,
    seed: int,
    workers: int,
    out: Path | None,
    players: Mapping[str, str],
) -> None:
    """`wargame simulate`: play, write the rows to `out` if it is given, and print the results.

    Raises click's exceptions, whose messages are for the user.
    """
    done = 0
    try:
        if out is not None:
            check_target(out)
        rules, series = series_of(ruleset, scenario, players, seed)
        with ExitStack() as open_:
            sink = None
            if out is not None:
                sink = open_.enter_context(
                    exported(out, columns_of(rules), about_series(rules, series, games))
                ).write
            bar = None
            if sys.stderr.isatty():
                bar = open_.enter_context(click.progressbar(length=games, label="Playing", file=sys.stderr))

            def progress(more: int) -> None:
                nonlocal done
                done += more
                if bar is not None:
                    bar.update(more)

            results = _run(rules, series, games, workers, progress=progress, sink=sink)
    except KeyboardInterrupt:
        kept = "" if out is None else f"; {out} was not written"
        click.echo(f"\nStopped after {done:,} of {games:,} games{kept}.", err=True)
        raise SystemExit(130) from None
    except (ValueError, RulesetError, RulesetChanged) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{out}: cannot be written: {error.strerror or error}") from error
    except BrokenExecutor as error:
        message = "a worker process ended before its games were played; was there memory enough?"
        raise click.ClickException(message) from error
    click.echo(summary(results))
    if out is not None:
        click.echo(f"\n{games:,} rows were written to {out}.")
