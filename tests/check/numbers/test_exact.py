from __future__ import annotations

import math
import operator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from pureml.check.numbers import Ball, Exact, Undecided, precision
from pureml.check.numbers.arrays import exacts
from pureml.errors import DomainError
from tests.check.numbers.drawing import FUNCTIONS, apply, generator, nonzeros, positives, rationals


def mixed(a: Fraction, b: Fraction) -> Exact:
    return Exact(b).exp() * a + a


def quotient(a: Fraction, b: Fraction) -> Exact:
    return Exact(a) / (Exact(b).exp() + 1)


def exponential(a: Fraction) -> Exact:
    return Exact(a).exp()


def logarithm(a: Fraction) -> Exact:
    return Exact(a).log()


def root(a: Fraction) -> Exact:
    return Exact(a).sqrt()


numbers: st.SearchStrategy[Exact] = st.one_of(
    rationals.map(Exact),
    rationals.map(exponential),
    positives.map(logarithm),
    positives.map(root),
    st.builds(mixed, rationals, rationals),
    st.builds(quotient, rationals, rationals),
)


@given(a=numbers, b=numbers, c=numbers)
def test_the_laws_of_a_field_hold_exactly(a: Exact, b: Exact, c: Exact) -> None:
    assert a + b == b + a
    assert a * b == b * a
    assert (a + b) + c == a + (b + c)
    assert (a * b) * c == a * (b * c)
    assert a * (b + c) == a * b + a * c
    assert a - a == 0
    assert a + -b == a - b
    assert b == 0 or a / b * b == a


@given(a=rationals, b=nonzeros)
def test_fractions_stay_fractions(a: Fraction, b: Fraction) -> None:
    x, y = Exact(a), Exact(b)
    for got, want in [(x + y, a + b), (x - y, a - b), (x * y, a * b), (x / y, a / b), (y**-3, b**-3), (-x, -a), (abs(x), abs(a))]:
        assert type(got.parts) is Fraction
        assert got.fraction == want
        assert repr(got) == f"Exact({want!r})"
    assert x.is_rational


@given(a=rationals, b=rationals, p=positives, q=positives)
def test_the_laws_of_exponentials_logarithms_and_roots_hold_exactly(a: Fraction, b: Fraction, p: Fraction, q: Fraction) -> None:
    x, y, s, t = Exact(a), Exact(b), Exact(p), Exact(q)
    assert x.exp() * y.exp() == (x + y).exp()
    assert (x * 7).exp() == x.exp() ** 7
    assert (s * t).log() == s.log() + t.log()
    assert (1 / s).log() == -s.log()
    assert (s * t).sqrt() == s.sqrt() * t.sqrt()
    assert s.sqrt() ** 2 == s
    assert x.exp().log() == x
    assert s.log().exp() == s
    assert x.tanh() == x.sinh() / x.cosh()
    assert x.cosh() ** 2 - x.sinh() ** 2 == 1
    assert x.expm1() == x.exp() - 1
    assert (s - 1).log1p() == s.log()
    assert (-x).erf() == -x.erf()


@given(a=rationals, b=rationals)
def test_different_numbers_are_told_apart(a: Fraction, b: Fraction) -> None:
    x, y = Exact(a).exp(), Exact(b).exp()
    assert (x == y) is (a == b)
    assert (x < y) is (a < b)
    assert (x <= y) is (a <= b)
    assert (x > y) is (a > b)
    assert x + Exact(10) ** -300 != x
    assert x + Exact(10) ** -300 > x


@pytest.mark.parametrize("name", FUNCTIONS)
@given(data=st.data())
def test_functions_agree_with_floats(name: str, data: st.DataObject) -> None:
    function, domain = FUNCTIONS[name]
    q = data.draw(domain)
    assert float(apply(name, Exact(q))) == pytest.approx(function(float(q)), rel=1e-13, abs=1e-13)


@given(numbers)
def test_the_sample_is_the_nearest_double(a: Exact) -> None:
    sample = float(a)
    for neighbour in (math.nextafter(sample, -math.inf), math.nextafter(sample, math.inf)):
        assert abs(a - Fraction(sample)) <= abs(a - Fraction(neighbour))


