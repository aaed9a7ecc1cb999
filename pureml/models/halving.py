"""What stands between the convolutions and the affine layers of a network: a pool that halves, and rows of features."""

from __future__ import annotations

from math import prod

from ..arrays import Ch, F, H, Pair, W, Window
from ..layers.flatten import Flatten
from ..layers.max_pool import MaxPool

HALF: Pair = (2, 2)


def halved(sizes: tuple[Ch, int, int]) -> tuple[Ch, int, int]:
    """The sizes of images after 2 x 2 windows side by side; of an odd side the last row or column takes no part.

    >>> halved((30, 25, 24))
    (30, 12, 12)
    """
    channels, height, width = sizes
    return channels, *Window(HALF, HALF, (0, 0)).stops(height, width)


def halving(sizes: tuple[Ch, H, W], _dtype: type[F]) -> MaxPool[Ch, H, W, int, int, F]:
    """Max-pool over 2 x 2 windows side by side; raises `ShapeError` for images that are smaller.

    >>> import numpy as np
    >>> halving((30, 25, 24), np.float64)
    MaxPool(30x25x24 -> 30x12x12, 2x2)
    """
    _, height, width = halved(sizes)
    return MaxPool(*sizes, height, width, HALF)


def flattening(sizes: tuple[Ch, H, W], _dtype: type[F]) -> Flatten[Ch, H, W, int, F]:
    """Images of these sizes as rows.

    >>> import numpy as np
    >>> flattening((30, 12, 12), np.float64)
    Flatten(30x12x12 -> 4320)
    """
    return Flatten(*sizes, prod(sizes))
