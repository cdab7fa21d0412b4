"""Findings as a Markdown report with figures, and as rows of a table for other programs."""

from __future__ import annotations

import csv
import inspect
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import isnan
from pathlib import Path
from typing import Any

from wargame.analysis.export import check_target, whole
from wargame.analysis.figures import shown, svg
from wargame.analysis.results import CAUTION
from wargame.analysis.study import Arm, Finding
from wargame.analysis.study_page import (
    ablation_words,
    about,
    count,
    effect_numbers,
    effect_words,
    expectation,
    verdict_words,
)
from wargame.analysis.verdicts import HOLDS, Verdict, judge

# Markdown ---------------------------------------------------------------------------------------


def check_report(path: Path) -> None:
    """Raises ValueError if a report cannot be written to `path`."""
    if path.suffix.lower() != ".md":
        raise ValueError(f"{path}: a report is written in Markdown, to a name that ends in .md")
    if path.is_dir():
        raise ValueError(f"{path} is a folder")
    if not path.parent.is_dir():
        raise ValueError(f"{path}: there is no folder {path.parent}")
    folder = figures_folder(path)
    if folder.exists() and not folder.is_dir():
        raise ValueError(f"{folder} is not a folder, and the figures are to stand there")


def figures_folder(path: Path) -> Path:
    return path.with_name(f"{path.stem}_figures")


def write_report(path: Path, findings: Sequence[Finding], facts: Mapping[str, str]) -> None:
    """Write the report, and beside it its figures."""
    folder = figures_folder(path)
    folder.mkdir(exist_ok=True)
    for finding in findings:
        with whole(folder / f"{finding.hypothesis.id}.svg") as file:
            file.write(svg(finding).encode())
    with whole(path) as file:
        file.write(markdown(findings, facts, folder.name).encode())


def markdown(findings: Sequence[Finding], facts: Mapping[str, str], folder: str) -> str:
    """The report; figures are looked for in `folder`, beside it."""
    missed = [finding for finding in findings if finding.verdict.word != HOLDS]
    lines = ["# What the rules imply", "", f"**{CAUTION}**", "", count(findings), ""]
    lines += [f"- {key}: {value}" for key, value in facts.items() if key != "caution"]
    lines += ["", "## All hypotheses", "", *_overview(findings), ""]
    if missed:
        lines += ["## What does not hold", ""]
        for finding in missed:
            entry = finding.hypothesis
            lines.append(
                f"- [{entry.id}](#{entry.id}): {_line(entry.claim)} {verdict_words(finding.verdict)}"
            )
            if entry.finding:
                lines[-1] += f" {_line(entry.finding)}"
        lines.append("")
    lines += ["## How a verdict is reached", "", *inspect.cleandoc(judge.__doc__ or "").splitlines()[2:], ""]
    for finding in findings:
        lines += _section(finding, folder)
    return "\n".join(lines)


def _overview(findings: Sequence[Finding]) -> Iterator[str]:
    yield "| hypothesis | rows | experiment | effect (95% interval) | unit | verdict | without the mechanism |"
    yield "|---|---|---|---|---|---|---|"
    for finding in findings:
        entry, ablation = finding.hypothesis, finding.ablation
        cells = [
            f"[{entry.id}](#{entry.id})",
            ", ".join(map(str, entry.rows)),
            entry.experiment or "",
            _effect(finding.verdict, entry.least),
            entry.unit,
            f"**{finding.verdict.word}**",
            "" if ablation is None else f"{ablation.word}: {_effect(ablation, entry.least)}",
        ]
        yield _row(cells)


def _section(finding: Finding, folder: str) -> Iterator[str]:
    entry = finding.hypothesis
    yield from (f"## {entry.id}", "", _line(entry.claim), "")
    yield from (f"{_sentence(about(entry))} {finding.games:,} games in each arm.", "")
    yield from (f"![{_plain(entry.unit)}, by arm]({folder}/{entry.id}.svg)", "")
    yield _row(["arm", "games that count", entry.unit, "95% interval", "standard deviation"])
    yield "|---|--:|--:|---|--:|"
    for arm, without in _arms(finding):
        sample, between = arm.sample, arm.sample.interval
        low, high = (shown(end, entry.least) for end in between) if between else ("?", "?")
        label = f"{arm.label}, without the mechanism" if without else arm.label
        sd = "" if isnan(sample.sd) else shown(sample.sd, entry.least)
        yield _row([label, f"{sample.counted:,}", shown(sample.value, entry.least), f"{low} to {high}", sd])
    yield from ("", f"- Effect: {effect_words(finding.verdict, entry)}.")
    yield f"- Expected: {expectation(entry)}."
    yield f"- Verdict: **{finding.verdict.word}**{_why(finding.verdict)}"
    if finding.ablation is not None:
        yield f"- Without the mechanism: {ablation_words(finding)}"
    if entry.finding:
        yield f"- Finding: {_line(entry.finding)}"
    yield ""


