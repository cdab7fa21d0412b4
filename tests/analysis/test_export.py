"""Rows as CSV and Parquet: the same bytes however they come, whole files or none."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from wargame.analysis import export
from wargame.analysis.columns import Column
from wargame.analysis.export import exported
from wargame.ruleset.tables import Ints

COLUMNS = (Column("end", "how it ended", ("war", "peace, of a kind")), Column("score", "points"))
ABOUT = {"caution": "Take care.", "seed": "7"}
ROWS: Ints = np.array([np.arange(25) % 2, np.arange(25) - 12], np.int32)


def written(path: Path, size: int) -> bytes:
    """The bytes of a file whose rows come `size` at a time."""
    with exported(path, COLUMNS, ABOUT) as writer:
        for first in range(0, 25, size):
            writer.write(100 + first, ROWS[:, first : first + size])
    return path.read_bytes()


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_bytes_do_not_depend_on_how_the_rows_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.setattr(export, "GROUP", 10)
    files = {written(tmp_path / f"{size}{ending}", size) for size in (1, 4, 10, 24, 25)}

    assert len(files) == 1


def test_a_csv_reads_back(tmp_path: Path) -> None:
    text = written(tmp_path / "rows.csv", 25).decode()
    lines = text.splitlines()

    assert lines[:3] == ["# caution: Take care.", "# seed: 7", "game,end,score"]
    assert lines[4] == '101,"peace, of a kind",-11'
    found = list(csv.DictReader(lines[2:]))
    assert [int(row["score"]) for row in found] == ROWS[1].tolist()


def test_a_parquet_file_reads_back_in_row_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "GROUP", 10)
    written(tmp_path / "rows.parquet", 8)
    file = pq.ParquetFile(tmp_path / "rows.parquet")
    table = file.read().to_pydict()

    assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [10, 10, 5]
    assert table["game"] == list(range(100, 125))
    assert table["end"] == [COLUMNS[0].words[v] for v in ROWS[0]]
    assert table["score"] == ROWS[1].tolist()
    assert file.schema_arrow.metadata[b"caution"] == b"Take care."
    assert file.schema_arrow.field("score").metadata[b"text"] == b"points"


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_what_is_not_finished_leaves_nothing_and_spares_the_older_file(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"rows{ending}"
    path.write_text("older")
    with pytest.raises(IndexError), exported(path, COLUMNS, ABOUT) as writer:
        writer.write(0, ROWS + 9)  # words that no column has

    assert [path] == list(tmp_path.iterdir())
    assert path.read_text() == "older"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("rows.xlsx", r"ends in '\.xlsx'; rows are written to \.csv or \.parquet"),
        ("rows", r"has no ending; rows are written to \.csv or \.parquet"),
        ("folder.csv", "is a folder"),
        ("nowhere/rows.csv", "there is no folder"),
    ],
)
def test_a_target_that_cannot_be_is_refused(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "folder.csv").mkdir()

    with pytest.raises(ValueError, match=message), exported(tmp_path / name, COLUMNS, ABOUT):
        pass
