"""`wargame check`: a ruleset compiled, then played, and what came to light.

    findings = examine(load("standoff"), games=4000, seed=1).findings

The same ruleset, games and seed find the same.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import click

from wargame.analysis.lint import balance, options, reading, unused, worth
from wargame.analysis.lint.findings import Finder, Finding, waive
from wargame.analysis.lint.plays import FEWEST, play_all
from wargame.analysis.lint.witness import Sightings
from wargame.ruleset.reader import Document
from wargame.ruleset.tables import Ruleset
from wargame.ruleset.vocabulary import WARNINGS

JUDGED = (*unused.JUDGED, *reading.JUDGED, *worth.JUDGED, *balance.JUDGED, *options.JUDGED)


@dataclass(frozen=True)
class Examination:
    """What a check found."""

    findings: list[Finding]
    """Those that no waiver answers, by kind and then by place."""
    waived: int
    games: int
    base: str | None = None
    of_base: int = 0
    """How many more are about entries of the ruleset's base, which has a check of its own."""


def examine(
    rules: Ruleset,
    games: int,
    seed: int,
    studies: Document | None = None,
    progress: Callable[[int], None] | None = None,
) -> Examination:
    """Play `games` games over all scenarios and say what is amiss. `progress` is told how many are done.

    What the ruleset's `studies` measure is of use to them, if to nobody else.
    """
    finder, seen = Finder(rules.document), Sightings(rules)
    played = play_all(rules, games, seed, seen, progress)
    unused.Unused(rules, seen, played, finder).report()
    reading.report(rules, studies, finder)
    worth.report(rules, finder)
    balance.report(rules, played, finder)
    options.report(rules, seed, finder)
    findings, waived = waive(rules.document, finder.findings, JUDGED)
    base = rules.document.about.base
    own = [finding for finding in findings if base is None or not finding.file.startswith(f"{base}/")]
    return Examination(own, waived, seen.games, base, len(findings) - len(own))


def run_command(rules: Ruleset, studies: Document, games: int, seed: int) -> int:
    """Play, and print the warnings in groups; how many there are."""
    if games < FEWEST * len(rules.scenarios):
        message = f"--games must be at least {FEWEST * len(rules.scenarios)}: {FEWEST} for each scenario."
        raise click.UsageError(message)
    if sys.stderr.isatty():
        with click.progressbar(length=games, label="Playing", file=sys.stderr) as bar:
            examination = examine(rules, games, seed, studies, bar.update)
    else:
        examination = examine(rules, games, seed, studies)
    click.echo("\n".join(report(examination, len(rules.scenarios))))
    return len(examination.findings)


def report(examination: Examination, scenarios: int) -> list[str]:
    """The warnings in lines, each kind under its name."""
    findings = examination.findings
    count = len(findings) or "no"
    waived = f"; {examination.waived} waived" if examination.waived else ""
    lines = [
        f"{examination.games:,} games in {scenarios} scenario{'s' * (scenarios != 1)}: "
        f"{count} warning{'s' * (len(findings) != 1)}{waived}."
    ]
    if examination.of_base:
        n, base = examination.of_base, examination.base
        lines.append(f"{n} more {'is' if n == 1 else 'are'} about entries of {base}: wargame check {base}")
    for warning, text in WARNINGS.items():
        mine = [finding for finding in findings if finding.warning == warning]
        if mine:
            lines += ["", f"{warning} ({len(mine)}): {text}", *(f"  {finding}" for finding in mine)]
    if findings:
        lines += [
            "",
            'To accept one: [[waiver]] warning = "its kind", entry = "what stands in brackets", reason = "…"',
        ]
    return lines
