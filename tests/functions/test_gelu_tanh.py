from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from pureml.check.numbers import Exact, Symbol, is_zero
from pureml.functions import gelu, gelu_tanh
from tests.functions.hard import both_signs, floats


def objects(x: Any) -> Any:
    return np.array([x], object)


def test_on_both_sides_it_is_the_tanh_form_with_the_slope_of_that() -> None:
    x = sp.Symbol("x", real=True)
    want = x * (1 + sp.tanh(sp.sqrt(2 / sp.pi) * (x + sp.Rational(44715, 10**6) * x**3))) / 2
    for sample in (-0.7, 0.7):
        y, slope = (a[0].expression for a in gelu_tanh.linearize(objects(Symbol.of(x, sample))))
        assert is_zero(y - want)
        assert is_zero(slope - sp.diff(want, x))


def test_it_is_not_gelu_and_no_rounded_constant_gets_in() -> None:
    one = objects(Exact(Fraction(1)))
    y = gelu_tanh.forward(one)[0]
    assert y != gelu.forward(one)[0]
    assert 2 * y - 1 == ((2 / Exact.pi()).sqrt() * (1 + Fraction(44715, 10**6))).tanh()


@given(st.floats(-1e4, 1e4))
def test_it_is_within_a_two_thousandth_of_gelu(v: float) -> None:
    x = floats(v)
    assert abs(float(gelu_tanh.forward(x)[0] - gelu.forward(x)[0])) < 0.0005


def test_that_distance_is_reached_to_a_fifth() -> None:
    x = np.linspace(-5, 5, 10001)
    assert np.abs(gelu_tanh.forward(floats(*x)) - gelu.forward(floats(*x))).max() > 0.0004


def test_finite_numbers_give_no_warning() -> None:
    for x in (both_signs(), floats(3.4e38, -3.4e38, -14.0, -1e20).astype(np.float32)):
        y, slope = gelu_tanh.linearize(x)
        assert y.dtype == slope.dtype == x.dtype
        assert np.isfinite(y).all()
        assert np.isfinite(slope).all()
