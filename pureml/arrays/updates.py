"""Updates of arrays, entry by entry: into new arrays, or into places given by the caller, which may be those of the inputs.

Each entry depends on its fellows only, so the update of a piece is that piece of the update.
The types are in `updates.pyi`.
"""

from __future__ import annotations

from math import frexp, sqrt
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
EXACT = 0.5  # what `frexp` leaves of a power of two
NEAR = 100  # powers of two whose reciprocal is a normal float32


def plus(x: Array, y: Array, into: Array | None = None, /) -> Array:
    """`x + y`"""
    return np.add(x, y, into) if into is not None else x + y


def step_from(x: Array, size: Any, direction: Array, into: Array | None = None, /) -> Array:
    """`x + size * direction`"""
    if into is not None:
        return np.add(direction * size, x, into)
    new = direction * size
    new += x  # an operator, not a call of `add`: a step of a small network does this four times
    return new


def step_by_ratio(x: Array, size: Any, top: Array, bottom: Array, into: Array | None = None, /) -> Array:
    """`x + size * top / bottom`"""
    ratio = top / bottom
    ratio *= size
    return _plus(ratio, x, into)


def weighted_sum(a: Any, x: Array, b: Any, y: Array, into: Array | None = None, /) -> Array:
    """`a x + b y`"""
    part = y * b
    return _plus(part, np.multiply(x, a, into) if into is not None else x * a, into)


def weighted_sum_of_squares(a: Any, x: Array, b: Any, y: Array, into: Array | None = None, /) -> Array:
    """`a x + b y^2`"""
    part = y * y
    part *= b
    return _plus(part, np.multiply(x, a, into) if into is not None else x * a, into)


def divided(fresh: Array, c: Any, /) -> Array:
    """`x / c`, in a fresh `x`; where 1 / c is exact, as it is for a power of two, a product gives the same in half the time."""
    top, power = frexp(c) if fresh.dtype.kind == "f" else (0.0, 0)
    if top == EXACT and abs(power) < NEAR:
        fresh *= 1 / c
    else:
        fresh /= c
    return fresh


def root_plus(x: Array, c: Any, /) -> Array:
    """`sqrt(x) + c`"""
    new = np.sqrt(x)
    new += c
    return new


def root(c: Any, /) -> Any:
    """The square root of a constant: a float of a float, which keeps float32 what it is, an element of an element."""
    return sqrt(c) if isinstance(c, (int, float)) else c.sqrt()


def _plus(fresh: Array, x: Array, into: Array | None) -> Array:
    """`fresh + x`, in `fresh` itself where no place is given."""
    return np.add(fresh, x, fresh if into is None else into)
