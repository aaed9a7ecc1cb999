"""Object arrays of elements: drawn for a check, and taken apart after it.

Every constructor draws from a NumPy generator, so a seed gives the same array again.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import sympy as sp

from ...errors import DtypeError, ShapeError
from .ball import Ball
from .element import Element
from .exact import Exact
from .jet import Jet
from .symbolic import Symbol

Array = np.ndarray[Any, np.dtype[Any]]
Objects = npt.NDArray[np.object_]
E = TypeVar("E", bound=Element[Any])

STEP = 1e-200
"""The size of the complex step: its square is 0 in float64, so no digit is lost to it."""


def exacts(generator: np.random.Generator, *shape: int) -> Objects:
    """Fractions between -9 and 9 with denominators up to 6; ties and zeros are common, on purpose.

    >>> exacts(np.random.default_rng(0), 2)
    array([Exact(Fraction(7, 4)), Exact(Fraction(0, 1))], dtype=object)
    """
    return filled(shape, lambda _: Exact(Fraction(int(generator.integers(-9, 10)), int(generator.integers(1, 7)))))


def symbols(name: str, generator: np.random.Generator, *shape: int) -> Objects:
    """Free symbols `name_i_j` with normally distributed samples."""
    return filled(shape, lambda i: Symbol.named("_".join((name, *map(str, i))), float(generator.standard_normal())))


def jets(generator: np.random.Generator, *shape: int) -> Objects:
    """Jets whose value and slope are normally distributed doubles with radius 0."""
    return filled(shape, lambda _: Jet.along(*(Ball.exactly(float(generator.standard_normal())) for _ in range(2))))


def balls(generator: np.random.Generator, *shape: int) -> Objects:
    """Balls of radius 0 at normally distributed doubles."""
    return filled(shape, lambda _: Ball.exactly(float(generator.standard_normal())))


def complexes(generator: np.random.Generator, *shape: int) -> npt.NDArray[np.complex128]:
    """Normally distributed values with normally distributed slopes, times `STEP`, as imaginary parts."""
    steps = np.empty(shape, np.complex128)
    steps.real = generator.standard_normal(shape)
    steps.imag = STEP * generator.standard_normal(shape)
    return steps


def filled(shape: tuple[int, ...], make: Callable[[tuple[int, ...]], object]) -> Objects:
    """The object array with the entry `make(i)` at every index `i`.

    Raises `ShapeError` for a shape without entries: nothing would say which numbers it is of, and NumPy's sum of it is
    the plain int 0, which has no `exp`.
    """
    if 0 in shape:
        raise ShapeError(f"elements: expected at least one entry, got shape {shape}")
    array = np.empty(shape, np.object_)
    for i in np.ndindex(*shape):
        array[i] = make(i)
    return array


def elements(kind: type[E], x: Array) -> list[E]:
    """The entries of `x` by rows. Raises `DtypeError` unless every one is of this kind."""
    found: list[E] = []
    for i, e in enumerate(x.flat):
        if not isinstance(e, kind):
            raise DtypeError(f"expected entries of type {kind.__name__}, got {type(e).__name__} at place {i}: {e!r}")
        found.append(e)
    return found


def expressions(x: Array) -> list[sp.Expr]:
    """The expressions of an array of symbols, by rows."""
    return [e.expression for e in elements(Symbol, x)]


def values(x: Array) -> list[Ball]:
    """The values of an array of jets, by rows."""
    return [e.value for e in elements(Jet, x)]


def slopes(x: Array) -> list[Ball]:
    """The slopes of an array of jets, by rows."""
    return [e.slope for e in elements(Jet, x)]


def complex_slopes(x: Array) -> npt.NDArray[np.float64]:
    """The slopes of an array of complex steps. Raises `DtypeError` for another dtype: the slope has been dropped."""
    if x.dtype != np.complex128:
        raise DtypeError(f"complex_slopes: expected complex128, got {x.dtype}")
    return np.asarray(x, np.complex128).imag / STEP
