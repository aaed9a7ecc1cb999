"""Exponentials of rows whose sum is an ordinary float, and the logarithm of such a sum. The types are in `exponentials.pyi`.

A shift by the greatest entry keeps exp from overflowing and costs digits: x - max x is rounded. An entry itself is not, so
in floats no row is shifted whose exponentials have an ordinary sum; of a row that is, what rounding took is put back.
In other number systems, which neither overflow nor round, the shift is a constant on which nothing depends.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import numpy as np

from .branches import row_shift
from .lost import lost
from .places import entries, put
from .sums import row_sums
from .values import exp_over

Array: TypeAlias = Any  # of any number system: the stub beside this module says what goes in and comes out

LEAST: Final = 0.25
"""Of a sum that is no less, what is no normal number after division by it has lost a few units before."""
MOST: Final = {4: 50.0, 8: 600.0}
"""For each size of a float: a sum of exponentials of such entries, times exp(`FAR`) or a number of rows, has an inverse."""
FAR: Final = {4: 20.0, 8: 40.0}
"""For each size of a float: beside `LEAST`, exp(-`FAR`) changes the logarithm of a sum by less than half a unit of `FAR`."""
LONG: Final = 32
"""From here on a sum in pairs, whose rounding grows with the logarithm of the length, is worth a few microseconds."""
NONE: Final = np.empty(0, np.intp)


def exp_rows(x: Array, /) -> tuple[Array, Array]:
    """`exp(x - s)` and its row sums, for some s for each row."""
    if x.dtype.kind != "f":
        e = np.exp(x - row_shift(x))
        return e, row_sums(e)
    e, low = _raised(x, None)
    total = _sums(e)
    far = _far(x, total, low=low)
    if far.size:
        e[far], _ = _shifted(x[far])
        total = _sums(e)
    return e, total


def exp_apart(x: Array, at: Array, into: Array | None = None, /) -> tuple[Array, Array, Array, Array]:
    """`exp(x - s)` with 0 at one place of each row; its row sums; those with what stood there; `x - s` there.

    Written into a place if there is one.
    """
    if x.dtype.kind != "f":
        z = x - row_shift(x)
        z_at = entries(z, at)
        e = exp_over(z, into)
        put(e, at, 0)
        rest = row_sums(e)
        return e, rest, rest + np.exp(z_at), z_at
    e, low = _raised(x, into)
    z_at, e_at = entries(x, at), entries(e, at)
    put(e, at, 0)
    rest = _sums(e)
    total = rest + e_at
    far = _far(x, total, low=low)
    if far.size:
        e[far], shift = _shifted(x[far])
        z_at[far] -= shift
        e_at[far] = e[far, at[far] % x.shape[1]]
        put(e, at, 0)
        rest = _sums(e)
        total = rest + e_at
    return e, rest, total, z_at


def log_over(rest: Array, z: Array, /) -> Array:
    """`log(rest + exp(z)) - z`, which is `log(1 + rest exp(-z))`: to a few units, if `rest` is off by as few.

    In floats the sum has to be an ordinary one, as those of `exp_apart` are.
    """
    if z.dtype.kind != "f":
        return np.log1p(rest + (np.exp(z) - 1)) - z
    near = np.maximum(z, -FAR[z.itemsize])
    return np.log1p(rest / np.exp(near)) + (near - z)


def _raised(x: Array, into: Array | None) -> tuple[Array, bool]:
    """exp(x), of rows with an entry that is too great anything finite; whether there is none of those."""
    most = MOST[x.itemsize]
    low = not x.size or x.item(x.argmax()) <= most  # a third of the time of `max`
    return np.exp(x if low else np.minimum(x, most), into, order="C"), low


def _sums(e: Array) -> Array:
    """Row sums; of long rows in pairs: BLAS adds a quarter of them one after the other to what may be the greatest."""
    return row_sums(e) if e.shape[1] < LONG else np.add.reduce(e, 1)


def _far(x: Array, total: Array, *, low: bool) -> Array:
    """The rows whose sum is no ordinary one."""
    if low and (not total.size or total.item(total.argmin()) >= LEAST):
        return NONE
    return np.flatnonzero(~((x.max(axis=1) <= MOST[x.itemsize]) & (total >= LEAST)))


def _shifted(x: Array) -> tuple[Array, Array]:
    """`exp(x - max x)` with what rounding took from the difference; the greatest entries."""
    shift: Any = row_shift(x)
    with np.errstate(over="ignore"):  # a difference beyond the floats has the exponential 0
        z = x - shift
    e = np.exp(z)
    e += e * lost(x, shift, z)
    return e, shift[:, 0]
