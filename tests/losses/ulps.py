"""Errors of float results in units in the last place, measured against enclosures of the exact numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, Final

import numpy as np

from pureml.check.numbers import Ball
from pureml.rules import Rule

BITS: Final = 192
"""Enough for references that are sums of positive numbers, which lose no digit."""
DTYPES: Final = ("float64", "float32")
NOTHING: Final = -2000  # an exponent of two below that of any float

Measured = tuple[Sequence[Ball], Sequence[Ball]]
"""The exact numbers, and the sizes that a unit in the last place is taken of."""


def exactly(x: Any) -> list[Ball]:
    """The floats of an array by rows, as they are."""
    return [Ball.exactly(float(e)) for e in np.asarray(x).flat]


def total(terms: Iterable[Ball]) -> Ball:
    """The sum of balls."""
    result = Ball(0)
    for term in terms:
        result = result + term
    return result


def greater(a: Ball, b: Ball) -> Ball:
    """The one with the greater exponent: all that a unit in the last place depends on."""
    return a if size(a) > size(b) else b


def size(number: Ball) -> int:
    """The least n such that the number is below 2^n; far below every float for 0."""
    magnitude = number.magnitude()
    return NOTHING if magnitude is None else magnitude


def above(exact: Sequence[Ball], terms: int, dtype: str, scale: Sequence[Ball] | None = None) -> Measured:
    """Exact numbers, in units of themselves or of a scale, or of as many least normal numbers as there are terms if that is more."""
    least = Ball.exactly(float(np.finfo(dtype).smallest_normal)) * terms
    return exact, [greater(e, least) for e in scale or exact]


def unit(number: Ball, dtype: str) -> Fraction:
    """The distance between neighbouring floats of a dtype around a number."""
    info = np.finfo(dtype)
    return Fraction(2) ** (max(int(info.minexp), size(number) - 1) - info.nmant)


def refuted(rule: Rule, dtype: str, **parts: tuple[Any, Measured]) -> list[str]:
    """The parts of a rule whose errors are above the bounds that it states."""
    most = {b.part: b.ulp for b in rule.bounds if b.dtype == dtype}
    off = {part: worst(got, measured) for part, (got, measured) in parts.items()}
    return [f"{part} is {ulp} ulp off, expected at most {most[part]}" for part, ulp in off.items() if ulp > most[part]]


def worst(got: Any, measured: Measured) -> float:
    """The greatest error of the floats `got`, in units in the last place."""
    errors = [0.0]
    result: np.ndarray[Any, np.dtype[Any]] = np.asarray(got)
    for y, exact, scale in zip(result.flat, *measured, strict=True):
        assert np.isfinite(y), f"expected {exact}, got {y}"
        one = unit(scale, str(result.dtype))
        # The width by its exponent: Arb knows radii whose fractions would fill the memory.
        assert Fraction(2) ** max(size(exact - exact), NOTHING) < one / 1000, f"{exact} is no exact number"
        errors.append(float(abs(Ball.exactly(float(y)) - exact) / Ball(one)))
    return max(errors)
