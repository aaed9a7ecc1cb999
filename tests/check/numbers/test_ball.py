from __future__ import annotations

import math
import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.check.numbers import Ball, Undecided, precision
from pureml.check.numbers.ball import FAR
from pureml.errors import DomainError
from tests.check.numbers.drawing import FUNCTIONS, apply, nonzeros, rationals

RATIONAL: dict[str, Callable[[Any], Any]] = {
    "square": lambda x: x * x,
    "reciprocal": lambda x: 1 / x,
    "__abs__": abs,
    "__neg__": operator.neg,
}


@given(a=rationals, b=nonzeros, n=st.integers(-4, 4), bits=st.integers(20, 100))
def test_arithmetic_encloses_the_exact_result(a: Fraction, b: Fraction, n: int, bits: int) -> None:
    with precision(bits):
        x, y = Ball(a), Ball(b)
        results = [(x + y, a + b), (x - y, a - b), (x * y, a * b), (x / y, a / b), (y**n, b**n)]
        results += [(apply(name, y), f(b)) for name, f in RATIONAL.items()]
    for ball, exact in results:
        assert ball.contains(exact)
        assert ball.lower() <= exact <= ball.upper()
        assert ball.radius() <= (abs(a) + abs(b) + abs(exact)) * Fraction(40, 2**bits)


@pytest.mark.parametrize("name", FUNCTIONS)
@given(data=st.data())
def test_functions_enclose_what_a_higher_precision_gives(name: str, data: st.DataObject) -> None:
    function, domain = FUNCTIONS[name]
    q = data.draw(domain)
    coarse = apply(name, Ball(q))
    with precision(200):
        fine = apply(name, Ball(q))
    assert coarse.overlaps(fine)
    assert float(fine) == pytest.approx(function(float(q)), rel=1e-13, abs=1e-13)
    assert fine.radius() < Fraction(1, 2**150)


@pytest.mark.parametrize("name", FUNCTIONS)
@given(data=st.data())
def test_a_wide_ball_encloses_the_values_of_its_points(name: str, data: st.DataObject) -> None:
    _, domain = FUNCTIONS[name]
    a, b = sorted((data.draw(domain), data.draw(domain)))
    point = a + (b - a) * Fraction(data.draw(st.integers(0, 8)), 8)
    wide = apply(name, Ball.between(a, b))
    if wide.is_finite() and point:
        assert wide.overlaps(apply(name, Ball(point)))
    with pytest.raises(Undecided):
        _ = Ball.between(a, b + 1) < Ball(point + Fraction(1, 2))


@given(a=rationals, b=rationals)
def test_between_holds_both_ends(a: Fraction, b: Fraction) -> None:
    low, high = min(a, b), max(a, b)
    ball = Ball.between(low, high)
    assert ball.contains(low)
    assert ball.contains(high)
    assert ball.contains(Ball.between(low, high))
    assert not ball.contains(high + (high - low) + 1)
    assert ball.radius() <= (high - low) * Fraction(51, 100) + Fraction(1, 10**14)
    if low != high:
        with pytest.raises(DomainError, match="in order"):
            Ball.between(high, low)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_exactly_is_the_double_itself(x: float) -> None:
    ball = Ball.exactly(x)
    assert ball.is_exact()
    assert ball.midpoint() == Fraction(x)
    assert float(ball) == x


@pytest.mark.parametrize("x", [math.nan, math.inf, -math.inf])
def test_exactly_refuses_what_is_not_finite(x: float) -> None:
    with pytest.raises(DomainError, match="finite"):
        Ball.exactly(x)


OVERLAPPING = [
    (Ball.between(0, 2), Ball.between(1, 3)),
    (Ball.between(0, 1), Ball.between(0, 1)),
    (Ball(1) / 3, Ball(Fraction(1, 3))),
    (Ball(0).log(), Ball(1)),
]


@pytest.mark.parametrize("op", [operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge])
def test_overlapping_balls_are_undecided_unless_every_choice_agrees(op: Callable[[Any, Any], bool]) -> None:
    for a, b in OVERLAPPING:
        with pytest.raises(Undecided):
            op(a, b)
        assert op(Ball(1), Ball(2)) is op(1, 2)
        assert op(Ball.between(0, 1), Ball(2)) is op(0, 2)
        assert op(Ball(2), Ball.between(0, 1)) is op(2, 0)


def test_powers_of_a_ball_that_holds_0_are_bounded() -> None:
    ball = Ball.between(-1, 2)
    assert [(ball**n).upper() < 2**n + 1 for n in range(1, 6)] == [True] * 5
    assert ball**0 == 1
    assert not (ball**-1).is_finite()


