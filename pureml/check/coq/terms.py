"""Expressions as Coq terms over its real numbers."""

from __future__ import annotations

from typing import Final

import sympy as sp

from ...errors import DomainError

FUNCTIONS: Final = {"exp": "exp", "log": "ln", "tanh": "tanh", "sinh": "sinh", "cosh": "cosh", "erf": "erf"}


def term(expression: sp.Expr, /) -> str:
    """An expression as Coq reads it, with the same value for every value of its symbols.

    Raises `DomainError` for a function or a power that has no counterpart there.

    >>> x, y = sp.symbols("x y")
    >>> term(sp.exp(-x) / (1 + y) ** 2 - sp.sqrt(y) / 3)
    '- (sqrt y / 3) + exp (- x) / (y + 1) ^ 2'
    """
    if isinstance(expression, sp.Add):
        return " + ".join(_summand(e) for e in expression.as_ordered_terms())
    if isinstance(expression, sp.Mul):
        return _product(expression)
    return _single(expression)


def atom(expression: sp.Expr, /) -> str:
    """The same, in parentheses unless it is one word.

    >>> atom(sp.Symbol("x")), atom(-sp.Symbol("x"))
    ('x', '(- x)')
    """
    text = term(expression)
    return text if text.replace("_", "").isalnum() else f"({text})"


def _summand(expression: sp.Expr) -> str:
    return term(expression) if not isinstance(expression, sp.Add) else atom(expression)


def _product(expression: sp.Mul) -> str:
    """Numerator and denominator apart, a sign in front of both."""
    coefficient, rest = expression.as_coeff_Mul()
    above = [str(abs(coefficient.p))] if abs(coefficient.p) != 1 else []
    below = [str(coefficient.q)] if coefficient.q != 1 else []
    for factor in rest.as_ordered_factors():
        inverse = isinstance(factor, sp.Pow) and factor.exp.is_negative
        (below if inverse else above).append(_factor(1 / factor if inverse else factor))
    text = " / ".join((" * ".join(above) or "1", *below))
    if coefficient.p > 0:
        return text
    return f"- {text}" if len(above) + len(below) == 1 else f"- ({text})"


def _factor(expression: sp.Expr) -> str:
    alone = isinstance(expression, sp.Add | sp.Mul) or (isinstance(expression, sp.Rational) and expression.q != 1)
    return f"({term(expression)})" if alone else _single(expression)


def _single(expression: sp.Expr) -> str:
    if isinstance(expression, sp.Rational):
        return str(expression.p) if expression.q == 1 else f"{expression.p} / {expression.q}"
    if isinstance(expression, sp.Symbol):
        return expression.name
    if expression == sp.pi:
        return "PI"
    if isinstance(expression, sp.Pow):
        return _power(*expression.as_base_exp())
    name = FUNCTIONS.get(type(expression).__name__)
    if name is None:
        raise DomainError(f"Coq: expected a sum, a product, a power or one of {', '.join(FUNCTIONS)}, got {expression}")
    return f"{name} {atom(expression.args[0])}"


def _power(base: sp.Expr, power: sp.Expr) -> str:
    if power.is_negative:
        return f"/ {_factor(1 / (base**power))}"
    if isinstance(power, sp.Rational) and power.q == 1:
        return f"{atom(base)} ^ {power.p}"
    if isinstance(power, sp.Rational) and power.q == 2:
        return f"sqrt {atom(base)}" if power.p == 1 else f"(sqrt {atom(base)}) ^ {power.p}"
    raise DomainError(f"Coq: expected a power of 1/2 or a whole one, got {base}**({power})")
