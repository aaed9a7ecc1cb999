"""Exponentials and sums to half a unit, for floats; the plain ones in number systems that round nothing or enclose it."""

from __future__ import annotations

import math
from typing import Any, TypeAlias

import numpy as np

from ..inputs import Given, Numbers

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]


def widened(x: Numbers) -> Numbers:
    """float32 as float64, where all that follows has twice as many digits; everything else as it is."""
    return x.astype(np.float64) if x.dtype == np.float32 else x


def narrowed(y: Given, x: Given) -> Given:
    """`y` in the dtype of `x`, rounded once."""
    return y.astype(x.dtype)[()] if x.dtype == np.float32 else y


def exponentials(z: Array) -> Array:
    """exp(z), in floats by the C library: half a unit off, and a fiftieth, where the fast ones of NumPy are 0.7."""
    if z.dtype.kind != "f":
        return np.exp(z)
    return np.asarray(np.frompyfunc(math.exp, 1, 1)(z), z.dtype)


def sums(x: Array) -> tuple[Array, Array]:
    """For each row the float nearest to its sum, and the sum less that."""
    if x.dtype.kind != "f":
        total: Array = x.sum(axis=1)
        return total, total * 0
    rows: list[list[float]] = x.tolist()
    nearest = [math.fsum(row) for row in rows]
    return np.array(nearest), np.array([math.fsum([*row, -total]) for row, total in zip(rows, nearest, strict=True)])
