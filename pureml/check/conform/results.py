"""Arguments and results of any kind: as arrays, as code, as a reader sees them."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from ..inputs import Array, Given
from ..subject import literal

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


def spelled(x: object, *, whole: bool = False) -> str:
    """An array as code that also holds what is not finite; single precision in its own digits.

    >>> spelled(np.array([1.5, -np.inf])), spelled(np.float32(0.1)), spelled(np.array([0.1], np.float32))
    ('np.array([1.5, -np.inf])', 'np.float32(0.1)', 'np.array([0.1], np.float32)')
    """
    some: Any = x
    if type(some) is np.float32:
        return f"np.float32({some!s})"
    if whole or not is_array(x) or not some.shape:
        return literal(x, whole=whole)
    single = ", np.float32" if some.dtype == np.float32 else ""
    return f"np.array({str(_numbers(some)).replace('inf', 'np.inf').replace('nan', 'np.nan')}{single})"


def _numbers(x: Array) -> Given:
    """Nested lists of the shortest floats that give the same entries in their own precision."""
    if x.ndim:
        return [_numbers(array(row)) for row in x]
    return float(str(x[()]))


def shown(results: tuple[Any, ...]) -> str:
    """Results as a reader sees them: the entries, or the shape of many.

    >>> shown((np.array([[0.5, 0.25]]), 3.0))
    '[[0.5, 0.25]], 3.0'
    """
    return ", ".join(_brief(array(x)) for x in results)


def _brief(x: Array) -> str:
    if x.size > SHOWN:
        return f"{x.dtype} of shape {x.shape}"
    return str(_numbers(x)) if x.dtype.kind == "f" else repr(x.tolist())
