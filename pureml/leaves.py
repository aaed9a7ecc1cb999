"""Lists of arrays, as the parameters of a network are: how many numbers they hold, their products, their length."""

from __future__ import annotations

from math import fsum, inf, isnan, sqrt
from typing import Any, TypeAlias, cast

import numpy as np

from .arrays import Leaf

Leaves: TypeAlias = tuple[Leaf, ...]
_Array = np.ndarray[Any, np.dtype[Any]]


def total(leaves: Leaves, /) -> int:
    """How many numbers these arrays hold."""
    return sum(x.size for x in leaves)


def dot(a: Leaves, b: Leaves, /) -> float:
    """The inner product of two lists of arrays, each product by BLAS, their sum correctly rounded."""
    return fsum(float(np.dot(cast("Any", x).reshape(-1), cast("Any", y).reshape(-1))) for x, y in zip(a, b, strict=True))


def length(leaves: Leaves, /) -> float:
    """The Euclidean length of a list of arrays, finite wherever it is, though the squares overflow.

    >>> import pureml as pm
    >>> pm.Affine(pm.matrix([[3.0]]), pm.vector([4.0])).map(lambda x: x * 2.0**700).norm() == 5 * 2.0**700
    True
    """
    try:
        with np.errstate(over="ignore"):
            square = dot(leaves, leaves)
    except OverflowError:  # of the sum of squares that did not overflow
        square = inf
    if square < inf or isnan(square):
        return sqrt(square)
    top = max(float(np.abs(cast("Any", x)).max()) for x in leaves if x.size)
    if top == inf:
        return inf
    near = tuple([cast("Leaf", cast("Any", x) / top) for x in leaves])
    return top * sqrt(dot(near, near))
