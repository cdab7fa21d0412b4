"""The round robin as a page of Markdown, legible as it stands: it is printed, or kept in the ruleset's folder."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wargame.analysis.field import NULL
from wargame.analysis.results import CAUTION, Mean
from wargame.analysis.round_robin import Plan
from wargame.analysis.standings import Standings
from wargame.engine.version import RULES_VERSION
from wargame.ruleset.tables import Ruleset


def page(standings: Standings, plan: Plan, command: str) -> str:
    """The whole page. It names no date: the same games give the same page."""
    rules = standings.rules
    total = standings.line_up.shape[1]
    drawn = "all combinations" if standings.complete else "combinations drawn by lot"
    scenario = rules.scenarios[plan.scenario]
    lines = [
        f"# Round robin: {rules.label}, {scenario.label}",
        "",
        CAUTION,
        "",
        f"Every doctrine of every power against the field, which is {drawn} of the other powers' doctrines: "
        f"{plan.games} games to a combination, {total:,} games in all.",
        "The null bot gives random legal orders, against the same field.",
        "Intervals are 95%: the luck of the dice, not doubt about the rules.",
        "",
        f"Ruleset {rules.name}, version {rules.version}, sha256 `{rules.digest[:16]}`; "
        f"rules version {RULES_VERSION}; scenario {plan.scenario}; seed {plan.seed}.",
        f"Made anew by `{command}`.",
        "",
        "## In brief",
        "",
        *(f"- {line}" for line in verdicts(standings)),
    ]
    for power in range(len(rules.powers)):
        lines += ["", f"## {rules.power_labels[power]}", "", *_table_of(standings, power)]
        lines += ["", *_answers(standings, power)]
    return "\n".join(lines) + "\n"


def verdicts(standings: Standings) -> list[str]:
    """What is asked of doctrines: none dominates, and the best of each power beats random orders."""
    rules = standings.rules
    lines = []
    for power, label in enumerate(rules.power_labels):
        dominant = standings.dominant(power)
        names = standings.players(power)
        if dominant is not None:
            text = f"{_label(rules, dominant)} dominates: it is best against every doctrine of every other power."
        elif len(names) < 2:
            text = "there is one doctrine only."
        else:
            best = _kinds_of_best(standings, power)
            text = f"no doctrine dominates; {len(best)} are best against some rival ({', '.join(best)})."
        lines.append(f"{label}: {text}")
        leader = next((s.player for s in standings.table(power) if s.player != NULL), None)
        if leader is not None:
            lead = standings.lead(power, leader, NULL)
            word = "above" if lead.value > 0 else "below"
            sure = (
                "" if lead.interval and (lead.interval[0] > 0) == (lead.interval[1] > 0) else ", within luck"
            )
            lines.append(
                f"{label}: the best doctrine, {_label(rules, leader)}, stands {abs(lead.value):.1f} points "
                f"{word} the null bot{sure}."
            )
    return [*lines, _ungiven(standings)]


def _ungiven(standings: Standings) -> str:
    """Which operations no doctrine ever chose."""
    book = standings.rules.programs
    entries = [e.id for e in standings.rules.document.of("operation") if not e.standing]
    chosen = {book.entry[row] for row in np.flatnonzero(standings.given[: book.orders])}
    left = [entry for entry in entries if entry not in chosen]
    if not left:
        return f"Operations: each of the {len(entries)} is chosen by some doctrine in some game."
    names = ", ".join(f"`{entry}`" for entry in left)
    return f"Operations: of {len(entries)}, {len(left)} are chosen by no doctrine in any game: {names}."


def _kinds_of_best(standings: Standings, power: int) -> list[str]:
    found = {
        standings.best_against(power, other, rival)[0]
        for other in range(len(standings.entrants))
        if other != power
        for rival in standings.players(other)
    }
    return [_label(standings.rules, name) for name in standings.players(power) if name in found]


def _table_of(standings: Standings, power: int) -> list[str]:
    rules = standings.rules
    head = ["", "Doctrine", "Points", "95% interval", "Victories", "Over the null bot"]
    if standings.complete:
        head.append("Best in")
    rows = []
    rank = 0
    for standing in standings.table(power):
        null = standing.player == NULL
        rank += not null
        row = [
            "" if null else str(rank),
            _label(rules, standing.player),
            f"{standing.points.value:.1f}",
            _interval(standing.points),
            f"{standing.victories.value * 100:.0f}%",
            "" if null else _signed(standings.lead(power, standing.player, NULL)),
        ]
        if standings.complete:
            row.append("" if standing.best_in is None else f"{standing.best_in * 100:.0f}%")
        rows.append(row)
    lines = markdown(head, rows, left=(1,))
    if standings.complete:
        lines += [
            "",
            "*Best in*: of the combinations of the others, those against which it has the highest mean.",
        ]
    return lines


def _answers(standings: Standings, power: int) -> list[str]:
    """Mean points of each doctrine against each rival; the best answer is marked."""
    rules, own = standings.rules, standings.players(power)
    rows = []
    for other, label in enumerate(rules.power_labels):
        if other == power:
            continue
        for rival in standings.players(other):
            best, _ = standings.best_against(power, other, rival)
            scores = [(name, f"{standings.against(power, name, other, rival):.1f}") for name in own]
            marked = [f"**{score}**" if name == best else score for name, score in scores]
            rows.append([f"{label}: {_label(rules, rival)}", *marked])
    return [
        "Points against each rival, over all combinations of the rest; the best answer is marked.",
        "",
        *markdown(["Against", *(_label(rules, name) for name in own)], rows, left=(0,)),
    ]


def _label(rules: Ruleset, player: str) -> str:
    return "null bot" if player == NULL else rules.doctrines[player].label


def _interval(mean: Mean) -> str:
    return "" if mean.interval is None else f"{mean.interval[0]:.1f} to {mean.interval[1]:.1f}"


def _signed(mean: Mean) -> str:
    half = "" if mean.interval is None else f" ± {mean.interval[1] - mean.value:.1f}"
    return f"{mean.value:+.1f}{half}"


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]], left: tuple[int, ...] = ()) -> list[str]:
    """A table of Markdown with columns as wide as they need to be; numbers to the right."""
    widths = [max(3, *map(len, column)) for column in zip(head, *rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        parts = [
            cell.ljust(width) if n in left else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return f"| {' | '.join(parts)} |"

    rule = ["-" * w if n in left else "-" * (w - 1) + ":" for n, w in enumerate(widths)]
    return [line(head), line(rule), *map(line, rows)]
