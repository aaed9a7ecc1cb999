"""Exact normalisation of a list of numbers: what layer, RMS and batch norm are held to."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import Any


def fractions(x: Any) -> list[Fraction]:
    """The numbers that the floats are."""
    return [Fraction(v) for v in x.tolist()]


def moments(numbers: list[Fraction]) -> tuple[Fraction, Fraction]:
    """The mean, and the variance over n."""
    n = len(numbers)
    mean = sum(numbers, Fraction(0)) / n
    return mean, sum(((v - mean) ** 2 for v in numbers), Fraction(0)) / n


def root(x: Fraction) -> Fraction:
    """The square root to 200 binary places."""
    return Fraction(isqrt(x.numerator * x.denominator << 400), x.denominator << 200)
