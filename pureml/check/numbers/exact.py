"""A real number that is known exactly: `Exact`."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Self

import sympy as sp
from typing_extensions import override

from ...errors import DomainError
from .ball import Ball, precision
from .element import Element
from .enclosure import enclose
from .expressions import checked, fraction, rational
from .rationality import rational_value
from .undecided import Undecided
from .zero import PRECISIONS, sign

Number = Fraction | sp.Expr
"""A fraction wherever the number is written as one."""

TINY = 1100
"""Beyond 2^1100 and below 2^-1100 there are no doubles, and such numbers may be too large to write out."""


class Exact(Element[Number]):
    """A fraction, or what exponentials, logarithms, roots and error functions make of fractions: never rounded.

    A fraction is kept as a `Fraction`, anything else as an expression, so that the softmax of fractions is an exact
    number too. `==` is decided by a normal form and by enclosures, the order by enclosures of growing precision;
    `Undecided` is raised where neither decides. Not hashable: no common form is known for equal numbers.

    >>> third = Exact(1) / 3
    >>> third + third + third == 1
    True
    >>> third.exp() ** 3 == Exact(1).exp()
    True
    >>> third * 0.5
    Traceback (most recent call last):
    ...
    TypeError: Exact: expected an exact number, got the float 0.5; write a Fraction or divide ints
    """

    __slots__ = ()

    @classmethod
    def of(cls, expression: sp.Expr) -> Self:
        """The number with this expression.

        Raises `TypeError` for an expression with a float in it, and `DomainError` for one with free symbols.
        """
        if checked(cls.__name__, expression).free_symbols:
            raise DomainError(f"{cls.__name__}: expected a number, got {expression} with free symbols")
        return cls._made(_shortest(expression))

    # ------------------------------------------------------------- inspection --

    @property
    def expression(self) -> sp.Expr:
        """The number as an expression."""
        return _expression(self._parts)

    @property
    def is_rational(self) -> bool:
        """Whether the number is rational. Raises `Undecided` where that is not known."""
        return isinstance(self._parts, Fraction) or rational_value(self._parts) is not None

    @property
    def fraction(self) -> Fraction:
        """The number as a fraction. Raises `DomainError` if it is irrational, `Undecided` where that is not known."""
        value = self._parts if isinstance(self._parts, Fraction) else rational_value(self._parts)
        if value is None:
            raise DomainError(f"{self!r}: expected a rational number")
        return value

    def enclosure(self) -> Ball:
        """A ball that holds the number, at the current precision."""
        return Ball(self._parts) if isinstance(self._parts, Fraction) else enclose(self._parts)

    @override
    def __float__(self) -> float:
        """The double nearest to the number. Raises `OverflowError` beyond the largest one."""
        if isinstance(self._parts, Fraction):
            return float(self._parts)
        for bits in PRECISIONS:
            with precision(bits):
                nearest = _nearest_double(enclose(self._parts))
            if nearest is not None:
                return nearest
        raise Undecided(f"the double nearest to {self._parts}")

    @override
    def __repr__(self) -> str:
        return f"{type(self).__name__}{'' if isinstance(self._parts, Fraction) else '.of'}({self._parts!r})"

    @override
    def constant(self) -> Self:
        return self

    # ------------------------------------------------------------- arithmetic --

    @override
    @staticmethod
    def _lifted(value: int | Fraction) -> Number:
        return Fraction(value)

    @override
    @staticmethod
    def _add(a: Number, b: Number) -> Number:
        if isinstance(a, Fraction) and isinstance(b, Fraction):
            return a + b
        return _shortest(_expression(a) + _expression(b))

    @override
    @staticmethod
    def _multiply(a: Number, b: Number) -> Number:
        if isinstance(a, Fraction) and isinstance(b, Fraction):
            return a * b
        return _shortest(_expression(a) * _expression(b))

    @override
    @staticmethod
    def _divide(a: Number, b: Number) -> Number:
        if isinstance(a, Fraction) and isinstance(b, Fraction):
            return a / b
        _refuse_zero(b)
        return _shortest(_expression(a) / _expression(b))

    @override
    @staticmethod
    def _negate(a: Number) -> Number:
        return -a

    @override
    @staticmethod
    def _power(a: Number, exponent: int) -> Number:
        if isinstance(a, Fraction):
            return Fraction(a**exponent)
        if exponent < 0:
            _refuse_zero(a)
        return _shortest(a**exponent)

    # ------------------------------------------------------------ comparisons --

    @override
    @staticmethod
    def _equal(a: Number, b: Number) -> bool:
        return _sign_of_difference(a, b) == 0

    @override
    @staticmethod
    def _less(a: Number, b: Number) -> bool:
        return _sign_of_difference(a, b) < 0

    @override
    @staticmethod
    def _at_most(a: Number, b: Number) -> bool:
        return _sign_of_difference(a, b) <= 0

    # -------------------------------------------------------------- functions --

    @override
    def exp(self) -> Self:
        return self._made(_shortest(sp.exp(self.expression)))

    @override
    def expm1(self) -> Self:
        return self._made(_shortest(sp.exp(self.expression) - 1))

    @override
    def log(self) -> Self:
        """The logarithm. Raises `DomainError` for a number that is not positive."""
        if self <= 0:
            raise DomainError(f"{type(self).__name__}.log: expected a positive number, got {self._parts}")
        return self._made(_shortest(sp.log(self.expression)))

    @override
    def log1p(self) -> Self:
        """`log(1 + x)`. Raises `DomainError` for a number that is not above -1."""
        return (1 + self).log()

    @override
    def sqrt(self) -> Self:
        """The square root. Raises `DomainError` for a negative number."""
        if self < 0:
            raise DomainError(f"{type(self).__name__}.sqrt: expected a number of at least 0, got {self._parts}")
        if isinstance(self._parts, Fraction):
            top, bottom = (math.isqrt(n) for n in (self._parts.numerator, self._parts.denominator))
            if Fraction(top, bottom) ** 2 == self._parts:
                return self._made(Fraction(top, bottom))
        return self._made(_shortest(sp.sqrt(self.expression)))

    @override
    def tanh(self) -> Self:
        return self._made(_shortest(sp.tanh(self.expression)))

    @override
    def cosh(self) -> Self:
        return self._made(_shortest(sp.cosh(self.expression)))

    @override
    def sinh(self) -> Self:
        return self._made(_shortest(sp.sinh(self.expression)))

    @override
    def erf(self) -> Self:
        return self._made(_shortest(sp.erf(self.expression)))

    @override
    @classmethod
    def pi(cls) -> Self:
        return cls._made(sp.pi)


def _expression(number: Number) -> sp.Expr:
    return rational(number) if isinstance(number, Fraction) else number


def _shortest(expression: sp.Expr) -> Number:
    return fraction(expression) if isinstance(expression, sp.Rational) else expression


def _sign_of_difference(a: Number, b: Number) -> int:
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return (a > b) - (a < b)
    return sign(_expression(a) - _expression(b))


def _refuse_zero(number: Number) -> None:
    if sign(_expression(number)) == 0:
        raise ZeroDivisionError(f"division by {number}, which is 0")


def _nearest_double(ball: Ball) -> float | None:
    """The double that is nearest to every number of the ball; None if there is none such."""
    if not ball.is_finite():
        return None
    magnitude = ball.magnitude() or 0
    if magnitude < -TINY:
        return 0.0
    inverse = 1 / ball
    if inverse.is_finite() and (inverse.magnitude() or 0) < -TINY:
        raise OverflowError(f"{ball} is beyond the largest double")
    if magnitude > TINY:
        return None
    low, high = float(ball.lower()), float(ball.upper())
    return low if low == high else None
