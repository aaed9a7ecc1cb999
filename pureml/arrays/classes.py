"""Masses at labels, and numbers of classes as numbers of rows. The types are in `classes.pyi`."""

from __future__ import annotations

from typing import Any

import numpy as np

from .values import freeze

Array = np.ndarray[Any, np.dtype[Any]]


def at_class(x: Array, target: Array, classes: int, /) -> Array:
    """For each row its number at its class, and 0 at the others; locked."""
    zero = type(x.flat[0])(0) if x.dtype.kind == "O" else 0
    masses = np.full((x.shape[0], classes), zero, x.dtype)
    masses[np.arange(x.shape[0]), target] = x
    return freeze(masses)


def of_class(x: Array, target: Array, /) -> Array:
    """For each row the number of its class."""
    return x.take(target)


def as_distribution(x: Array, /) -> Array:
    """A locked copy of a matrix that its function knows to hold masses."""
    return freeze(x.copy())
