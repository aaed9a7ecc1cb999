"""The same numbers under other axes. The types are in `reshapes.pyi`."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]


def as_rows(x: Array, columns: int, /) -> Array:
    """Each image as a row of `columns` numbers, in row-major order."""
    return x.reshape(x.shape[0], columns)


def as_images(x: Array, channels: int, height: int, width: int, /) -> Array:
    """Each row as an image, in row-major order."""
    return x.reshape(x.shape[0], channels, height, width)
