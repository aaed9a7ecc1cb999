"""The operations that must know the number system: branches and constants.

An element of an object array is any class that can be made from an int, compared where the answer is certain,
and sampled by `float()`; one that carries a slope has `constant()`, itself without it. Two kinds of branch:

- a *kink* (`positive_part`, `heaviside`, `step`, `absolute`, `where_positive`) compares, and is undecided where the element is;
- a *choice between two forms of one number* (`either`, `row_shift`, `greatest`) follows a sample: it cannot be wrong,
  only less accurate, so smooth functions stay decided on overlapping balls.

Complex numbers branch by the real part, which keeps the complex step exact on both sides of a kink.
The types are in `branches.pyi`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, cast

import numpy as np

from .places import row_starts
from .values import freeze

Array = np.ndarray[Any, np.dtype[Any]]
PIECE = 1 << 14  # zeros that stay in the cache beside what is compared with them
FEW = 1 << 11  # numbers below which one zero is as fast


def positive_part(x: Array, /) -> Array:
    """`max(x, 0)`; a NaN stays NaN."""
    if x.dtype.kind == "f":
        return np.maximum(x, 0.0) if x.size < FEW or not x.flags.c_contiguous else _not_below(x, _nothing(x.dtype.char))
    return where_positive(x, x, zeros_like(x))


@lru_cache(maxsize=4)
def _nothing(kind: str) -> Array:
    return freeze(np.zeros(PIECE, kind))


def _not_below(x: Array, zeros: Array) -> Array:
    """`max(x, 0)`, bit for bit: beside an array of zeros NumPy's loop takes a third to two thirds of the time that it takes beside one."""
    if x.size <= PIECE:
        return np.maximum(x, zeros[: x.size].reshape(x.shape))
    new = np.empty_like(x)
    given, made = x.reshape(-1), new.reshape(-1)
    for start in range(0, x.size, PIECE):
        piece = given[start : start + PIECE]
        np.maximum(piece, zeros[: piece.size], out=made[start : start + PIECE])
    return new


def absolute(x: Array, /) -> Array:
    """`x` or `-x`, whichever is not negative: analytic on both sides of 0."""
    if x.dtype.kind == "f":
        return np.abs(x)
    return where_positive(x, x, -x)


def where_positive(x: Array, a: Array, b: Array, /) -> Array:
    """`a` where `x > 0`, else `b`: a kink."""
    return np.where(heaviside(x), a, b)


def heaviside(x: Array, /) -> Array:
    """Where `x > 0`: the slope of ReLU in every number system, False at 0."""
    if x.dtype.kind == "f":
        return x > 0.0
    return _real(x) > 0


def masked(x: Array, keep: Array, /) -> Array:
    """`x` times 1 where the mask of its shape is True, times 0 elsewhere: a NaN stays NaN everywhere."""
    if x.dtype.kind != "f":
        return x * keep
    y = keep.astype(x.dtype)  # and then a product of floats: a sixth less time than a product with a mask
    y *= x
    return y


def step(x: Array, /) -> Array:
    """1 where `x > 0`, else 0, as numbers: a kink; a NaN stays NaN."""
    if x.dtype.kind == "f":
        return np.heaviside(x, 0.0)
    return where_positive(x, one_like(x), zeros_like(x))


def capped(x: Array, limit: float, /) -> Array:
    """`x`, or `limit` where a float is greater: for what has settled there, so that its powers do not overflow.

    Numbers of other systems do not overflow and are left as they are, but complex ones, whose real part does.
    """
    if x.dtype.kind == "f":
        return np.minimum(x, limit)
    return np.where(_real(x) > limit, limit, x) if x.dtype.kind == "c" else x


def either(x: Array, a: Array, b: Array, /) -> Array:
    """`a` where a sample of `x` is positive, else `b`: for two forms of one number, so the choice cannot matter."""
    return np.where((_samples(x) if x.dtype.kind == "O" else _real(x)) > 0, a, b)


def row_shift(x: Array, /) -> Array:
    """The greatest entry of each row as a constant: no slope passes through it."""
    if x.dtype.kind == "O":
        top = _samples(x).argmax(axis=1)[:, None]
        return constant_like(np.take_along_axis(x, top, axis=1))
    return _real(x).take(greatest(x))[:, None]  # argmax and take: a third of the time of `max` over rows of ten


def greatest(x: Array, /) -> Array:
    """The place of the greatest entry of each row, by a sample; the first of equals."""
    top = (_samples(x) if x.dtype.kind == "O" else _real(x)).argmax(axis=1)
    return row_starts(*x.shape) + top


def lift(c: float, x: Array, /) -> Array:
    """The constant `c`, in the shape and the number system of `x`."""
    if x.dtype.kind == "O":

        def constant(e: Any) -> Any:
            return type(e)(c)

        return _each(constant, x)
    return np.full(x.shape, c, x.dtype)


def zeros_like(x: Array, /) -> Array:
    """Zeros in the number system of `x`."""
    return lift(0, x)


def one_like(x: Array, /) -> Array:
    """Ones in the number system of `x`."""
    return lift(1, x)


def constant_like(x: Array, /) -> Array:
    """The values of `x` without their slopes."""
    if x.dtype.kind != "O":
        return x.copy()

    def constant(e: Any) -> Any:
        return e.constant() if hasattr(e, "constant") else e

    return _each(constant, x)


def _real(x: Array) -> Array:
    return cast("Any", x).real if x.dtype.kind == "c" else x


def _samples(x: Array) -> Array:
    return x.astype(float)


def _each(f: Callable[[Any], Any], x: Array) -> Array:
    return np.frompyfunc(f, 1, 1)(x)
