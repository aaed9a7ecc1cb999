"""Whether an exact number is rational."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from . import monomial as mono
from .generators import NONE, Exponential, Generator, Product, Root
from .monomial import ONE
from .normal_form import NormalForm
from .polynomial import expand
from .undecided import Undecided


def rational_value(expression: sp.Expr) -> Fraction | None:
    """The fraction that this expression without symbols is; None if it is irrational.

    Irrational is proved where only exponentials of rational numbers and roots of primes occur: e^(1/n) is transcendental
    over the field of the roots (Lindemann 1882), and products of fractional powers of different primes are linearly
    independent over the rationals (Besicovitch 1940). Raises `Undecided` elsewhere: of pi + e, say, nobody knows.

    >>> rational_value((sp.exp(2) - 1) / ((sp.exp(1) - 1) * (sp.exp(1) + 1)))
    Fraction(1, 1)
    """
    form = NormalForm()
    value = form.of(expression)
    above = expand((f, k) for f, k in value.factors if k > 0)
    top = form.collected({mono.times(value.monomial, m): c for m, c in above.items()})
    bottom = form.collected(expand((f, -k) for f, k in value.factors if k < 0))
    if (top.monomial, top.factors) == (bottom.monomial, bottom.factors):
        return value.coefficient * top.coefficient / bottom.coefficient
    if all(_independent(kind) for kind in form.generators):
        return None
    raise Undecided(f"whether this is rational: {expression}")


def _independent(kind: Generator) -> bool:
    if isinstance(kind, Root):
        base = kind.base
        return kind.base == Product(base.coefficient) and base.coefficient.denominator == 1 and bool(sp.isprime(base.coefficient.numerator))
    return kind == Exponential(ONE, NONE)
