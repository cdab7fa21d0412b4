"""Short lists of what is rare: most games of a batch have little of most things in a step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wargame.ruleset.tables import Flags, Ints


def found(flags: Any) -> bool:
    """Whether an array holds anything but noughts: `any` without its detours, which add up at one game."""
    return bool(np.count_nonzero(flags))


def indices(flags: Any) -> NDArray[np.intp]:
    """Where a flat array is not nought: `np.flatnonzero` without its detours, and quicker with flags than numbers."""
    flags = flags if flags.dtype == np.bool_ else flags != 0
    at: NDArray[np.intp] = flags.nonzero()[0]
    return at


def where(table: NDArray[Any]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows and columns of what is not nought in a table, row by row.

    What `np.nonzero` gives, but by way of flat flags, which is several times faster on wide tables.
    """
    flat = indices(table.reshape(-1))
    rows = flat // table.shape[1]
    return rows, flat - rows * table.shape[1]


def stretches(values: NDArray[np.intp]) -> Iterator[slice]:
    """The stretches of one value in a sorted list."""
    ends = [*(indices(values[1:] != values[:-1]) + 1).tolist(), values.size]
    return (slice(first, end) for first, end in zip([0, *ends], ends, strict=False) if end)


def unfold(rows: NDArray[np.intp], used: Flags) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The used cells of rows (n,) of a table, of which `used` (N, W) says which they are.

    Gives, cell by cell, where its row stands in `rows`, and its column.
    """
    width = used.shape[1]
    cells = used.take(rows, axis=0).reshape(-1).nonzero()[0]
    at = cells // width
    return at, cells - at * width


def pick(table: Ints, rows: Ints, columns: NDArray[np.intp]) -> Ints:
    """`table[rows, columns]` for a contiguous table, by way of its flat form."""
    values: Ints = table.reshape(-1).take(rows * table.shape[1] + columns)
    return values


def add_at(table: Ints, rows: Ints, columns: NDArray[np.intp], amounts: Ints) -> None:
    """`np.add.at(table, (rows, columns), amounts)` in the flat form that NumPy is quick at."""
    flat = rows * table.shape[1] + columns
    np.add.at(table.reshape(-1), flat, amounts.astype(table.dtype, copy=False))


def raise_at(table: Ints, rows: Ints, columns: NDArray[np.intp], values: Ints) -> None:
    """`np.maximum.at(table, (rows, columns), values)`, likewise."""
    flat = rows * table.shape[1] + columns
    np.maximum.at(table.reshape(-1), flat, values.astype(table.dtype, copy=False))
