"""The border to SymPy: exact numbers go in, and nothing that holds a float."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp


def rational(value: int | Fraction) -> sp.Expr:
    """An int or a fraction as an expression."""
    return sp.Rational(value.numerator, value.denominator)


def fraction(expression: sp.Rational) -> Fraction:
    """A rational expression as a fraction."""
    return Fraction(int(expression.p), int(expression.q))


def checked(where: str, expression: sp.Expr) -> sp.Expr:
    """`expression`; raises `TypeError` if there is a float in it."""
    floats = expression.atoms(sp.Float)
    if floats:
        raise TypeError(f"{where}: expected an exact expression, got {expression} with the float {min(map(str, floats))}")
    return expression