def _arms(finding: Finding) -> Iterator[tuple[Arm, bool]]:
    yield from ((arm, False) for arm in finding.arms)
    yield from ((arm, True) for arm in finding.ablated)


def _effect(verdict: Verdict, least: float) -> str:
    return "?" if verdict.effect is None else effect_numbers(verdict.effect, least)


def _why(verdict: Verdict) -> str:
    return f": {verdict.why}." if verdict.why else "."


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_line(cell).replace('|', '/') for cell in cells)} |"


def _line(text: str) -> str:
    return " ".join(text.split())


def _plain(text: str) -> str:
    return "".join(c for c in _line(text) if c not in "[]")


# Rows -------------------------------------------------------------------------------------------

COLUMNS: dict[str, tuple[type, str]] = {
    "hypothesis": (str, "its name in the ruleset's studies"),
    "rows": (str, "rows of the table of mechanisms that it is about"),
    "experiment": (str, "its number in the list of experiments"),
    "arm": (int, "number of the arm, from 1"),
    "label": (str, "label of the arm"),
    "ablated": (bool, "whether the mechanism is switched off"),
    "scenario": (str, "scenario of the arm"),
    "unit": (str, "what the measure counts"),
    "games": (int, "games played"),
    "counted": (int, "games that count"),
    "mean": (float, "mean, share, variance or ratio of totals of the games that count"),
    "low": (float, "lower end of its 95% interval"),
    "high": (float, "upper end"),
    "sd": (float, "standard deviation of the games' numbers"),
    "expect": (str, "what the hypothesis expects"),
    "least": (float, "the smallest effect worth the name"),
    "effect": (float, "effect of all arms together, with or without the mechanism"),
    "effect_low": (float, "lower end of its 95% interval"),
    "effect_high": (float, "upper end"),
    "verdict": (str, "holds, fails or undecided; without the mechanism: vanishes, weakens, remains or moot"),
    "why": (str, "the reason"),
}


def rows_of(findings: Sequence[Finding]) -> Iterator[dict[str, Any]]:
    """A row for each arm, and for each arm without the mechanism; None where there is no such number."""
    for finding in findings:
        entry = finding.hypothesis
        for group, ablated, verdict in (
            (finding.arms, False, finding.verdict),
            (finding.ablated, True, finding.ablation),
        ):
            for number, arm in enumerate(group, 1):
                assert verdict is not None
                low, high = arm.sample.interval or (None, None)
                effect = verdict.effect
                yield {
                    "hypothesis": entry.id,
                    "rows": " ".join(map(str, entry.rows)),
                    "experiment": entry.experiment,
                    "arm": number,
                    "label": arm.label,
                    "ablated": ablated,
                    "scenario": arm.scenario,
                    "unit": entry.unit,
                    "games": finding.games,
                    "counted": arm.sample.counted,
                    "mean": _known(arm.sample.value),
                    "low": low,
                    "high": high,
                    "sd": _known(arm.sample.sd),
                    "expect": entry.expect,
                    "least": entry.least,
                    "effect": None if effect is None else effect.value,
                    "effect_low": None if effect is None else effect.low,
                    "effect_high": None if effect is None else effect.high,
                    "verdict": verdict.word,
                    "why": verdict.why or None,
                }


def _known(number: float) -> float | None:
    return None if isnan(number) else float(number)


def write_rows(path: Path, findings: Sequence[Finding], facts: Mapping[str, str]) -> None:
    """Write the rows as CSV or Parquet, by the ending of the name."""
    check_target(path)
    write: Callable[..., None] = _csv if path.suffix.lower() == ".csv" else _parquet
    with whole(path) as file:
        write(file, list(rows_of(findings)), facts)


def _csv(file: Any, rows: Sequence[Mapping[str, Any]], facts: Mapping[str, str]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="\n")
    for key, value in facts.items():
        text.write(f"# {key}: {value}\n")
    made = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    made.writeheader()
    for row in rows:
        made.writerow({**row, "ablated": str(row["ablated"]).lower()})
    text.flush()
    text.detach()


def _parquet(file: Any, rows: Sequence[Mapping[str, Any]], facts: Mapping[str, str]) -> None:
    # Heavy, and needed for this ending only.
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {str: pa.string(), int: pa.int32(), float: pa.float64(), bool: pa.bool_()}
    fields = [pa.field(name, kinds[kind], metadata={"text": text}) for name, (kind, text) in COLUMNS.items()]
    schema = pa.schema(fields, metadata=dict(facts))
    pq.write_table(pa.Table.from_pylist(list(rows), schema=schema), file)
