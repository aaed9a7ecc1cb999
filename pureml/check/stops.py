"""Where a window stops on an image and what it sees there, by counting: what rules for images are held against."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, takewhile
from typing import TypeAlias

import numpy as np

from ..rules import Argument, Kind
from .inputs import Numbers

Pair: TypeAlias = tuple[int, int]


def stops(size: int, window: int, stride: int, padding: int) -> int:
    """How often a window fits along an axis, counted.

    >>> stops(5, 2, 2, 0), stops(5, 2, 2, 1)
    (2, 3)
    """
    return len(list(takewhile(lambda i: i * stride + window <= size + 2 * padding, count())))


def result(x: Numbers, channels: int, window: Pair, stride: Pair, padding: Pair) -> Numbers:
    """Zeros for what comes out: images of so many channels with an entry for each stop."""
    down, across = (stops(*along) for along in zip(x.shape[2:], window, stride, padding, strict=True))
    return zeros((len(x), channels, down, across), x)


def zeros(shape: tuple[int, ...], like: Numbers) -> Numbers:
    """Zeros of the number system of an array."""
    y = np.empty(shape, like.dtype)
    y[...] = like.flat[0] * 0
    return y


def seen(sides: Pair, window: Pair, stride: Pair, padding: Pair) -> Iterator[tuple[Pair, Pair, Pair]]:
    """Each stop, each place of the window and the pixel there; a place outside of the image is left out.

    >>> list(seen((1, 2), (1, 2), (1, 1), (0, 1)))[:2]
    [((0, 0), (0, 1), (0, 0)), ((0, 1), (0, 0), (0, 0))]
    """
    down, across = (stops(*along) for along in zip(sides, window, stride, padding, strict=True))
    for i, j in np.ndindex(down, across):
        for a, b in np.ndindex(*window):
            p, q = i * stride[0] + a - padding[0], j * stride[1] + b - padding[1]
            if 0 <= p < sides[0] and 0 <= q < sides[1]:
                yield (i, j), (a, b), (p, q)


def transposed(arguments: tuple[Numbers, ...], domain: tuple[Argument, ...]) -> tuple[Numbers, ...]:
    """The arguments with down and across exchanged: the sides of images and filters, and each pair."""
    return tuple(
        np.swapaxes(x, -1, -2) if len(a.axes) == 4 else x[::-1] if a.kind is Kind.PAIR else x
        for x, a in zip(arguments, domain, strict=True)
    )