def test_the_sample_of_a_number_outside_the_doubles_is_found_without_writing_it_out() -> None:
    assert float(Exact(-(10**30)).exp()) == 0.0
    assert float(Exact(-744).exp()) == 1e-323
    assert float(Exact(-745).exp()) == 5e-324
    assert float(Exact(-746).exp()) == 0.0
    assert float(Exact(709).exp()) == math.exp(709)
    for large in (710, 10**30):
        with pytest.raises(OverflowError):
            float(Exact(large).exp())
    large_and_small = Exact(10**30).exp() + 1 - Exact(10**30).exp() * (1 - Exact(-(10**30)).exp())
    assert large_and_small == 2
    with pytest.raises(Undecided, match="nearest"):
        float(large_and_small)
    assert Exact(10**30).exp() > Exact(10**29).exp()
    assert 0 < Exact(-(10**30)).exp() < Exact(-(10**29)).exp()


@given(numbers)
def test_the_enclosure_holds_the_number(a: Exact) -> None:
    with precision(40):
        ball = a.enclosure()
    assert ball.lower() <= a <= ball.upper()
    assert ball.radius() < Fraction(1, 2**25)


def test_the_order_is_decided_far_beyond_floats() -> None:
    almost = Exact.of(sp.exp(sp.pi * sp.sqrt(sp.Integer(163))))
    assert float(almost) == 262537412640768744.0
    assert almost < 262537412640768744
    assert almost != 262537412640768744


def test_an_unknown_relation_is_undecided_and_not_guessed() -> None:
    nested, plain = (5 + 2 * Exact(6).sqrt()).sqrt(), Exact(2).sqrt() + Exact(3).sqrt()
    for compare in (operator.eq, operator.lt, operator.ge):
        with pytest.raises(Undecided):
            compare(nested, plain)
    with pytest.raises(Undecided):
        _ = 1 / (nested - plain)


def test_rational_numbers_in_disguise_are_seen() -> None:
    e = Exact(1).exp()
    assert (Exact(2).sqrt() * Exact(8).sqrt()).fraction == 4
    assert ((e**2 - 1) / ((e - 1) * (e + 1))).fraction == 1
    assert not e.is_rational
    with pytest.raises(DomainError, match="expected a rational number"):
        _ = Exact(2).sqrt().fraction
    with pytest.raises(Undecided):
        _ = (Exact(2).log() + e).is_rational


def test_numbers_outside_a_domain_are_refused() -> None:
    below = 1 - Exact(1).exp()
    for wrong in (Exact(0).log, Exact(-1).log, Exact(-1).log1p, below.log, below.sqrt):
        with pytest.raises(DomainError, match=r"Exact\.(log|sqrt)"):
            wrong()
    with pytest.raises(ZeroDivisionError):
        _ = Exact(1) / 0
    with pytest.raises(ZeroDivisionError):
        _ = Exact(0) ** -1
    hidden = (Exact(1).exp() + 1) ** 2 - Exact(2).exp() - 2 * Exact(1).exp() - 1
    with pytest.raises(ZeroDivisionError):
        _ = 1 / hidden
    with pytest.raises(ZeroDivisionError):
        _ = hidden**-1


def test_an_expression_must_be_an_exact_number() -> None:
    with pytest.raises(TypeError, match="float"):
        Exact.of(sp.exp(sp.Float(0.5)))
    with pytest.raises(DomainError, match="free symbols"):
        Exact.of(sp.Symbol("x") + 1)


@given(st.integers(0, 2**32))
def test_softmax_of_fractions_is_exact(seed: int) -> None:
    x: Any = exacts(generator(seed), 3, 4)
    e: Any = np.exp(x)
    y = e / e.sum(axis=1, keepdims=True)
    assert (y.sum(axis=1) == 1).all()
    assert (y > 0).all()
    assert ((y[:, :1] < y[:, 1:]) == (x[:, :1] < x[:, 1:])).all()
    shifted: Any = np.exp(x - x.max(axis=1, keepdims=True))
    assert (shifted / shifted.sum(axis=1, keepdims=True) == y).all()
    assert (np.log(e.sum(axis=1)) == x[:, 0] - np.log(y[:, 0])).all()


def test_a_constant_is_the_number_itself() -> None:
    third = Exact(1) / 3
    assert third.constant() is third
    assert repr(third.exp()) == "Exact.of(exp(1/3))"
    assert Ball(Fraction(1, 3)).overlaps(third.enclosure())


@given(rationals)
def test_pi_and_erfcx_are_exact_numbers(q: Fraction) -> None:
    x = Exact(q)
    assert Exact.pi().expression == sp.pi
    assert Exact.pi() != Fraction(355, 113)
    assert x.erfcx() == (1 - x.erf()) * (x * x).exp()
    assert x.erfcx() + (-x).erfcx() == 2 * (x * x).exp()
