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


def row_sums_in_parts(x: Array, more: Array, /) -> Any:
    """`(X + MORE) 1` in two parts, where `more` is much smaller: the first has lost nothing, and the second is small.

    The high parts of `x` add up without rounding, in any order; the rest is small enough for a plain sum. The one float nearest
    to both would be half a unit off, and that of a plain sum of equal terms, which are rounded the same way every time, a third
    of a unit for each. In floats eight times the sum of all sizes has to be a float. Source: Rump, Ogita, Oishi, Accurate
    Floating-Point Summation Part I, SIAM Journal on Scientific Computing 31 (2008), algorithm 3.2, with the sum of all sizes
    in place of the number of terms times the greatest.
    """
    typed: Any = x
    if x.dtype.kind != "f":
        plain: Any = row_sums(typed + more)
        return plain, zeros_like(plain)
    high: Any = np.abs(x)
    above = np.frexp(row_sums(high))[1] + 1
    sigma = np.ldexp(x.dtype.type(1), above)[:, None]
    np.add(x, sigma, high)
    high -= sigma
    low: Any = x - high
    low += more
    return row_sums(high), row_sums(low)
