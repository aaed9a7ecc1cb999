"""Functions of each row, over a large matrix block by block, so that all passes over a block find it in the cache."""

from __future__ import annotations

from typing import Any, Protocol, cast

import numpy as np

from .types import C, F, FreshMatrix, Matrix, Places, R, Vector

Array = np.ndarray[Any, np.dtype[Any]]
BLOCK = 512 * 1024  # bytes: with its temporaries a block fits a second-level cache
TOGETHER = 16  # BLAS sums rows in groups: blocks that end with a group leave every sum as it is


class OfRows(Protocol):
    """For each row a number and a row, from the row, where its entry stands, and a whole number."""

    def __call__(
        self, x: Matrix[R, C, F], at: Places[R, C], n: int, into: FreshMatrix[R, C, F] | None, /
    ) -> tuple[Vector[R, F], Matrix[R, C, F]]:
        """The numbers and the rows, which are written into a place if there is one."""
        ...


def in_row_blocks(f: OfRows, x: Matrix[R, C, F], at: Places[R, C], n: int, /) -> tuple[Vector[R, F], Matrix[R, C, F]]:
    """`f(x, at, n, None)`, taken block by block where a matrix of floats is large."""
    whole: Array = x
    if whole.nbytes <= BLOCK or whole.dtype.kind == "O":
        return f(x, at, n, None)
    places: Array = cast("Array", at)
    rows, columns = whole.shape
    numbers, new = np.empty(rows, whole.dtype), np.empty(whole.shape, whole.dtype)
    height = max(TOGETHER, BLOCK // (columns * whole.itemsize) // TOGETHER * TOGETHER)
    of_block: Any = f  # its rows have no name of their own
    for start in range(0, rows, height):
        block = slice(start, start + height)
        numbers[block] = of_block(whole[block], places[block] - start * columns, n, new[block])[0]
    return cast("Vector[R, F]", numbers), cast("Matrix[R, C, F]", new)
