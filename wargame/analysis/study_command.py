"""`wargame study`: choose hypotheses, play their arms, say what came of them, write it down."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor
from contextlib import ExitStack
from pathlib import Path

import click

from wargame import __version__
from wargame.analysis.export import check_target
from wargame.analysis.results import CAUTION
from wargame.analysis.runner import RulesetChanged
from wargame.analysis.study import Finding, Plan, checked, chosen
from wargame.analysis.study_page import closing, listing, page
from wargame.analysis.study_report import check_report, figures_folder, write_report
from wargame.analysis.study_rows import write_rows
from wargame.engine.version import RULES_VERSION
from wargame.ruleset.problems import RulesetError
from wargame.ruleset.studies import EXPERIMENTS, ROWS, Studies, load_studies


def run_command(
    ruleset: str,
    names: Sequence[str] = (),
    rows: str | None = None,
    experiment: str | None = None,
    games: int | None = None,
    seed: int = 1,
    workers: int = 1,
    out: Path | None = None,
    report: Path | None = None,
    *,
    listed: bool = False,
) -> None:
    """Study hypotheses, print the findings, and write them to `out` and `report` if they are given.

    Raises click's exceptions, whose messages are for the user.
    """
    findings: list[Finding] = []
    writing: Path | None = None
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        if out is not None:
            check_target(out)
        if report is not None:
            check_report(report)
        studies = checked(load_studies(ruleset))
        some = chosen(studies, names, numbers(rows), _experiment(experiment))
        if listed:
            click.echo(listing(studies, some))
            return
        plan = Plan(studies, ruleset, some, games, seed)
        try:
            with ExitStack() as open_:
                bar = None
                if sys.stderr.isatty():
                    bar = open_.enter_context(
                        click.progressbar(length=plan.games, label="Playing", file=sys.stderr)
                    )
                # One by one, so that those that are done are there when somebody stops it.
                findings.extend(plan.findings(workers, progress=None if bar is None else bar.update))
        except KeyboardInterrupt:
            _say(findings, encoding)
            kept = [str(path) for path in (out, report) if path is not None]
            lost = f"; {' and '.join(kept)} {'were' if len(kept) > 1 else 'was'} not written" if kept else ""
            click.echo(f"\nStopped after {len(findings)} of {len(some)} hypotheses{lost}.", err=True)
            raise SystemExit(130) from None
        _say(findings, encoding)
        facts = facts_of(studies, findings, seed)
        if out is not None:
            writing = out
            write_rows(out, findings, facts)
            click.echo(f"\nThe rows of all arms were written to {out}.")
        if report is not None:
            writing = report
            write_report(report, findings, facts)
            click.echo(f"\nThe report was written to {report}, its figures to {figures_folder(report)}.")
    except (ValueError, RulesetError, RulesetChanged) as error:
        raise click.ClickException(str(error)) from error
    except BrokenExecutor as error:
        message = "a worker process ended before its games were played; was there memory enough?"
        raise click.ClickException(message) from error
    except OSError as error:
        where = f"{writing}: cannot be written: " if writing else ""
        raise click.ClickException(f"{where}{error.strerror or error}") from error


def _say(findings: Sequence[Finding], encoding: str) -> None:
    for finding in findings:
        click.echo(f"{page(finding, encoding)}\n")
    if findings:
        click.echo(closing(findings, encoding))


def numbers(rows: str | None) -> list[int]:
    """`12,26` as numbers of rows; ValueError for anything else."""
    if rows is None:
        return []
    found = []
    for word in rows.split(","):
        number = int(word) if word.strip().isdecimal() else 0
        if not 1 <= number <= ROWS:
            raise ValueError(f"--rows takes numbers from 1 to {ROWS}, as in 12,26; not '{word.strip()}'")
        found.append(number)
    return found


def _experiment(word: str | None) -> str | None:
    name = None if word is None else word.upper()
    if name is not None and name not in EXPERIMENTS:
        raise ValueError(f"'{word}' is not an experiment; they are {EXPERIMENTS[0]} to {EXPERIMENTS[-1]}")
    return name


def facts_of(studies: Studies, findings: Sequence[Finding], seed: int) -> dict[str, str]:
    """What every file of findings says of itself."""
    rules, games = studies.rules, sorted({finding.games for finding in findings})
    many = f"{games[0]:,}" if len(games) == 1 else f"{games[0]:,} to {games[-1]:,}"
    return {
        "caution": CAUTION,
        "made by": f"wargame {__version__}, rules version {RULES_VERSION}",
        "ruleset": f"{rules.name}, version {rules.version}, sha256 {rules.digest}",
        "studies": f"sha256 {studies.document.digest()}",
        "seed": str(seed),
        "games in each arm": many,
    }
