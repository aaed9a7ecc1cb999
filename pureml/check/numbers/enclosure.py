"""The value of an expression, enclosed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce

import sympy as sp

from .ball import Ball
from .expressions import fraction
from .undecided import Undecided


def _sign(x: Ball) -> Ball:
    if not x.is_finite() or x.contains(0):
        return Ball.between(-1, 1)
    return Ball(1) if x > 0 else Ball(-1)


FUNCTIONS: Mapping[type[sp.Expr], Callable[[Ball], Ball]] = {
    sp.exp: Ball.exp,
    sp.log: Ball.log,
    sp.tanh: Ball.tanh,
    sp.cosh: Ball.cosh,
    sp.sinh: Ball.sinh,
    sp.erf: Ball.erf,
    sp.Abs: Ball.__abs__,
    sp.sign: _sign,
}


def enclose(expression: sp.Expr, at: Mapping[sp.Symbol, Fraction] | None = None) -> Ball:
    """A ball that holds the value of `expression` where its free symbols have the values `at`, at the current precision.

    The ball is not finite where the expression is not real, not defined, or not seen to be. Raises `Undecided` for a
    function that is not known and `KeyError` for a symbol without a value.

    >>> enclose(sp.exp(1) / 3)
    [0.906093942819682 +/- ...]
    """
    known: dict[sp.Expr, Ball] = {symbol: Ball(value) for symbol, value in (at or {}).items()}

    def of(e: sp.Expr) -> Ball:
        if e not in known:
            known[e] = _apply(e, [of(a) for a in e.args])
        return known[e]

    return of(expression)


def _apply(e: sp.Expr, arguments: list[Ball]) -> Ball:
    if isinstance(e, sp.Add):
        return reduce(Ball.__add__, arguments)
    if isinstance(e, sp.Mul):
        return reduce(Ball.__mul__, arguments)
    function = FUNCTIONS.get(type(e))
    if function is not None:
        return function(*arguments)
    if isinstance(e, sp.Pow):
        return _power(e.exp, *arguments)
    return _constant(e)


def _constant(e: sp.Expr) -> Ball:
    if isinstance(e, sp.Symbol):
        raise KeyError(str(e))
    if isinstance(e, sp.Rational):
        return Ball(fraction(e))
    if e == sp.pi:
        return Ball.pi()
    if e == sp.E:
        return Ball(1).exp()
    raise Undecided(f"no enclosure is known for {e}")


def _power(exact: sp.Expr, base: Ball, exponent: Ball) -> Ball:
    if not isinstance(exact, sp.Rational):
        return (exponent * base.log()).exp()
    wanted = fraction(exact)
    return base**wanted.numerator if wanted.denominator == 1 else base.root(wanted.denominator) ** wanted.numerator
