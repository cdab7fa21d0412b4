"""The results of a series in words and tables, for a terminal 80 columns wide."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.analysis.results import CAUTION, Mean, Results, Share
from wargame.ruleset.vocabulary import DEAL_FORMS, VERDICTS


def summary(results: Results) -> str:
    """Results by end and by seat, and a few measures, all with 95% intervals."""
    rules, series = results.rules, results.series
    scenario = rules.scenarios[series.scenario]
    label = dict(zip(rules.powers, rules.power_labels, strict=True))
    lines = [
        f"{scenario.label}: {results.games:,} games of ruleset {rules.name}, seed {series.seed}",
        *(f"  {label[power]}: {_player(results, player)}" for power, player in series.players),
        "",
        CAUTION,
        "Intervals are 95%: the luck of the dice, not doubt about the rules.",
        "",
        *table(["End", "games", "%", "interval", "months", *map(rules.typed, rules.powers)], _ends(results)),
        "  (under each power: its mean points in games with that end)",
        "",
        *table(["Seat", *rules.power_labels], _seats(results)),
        "",
        *table(["Course of the game", "", "interval"], _measures(results)),
    ]
    return "\n".join(lines)


def _player(results: Results, player: str) -> str:
    return "null bot (random legal orders)" if player == "null" else results.rules.doctrines[player].label


def _scores(results: Results) -> list[str]:
    return [column.name for column in results.columns if column.name.endswith("_score")]


def _ends(results: Results) -> list[list[str]]:
    rules, columns = results.rules, ("months", *_scores(results))
    rows = []
    for name, label in zip(rules.ends.names, rules.ends.labels, strict=True):
        share = results.share("end", name)
        rows.append([label, f"{share.hits:,}", *_percent(share)])
        if share.hits:
            rows[-1] += [f"{results.mean(column, name).value:.1f}" for column in columns]
    means = [f"{results.mean(column).value:.1f}" for column in columns]
    rows.append(["All", f"{results.games:,}", "", "", *means])
    return rows


def _seats(results: Results) -> list[list[str]]:
    means = [_number(results.mean(column)) for column in _scores(results)]
    rows = [
        ["points, mean", *(mean for mean, _ in means)],
        ["  interval", *(between for _, between in means)],
    ]
    for word in VERDICTS:
        shares = [results.share(column.replace("_score", "_verdict"), word) for column in _scores(results)]
        rows.append([f"{word} %", *(" ".join(_percent(share)) for share in shares)])
    return rows


def _measures(results: Results) -> list[list[str]]:
    low, middle, high = (str(results.quantile("peak", per_cent)) for per_cent in (10, 50, 90))
    lanes = [column for column in results.columns if column.name.endswith("_traffic")]
    return [
        ["Peak rung, median (and where 80% lie)", middle, f"{low} to {high}"],
        ["Months, mean", *_number(results.mean("months"))],
        ["Steps, mean", *_number(results.mean("steps"))],
        ["Crisis steps, mean", *_number(results.mean("crisis_steps"))],
        ["Games with a crisis, %", *_percent(results.at_least("crisis_steps", 1))],
        ["Games with an accident, %", *_percent(results.at_least("accidents", 1))],
        ["Games with mass casualties, %", *_percent(results.at_least("casualties", 1))],
        ["Games with a deal, %", *_percent(results.at_least("deals", 1))],
        *([f"  {form}, %", *_percent(results.at_least(f"deals_{form}", 1))] for form in DEAL_FORMS),
        *([f"{lane.text}, mean", *_number(results.mean(lane.name))] for lane in lanes),
    ]


def _percent(share: Share) -> list[str]:
    low, high = share.interval
    return [_rounded(share.value * 100), f"{_rounded(low * 100)}-{_rounded(high * 100)}"]


def _rounded(number: float) -> str:
    """To one digit after the point; a number too small for that is not shown as nought."""
    return f"{number:.1g}" if 0 < number < 0.05 else f"{number:.1f}"


def _number(mean: Mean) -> list[str]:
    if mean.interval is None:
        return [f"{mean.value:.1f}", ""]
    low, high = mean.interval
    return [f"{mean.value:.1f}", f"{low:.1f} to {high:.1f}"]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns as wide as they need to be; the first to the left, the others to the right."""
    full = [[*row, *[""] * (len(head) - len(row))] for row in (head, *rows)]
    widths = [max(map(len, column)) for column in zip(*full, strict=True)]
    lines = []
    for first, *others in full:
        cells = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        lines.append("  ".join([first.ljust(widths[0]), *cells]).rstrip())
    return lines
