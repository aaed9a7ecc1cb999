"""Matrices of one size, one upon the other, as the heads of an attention are. The types are in `stacks.pyi`."""

from __future__ import annotations

from typing import Any

import numpy as np

from .branches import constant_like, zeros_like
from .values import sqrt

Array = np.ndarray[Any, np.dtype[Any]]


def apart(x: Array, blocks: int, tokens: int, width: int, /) -> Array:
    """Blocks of a matrix, `tokens` rows high and `width` columns wide, as a stack: through the columns first."""
    high, wide = x.shape[0] // tokens, x.shape[1] // width
    return x.reshape(high, tokens, wide, width).transpose(0, 2, 1, 3).reshape(blocks, tokens, width)


def together(x: Array, rows: int, columns: int, /) -> Array:
    """The matrix that has these blocks: the inverse of `apart`, and its transpose, since it only moves numbers."""
    _, tokens, width = x.shape
    high, wide = rows // tokens, columns // width
    return x.reshape(high, wide, tokens, width).transpose(0, 2, 1, 3).reshape(rows, columns)


def stacked_sums(x: Array, /) -> Array:
    """The sum of each row of each matrix, as a column."""
    return x.sum(axis=2, keepdims=True)


def seen(look: Array, x: Array, /) -> Array:
    """The entries that each row looks at, and 0 in the number system of `x` at the others."""
    elements: Any = x
    zeros: Any = zeros_like(elements)
    found: Any = np.where(look, x, zeros)
    return found


def seen_shift(look: Array, x: Any, /) -> Any:
    """The greatest entry that each row looks at, by a sample and as a constant: no slope passes through it."""
    elements = x.dtype.kind == "O"
    samples: Array = x.astype(float) if elements else x.real
    top = np.where(look, samples, -np.inf).argmax(axis=2)[:, :, None]
    found: Any = np.take_along_axis(x if elements else samples, top, axis=2)
    return constant_like(found)


def root_of(n: int, x: Array, /) -> Any:
    """The square root of a whole number, as a number of the system of `x`."""
    return sqrt(type(x.flat[0])(n) if x.dtype.kind == "O" else x.dtype.type(n))
