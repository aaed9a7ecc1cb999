from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, Final

import flint
import numpy as np
import pytest
from flint import arb

import pureml as pm
from pureml.arrays import normal_peak, normal_tail, root_gauss
from pureml.arrays.normal import FLOAT32, FLOAT64
from pureml.check.numbers import Ball, Exact, Jet, Symbol, is_zero, precision
from pureml.check.numbers.arrays import STEP, filled
from pureml.errors import DomainError

NODES: Final = 160
POINTS: Final = [0.0, 5e-324, 1e-300, 1e-9, 0.3, 0.59, 1.0, 4.99, 5.01, 12.0, 38.5, 39.9, 40.1, 1e4, 1e300, 1.7e308]


def tail(a: Ball) -> Ball:
    return (a / Ball(2).sqrt()).erfcx() / 2


def quarter(x: Ball) -> Ball:
    return (-(x * x) / 4).exp()


def floats(*values: float) -> Any:
    return np.array(values)


def chebyshev() -> list[arb]:
    """The coefficients of (a + 3/4) tail(a) in Chebyshev polynomials of t = (a - 5) / (a + 5), by sums over the nodes."""
    angles = [arb.pi() * (2 * j + 1) / (2 * NODES) for j in range(NODES)]
    values: list[arb] = []
    for angle in angles:
        t = angle.cos()
        a = 5 * (1 + t) / (1 - t)
        u = (a / arb(2).sqrt()).mid()  # 2^-270 away: Arb's erfc of a ball that is no point is wide far out
        values.append((a + arb(3) / 4) * u.erfc() * (u * u).exp() / 2)
    sums = [2 * sum((v * (k * angle).cos() for v, angle in zip(values, angles, strict=True)), arb(0)) / NODES for k in range(40)]
    return [sums[0] / 2, *sums[1:]]


def in_powers(series: list[arb]) -> list[arb]:
    """A sum of Chebyshev polynomials, written out in powers."""
    older, newer = [1], [0, 1]
    powers = [arb(0)] * len(series)
    for c in series:
        for i, n in enumerate(older):
            powers[i] += c * n
        longer = [0, *(2 * n for n in newer)]
        older, newer = newer, [n - (older[i] if i < len(older) else 0) for i, n in enumerate(longer)]
    return powers


@pytest.mark.parametrize(("coefficients", "bits"), [(FLOAT64, 53), (FLOAT32, 24)])
def test_the_coefficients_are_those_that_arb_finds(coefficients: tuple[float, ...], bits: int) -> None:
    with flint.ctx.workprec(300):
        series = chebyshev()
        powers = in_powers(series[: len(coefficients)])
        dropped = sum((abs(c) for c in series[len(coefficients) :]), arb(0))
        assert dropped < arb(3) / 8 / 2**bits, "more terms are needed"
        for k, (got, want) in enumerate(zip(coefficients, powers, strict=True)):
            assert got == float(want.mid()), f"power {k}: expected {want}, got {got!r}"
            assert want.rad() < 2**-200


@pytest.mark.parametrize(("dtype", "bits"), [(np.float64, 53), (np.float32, 24)])
def test_the_two_factors_are_right_to_a_few_units_in_the_last_place(dtype: Any, bits: int) -> None:
    a: Any = np.concatenate([np.linspace(0, 12, 500), [x for x in POINTS if x < float(np.finfo(dtype).max)]]).astype(dtype)
    with precision(200):
        for name, got, exact, ulps in (("tail", normal_tail(a), tail, 6), ("root_gauss", root_gauss(a), quarter, 4)):
            assert got.dtype == dtype
            for x, y in zip(a.tolist(), got.tolist(), strict=True):
                want = exact(Ball.exactly(x))
                unit = max(float(abs(want)) * 2.0 ** (1 - bits), float(np.finfo(dtype).smallest_subnormal))
                assert float(abs(Ball.exactly(y) - want)) <= ulps * unit, f"{name}({x!r}) = {y!r}, expected {float(want)!r}"


def test_nan_stays_nan_and_gauss_is_even() -> None:
    assert np.isnan(root_gauss(floats(np.nan))).all()
    assert np.isnan(normal_tail(floats(np.nan))).all()
    x = floats(*POINTS)
    assert root_gauss(-x).tobytes() == root_gauss(x).tobytes()


def test_on_elements_no_float_leaks() -> None:
    half: Any = filled((1,), lambda _: Exact(Fraction(1, 2)))
    root = Exact(2).sqrt()
    assert root_gauss(half)[0] == Exact(Fraction(-1, 16)).exp()
    assert normal_tail(half)[0] == (half[0] / root).erfcx() / 2
    peak: Any = normal_peak(half)  # checkers see a float
    assert peak * (2 * Exact.pi()).sqrt() == 1
    x: Any = filled((1,), lambda _: Symbol.named("x", 0.5))
    assert is_zero((root_gauss(x)[0] ** 2 * normal_tail(x)[0]).expression - ((1 - (x[0] / Symbol(2).sqrt()).erf()) / 2).expression)


def test_the_slope_of_the_tail_is_enclosed_by_jets_and_met_by_complex_steps() -> None:
    values = (0.0, 0.3, 2.0, 9.0)
    jets: Any = filled((4,), lambda i: Jet.along(Ball.exactly(values[i[0]]), Ball(1)))
    stepped: Any = np.array(values) + 1j * STEP
    for function in (root_gauss, normal_tail):
        met, enclosed = function(stepped).imag / STEP, function(jets)
        assert met.tolist() == pytest.approx([float(e.slope) for e in enclosed], rel=1e-11, abs=1e-15)


def test_a_complex_number_that_is_no_step_is_refused() -> None:
    with pytest.raises(DomainError, match=r"expected complex steps, got an imaginary part of 0\.5"):
        normal_tail(pm.over(np.array([1 + 0.5j]), 1))


def test_the_peak_is_the_density_at_0_and_leaves_float32_alone() -> None:
    assert normal_peak(floats(0.0)) == 1 / math.sqrt(2 * math.pi)
    x = floats(1.0).astype(np.float32)
    assert (x * normal_peak(x)).dtype == np.float32
