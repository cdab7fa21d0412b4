"""`wargame round-robin`: play, and print the page or put it in the ruleset's folder."""

from __future__ import annotations

import os
import sys
from concurrent.futures import BrokenExecutor
from contextlib import ExitStack
from pathlib import Path

import click

from wargame.analysis.field import main_scenario
from wargame.analysis.round_robin import Plan, line_ups, plan_of, run
from wargame.analysis.round_robin_page import page, verdicts
from wargame.analysis.runner import RulesetChanged
from wargame.ruleset.problems import RulesetError
from wargame.ruleset.reader import find
from wargame.ruleset.tables import Ruleset


def run_command(ruleset: str, scenario: str | None, games: int, seed: int, workers: int, write: bool) -> None:
    """`wargame round-robin`: play, and print the page or put it in the ruleset's folder.

    Raises click's exceptions, whose messages are for the user.
    """
    target = None
    try:
        rules, plan = plan_of(ruleset, scenario, games, seed)
        target = page_path(rules, plan) if write else None
        if target is not None and not os.access(target.parent, os.W_OK):
            raise ValueError(f"{target.parent}: the folder cannot be written to")
        total = line_ups(rules, plan).shape[1] * plan.games
        with ExitStack() as open_:
            progress = None
            if sys.stderr.isatty():
                bar = open_.enter_context(click.progressbar(length=total, label="Playing", file=sys.stderr))
                progress = bar.update
            standings = run(rules, plan, workers, progress)
        text = page(standings, plan, command_of(rules, plan))
        if target is None:
            click.echo(text, nl=False)
        else:
            target.write_text(text, encoding="utf-8", newline="\n")
            click.echo("\n".join(verdicts(standings)))
            click.echo(f"The table was written to {target}.")
    except (ValueError, RulesetError, RulesetChanged) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{target}: cannot be written: {error.strerror or error}") from error
    except BrokenExecutor as error:
        message = "a worker process ended before its games were played; was there memory enough?"
        raise click.ClickException(message) from error


def page_path(rules: Ruleset, plan: Plan) -> Path:
    """Where the table of a scenario stands: in the ruleset's folder, the main scenario's without its name."""
    name = "ROUND-ROBIN.md" if plan.scenario == main_scenario(rules) else f"ROUND-ROBIN-{plan.scenario}.md"
    return find(plan.ruleset) / name


def command_of(rules: Ruleset, plan: Plan) -> str:
    """The command that makes a page anew; a ruleset is called by its name, wherever it lies."""
    return (
        f"wargame round-robin --ruleset {rules.document.name} --scenario {plan.scenario} "
        f"--games {plan.games} --seed {plan.seed} --write"
    )
