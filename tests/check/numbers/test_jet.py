from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.check.numbers import Ball, Exact, Jet, Undecided, precision
from tests.check.numbers.drawing import FUNCTIONS, apply, nonzeros, rationals


@given(a=rationals, b=nonzeros, da=rationals, db=rationals, n=st.integers(-3, 4))
def test_arithmetic_encloses_the_exact_slope(a: Fraction, b: Fraction, da: Fraction, db: Fraction, n: int) -> None:
    x, y = Jet.along(Ball(a), Ball(da)), Jet.along(Ball(b), Ball(db))
    for jet, value, slope in [
        (x + y, a + b, da + db),
        (x - y, a - b, da - db),
        (x * y, a * b, da * b + a * db),
        (x / y, a / b, (da * b - a * db) / b**2),
        (y**n, b**n, n * b ** (n - 1) * db),
        (abs(y), abs(b), db if b > 0 else -db),
        (3 - y, 3 - b, -db),
        (3 / y, 3 / b, -3 * db / b**2),
    ]:
        assert jet.value.contains(value)
        assert jet.slope.contains(slope)
        assert jet.slope.radius() < Fraction(1, 10**8)


@pytest.mark.parametrize("name", FUNCTIONS)
@given(data=st.data(), width=st.sampled_from([Fraction(1, 2**10), Fraction(1, 2**20)]))
def test_the_slope_encloses_difference_quotients(name: str, data: st.DataObject, width: Fraction) -> None:
    # By the mean value theorem the quotient over an interval is the slope at some point of it.
    _, domain = FUNCTIONS[name]
    a = data.draw(domain)
    with precision(120):
        low, high = Ball(a), Ball(a + width)
        quotient = (apply(name, high) - apply(name, low)) / (high - low)
        over = apply(name, Jet.along(Ball.between(a, a + width), Ball(1)))
        at = apply(name, Jet.along(low, Ball(1)))
        value = apply(name, low)
    if over.slope.is_finite():
        assert over.slope.overlaps(quotient)
        assert over.slope.overlaps(at.slope)
    assert at.slope.radius() < Fraction(1, 2**80)
    assert (at.value.midpoint(), at.value.radius()) == (value.midpoint(), value.radius())
    assert float(at) == float(value)


@pytest.mark.parametrize("name", ["exp", "log", "sqrt", "tanh", "cosh", "sinh", "square", "reciprocal"])
@given(data=st.data(), slope=rationals)
def test_the_slope_agrees_with_a_complex_step(name: str, data: st.DataObject, slope: Fraction) -> None:
    q = data.draw(FUNCTIONS[name][1])
    ufunc: Any = getattr(np, name)
    step = complex(ufunc(float(q) + 1e-200j * float(slope))).imag / 1e-200
    jet = apply(name, Jet.along(Ball(q), Ball(slope)))
    assert step == pytest.approx(float(jet.slope), rel=1e-11, abs=1e-13)


@given(a=rationals, b=rationals)
def test_comparisons_look_at_the_value_alone(a: Fraction, b: Fraction) -> None:
    a, b = Fraction(round(a * 8), 8), Fraction(round(b * 8), 8)
    x, y = Jet.along(Ball(a), Ball(1)), Jet.along(Ball(b), Ball(2))
    assert [x == y, x != y, x < y, x <= y, x > y, x >= y] == [a == b, a != b, a < b, a <= b, a > b, a >= b]


def test_overlapping_jets_are_undecided() -> None:
    wide, zero = Jet.along(Ball.between(-1, 1), Ball(1)), Jet(0)
    for compare in (wide.__lt__, wide.__le__, wide.__gt__, wide.__ge__, wide.__eq__, wide.__ne__):
        with pytest.raises(Undecided):
            compare(zero)
    with pytest.raises(Undecided):
        abs(wide)


def test_kinks_and_poles_have_no_slope() -> None:
    with pytest.raises(Undecided, match="no derivative at 0"):
        abs(Jet.along(Ball(0), Ball(1)))
    assert abs(Jet(0)).slope == 0
    root = Jet.along(Ball(0), Ball(1)).sqrt()
    assert root.value == 0
    assert not root.slope.is_finite()


def test_the_slope_of_tanh_keeps_its_digits_in_the_tails() -> None:
    slope = Jet.along(Ball(40), Ball(1)).tanh().slope
    assert slope.radius() < slope.lower() * Fraction(1, 2**40)
    e = Exact(-80).exp()
    assert slope.lower() < 4 * e / (1 + e) ** 2 < slope.upper()


def test_a_constant_has_the_value_and_no_slope() -> None:
    x = Jet.along(Ball(3), Ball(5))
    assert x.constant().value == 3
    assert x.constant().slope == 0
    assert Jet(Fraction(1, 2)).slope == 0
    assert (x**0).slope == 0
    assert repr(x) == "Jet.along(3.00000000000000, 5.00000000000000)"
    assert math.isnan(float(Jet(0).log()))


@given(a=rationals)
def test_the_slope_of_erfcx_is_that_of_its_two_factors(a: Fraction) -> None:
    with precision(500):
        x = Jet.along(Ball(a), Ball(1))
        by_factors = (1 - x.erf()) * (x * x).exp()
        jet = x.erfcx()
        assert jet.value.overlaps(by_factors.value)
        assert jet.slope.overlaps(by_factors.slope)
        assert jet.slope.radius() < Fraction(1, 2**100)
        assert not jet.slope.contains(0)


def test_pi_has_no_slope() -> None:
    assert Jet.pi().slope == 0
    assert Jet.pi().value.overlaps(Ball.pi())
