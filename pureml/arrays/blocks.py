"""Many arrays of one size, moved together piece by piece, so that what a piece needs stays in the cache.

The types are in `blocks.pyi`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from typing import Any

import numpy as np

from .branches import zeros_like
from .values import freeze

Array = np.ndarray[Any, np.dtype[Any]]
BLOCK = 512 * 1024  # bytes of one array; below, the calls cost more than the cache gives, and far above the cache gives nothing
SMALLEST = 2**20  # times the smallest normal number: what is left below it does not become subnormal in 16 halvings


def in_blocks(
    update: Callable[..., tuple[Any, ...]], first: Array, others: Sequence[Array], constants: Sequence[Any], into: Sequence[Array], /
) -> Array:
    """The first result of `update(first, *others, *constants, places)`, which works entry by entry; the rest goes into its places.

    `into` has a place for each result but the first, which is a new array of the shape of `first`.
    """
    if first.nbytes <= BLOCK:
        new: Array = update(first, *others, *constants, (None, *into))[0]
        return new
    new = np.empty(first.shape, first.dtype)
    flat, places = [x.reshape(-1) for x in (first, *others)], [x.reshape(-1) for x in (new, *into)]
    size = BLOCK // first.itemsize
    for start in range(0, first.size, size):
        piece = slice(start, start + size)
        update(*[x[piece] for x in flat], *constants, [x[piece] for x in places])
    return new


def runs(arrays: Sequence[Array], /) -> list[slice]:
    """Arrays next to each other that are moved together: each large one alone, small ones until they are large."""
    found: list[slice] = []
    start, held = 0, 0
    for i, x in enumerate(arrays):
        if held and held + x.nbytes > BLOCK:
            found.append(slice(start, i))
            start, held = i, 0
        held += x.nbytes
    return [*found, slice(start, len(arrays))] if len(arrays) else found


def as_vector(arrays: Sequence[Array], /) -> Array:
    """One vector of all their entries; a single array is itself."""
    return arrays[0] if len(arrays) == 1 else np.concatenate([x.reshape(-1) for x in arrays])


def split_like(x: Array, like: Sequence[Array], /) -> list[Array]:
    """The locked parts of an array just made that `as_vector` would make it of, in these shapes."""
    whole = freeze(x)
    if len(like) == 1:
        return [whole]
    ends = accumulate(y.size for y in like)
    return [whole[end - y.size : end].reshape(y.shape) for y, end in zip(like, ends, strict=True)]


def zero_rows(count: int, like: Any, /) -> Array:
    """So many rows of zeros in the number system of the vector `like`."""
    return np.array([zeros_like(like)] * count, like.dtype).reshape(count, len(like))


def writable(x: Array, /) -> Array:
    """A copy that its maker may write."""
    return x.copy()


def room_like(x: Array, /) -> Array:
    """An array of this shape that is to be written before it is read."""
    return np.empty_like(x)


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
