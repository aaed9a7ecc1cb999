from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

from pureml.check.numbers import Symbol, is_zero
from pureml.functions.gated import gated
from tests.functions.hard import floats


def test_on_both_sides_it_is_x_sigma_of_v_and_the_slope_of_that() -> None:
    x, v, rate = sp.Symbol("x", real=True), sp.Symbol("v", real=True), sp.Symbol("r", real=True)
    sigma = 1 / (1 + sp.exp(-v))
    for side in (1, -1):  # |v| is side * v and x the side times |x|
        arrays: list[Any] = [np.array([e], object) for e in (Symbol.of(x, side), Symbol.of(v * side / 2, 0.5), Symbol.of(rate, 1.0))]
        y, slope = gated(*arrays)
        assert is_zero(y[0].expression - x * sigma)
        assert is_zero(slope[0].expression - sigma * (1 + side * rate * (1 - sigma)))


def test_x_comes_between_the_factors_that_vanish() -> None:
    x, half = floats(-1000.0), floats(373.0)
    direct = x * np.exp(-2 * half)
    y, _ = gated(x, half, half)
    exact = -1000.0 * 2.0**-1000 * np.exp(-746 + 1000 * np.log(2))
    assert abs(y[0] - exact) <= 5e-324 < abs(direct[0] - exact)
