"""A logarithm added to a number, as exact as the sum itself: the logarithm alone is rounded in units that may be twice as large.

The types are in `logarithms.pyi`.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from functools import lru_cache
from typing import Any, Final

import numpy as np

from .values import freeze

Array = np.ndarray[Any, np.dtype[Any]]

STEPS: Final = 10
"""The binary logarithm of how many rows the table has between two powers of two."""
BINADES: Final = 32
"""How many powers of two the table covers, from 1 on: a row of a matrix has not so many entries that their sum goes further."""
FINE: Final = 44
"""High parts of logarithms are multiples of 2^-44, so that the sum of a few of them is exact."""

# Numbers of NumPy: beside an array Python's own take longer, whole ones six times as long.
BELOW: Final = np.int64(52 - STEPS)
"""How many bits of a float64 stand behind those that number the rows of the table."""
FIRST: Final = np.int64((1023 << 52) - (1 << (51 - STEPS)))
"""The bits of 1 less half a step: so each number goes to the nearest row."""
UPPER: Final = np.int64(-1 << 32)
"""The bits of the sign, the exponent and the first twenty digits."""
SERIES: Final = tuple(freeze(np.array(c)) for c in (1 / 5, -1 / 4, 1 / 3, -1 / 2))
"""log1p(q) = q + q^2 (-1/2 + q (1/3 + ...)), the last first."""


def plus_log1p(x: Array, r: Array, more: Array, /) -> Array:
    """`x + log1p(r + more)` to 0.6 units of the greater of `x` and the result, where they are floats and `more` is much smaller than `r`.

    Floats `r` are at least 0 and below 2^32. The logarithm is ln c + log1p(q) with c from a table, where ln c stands in two
    parts; q = (1 + r) / c - 1 is small, and its first bits are exact. Nothing is rounded but what is small beside the
    result. Source: P. T. P. Tang, Table-driven implementation of the logarithm function in IEEE floating-point arithmetic,
    ACM Transactions on Mathematical Software 16 (1990), 378-400; with a factor that has few bits in place of the quotient.
    """
    if r.dtype.kind != "f":  # that of `x`, a shift, is real where complex numbers are shifted
        other: Array = x + np.log1p(r + more)
        return other
    if r.dtype.char != "d":
        return (x + np.log1p(r.astype(np.float64) + more)).astype(x.dtype)
    inverse, q, log_high, y = _nearest(r)
    high = (r.view(np.int64) & UPPER).view(np.float64)
    low = r - high
    low += more
    low *= inverse
    high *= inverse
    q += high  # the first bits of the quotient less 1, exactly
    log_high += q
    q += low
    y += _bend(q)
    y += low
    return _sum_of_three(x, log_high, y)


def _nearest(r: Array) -> Any:
    """For each number 1 + r: the inverse of the nearest c, that less 1, and ln c in two parts."""
    number: Array = (r + 1).view(np.int64)
    number -= FIRST
    number >>= BELOW
    return _table().take(number, axis=1, mode="clip")  # the bits of a NaN are beyond the table


def _bend(q: Array) -> Array:
    """`log1p(q) - q`, for a |q| of 2^-11 at most, to 2^-57 of `q`."""
    total = q * SERIES[0]
    for c in SERIES[1:]:
        total += c
        total *= q
    total *= q
    return total


def _sum_of_three(x: Array, y: Array, small: Array) -> Array:
    """`x + y + small`, where what the first sum loses is put into the small one; writes over all but `x`. Source: as `lost`."""
    total: Array = x + y
    back = total - x
    y -= back
    back -= total
    back += x
    y += back
    small += y
    total += small
    return total


@lru_cache(maxsize=1)
def _table() -> Array:
    """Inverses of the numbers c, which have 16 bits at most; those less 1; and ln c in two parts."""
    count = 1 << STEPS
    fine = 1 << (STEPS + 5)
    inverse = np.rint(fine / (1 + np.arange(count) / count)) / fine
    scale = 1 << FINE
    with localcontext() as context:
        context.prec = 60
        logs = [-Decimal(float(c)).ln() for c in inverse] + [Decimal(2).ln()]
        whole = [int(log * scale) for log in logs]
        rest = np.array([float(log - Decimal(k) / scale) for k, log in zip(whole, logs, strict=True)])
    high = np.array(whole) / scale
    two = np.arange(BINADES)[:, None]
    inverses = np.ldexp(inverse, -two)
    rows = (inverses, inverses - 1, high[:-1] + two * high[-1], rest[:-1] + two * rest[-1])
    return freeze(np.stack([row.reshape(-1) for row in rows]))
