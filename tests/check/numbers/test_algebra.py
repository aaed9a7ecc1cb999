from __future__ import annotations

import math
from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from pureml.check.numbers import Undecided
from pureml.check.numbers.algebra import Algebra, prime_powers
from pureml.check.numbers.generators import UNIT, ZERO, Product, Variable
from tests.check.numbers.drawing import nonzeros, positives

X, Y = (Variable(sp.Symbol(name, real=True)) for name in "xy")
T = Variable(sp.Symbol("t", positive=True))
MINUS = Product(Fraction(-1))


@st.composite
def elements(draw: st.DrawFn, algebra: Algebra) -> Product:
    """A rational function of x, y and a square root of t."""
    parts = [
        algebra.generator(X),
        algebra.generator(Y),
        algebra.generator(T, Fraction(1, 2)),
        algebra.root(Product(Fraction(2)), Fraction(1, 2)),
    ]
    result = Product(draw(nonzeros))
    for _ in range(draw(st.integers(0, 4))):
        other = algebra.times(draw(st.sampled_from(parts)), Product(draw(nonzeros)))
        operation = draw(st.sampled_from([algebra.times, algebra.plus]))
        result = operation(result, algebra.integer_power(other, draw(st.sampled_from([1, 2, -1]))))
    return result


@given(st.data())
def test_the_laws_of_a_field_hold_identically(data: st.DataObject) -> None:
    algebra = Algebra()
    a, b, c = (data.draw(elements(algebra)) for _ in range(3))
    plus, times = algebra.plus, algebra.times

    def same(p: Product, q: Product) -> bool:
        return plus(p, times(MINUS, q)) == ZERO

    assert same(plus(a, b), plus(b, a))
    assert same(plus(plus(a, b), c), plus(a, plus(b, c)))
    assert same(times(times(a, b), c), times(a, times(b, c)))
    assert same(times(a, plus(b, c)), plus(times(a, b), times(a, c)))
    assert a == ZERO or times(a, algebra.integer_power(a, -1)) == UNIT
    assert not same(plus(a, UNIT), a)
    assert same(plus(*algebra.summands(a)), a)


@given(p=positives, k=st.integers(-7, 7), n=st.integers(1, 4))
def test_a_root_is_undone_by_its_power(p: Fraction, k: int, n: int) -> None:
    algebra = Algebra()
    root = algebra.power(Product(p), Fraction(k, n))
    assert algebra.integer_power(root, n) == Product(p**k)


def test_roots_of_sums_are_kept_whole_and_multiplied_out() -> None:
    algebra = Algebra()
    x = algebra.generator(X)
    total = algebra.plus(algebra.times(x, x), UNIT)
    root = algebra.power(total, Fraction(1, 2))
    assert algebra.times(root, root) == total
    assert algebra.plus(algebra.integer_power(algebra.plus(root, UNIT), 2), algebra.times(Product(Fraction(-2)), root), MINUS) == total
    inverse = algebra.power(algebra.integer_power(total, -1), Fraction(1, 2))
    assert algebra.times(inverse, root) == UNIT


def test_only_powers_of_positive_numbers_are_taken_apart() -> None:
    algebra = Algebra()
    x, y, t = (algebra.generator(kind) for kind in (X, Y, T))
    half = Fraction(1, 2)
    assert algebra.power(algebra.times(t, x), half) == algebra.times(algebra.power(t, half), algebra.power(x, half))
    assert algebra.power(algebra.times(x, y), half) != algebra.times(algebra.power(x, half), algebra.power(y, half))
    assert algebra.power(algebra.times(x, x), half) != x
    assert algebra.power(algebra.times(t, t), half) == t
    below, above, even = (algebra.plus(UNIT, p) for p in (x, t, algebra.times(x, x, t)))
    for p, apart in [(below, False), (above, True), (even, True), (algebra.plus(above, algebra.times(MINUS, even)), False)]:
        together = algebra.power(algebra.times(p, y), half)
        assert (together == algebra.times(algebra.power(p, half), algebra.power(y, half))) is apart
    with pytest.raises(Undecided, match="negative"):
        algebra.power(MINUS, half)
    assert algebra.power(ZERO, half) == ZERO
    with pytest.raises(ZeroDivisionError):
        algebra.power(ZERO, -half)


@given(nonzeros)
def test_prime_powers_multiply_to_the_absolute_value(q: Fraction) -> None:
    powers = prime_powers(q)
    assert math.prod(Fraction(p) ** k for p, k in powers.items()) == abs(q)
    assert all(sp.isprime(p) for p in powers)
