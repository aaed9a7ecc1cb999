from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from pureml.check.numbers import Ball, Undecided, precision
from pureml.check.numbers.enclosure import enclose
from pureml.check.numbers.generators import Circle, ErrorFunction, Exponential, Logarithm, Product, Root, Variable
from pureml.check.numbers.normal_form import NormalForm
from tests.check.numbers.drawing import positives, rationals

X, Y = sp.Symbol("x", real=True), sp.Symbol("y", real=True)
POSITIVE: list[Callable[[sp.Expr], sp.Expr]] = [sp.sqrt, sp.log, lambda e: e ** sp.Rational(-2, 3)]
ANY: list[Callable[[sp.Expr], sp.Expr]] = [sp.exp, sp.tanh, sp.sinh, sp.erf, sp.Abs, sp.sign, lambda e: -e / 3, lambda e: e**2]
POINT = {X: Fraction(7, 5), Y: Fraction(-3, 4)}


def certainly_positive(ball: Ball) -> bool:
    """Whether all of a ball is above 0; without its ends, which may be too large to write out."""
    try:
        return ball > 0
    except Undecided:
        return False


@st.composite
def expressions(draw: st.DrawFn) -> sp.Expr:
    """An expression that is defined at `POINT`."""
    expression: sp.Expr = draw(st.sampled_from([X, Y]))
    for _ in range(draw(st.integers(1, 4))):
        if draw(st.booleans()):
            expression = draw(st.sampled_from([expression + X, expression * Y, expression / (2 + X), sp.cosh(expression)]))
        if abs(enclose(expression, POINT).midpoint()) > 9:
            expression = sp.tanh(expression / 99)
        positive = draw(st.booleans()) and certainly_positive(enclose(expression, POINT))
        expression = draw(st.sampled_from(POSITIVE if positive else ANY))(expression)
    return expression


def value(form: NormalForm, p: Product) -> Ball:
    """The value of a product at `POINT`, by the meaning of its generators."""
    result = Ball(p.coefficient)
    for g, e in p.monomial:
        result *= power(generator_value(form, g), Fraction(e))
    for f, k in p.factors:
        terms = [value(form, Product(Fraction(c), m)) for m, c in f.terms.items()]
        result *= power(sum(terms, start=Ball(0)), Fraction(k))
    return result


def power(base: Ball, exponent: Fraction) -> Ball:
    return base**exponent.numerator if exponent.denominator == 1 else base.root(exponent.denominator) ** exponent.numerator


def generator_value(form: NormalForm, number: int) -> Ball:
    kind = form.generators[number]
    if isinstance(kind, Variable):
        return Ball(POINT[kind.symbol])
    if isinstance(kind, Exponential):
        return value(form, Product(Fraction(1), kind.monomial, kind.denominators)).exp()
    if isinstance(kind, Root):
        return value(form, kind.base)
    if isinstance(kind, Circle):
        return Ball.pi()
    inner = value(form, kind.of)
    return abs(inner).log() if isinstance(kind, Logarithm) else inner.erf()


@given(expressions())
def test_the_normal_form_has_the_value_of_the_expression(expression: sp.Expr) -> None:
    with precision(300):
        want = enclose(expression, POINT)
        form = NormalForm()
        got = value(form, form.of(expression))
    if want.is_finite() and got.is_finite():
        assert got.overlaps(want), f"{expression}: {form.of(expression)} {form.generators}"
        assert got.radius() < Fraction(1, 2**100) * max(Fraction(1), abs(got.midpoint()))


@given(a=rationals, b=rationals)
def test_exponentials_of_numbers_are_powers_of_one_generator(a: Fraction, b: Fraction) -> None:
    form = NormalForm()
    for q in (a, b):
        form.of(sp.exp(sp.Rational(q.numerator, q.denominator)))
    assert len(form.generators) <= 1


@given(a=positives, b=positives)
def test_logarithms_of_numbers_are_sums_over_primes(a: Fraction, b: Fraction) -> None:
    form = NormalForm()
    p, q = (sp.Rational(c.numerator, c.denominator) for c in (a, b))
    assert form.of(sp.log(p * q) - sp.log(p) - sp.log(q)).coefficient == 0
    kinds = [kind for kind in form.generators if isinstance(kind, Logarithm)]
    assert all(sp.isprime(kind.of.coefficient.numerator) and kind.of.coefficient.denominator == 1 for kind in kinds)


def test_the_error_function_is_odd() -> None:
    form = NormalForm()
    difference = form.of(X - Y)
    negative = form.times(Product(Fraction(-1)), difference)
    assert form.plus(form.erf(difference), form.erf(negative)).coefficient == 0
    assert len([kind for kind in form.generators if isinstance(kind, ErrorFunction)]) == 1


def test_what_is_not_known_is_undecided() -> None:
    with pytest.raises(Undecided, match=r"no normal form is known for sin\(x\)"):
        NormalForm().of(1 + sp.sin(X))
    with pytest.raises(ZeroDivisionError):
        NormalForm().of(1 / (sp.exp(X) * (sp.exp(-X) + 1) - sp.exp(X) - 1))
