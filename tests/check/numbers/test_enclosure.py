from __future__ import annotations

import math
from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given

from pureml.check.numbers import Ball, Undecided, precision
from pureml.check.numbers.enclosure import FUNCTIONS, enclose
from tests.check.numbers.drawing import nonzeros, rationals

X, Y = sp.Symbol("x", real=True), sp.Symbol("y", real=True)


@given(a=rationals, b=nonzeros)
def test_rational_expressions_are_enclosed(a: Fraction, b: Fraction) -> None:
    at = {X: a, Y: b}
    assert enclose((X + Y) ** 3 / Y**2 - X * Y, at).contains((a + b) ** 3 / b**2 - a * b)
    assert enclose(sp.Abs(X) + sp.sign(Y), at).contains(abs(a) + (1 if b > 0 else -1))


VALUES: list[tuple[sp.Expr, float]] = [
    (sp.exp(X), math.exp(1.4)),
    (sp.log(X), math.log(1.4)),
    (sp.tanh(X), math.tanh(1.4)),
    (sp.cosh(X), math.cosh(1.4)),
    (sp.sinh(X), math.sinh(1.4)),
    (sp.erf(X), math.erf(1.4)),
    (sp.Abs(X), 1.4),
    (sp.sign(X), 1.0),
]


@pytest.mark.parametrize(("expression", "want"), VALUES)
def test_functions_have_the_values_of_the_standard_library(expression: sp.Expr, want: float) -> None:
    assert float(enclose(expression, {X: Fraction(7, 5)})) == pytest.approx(want, rel=1e-15)


def test_every_function_is_among_these() -> None:
    assert {type(expression) for expression, _ in VALUES} == set(FUNCTIONS)


def test_constants_and_powers() -> None:
    assert float(enclose(sp.pi + sp.E)) == math.pi + math.e
    assert float(enclose(X ** sp.Rational(-2, 3), {X: Fraction(27)})) == pytest.approx(1 / 9, rel=1e-15)
    assert float(enclose(X**Y, {X: Fraction(2), Y: Fraction(3)})) == pytest.approx(8, rel=1e-15)
    with precision(200):
        assert enclose(sp.sqrt(X), {X: Fraction(2)}).radius() < Fraction(1, 2**195)


def test_what_is_not_real_or_not_known_is_not_finite_or_refused() -> None:
    assert not enclose(sp.log(X), {X: Fraction(-1)}).is_finite()
    assert not enclose(1 / X, {X: Fraction(0)}).is_finite()
    assert enclose(sp.sign(X), {X: Fraction(0)}).contains(Ball.between(-1, 1))
    with pytest.raises(Undecided, match=r"sin\(x\)"):
        enclose(sp.sin(X), {X: Fraction(1)})
    with pytest.raises(KeyError, match="y"):
        enclose(X + Y, {X: Fraction(1)})
