"""Findings as a report in Markdown, with figures beside it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from math import isnan
from pathlib import Path

from wargame.analysis.export import whole
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
