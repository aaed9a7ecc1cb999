from __future__ import annotations

import numpy as np
import sympy as sp
from hypothesis import given

from pureml.check.numbers import Symbol, is_zero
from pureml.functions import log_sigmoid, sigmoid, softplus
from tests.functions.hard import both_signs, finite, floats


@given(finite)
def test_it_lies_above_relu_by_at_most_log_2(v: float) -> None:
    y = float(softplus.forward(floats(v))[0])
    assert max(v, 0.0) <= y <= max(v, 0.0) + np.log(2)


@given(finite)
def test_it_is_minus_the_log_sigmoid_of_minus_x_exactly(v: float) -> None:
    assert softplus.forward(floats(v)).tolist() == (-log_sigmoid.forward(floats(-v))).tolist()


@given(finite)
def test_its_slope_is_the_sigmoid_bit_for_bit(v: float) -> None:
    assert softplus.linearize(floats(v))[1].tobytes() == sigmoid.forward(floats(v)).tobytes()


def test_softplus_of_x_less_that_of_minus_x_is_x() -> None:
    x = floats(1.0).astype(object)
    x[0] = Symbol.named("x", 0.7)
    right, left = softplus.forward(x)[0], softplus.forward(-x)[0]
    assert is_zero((right - left - x[0]).expression)
    assert is_zero(right.expression - sp.log(1 + sp.exp(x[0].expression)))


def test_finite_numbers_give_no_warning_and_the_left_tail_is_kept() -> None:
    assert np.isfinite(softplus.forward(both_signs())).all()
    assert softplus.forward(floats(-744.0))[0] > 0
