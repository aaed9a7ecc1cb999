from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp
from hypothesis import given

from pureml.check.numbers import Symbol, is_zero
from pureml.functions import silu
from tests.functions.hard import both_signs, finite, floats


@given(finite)
def test_it_lies_between_its_least_value_and_relu(v: float) -> None:
    y = float(silu.forward(floats(v))[0])
    assert -0.2785 < y <= max(v, 0.0)


def test_on_both_sides_it_is_x_sigma_of_x_with_the_slope_of_that() -> None:
    x = sp.Symbol("x", real=True)
    want = x / (1 + sp.exp(-x))
    for sample in (-0.7, 0.7):
        one: Any = np.array([Symbol.of(x, sample)], object)
        y, slope = (a[0].expression for a in silu.linearize(one))
        assert is_zero(y - want)
        assert is_zero(slope - sp.diff(want, x))


def test_the_value_less_that_of_minus_x_is_x_and_the_slopes_sum_to_1() -> None:
    x = floats(0.1, 1.2785, 3.0, 40.0)
    (right, slope), (left, other) = silu.linearize(x), silu.linearize(-x)
    assert np.allclose(right - left, x, rtol=4e-16, atol=0)
    assert np.allclose(slope + other, 1, rtol=4e-16, atol=0)


def test_finite_numbers_give_no_warning_and_the_left_tail_is_kept() -> None:
    y, slope = silu.linearize(both_signs())
    assert np.isfinite(y).all()
    assert np.isfinite(slope).all()
    assert silu.forward(floats(-751.0))[0] < 0
