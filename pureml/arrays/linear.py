"""Linear systems and distances between points, in every number system. The types are in `linear.pyi`."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]

SETTLED: Final = 64.0
"""A distance from which on exp(-d^2 / 2) is 0 in every float: nothing is gained by its square, which might overflow."""


def squared_distances(a: Array, b: Array, /) -> Array:
    """The squared distance of each row of `a` from each row of `b`; in floats at most the square of `SETTLED` for each column."""
    with np.errstate(over="ignore"):  # a difference that is no float is far beyond where it is cut
        apart = a[:, None, :] - b[None, :, :]
    if apart.dtype.kind == "f":
        np.clip(apart, -SETTLED, SETTLED, out=apart)
    squares: Array = (apart * apart).sum(axis=2)
    return squares


def solved(matrix: Array, right: Array, /) -> Array:
    """The X with `matrix` X = `right`, for a symmetric positive definite matrix.

    Numbers of other systems are eliminated without exchanging rows, which a positive definite matrix does not need.
    """
    return _eliminated(matrix, right) if matrix.dtype.kind == "O" else np.linalg.solve(matrix, right)


def plus_diagonal(matrix: Array, value: Any, /) -> Array:
    """The square matrix with this added to its diagonal."""
    out = matrix.copy()
    places = np.arange(len(out))
    out[places, places] = out[places, places] + value
    return out


def _eliminated(matrix: Array, right: Array) -> Array:
    a, x = matrix.copy(), right.copy()
    n = len(a)
    for k in range(n):
        for i in range(k + 1, n):
            factor = a[i, k] / a[k, k]
            a[i] = a[i] - factor * a[k]
            x[i] = x[i] - factor * x[k]
    for k in reversed(range(n)):
        for j in range(k + 1, n):
            x[k] = x[k] - a[k, j] * x[j]
        x[k] = x[k] / a[k, k]
    return x
