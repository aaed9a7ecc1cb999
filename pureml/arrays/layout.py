"""How images lie in memory inside of a layer: samples are the last axis, (C, H, W, N), while the shape stays (N, C, H, W).

A patch is then copied in runs of a whole row of all samples, and a matrix product gives images in the same order, so that
nothing is transposed between layers.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .values import freeze
from .window import Pair, Window

Array = np.ndarray[Any, np.dtype[Any]]


def samples_last(x: Array, /) -> Array:
    """Images (N, C, H, W) as an array (C, H, W, N), whole in memory; no copy if they already lie so."""
    return np.ascontiguousarray(x.transpose(1, 2, 3, 0))


def samples_first(y: Array, /) -> Array:
    """An array (C, H, W, N) just made, locked, under the axes of images: a view."""
    return freeze(y).transpose(3, 0, 1, 2)


def zeros(shape: tuple[int, ...], like: Array, /) -> Array:
    """Zeros of this shape in the number system of `like`."""
    if like.dtype.kind != "O":
        return np.zeros(shape, like.dtype)
    return np.full(shape, type(like.flat[0])(0), object)


def padded(x: Array, padding: Pair, /) -> Array:
    """(C, H, W, N), with a frame of zeros around each image; no copy without one and with the samples already last."""
    if padding == (0, 0):
        return samples_last(x)
    n, c, h, w = x.shape
    down, across = padding
    frame = zeros((c, h + 2 * down, w + 2 * across, n), x)
    frame[:, down : down + h, across : across + w] = x.transpose(1, 2, 3, 0)
    return frame


def seen(x: Array, window: Window, stops: Pair, a: int, b: int, /) -> Array:
    """What place (a, b) of the window sees at each stop: a view of (C, H, W, N)."""
    (sh, sw), (oh, ow) = window.stride, stops
    return x[:, a : a + sh * (oh - 1) + 1 : sh, b : b + sw * (ow - 1) + 1 : sw]
