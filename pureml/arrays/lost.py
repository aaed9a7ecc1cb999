"""What a difference has lost to rounding. The types are in `lost.pyi`."""

from __future__ import annotations

from typing import Any

import numpy as np

from .branches import zeros_like

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
