from __future__ import annotations

import numpy as np
from hypothesis import given

from pureml.check.numbers import Exact, Symbol, is_zero
from pureml.functions import sigmoid, tanh
from tests.functions.hard import both_signs, finite, floats


@given(finite)
def test_a_number_and_its_negative_share_1_and_one_slope(v: float) -> None:
    x = floats(v)
    (left, slope), (right, other) = sigmoid.linearize(-x), sigmoid.linearize(x)
    assert abs(float(left[0] + right[0]) - 1) <= 2**-52
    assert slope.tobytes() == other.tobytes()


def test_it_is_half_a_tanh_and_a_half() -> None:
    x = Symbol.named("x", -0.3)
    half = floats(1.0).astype(object)
    half[0] = x
    s, t = sigmoid.forward(half)[0], tanh.forward(half / 2)[0]
    assert is_zero((2 * s - 1 - t).expression)


def test_the_left_tail_reaches_the_least_float_and_the_slope_does_on_both_sides() -> None:
    x = floats(-744.0, 744.0)
    y, slope = sigmoid.linearize(x)
    assert y[0] > 0
    assert (slope > 0).all()


def test_finite_numbers_give_no_warning_and_values_in_the_closed_unit_interval() -> None:
    y, slope = sigmoid.linearize(both_signs())
    assert ((y >= 0) & (y <= 1) & (slope >= 0) & (slope <= np.nextafter(0.25, 1))).all()


def test_nan_stays_nan_and_one_half_is_exact() -> None:
    assert np.isnan(sigmoid.forward(floats(np.nan))).all()
    zero = floats(0.0).astype(object)
    zero[0] = Exact(0)
    assert sigmoid.forward(zero)[0] * 2 == 1
