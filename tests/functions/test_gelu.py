from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp
from hypothesis import given

from pureml.check.numbers import Exact, Symbol, is_zero
from pureml.functions import gelu
from tests.functions.hard import both_signs, finite, floats


@given(finite)
def test_it_lies_between_its_least_value_and_relu(v: float) -> None:
    y = float(gelu.forward(floats(v))[0])
    assert -0.17 <= y <= max(v, 0.0)


@given(finite)
def test_it_agrees_with_the_error_function_of_the_standard_library(v: float) -> None:
    y = float(gelu.forward(floats(v))[0])
    want = v * math.erfc(-v / math.sqrt(2)) / 2
    # v / sqrt(2) is rounded before it is squared: v^2 units off, in the tail.
    assert abs(y - want) <= (8 + min(v * v, 1500)) * 2.0**-52 * abs(want) + 40 * 5e-324, f"gelu({v!r}) = {y!r}, expected {want!r}"


def test_on_both_sides_it_is_x_phi_of_x_with_the_slope_of_that() -> None:
    for sample in (-0.7, 0.7):
        x = sp.Symbol("x", real=True)
        y, slope = (a[0].expression for a in gelu.linearize(objects(Symbol.of(x, sample))))
        want = x * (1 + sp.erf(x / sp.sqrt(2))) / 2
        assert is_zero(y - want)
        assert is_zero(slope - sp.diff(want, x))


def objects(x: Any) -> Any:
    return np.array([x], object)


def test_no_rounded_constant_gets_into_exact_numbers() -> None:
    y, slope = (a[0] for a in gelu.linearize(objects(Exact(Fraction(1)))))
    assert y * 2 == 1 + (Exact(1) / Exact(2).sqrt()).erf()
    assert slope - y == Exact(Fraction(-1, 2)).exp() / (2 * Exact.pi()).sqrt()


def test_the_slopes_at_x_and_minus_x_sum_to_1() -> None:
    x = floats(0.1, 0.7518, 3.0, 40.0)
    assert np.allclose(gelu.linearize(x)[1] + gelu.linearize(-x)[1], 1, rtol=4e-16, atol=0)


def test_finite_numbers_give_no_warning_and_the_left_tail_is_kept() -> None:
    for x in (both_signs(), floats(3.4e38, -3.4e38, -14.0, -1e20).astype(np.float32)):
        y, slope = gelu.linearize(x)
        assert y.dtype == slope.dtype == x.dtype
        assert np.isfinite(y).all()
        assert np.isfinite(slope).all()
    assert gelu.forward(floats(-38.5))[0] < 0
