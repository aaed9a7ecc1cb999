"""The same numbers under other axes. The types are in `reshapes.pyi`."""

from __future__ import annotations

from typing import Any

import numpy as np

from .values import is_locked

Array = np.ndarray[Any, np.dtype[Any]]


def as_rows(x: Array, columns: int, /) -> Array:
    """Each image as a row of `columns` numbers, in row-major order."""
    return _own(x, (x.shape[0], columns))


def as_images(x: Array, channels: int, height: int, width: int, /) -> Array:
    """Each row as an image, in row-major order."""
    return _own(x, (x.shape[0], channels, height, width))


def _own(x: Array, shape: tuple[int, ...]) -> Array:
    """The same numbers in this shape: in the same memory only where nobody can write to it, so that no later write shows."""
    return x.reshape(shape) if is_locked(x) else x.reshape(shape, copy=True)
