"""Whether an expression vanishes, and the sign of one without symbols: proved, never guessed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from fractions import Fraction

import sympy as sp

from .ball import precision
from .enclosure import enclose
from .expressions import checked
from .normal_form import NormalForm
from .undecided import Undecided

PRECISIONS = (64, 128, 256, 512, 1024, 2048, 4096)
POINTS = 48


def is_zero(expression: sp.Expr) -> bool:
    """Whether `expression`, of real symbols, is 0 wherever it is defined.

    True is proved by a normal form, False by a point where an enclosure excludes 0. Raises `Undecided` where neither
    is found, and `TypeError` for an expression with a float in it.

    >>> x = sp.Symbol("x", real=True)
    >>> is_zero(1 - sp.tanh(x) ** 2 - 4 * sp.exp(-2 * x) / (1 + sp.exp(-2 * x)) ** 2)
    True
    >>> is_zero(sp.log(1 + x) - x + x**2 / 2)
    False
    """
    checked("is_zero", expression)
    points = list(_points(sorted(_symbols(expression), key=str)))
    if _differs(expression, points[:3], PRECISIONS[0]):
        return False
    if vanishes(expression):
        return True
    if any(_differs(expression, points, bits) for bits in PRECISIONS[:-2:2]):
        return False
    raise Undecided(f"whether this is 0: {expression}")


def vanishes(expression: sp.Expr) -> bool:
    """Whether the normal form is 0; False says nothing. Raises `Undecided` where the expression is nowhere defined."""
    try:
        return NormalForm().of(expression).coefficient == 0
    except ZeroDivisionError as error:
        raise Undecided(f"nowhere defined, {error}: {expression}") from None


def sign(expression: sp.Expr) -> int:
    """-1, 0 or 1: the sign of an expression without symbols. Raises `Undecided`.

    >>> sign(sp.exp(sp.pi * sp.sqrt(163)) - 262537412640768744)
    -1
    """
    for bits in PRECISIONS:
        with precision(bits):
            ball = enclose(expression)
        if ball.is_finite() and not ball.contains(0):
            return 1 if ball > 0 else -1
        if bits == PRECISIONS[0] and vanishes(expression):
            return 0
    raise Undecided(f"the sign of {expression}: not 0 by a normal form, and within 2^-{PRECISIONS[-1]} of 0 or not real")


def _symbols(expression: sp.Expr) -> set[sp.Symbol]:
    return expression.atoms(sp.Symbol)


def _points(symbols: list[sp.Symbol]) -> Iterator[Mapping[sp.Symbol, Fraction]]:
    """Rational points, the same ones for the same names; every other one has positive coordinates only."""
    draw = random.Random(len(symbols))  # noqa: S311  # points to try, no secret
    for k in range(POINTS if symbols else 1):
        yield {
            s: Fraction(draw.randint(1, 96) * (1 if k % 2 or s.is_positive else draw.choice((-1, 1))), draw.choice((16, 32, 64)))
            for s in symbols
        }


def _differs(expression: sp.Expr, points: list[Mapping[sp.Symbol, Fraction]], bits: int) -> bool:
    """Whether an enclosure at one of the points excludes 0."""
    with precision(bits):
        balls = [enclose(expression, at) for at in points]
    return any(ball.is_finite() and not ball.contains(0) for ball in balls)
