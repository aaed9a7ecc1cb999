from __future__ import annotations

import numpy as np
from hypothesis import given

from pureml.check.numbers import Symbol, is_zero
from pureml.functions import log_sigmoid, sigmoid
from tests.functions.hard import both_signs, finite, floats, moderate


def test_its_exponential_is_the_sigmoid() -> None:
    x = floats(1.0).astype(object)
    x[0] = Symbol.named("x", 0.7)
    assert is_zero((log_sigmoid.forward(x)[0].exp() - sigmoid.forward(x)[0]).expression)


@given(moderate)
def test_it_has_the_digits_that_the_logarithm_of_the_sigmoid_has_left(v: float) -> None:
    y, direct = log_sigmoid.forward(floats(v)), np.log(sigmoid.forward(floats(v)))
    assert abs(float(y[0] - direct[0])) <= 1e-14 * abs(v) + 1e-15


@given(finite)
def test_the_slope_is_the_sigmoid_of_minus_x_bit_for_bit(v: float) -> None:
    assert log_sigmoid.linearize(floats(v))[1].tobytes() == sigmoid.forward(floats(-v)).tobytes()


def test_it_is_finite_and_not_0_where_the_sigmoid_is_0_or_1() -> None:
    assert np.isfinite(log_sigmoid.forward(both_signs())).all()
    x = floats(-1000.0, 40.0)
    assert sigmoid.forward(x).tolist() == [0.0, 1.0]
    assert log_sigmoid.forward(x).tolist() == [-1000.0, -np.exp(-40.0)]
