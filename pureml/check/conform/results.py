"""Arguments and results of any kind: as arrays, as a reader sees them."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from ..inputs import Array, Given
from ..literals import digits

SHOWN: Final = 12
"""Results of at most so many entries are shown whole."""


def is_array(x: object) -> bool:
    """Whether it is an array of NumPy, rather than a number; says nothing to a checker, which would forget what it knows."""
    return isinstance(x, np.ndarray)


def array(x: object) -> Array:
    """A result as an array."""
    return np.asarray(x)


def shapes(results: tuple[object, ...]) -> list[tuple[int, ...]]:
    """Their shapes."""
    return [array(x).shape for x in results]


def copied(x: Given) -> Given:
    """A copy of an array, a number as it is."""
    return x.copy() if is_array(x) else x


def shown(results: tuple[Any, ...]) -> str:
    """Results as a reader sees them: the entries, or the shape of many.

    >>> shown((np.array([[0.5, 0.25]]), 3.0))
    '[[0.5, 0.25]], 3.0'
    """
    return ", ".join(_brief(array(x)) for x in results)


def _brief(x: Array) -> str:
    if x.size > SHOWN:
        return f"{x.dtype} of shape {x.shape}"
    return str(digits(x)) if x.dtype.kind == "f" else repr(x.tolist())
