"""Slopes by numbers alone: what a closed form is compared with, and how wrong a difference is at every step.

A difference f(x + h) - f(x - h) loses digits when h is small and leaves the function's bend in when it is large, so its
error over h is a V. A complex step has nothing to subtract.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, cast

import attrs
import numpy as np

from .arrays import A, freeze
from .errors import DtypeError

CUBE_ROOT: Final = 1 / 3
"""h = eps^(1/3) balances the rounding error eps / h with the bend h^2."""

Array = np.ndarray[Any, np.dtype[Any]]


def central_difference(f: Callable[[A], float], x: A, /, share: float | None = None) -> A:
    """The slope of f along each entry is (f(x + h) - f(x - h)) / 2h up to about eps^(2/3), each h a share of its entry.

    x any shape, f(x) a number -> the shape of x. The share is the cube root of the machine's eps unless given; at 0 the
    share itself is the step. The divisor is the distance of the two arguments that were really taken. `x` is not written.
    Raises `DtypeError` unless x holds float32 or float64: whole numbers would swallow the step. Source: Deep Learning from
    Scratch, section 4.3, where one h of 1e-4 serves every entry and `x` is written.

    >>> import pureml as pm
    >>> central_difference(lambda x: float((x**2).sum()), pm.vector([1.0, -3.0])).round(6)
    array([ 2., -6.])
    """
    given = _floats("central_difference", x)
    relative = float(np.finfo(given.dtype).eps) ** CUBE_ROOT if share is None else share
    steps = np.where(given == 0, relative, np.abs(given) * relative).astype(given.dtype)
    above, below = given + steps, given - steps
    slopes = np.empty_like(given)
    for place in np.ndindex(given.shape):
        ends = [float(f(cast("A", _moved(given, place, end[place])))) for end in (above, below)]
        slopes[place] = (ends[0] - ends[1]) / float(above[place] - below[place])
    return cast("A", freeze(slopes))


def complex_step(f: Callable[[Any], complex], x: A, /) -> A:
    """The slope of an analytic f along each entry is the imaginary part of f(x + ih) over h, to rounding: nothing is subtracted.

    f runs on complex numbers; a kink, an absolute value or a comparison of them has no such slope. `x` is not written.
    Raises `DtypeError` unless x holds float32 or float64. Source: Squire and Trapp, Using Complex Variables to Estimate
    Derivatives of Real Functions, SIAM Review 40 (1998).

    >>> import pureml as pm
    >>> complex_step(lambda x: (x**3).sum(), pm.vector([2.0]))
    array([12.])
    """
    given = _floats("complex_step", x)
    wide = given.astype(np.result_type(given.dtype, np.complex64))
    h = float(np.finfo(given.dtype).tiny) ** 0.5
    slopes = np.empty_like(given)
    for place in np.ndindex(given.shape):
        slopes[place] = complex(f(_moved(wide, place, wide[place] + 1j * h))).imag / h
    return cast("A", freeze(slopes))


def _floats(where: str, x: object) -> Array:
    """The array, which holds floats."""
    given = cast("Array", x)
    if given.dtype.char not in "fd":
        raise DtypeError(f"{where}: expected float32 or float64, got {given.dtype}")
    return given


def _moved(x: Array, place: tuple[int, ...], value: object) -> Array:
    """A locked copy with another value in one place."""
    copy = x.copy()
    copy[place] = value
    return freeze(copy)


@attrs.frozen
class Errors:
    """The relative errors of the slope at a point by one step h: of the forward and the central difference, of the complex step."""

    h: float
    forward: float
    central: float
    complex_step: float


def error_curve(f: Callable[[Any], Any], slope: float, x: float, /, exponents: range = range(-1, -17, -1)) -> tuple[Errors, ...]:
    """How far numerical slopes of f at x are from the true one for h = 10^-1, 10^-2, ...: the V of differences, and no V.

    f takes a float or a complex number, and its slope at x is not 0. With float64 the forward difference is best near 1e-8,
    the central one near 1e-5; the complex step has no least h.

    >>> import numpy as np
    >>> curve = error_curve(np.exp, float(np.exp(1.0)), 1.0)
    >>> min(curve, key=lambda errors: errors.central).h in (1e-5, 1e-6)
    True
    >>> curve[-1].central > 1e-3, curve[-1].complex_step < 1e-15
    (True, True)
    """
    found: list[Errors] = []
    for exponent in exponents:
        h = 10.0**exponent
        slopes = (
            (float(f(x + h)) - float(f(x))) / h,
            (float(f(x + h)) - float(f(x - h))) / (2 * h),
            complex(f(complex(x, h))).imag / h,
        )
        found.append(Errors(h, *(abs(found - slope) / abs(slope) for found in slopes)))
    return tuple(found)
