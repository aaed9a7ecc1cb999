"""What a difference or a sum has lost to rounding. The types are in `lost.pyi`."""

from __future__ import annotations

from typing import Any

import numpy as np

from .branches import zeros_like
from .sums import row_sums

Array = np.ndarray[Any, np.dtype[Any]]


def lost(x: Array, y: Array, z: Array, /) -> Array:
    """`(x - y) - z` exactly, where `z` is the float nearest to `x - y`; 0 where that is not finite, and in other number systems.

    Source: Knuth, The Art of Computer Programming 2, 3rd edition (1997), section 4.2.2, theorem B.
    """
    if x.dtype.kind != "f":
        typed: Any = z
        return zeros_like(typed)
    with np.errstate(invalid="ignore", over="ignore"):
        back = z - x
        rest = (x - (z - back)) - (y + back)
    rest[~np.isfinite(rest)] = 0
    return rest


def accurate_row_sums(x: Array, more: Array, /) -> Array:
    """`(X + MORE) 1` to half a unit and a little, where `more` is much smaller.

    The high parts of `x` add up without rounding, in any order; the rest is small enough for a plain sum.
    Equal terms are rounded the same way every time, which costs a plain sum a third of a unit for each. In floats 4 n times the
    greatest entry has to be a float. Source: Rump, Ogita, Oishi, Accurate Floating-Point Summation Part I, SIAM Journal on
    Scientific Computing 31 (2008), algorithm 3.2.
    """
    typed: Any = x
    if x.dtype.kind != "f":
        plain: Any = row_sums(typed + more)
        return plain
    above = np.frexp(np.abs(x).max(axis=1))[1] + x.shape[1].bit_length()
    sigma = np.ldexp(x.dtype.type(1), above)[:, None]
    high = (typed + sigma) - sigma
    total: Any = row_sums(high) + row_sums((typed - high) + more)
    return total
