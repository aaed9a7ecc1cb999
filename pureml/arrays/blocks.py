"""Many arrays of one size, moved together piece by piece, so that what a piece needs stays in the cache.

The types are in `blocks.pyi`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from .branches import zeros_like

Array = np.ndarray[Any, np.dtype[Any]]
BLOCK = 512 * 1024  # bytes of one array; below, the calls cost more than the cache gives, and far above the cache gives nothing
GREATEST = 2**25 - 2**13  # bytes of a block whose freeing glibc still heeds, with its own bytes and a page to spare
SMALLEST = 2**20  # times the smallest normal number: what is left below it does not become subnormal in 16 halvings


def in_blocks(update: Callable[..., object], arrays: Sequence[Array], constants: Sequence[Any], into: Sequence[Array], /) -> None:
    """The results of `update(*arrays, *constants, places)`, which works entry by entry on vectors, into a vector for each."""
    size = BLOCK // arrays[0].itemsize
    for start in range(0, arrays[0].size, size):
        piece = slice(start, start + size)
        update(*[x[piece] for x in arrays], *constants, [x[piece] for x in into])


def runs(arrays: Sequence[Array], /) -> list[tuple[slice, slice]]:
    """Arrays next to each other that are moved together, and where they lie in the vector of all.

    Each large one stands alone, small ones together until they are large.
    """
    found: list[tuple[slice, slice]] = []
    start, begin, end, held = 0, 0, 0, 0
    for i, x in enumerate(arrays):
        if held and held + x.nbytes > BLOCK:
            found.append((slice(start, i), slice(begin, end)))
            start, begin, held = i, end, 0
        held, end = held + x.nbytes, end + x.size
    return [*found, (slice(start, len(arrays)), slice(begin, end))] if len(arrays) else found


def as_vector(arrays: Sequence[Array], /) -> Array:
    """One vector of all their entries; a view of a single array, if it lies by rows."""
    return arrays[0].reshape(-1) if len(arrays) == 1 else np.concatenate([x.reshape(-1) for x in arrays])


def zero_rows(count: int, like: Any, /) -> Array:
    """So many rows of zeros in the number system of the vector `like`."""
    return np.array([zeros_like(like)] * count, like.dtype).reshape(count, len(like))


def writable(x: Array, /) -> Array:
    """A copy that its maker may write."""
    return x.copy()


def room_like(x: Array, /) -> Array:
    """An array of this shape that is to be written before it is read."""
    return np.empty_like(x)


def keep_freed() -> None:
    """Have the C library keep what is freed for the next step, where it might give it back and have each page made anew.

    glibc keeps up to twice the greatest block that it has seen freed, of those up to 32 MiB. Nothing is written to this
    block, so it takes no memory.
    """
    np.empty(GREATEST, np.uint8)


def flushed(rows: Array, /) -> Array:
    """Floats near the smallest normal number become 0: arithmetic on subnormal ones takes many times as long.

    An entry of a row goes only if those above it in its column are as small, and nothing is made where none goes. Other
    number systems have no such entries.
    """
    if rows.dtype.kind != "f" or not rows.size:
        return rows
    small = np.abs(rows) < np.finfo(rows.dtype).tiny * SMALLEST
    for above, below in pairwise(small):
        np.logical_and(above, below, below)
    small &= rows != 0
    return np.where(small, rows.dtype.type(0), rows) if small.any() else rows
