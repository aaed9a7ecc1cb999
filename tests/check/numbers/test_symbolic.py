from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from pureml.check.numbers import Symbol, is_zero, recording
from pureml.check.numbers.arrays import expressions, symbols
from pureml.check.numbers.enclosure import enclose
from pureml.errors import DomainError
from tests.check.numbers.drawing import FUNCTIONS, apply, generator, nonzeros, rationals

a, b, c = (Symbol.named(name, sample) for name, sample in (("a", 0.5), ("b", -1.5), ("c", 2.0)))
A, B = a.parts[0], b.parts[0]


def same(left: Symbol, right: Symbol) -> bool:
    return is_zero(left.expression - right.expression) and math.isclose(float(left), float(right), rel_tol=1e-14)


def test_the_laws_of_a_field_hold_identically() -> None:
    assert same(a + b, b + a)
    assert same(a * b, b * a)
    assert same((a + b) + c, a + (b + c))
    assert same((a * b) * c, a * (b * c))
    assert same(a * (b + c), a * b + a * c)
    assert same(a + -a, Symbol(0))
    assert same(a / b * b, a)
    assert same(a - b, -(b - a))
    assert same(1 / a, a.reciprocal())
    assert same(a**3, a * a.square())
    assert same(a**-2, 1 / a / a)


@pytest.mark.parametrize("name", FUNCTIONS)
@given(data=st.data(), offset=rationals)
def test_expression_and_sample_are_one_number(name: str, data: st.DataObject, offset: Fraction) -> None:
    function, domain = FUNCTIONS[name]
    q = data.draw(domain)
    x = sp.Symbol("x", real=True)
    result = apply(name, Symbol.of(x, float(q - offset)) + offset)
    ball = enclose(result.expression, {x: q - offset})
    assert float(ball) == pytest.approx(function(float(q)), rel=1e-12, abs=1e-12)
    assert float(result) == pytest.approx(function(float(q)), rel=1e-12, abs=1e-12)


@given(p=nonzeros, q=nonzeros)
def test_the_sample_takes_no_part_in_the_expression(p: Fraction, q: Fraction) -> None:
    first, second = (Symbol.named("x", float(s)).exp() * p / 3 + q for s in (p, q))
    assert first.expression == second.expression
    assert not first.expression.atoms(sp.Float)


@pytest.mark.parametrize(("sample", "branch"), [(0.5, A), (-0.5, -A), (0.0, A)])
def test_abs_follows_the_sample_and_says_so(sample: float, branch: sp.Expr) -> None:
    with recording() as path:
        result = abs(Symbol.named("a", sample))
    assert result.expression == branch
    assert [(condition.left, condition.holds) for condition in path] == [(sp.Integer(0), sample >= 0)]


def test_maximum_and_argmax_follow_the_sample() -> None:
    x = symbols("x", generator(), 3, 4)
    with recording() as path:
        top = x.max(axis=1)
        places = x.argmax(axis=1)
    samples = x.astype(float)
    assert (top.astype(float) == samples.max(axis=1)).all()
    assert (places == samples.argmax(axis=1)).all()
    assert len(path) == 18
    assert expressions(top) == expressions(np.take_along_axis(x, places[:, None], axis=1))


def test_a_constant_is_fresh_and_has_the_sample() -> None:
    first, second = a.constant(), a.constant()
    assert float(first) == float(second) == 0.5
    assert first.expression != second.expression
    assert first.expression != A
    assert first.expression.free_symbols == {first.expression}
    assert sp.diff((a - first).exp().expression, a.expression.atoms(sp.Symbol).pop()) == (a - first).exp().expression


@pytest.mark.parametrize(("name", "sample"), [("log", 0.0), ("log", -1.0), ("log1p", -1.0), ("sqrt", -0.5)])
def test_a_sample_outside_the_domain_is_refused(name: str, sample: float) -> None:
    with pytest.raises(DomainError, match=rf"Symbol\.{name}: the sample {sample} of x"):
        apply(name, Symbol.named("x", sample))


def test_a_symbol_is_made_from_exact_parts() -> None:
    with pytest.raises(TypeError, match="float"):
        Symbol.of(A + sp.Float(0.5), 1.0)
    for sample in (math.nan, math.inf):
        with pytest.raises(DomainError, match="finite sample"):
            Symbol.named("x", sample)
    with pytest.raises(ZeroDivisionError):
        _ = a / (b - b)
    assert Symbol(Fraction(1, 3)).expression == sp.Rational(1, 3)
    assert repr(a * b) == "Symbol(a*b, -0.75)"


def test_pi_and_erfcx_have_exact_expressions_and_samples_without_cancellation() -> None:
    assert Symbol.pi().expression == sp.pi
    assert float(Symbol.pi()) == math.pi
    x = Symbol.named("x", 30.0)
    assert is_zero(x.erfcx().expression - (1 - sp.erf(x.expression)) * sp.exp(x.expression**2))
    assert float(x.erfcx()) == pytest.approx(1 / (30 * math.sqrt(math.pi)) * (1 - 1 / 1800), rel=1e-5)
