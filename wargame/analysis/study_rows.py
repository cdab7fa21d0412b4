"""Findings as rows of a table for other programs: CSV or Parquet, a row for each arm."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import isnan
from pathlib import Path
from typing import Any

from wargame.analysis.export import check_target, whole
from wargame.analysis.study import Finding

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
