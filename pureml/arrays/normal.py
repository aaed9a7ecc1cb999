"""The normal distribution without cancellation: Φ(-a) = root_gauss(a)^2 normal_tail(a), small factors and a flat one.

On object arrays the element's own `erfcx()`, `sqrt()`, `exp()` and `pi()` are called, so no rounded constant gets in.
The types are in `normal.pyi`.
"""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np

from ..errors import DomainError

Array = np.ndarray[Any, np.dtype[Any]]

PEAK: Final = 1 / math.sqrt(2 * math.pi)
SETTLED: Final = 64.0
"""Standard deviations from which on the tail of the normal law is 0 in every float."""

# (a + 3/4) normal_tail(a) for a >= 0 as a polynomial in t = (a - 5) / (a + 5), lowest power first. The product goes from 3/8
# at 0 to 1 / sqrt(2 pi) at infinity, so an absolute error is a relative one. Made with Arb at 300 bits: the function at 160
# Chebyshev nodes, its Chebyshev series cut off where the rest is below half a unit of float64 (24 terms) or float32 (13), and
# that written out in powers, which are all small. tests/arrays/test_normal.py makes them again.
FLOAT64: Final[tuple[float, ...]] = (
    0.4422860036062862,
    -0.05568789301800604,
    0.0020131654544626597,
    0.030223321701261307,
    -0.038364881037339774,
    0.030390438365600545,
    -0.017418258040374168,
    0.007116711756956545,
    -0.0017309600268549036,
    -2.5777613275924995e-05,
    0.00019744100345707696,
    -5.3847909439265494e-05,
    -1.1557157164230106e-05,
    9.377353629220852e-06,
    9.8311824216924e-08,
    -1.3683177199112996e-06,
    1.087783205065346e-07,
    2.0613476486551526e-07,
    -2.3715537250627676e-08,
    -3.2452715694541895e-08,
    3.274391346017692e-09,
    4.596771103805681e-09,
    -2.5075533944264446e-10,
    -3.9711041076093436e-10,
)
FLOAT32: Final[tuple[float, ...]] = (
    0.44228600364881093,
    -0.05568791151650997,
    0.002013161324739918,
    0.03022384669215874,
    -0.038364815801100904,
    0.030386157734078816,
    -0.017418642015573724,
    0.0071318170300736115,
    -0.0017298971847371277,
    -5.220035464302301e-05,
    0.00019597426360011823,
    -3.0570707235276955e-05,
    -1.064407968540551e-05,
)


def root_gauss(x: Array, /) -> Array:
    """`exp(-x^2 / 4)`, of which `exp(-x^2 / 2)` is the square, to three units in the last place, also where x^2 overflows.

    In floats x^2 is split at a multiple h of 1/16, whose square is exact: rounding x^2 alone would cost hundreds. The root,
    since `w * r * r` is rounded once where `exp(-x^2 / 2)` alone is already subnormal, w times too coarse.
    """
    if x.dtype.kind != "f":
        return np.exp(-(x * x) / 4)
    # From the limit on the result is 0: 64^2 / 4 > 746 and 32^2 / 4 > 104.
    a = np.minimum(np.abs(x), 64.0 if x.dtype.char == "d" else 32.0)
    h = np.floor(a * 16) / 16
    return np.exp(-(h * h) / 4) * np.exp(-(a - h) * (a + h) / 4)


def normal_tail(a: Array, /) -> Array:
    """`Φ(-a) / exp(-a^2 / 2)`, half of `erfcx(a / sqrt 2)`, for `a` of at least 0; it falls from 1/2 to 0 as 1 / a does.

    A complex number is a complex step here: raises `DomainError` if the square of its imaginary part is not 0.

    Source: the transformation is that of M. M. Shepherd and J. G. Laframboise, Chebyshev approximation of
    (1 + 2x) exp(x^2) erfc x in 0 <= x < infinity, Mathematics of Computation 36 (1981), 249-253.
    """
    if _is_object(a):
        return np.frompyfunc(_tail, 1, 1)(a)
    if a.dtype.kind == "c":
        return _step_of_tail(a)
    return _polynomial((a - 5) / (a + 5), FLOAT32 if a.dtype.char == "f" else FLOAT64) / (a + 0.75)


def standardised(x: Array, deviation: Array, /) -> Array:
    """`x / deviation`, or in floats 64 with the sign of `x` where that is more: there the tail is 0, and the quotient might overflow."""
    if _is_object(x):
        return x / deviation
    real: Array = np.real(x)
    far: Array = np.abs(real) / SETTLED > np.real(deviation)
    settled: Array = np.copysign(SETTLED, real).astype(x.dtype)
    return np.where(far, settled, x / np.where(far, np.abs(real), deviation))


def normal_peak(x: Array, /) -> Any:
    """`1 / sqrt(2 pi)`, the density at 0, in the number system of `x`; twice it is `sqrt(2 / pi)`.

    A Python float for floats, which leaves float32 what it is.
    """
    if _is_object(x):
        e: Any = x.flat[0]
        return 1 / (2 * e.pi()).sqrt()
    return PEAK


def _is_object(x: Array) -> bool:
    return x.dtype.kind == "O"


def _tail(e: Any) -> Any:
    return (e / type(e)(2).sqrt()).erfcx() / 2


def _step_of_tail(a: Any) -> Array:
    real, imaginary = a.real, a.imag
    if (imaginary * imaginary).any():
        raise DomainError(f"normal_tail: expected complex steps, got an imaginary part of {np.abs(imaginary).max()}")
    value = normal_tail(real)
    return value + 1j * (imaginary * (real * value - PEAK))


def _polynomial(t: Array, coefficients: tuple[float, ...]) -> Array:
    total = np.full_like(t, coefficients[-1])
    for c in coefficients[-2::-1]:
        total *= t
        total += c
    return total