def test_a_fraction_is_not_rounded_before_it_is_looked_for() -> None:
    with precision(2):
        for q in (Fraction(1, 3), Fraction(9, 10)):
            assert not Ball(1).contains(q)
            assert Ball(q).contains(q)
    assert Ball(0).log().contains(Fraction(1, 3))


@given(nonzeros)
def test_the_magnitude_is_the_least_power_of_2_above(q: Fraction) -> None:
    n = Ball(q).magnitude()
    assert n is not None
    assert Fraction(2) ** (n - 1) <= abs(q) < Fraction(2) ** n


@given(st.integers(-(10**30), 10**30))
def test_the_magnitude_of_a_ball_that_nobody_can_write_out(k: int) -> None:
    with precision(300):
        power = (Ball(2).log() * k).exp()
    assert power.magnitude() in {k, k + 1}


def test_0_has_no_magnitude_and_neither_has_the_line() -> None:
    assert Ball(0).magnitude() is None
    with pytest.raises(Undecided, match="bounds"):
        Ball(0).log().magnitude()


def test_what_is_not_bounded_flows_and_is_not_compared() -> None:
    for ball in (Ball(0).log(), Ball(1) / 0, Ball(-1).sqrt(), Ball.between(-1, 1).log(), Ball(0) ** -1):
        assert not ball.is_finite()
        assert not ball.is_exact()
        assert math.isnan(float(ball * 0 + 1))
        for bound in (ball.lower, ball.upper, ball.midpoint, ball.radius):
            with pytest.raises(Undecided, match="bounds"):
                bound()
        with pytest.raises(Undecided):
            bool(ball)


def test_precision_holds_inside_its_block_only() -> None:
    before = (Ball(1) / 3).radius()
    with precision(300):
        inside = Ball(1) / 3
        with precision(10):
            assert (Ball(1) / 3).radius() > Fraction(1, 2**13)
        assert (Ball(1) / 3).radius() == inside.radius()
    assert inside.radius() < Fraction(1, 2**298)
    assert inside.lower() > (Ball(1) / 3).lower()
    assert (Ball(1) / 3).radius() == before
    with pytest.raises(ZeroDivisionError), precision(99):
        raise ZeroDivisionError
    assert (Ball(1) / 3).radius() == before
    with pytest.raises(DomainError, match="bits"), precision(1):
        pass


@given(q=nonzeros, n=st.integers(1, 5))
def test_a_root_is_undone_by_a_power(q: Fraction, n: int) -> None:
    assert (Ball(abs(q)).root(n) ** n).contains(abs(q))


def test_pi_and_constants() -> None:
    assert Ball.pi().overlaps(Ball.between(Fraction(math.pi), Fraction(math.pi) + Fraction(1, 2**51)))
    third = Ball(1) / 3
    assert third.constant() is third
    assert repr(Ball(2)) == "2.00000000000000"


@given(a=rationals, b=rationals, t=st.integers(0, 8))
def test_erfcx_of_a_wide_ball_lies_between_the_values_at_its_ends(a: Fraction, b: Fraction, t: int) -> None:
    low, high = sorted((a, b))
    with precision(400):
        wide = Ball.between(low, high).erfcx()
        point = Ball(low + (high - low) * Fraction(t, 8))
        inner = (1 - point.erf()) * (point * point).exp()
        ends = [(1 - Ball(x).erf()) * (Ball(x) ** 2).exp() for x in (low, high)]
    assert wide.overlaps(inner)
    assert float(wide.upper() - wide.lower()) == pytest.approx(float(ends[0] - ends[1]), rel=1e-6, abs=1e-9 * float(ends[0]))


def test_erfcx_is_enclosed_tightly_by_its_bounds_far_out_where_the_factors_are_beyond_arb() -> None:
    near, far = Ball(FAR - 1).erfcx(), Ball(FAR + 1).erfcx()
    for x, y in ((FAR - 1, near), (FAR + 1, far)):
        assert float(y * x * Ball.pi().sqrt()) == pytest.approx(1 - 0.5 / x**2, rel=1e-12)
        assert y.radius() < y.midpoint() / 2**35
    assert float(Ball.exactly(1.7e308).erfcx() * Ball.exactly(1.7e308)) == pytest.approx(1 / math.sqrt(math.pi), rel=1e-14)
    assert not (Ball(1) / Ball.between(-1, 1)).erfcx().is_finite()
