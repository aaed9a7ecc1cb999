"""Rows of a table by number, and sums of rows by number. The types are in `tables.pyi`."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]


def rows_of(table: Array, labels: Array, /) -> Array:
    """For each label its row of the table."""
    return table.take(labels, axis=0)


def summed_by(labels: Array, x: Array, table: Array, /) -> Array:
    """For each row of the table the sum of the rows of `x` that have its number: a number that comes twice counts twice."""
    zero = type(x.flat[0])(0) if x.dtype.kind == "O" else 0
    sums = np.full(table.shape, zero, x.dtype)
    np.add.at(sums, labels, x)
    return sums
