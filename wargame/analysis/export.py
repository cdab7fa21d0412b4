"""Writes the rows of a series to a file as they come, as CSV or Parquet.

A file appears under its name only when it is whole: until then it is written beside it under another.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import numpy as np

from wargame.analysis.columns import Column
from wargame.ruleset.tables import Ints

GROUP = 1 << 16
"""Rows of a Parquet row group, so that its bytes do not depend on how the rows came."""

ENDINGS = (".csv", ".parquet")


class Writer(Protocol):
    def write(self, first: int, rows: Ints) -> None:
        """Take in the rows (columns, n) of games `first`, `first + 1`, ..."""

    def close(self) -> None:
        """Write what is still held back, and end the file."""


@contextmanager
def exported(path: Path, columns: tuple[Column, ...], about: Mapping[str, str]) -> Iterator[Writer]:
    """A writer to `path`, by its ending. If the block is left by an exception, nothing is left behind.

    An older file of that name is replaced at the end. Raises ValueError for an ending it does not know, and
    OSError if the file cannot be written; both before the block begins.
    """
    check_target(path)
    with whole(path) as file:
        writer: Writer
        if path.suffix.lower() == ".csv":
            writer = _Csv(file, columns, about)
        else:
            writer = _Parquet(file, columns, about)
        try:
            yield writer
        finally:
            writer.close()


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write, which takes its name and the place of an older one when the block has ended well."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(part, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def check_target(path: Path) -> None:
    """Raises ValueError if rows cannot be written to `path`."""
    if path.suffix.lower() not in ENDINGS:
        found = f"ends in '{path.suffix}'" if path.suffix else "has no ending"
        raise ValueError(f"{path}: the name {found}; rows are written to .csv or .parquet")
    if path.is_dir():
        raise ValueError(f"{path} is a folder")
    if not path.parent.is_dir():
        raise ValueError(f"{path}: there is no folder {path.parent}")


class _Csv:
    """Comment lines that begin with #, a line of names, and a line for each game."""

    def __init__(self, file: BinaryIO, columns: tuple[Column, ...], about: Mapping[str, str]) -> None:
        self.columns = columns
        self.text = io.TextIOWrapper(file, encoding="utf-8", newline="\n")
        for key, value in about.items():
            self.text.write(f"# {key}: {value}\n")
        self.rows = csv.writer(self.text, lineterminator="\n")
        self.rows.writerow(["game", *(column.name for column in columns)])

    def write(self, first: int, rows: Ints) -> None:
        lists: list[list[Any]] = [list(range(first, first + rows.shape[1]))]
        for column, values in zip(self.columns, rows.tolist(), strict=True):
            lists.append([column.words[v] for v in values] if column.words else values)
        self.rows.writerows(zip(*lists, strict=True))

    def close(self) -> None:
        self.text.detach()


class _Parquet:
    """A row group for every so many games; words as dictionaries; what the file is about in its metadata."""

    def __init__(self, file: BinaryIO, columns: tuple[Column, ...], about: Mapping[str, str]) -> None:
        # Heavy, and needed for this ending only.
        import pyarrow as pa
        import pyarrow.parquet as pq

        self.pa, self.columns = pa, columns
        fields = [pa.field("game", pa.int64(), metadata={"text": "number of the game in its series"})]
        for column in columns:
            kind = pa.dictionary(pa.int32(), pa.string()) if column.words else pa.int32()
            fields.append(pa.field(column.name, kind, metadata={"text": column.text}))
        self.schema = pa.schema(fields, metadata=dict(about))
        self.file = pq.ParquetWriter(file, self.schema)
        self.first = 0
        self.waiting: list[Ints] = []

    def write(self, first: int, rows: Ints) -> None:
        if not self.waiting:
            self.first = first
        self.waiting.append(rows)
        if sum(rows.shape[1] for rows in self.waiting) >= GROUP:
            held = np.concatenate(self.waiting, axis=1)
            whole = held.shape[1] // GROUP * GROUP
            for at in range(0, whole, GROUP):
                self._group(held[:, at : at + GROUP], at)
            self.waiting = [held[:, whole:]] if whole < held.shape[1] else []
            self.first += whole

    def close(self) -> None:
        try:
            if self.waiting:
                self._group(np.concatenate(self.waiting, axis=1))
        finally:
            self.file.close()

    def _group(self, rows: Ints, at: int = 0) -> None:
        pa, start = self.pa, self.first + at
        arrays = [pa.array(np.arange(start, start + rows.shape[1], dtype=np.int64))]
        for column, values in zip(self.columns, rows, strict=True):
            array = pa.array(np.ascontiguousarray(values))
            if column.words:
                array = pa.DictionaryArray.from_arrays(array, pa.array(column.words))
            arrays.append(array)
        self.file.write_batch(pa.RecordBatch.from_arrays(arrays, schema=self.schema), row_group_size=GROUP)
