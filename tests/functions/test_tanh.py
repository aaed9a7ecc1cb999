from __future__ import annotations

import numpy as np
from hypothesis import given

from pureml.functions import tanh
from tests.functions.hard import both_signs, finite, floats


@given(finite)
def test_it_is_odd_and_its_slope_even_bit_for_bit(v: float) -> None:
    (y, slope), (z, other) = tanh.linearize(floats(v)), tanh.linearize(floats(-v))
    assert z.tobytes() == (-y).tobytes()
    assert slope.tobytes() == other.tobytes()


def test_the_slope_is_positive_where_1_minus_the_square_is_0() -> None:
    y, slope = tanh.linearize(floats(20.0, 370.0))
    assert (1 - y * y).tolist() == [0.0, 0.0]
    assert (slope > 0).all()


def test_finite_numbers_give_no_warning_also_where_twice_the_number_would_overflow() -> None:
    y, slope = tanh.linearize(both_signs())
    assert ((abs(y) <= 1) & (slope >= 0) & (slope <= np.nextafter(1, 2))).all()
    narrow, _ = tanh.linearize(floats(3.4e38, -3.4e38).astype(np.float32))
    assert narrow.tolist() == [1.0, -1.0]
