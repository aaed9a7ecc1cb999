from __future__ import annotations

from fractions import Fraction

import sympy as sp

from pureml.check.numbers.generators import (
    NONE,
    UNIT,
    ZERO,
    Circle,
    ErrorFunction,
    Exponential,
    Generator,
    Logarithm,
    Product,
    Root,
    Variable,
)
from pureml.check.numbers.monomial import ONE


def test_equal_generators_are_one_key_and_different_ones_are_not() -> None:
    half = Product(Fraction(1, 2))
    kinds: list[Generator] = [Variable(sp.Symbol("x")), Exponential(ONE, NONE), Root(half), Logarithm(half), ErrorFunction(half), Circle()]
    assert len(set(kinds)) == len(kinds)
    assert {Root(Product(Fraction(2, 4)))} == {Root(half)}


def test_only_what_cannot_be_negative_is_positive() -> None:
    x, t = sp.Symbol("x", real=True), sp.Symbol("t", positive=True)
    half = Product(Fraction(1, 2))
    assert [k.positive for k in (Variable(t), Exponential(ONE, NONE), Root(half), Circle())] == [True] * 4
    assert [k.positive for k in (Variable(x), Logarithm(half), ErrorFunction(half))] == [False] * 3


def test_the_two_units() -> None:
    assert ZERO.coefficient == 0
    assert UNIT.coefficient == 1
    assert (UNIT.monomial, UNIT.factors) == (ONE, NONE)
