"""Findings in words and drawings, for a terminal 80 columns wide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from textwrap import shorten

from wargame.analysis.figures import LETTERS, MINUS, PLAIN, bars, folded, marks_of, shown, span
from wargame.analysis.results import CAUTION
from wargame.analysis.study import Finding
from wargame.analysis.summary import table
from wargame.analysis.verdicts import FAILS, HOLDS, UNDECIDED, Effect, Verdict
from wargame.ruleset.schema import Hypothesis
from wargame.ruleset.studies import Studies, uncovered

WIDTH = 79


def page(finding: Finding, encoding: str = "utf-8") -> str:
    """One finding: the claim, its arms, the effect, the verdict, and what is left without the mechanism."""
    entry = finding.hypothesis
    rich = _writable(LETTERS + MINUS, encoding)
    minus = MINUS if rich else "-"
    head = f"{entry.id}: {finding.verdict.word.upper()}"
    lines = [head, *folded(entry.claim, WIDTH), f"  {about(entry)}; {finding.games:,} games in each arm", ""]
    lines += [f"  {line}" for line in _arms(finding, LETTERS if rich else PLAIN, minus)]
    lines.append("")
    lines += folded(f"Effect {effect_words(finding.verdict, entry, minus)}.", WIDTH)
    lines += folded(f"Expected: {expectation(entry)}. {verdict_words(finding.verdict)}", WIDTH)
    if finding.ablation is not None:
        lines += folded(f"Without the mechanism: {ablation_words(finding, minus)}", WIDTH)
    if entry.finding and finding.verdict.word != HOLDS:
        lines += folded(entry.finding, WIDTH)
    return "\n".join(lines)


def _arms(finding: Finding, letters: str, minus: str) -> list[str]:
    """A line for each arm: label, number, number without the mechanism, drawing; games if not all count."""
    entry = finding.hypothesis
    some = any(arm.sample.counted < finding.games for arm in finding.arms)
    head, rows = ["arm", "mean"], []
    if any(arm.sample.ratio for arm in finding.arms):
        head[1] = "ratio"
    head += ["without"] * bool(finding.ablated) + ["games"] * some
    for number, arm in enumerate(finding.arms):
        row = [shorten(arm.label, 26, placeholder="..."), shown(arm.sample.value, entry.least, minus)]
        if finding.ablated:
            row.append(shown(finding.ablated[number].sample.value, entry.least, minus))
        rows.append([*row, *[f"{arm.sample.counted:,}"] * some])
    plain = table(head, rows)
    width = min(36, WIDTH - 4 - max(map(len, plain)))
    low, high = (shown(end, entry.least, minus) for end in span(marks_of(finding)))
    scale = f"{low}{high.rjust(width - len(low))}"
    drawn = [scale, *bars(finding, width, letters)]
    full = max(map(len, plain))
    return [f"{left.ljust(full)}  {right}".rstrip() for left, right in zip(plain, drawn, strict=True)] + (
        [f"{'':{full}}  {entry.unit}"[: WIDTH - 2]]
    )


def about(entry: Hypothesis) -> str:
    """Where a hypothesis comes from: `rows 12, 26; E1`."""
    rows = f"row{'s' * (len(entry.rows) != 1)} {', '.join(map(str, entry.rows))}" if entry.rows else "no row"
    return f"{rows}; {entry.experiment}" if entry.experiment else rows


def expectation(entry: Hypothesis) -> str:
    first, last, least = entry.arms[0].label, entry.arms[-1].label, f"{entry.least:g}"
    match entry.expect:
        case "flat":
            return f"differs by no more than {least}"
        case "peak":
            return f"highest in between, by {least} or more"
        case "interaction":
            return f"a larger step from '{entry.arms[2].label}' to '{last}', by {least} or more"
        case word:
            return f"{word} from '{first}' to '{last}', by {least} or more"


def effect_words(verdict: Verdict, entry: Hypothesis, minus: str = MINUS) -> str:
    """`−9.9 (−9.9 to −9.8), noise`."""
    if verdict.effect is None:
        return "unknown"
    return f"{effect_numbers(verdict.effect, entry.least, minus)}, {entry.unit}"


def effect_numbers(effect: Effect, least: float, minus: str = MINUS) -> str:
    value, low, high = (shown(n, least, minus) for n in (effect.value, effect.low, effect.high))
    return f"{value} ({low} to {high})"


def verdict_words(verdict: Verdict) -> str:
    return f"{verdict.word.capitalize()}: {verdict.why}." if verdict.why else f"{verdict.word.capitalize()}."


def ablation_words(finding: Finding, minus: str = MINUS) -> str:
    found = finding.ablation
    assert found is not None
    effect = (
        "unknown" if found.effect is None else effect_numbers(found.effect, finding.hypothesis.least, minus)
    )
    return f"{effect}. {verdict_words(found)}"


def closing(findings: Sequence[Finding], encoding: str = "utf-8") -> str:
    """The table of all findings, and how many claims hold."""
    minus = MINUS if _writable(MINUS, encoding) else "-"
    head, rows = ["Hypothesis", "rows", "effect", "verdict", "without"], []
    for finding in findings:
        entry, effect = finding.hypothesis, finding.verdict.effect
        number = "?" if effect is None else shown(effect.value, entry.least, minus)
        ablation = "" if finding.ablation is None else finding.ablation.word
        rows.append([entry.id, ",".join(map(str, entry.rows)), number, finding.verdict.word, ablation])
    lines = table(head, rows)
    if max(map(len, lines)) > WIDTH:
        lines = table(head[:1] + head[2:], [row[:1] + row[2:] for row in rows])
    return "\n".join([*lines, "", count(findings), CAUTION])


def count(findings: Sequence[Finding]) -> str:
    """`12 hypotheses: 9 hold, 2 fail, 1 is undecided.`"""
    words = Counter(finding.verdict.word for finding in findings)
    many = len(findings)
    parts = [
        f"{words[HOLDS]} hold{'s' * (words[HOLDS] == 1)}",
        f"{words[FAILS]} fail{'s' * (words[FAILS] == 1)}",
    ]
    parts.append(f"{words[UNDECIDED]} {'is' if words[UNDECIDED] == 1 else 'are'} undecided")
    return f"{many} hypothes{'i' if many == 1 else 'e'}s: {', '.join(parts)}."


def listing(studies: Studies, hypotheses: Iterable[Hypothesis]) -> str:
    """Names, rows and claims, and what no hypothesis of the ruleset is about."""
    lines = []
    for entry in hypotheses:
        lines += [f"{entry.id} ({about(entry)}; {len(entry.arms)} arms, {entry.games:,} games)"]
        lines += folded(entry.claim, WIDTH)
    rows, experiments = uncovered(studies.hypotheses.values())
    if rows or experiments:
        missing = [f"row{'s' * (len(rows) != 1)} {_runs(rows)}"] if rows else []
        missing += (
            [f"experiment{'s' * (len(experiments) != 1)} {', '.join(experiments)}"] if experiments else []
        )
        lines += ["", *folded(f"No hypothesis is about {', nor about '.join(missing)}.", WIDTH, "")]
    return "\n".join(lines)


def _runs(numbers: Sequence[int]) -> str:
    """`1 to 4, 6, 8 and 9` as `1-4, 6, 8-9`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join("-".join(map(str, run)) for run in runs)


def _writable(letters: str, encoding: str) -> bool:
    try:
        letters.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
