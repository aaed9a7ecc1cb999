"""Floats as exact numbers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from pureml.check.numbers import Exact
from pureml.check.numbers.arrays import filled


def exactly(x: Any, number: Callable[[float], Fraction] = Fraction) -> Any:
    """An array of floats as the fractions that the doubles are, or as `number` reads them; `net.map(exactly)` is an exact network."""
    return filled(x.shape, lambda i: Exact(number(float(x[i]))))


def decimal(x: float) -> Fraction:
    """The fraction that the shortest decimal of a double stands for: 0.7 is 7/10."""
    return Fraction(repr(x))
