"""Square matrices made of vectors, as Jacobians are, in every number system. The types are in `squares.pyi`."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]


def outer(x: Array, y: Array, /) -> Array:
    """`x y^T`"""
    return x[:, None] * y


def diagonal(d: Array, /) -> Array:
    """The matrix with the diagonal `d` and zeros elsewhere."""
    zero = type(d.flat[0])(0)  # an int would be a stranger among elements
    return with_diagonal(np.full((len(d), len(d)), zero, d.dtype), d)


def with_diagonal(x: Array, d: Array, /) -> Array:
    """`x` with another diagonal."""
    new = x.copy()
    new[np.diag_indices(len(d))] = d
    return new
