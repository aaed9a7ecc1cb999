"""Images as matrices, and the patches of images that a window sees as the columns of one. The types are in `patches.pyi`."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..errors import ShapeError
from .layout import padded, samples_first, samples_last, seen, zeros
from .values import freeze
from .window import Window

Array = np.ndarray[Any, np.dtype[Any]]


def channel_rows(x: Array, /) -> Array:
    """A row for each channel, a column for each pixel of each image; the image counts fastest."""
    return samples_last(x).reshape(x.shape[1], -1)


def from_channel_rows(y: Array, rows: int, height: int, width: int, /) -> Array:
    """The inverse of `channel_rows`, of a matrix just made, which is locked: nothing is copied."""
    return freeze(y).reshape(y.shape[0], height, width, rows).transpose(3, 0, 1, 2)


def patches(x: Array, window: Window, /) -> Array:
    """A column for each stop in each image, the image counting fastest; a row for each channel and place of the window."""
    n, c, h, w = x.shape
    stops, framed = window.stops(h, w), padded(x, window.padding)
    columns = np.empty((c, *window.size, *stops, n), x.dtype)
    for a, b in np.ndindex(*window.size):
        columns[:, a, b] = seen(framed, window, stops, a, b)
    return columns.reshape(c * window.size[0] * window.size[1], -1)


def from_patches(columns: Array, window: Window, rows: int, channels: int, height: int, width: int, /) -> Array:
    """The adjoint of `patches`: each entry is added to the place that it was read from; no inverse where windows overlap."""
    stops, (down, across) = window.stops(height, width), window.padding
    parts = columns.reshape(channels, *window.size, *stops, rows)
    framed = zeros((channels, height + 2 * down, width + 2 * across, rows), columns)
    for a, b in np.ndindex(*window.size):
        seen(framed, window, stops, a, b)[...] += parts[:, a, b]
    return samples_first(framed)[:, :, down : down + height, across : across + width]


def with_sides(x: Array, height: int, width: int, /) -> Array:
    """The same images, of which a checker learns the names of their sides; raises `ShapeError` for other sides."""
    if x.shape[2:] != (height, width):
        raise ShapeError(f"images: expected {height}x{width}, got {x.shape[2]}x{x.shape[3]}")
    return x
