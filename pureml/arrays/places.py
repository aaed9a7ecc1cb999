"""One entry of each row: where it stands, what it is, and writing it into a fresh matrix.

The types are in `places.pyi`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from ..errors import ShapeError
from .values import freeze

Array = np.ndarray[Any, np.dtype[Any]]


@lru_cache(maxsize=64)
def row_starts(rows: int, cols: int, /) -> Array:
    """Where each row starts when a matrix is counted through its rows."""
    return freeze(np.arange(rows) * cols)


def places(labels: Array, x: Array, /) -> Array:
    """Where the labelled entry of each row of `x` stands."""
    if labels.shape != x.shape[:1]:
        raise ShapeError(f"labels: expected one for each of the {x.shape[0]} rows, got shape {labels.shape}")
    return row_starts(*x.shape) + labels


def entries(x: Array, at: Array, /) -> Array:
    """The entries at these places."""
    return x.take(at)


def put(x: Array, at: Array, values: Any, /) -> None:
    """Write the entries of a fresh matrix at these places."""
    if isinstance(values, int) and x.dtype.kind == "O":
        values = type(x.flat[0])(values)
    if x.flags.c_contiguous:
        x.reshape(-1)[at] = values
    else:
        x[np.arange(x.shape[0]), at % x.shape[1]] = values
