"""Images as matrices, the patches that a window sees as the columns of one, and products of filters with them.

The products are taken over a block of lines at a time, so that the patches stay in the cache: all of them at once are as
large as the images times the places of the window. The types are in `patches.pyi`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ..errors import ShapeError
from .layout import padded, samples_first, samples_last, seen, zeros
from .values import freeze, is_locked
from .window import Pair, Window

Array = np.ndarray[Any, np.dtype[Any]]
BLOCK_BYTES = 2**20
"""How large the patches of a block are at most, unless one line is larger."""


def channel_rows(x: Array, /) -> Array:
    """A row for each channel, a column for each pixel of each image; the image counts fastest."""
    inner = samples_last(x)
    if not is_locked(x) and np.may_share_memory(inner, x):
        inner = inner.copy()  # so that no later write to x shows
    return inner.reshape(x.shape[1], -1)


def from_channel_rows(y: Array, rows: int, height: int, width: int, /) -> Array:
    """The inverse of `channel_rows`, of a matrix just made, which is locked: nothing is copied."""
    return freeze(y).reshape(y.shape[0], height, width, rows).transpose(3, 0, 1, 2)


def patches(x: Array, window: Window, /) -> Array:
    """A column for each stop in each image, the image counting fastest; a row for each channel and place of the window."""
    stops = window.stops(*x.shape[2:])
    return _patches(padded(x, window.padding), window, stops, slice(0, stops[0]))


def from_patches(columns: Array, window: Window, rows: int, channels: int, height: int, width: int, /) -> Array:
    """The adjoint of `patches`: each entry is added to the place that it was read from; no inverse where windows overlap."""
    stops = window.stops(height, width)
    framed = _framed(columns, window, (channels, height, width, rows))
    _add_patches(framed, columns, window, stops, slice(0, stops[0]))
    return _cropped(framed, window, height, width)


def correlated(filters: Array, x: Array, window: Window, /) -> Array:
    """`filters @ patches(x)`"""
    stops, framed = window.stops(*x.shape[2:]), padded(x, window.padding)
    per_line = stops[1] * x.shape[0]
    y = np.empty((len(filters), stops[0] * per_line), x.dtype)
    for lines in _blocks(filters, stops, per_line):
        np.matmul(filters, _patches(framed, window, stops, lines), out=y[:, lines.start * per_line : lines.stop * per_line])
    return y


def correlated_with(g: Array, x: Array, window: Window, /) -> Array:
    """`g @ patches(x).T`: the cotangent of the filters."""
    stops, framed = window.stops(*x.shape[2:]), padded(x, window.padding)
    per_line = stops[1] * x.shape[0]
    d_filters = zeros((len(g), x.shape[1] * window.size[0] * window.size[1]), g)
    for lines in _blocks(d_filters, stops, per_line):
        d_filters += g[:, lines.start * per_line : lines.stop * per_line] @ _patches(framed, window, stops, lines).T
    return d_filters


def spread(filters: Array, g: Array, window: Window, rows: int, channels: int, height: int, width: int, /) -> Array:
    """`from_patches(filters.T @ g)`: the cotangent of the images."""
    stops = window.stops(height, width)
    per_line = stops[1] * rows
    framed = _framed(g, window, (channels, height, width, rows))
    for lines in _blocks(filters, stops, per_line):
        _add_patches(framed, filters.T @ g[:, lines.start * per_line : lines.stop * per_line], window, stops, lines)
    return _cropped(framed, window, height, width)


def with_sides(x: Array, height: int, width: int, /) -> Array:
    """The same images, of which a checker learns the names of their sides; raises `ShapeError` for other sides."""
    if x.shape[2:] != (height, width):
        raise ShapeError(f"images: expected {height}x{width}, got {x.shape[2]}x{x.shape[3]}")
    return x


def _blocks(filters: Array, stops: Pair, per_line: int) -> Iterator[slice]:
    """The lines of stops in blocks whose patches, as many numbers each as a filter, are about as large as `BLOCK_BYTES`."""
    step = max(1, BLOCK_BYTES // max(1, filters.shape[1] * per_line * filters.itemsize))
    return (slice(start, min(start + step, stops[0])) for start in range(0, stops[0], step))


def _patches(framed: Array, window: Window, stops: Pair, lines: slice) -> Array:
    """The patches of some lines of stops."""
    c, n = framed.shape[0], framed.shape[-1]
    columns = np.empty((c, *window.size, lines.stop - lines.start, stops[1], n), framed.dtype)
    for a, b in np.ndindex(*window.size):
        columns[:, a, b] = seen(framed, window, stops, a, b)[:, lines]
    return columns.reshape(c * window.size[0] * window.size[1], -1)


def _add_patches(framed: Array, columns: Array, window: Window, stops: Pair, lines: slice) -> None:
    """Add patches of some lines of stops to the places that they were read from."""
    c, n = framed.shape[0], framed.shape[-1]
    parts = columns.reshape(c, *window.size, lines.stop - lines.start, stops[1], n)
    for a, b in np.ndindex(*window.size):
        seen(framed, window, stops, a, b)[:, lines] += parts[:, a, b]


def _framed(like: Array, window: Window, sizes: tuple[int, int, int, int]) -> Array:
    """Zeros (C, H, W, N) with the frame of the padding."""
    (channels, height, width, rows), (down, across) = sizes, window.padding
    return zeros((channels, height + 2 * down, width + 2 * across, rows), like)


def _cropped(framed: Array, window: Window, height: int, width: int) -> Array:
    """The images inside of the frame."""
    down, across = window.padding
    return samples_first(framed)[:, :, down : down + height, across : across + width]
