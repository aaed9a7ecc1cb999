"""All numbers between two ends, as one element: what a claim about every number of a piece of the line is proved with.

Ends instead of a midpoint and a radius: the exponential of a wide interval stays positive.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Self

import flint
from flint import arb
from typing_extensions import override

from pureml.check.numbers import Ball, Undecided
from pureml.check.numbers.element import Element

Parts = tuple[arb, arb]
"""The lower and the upper end, exact."""


def around(*values: arb) -> Parts:
    """The least interval seen to hold all of these balls."""
    lows, highs = [v.lower() for v in values], [v.upper() for v in values]
    low, high = lows[0], highs[0]
    for v in lows[1:]:
        low = min(low, v)
    for v in highs[1:]:
        high = max(high, v)
    return low, high


class Interval(Element[Parts]):
    """The numbers strictly between two ends, or one number; operations enclose the operation on every choice."""

    __slots__ = ()

    @classmethod
    def between(cls, low: Fraction, high: Fraction) -> Self:
        """From one fraction to another, both dyadic."""
        return cls._made((cls._lifted(low)[0], cls._lifted(high)[1]))

    def size(self) -> Self:
        """The absolute values."""
        if self.low >= 0:
            return self
        return -self if self.high <= 0 else self._made((arb(0), max(self.high, -self.low)))

    @property
    def low(self) -> arb:
        """No number is less."""
        return self._parts[0]

    @property
    def high(self) -> arb:
        """No number is greater."""
        return self._parts[1]

    @override
    def __float__(self) -> float:
        return float((self.low + self.high) / 2)

    @override
    def __repr__(self) -> str:
        return f"Interval({float(self.low)}, {float(self.high)})"

    @override
    def constant(self) -> Self:
        return self

    @override
    @staticmethod
    def _lifted(value: int | Fraction) -> Parts:
        return around(arb(flint.fmpq(value.numerator, value.denominator)))

    @override
    @staticmethod
    def _add(a: Parts, b: Parts) -> Parts:
        return (a[0] + b[0]).lower(), (a[1] + b[1]).upper()

    @override
    @staticmethod
    def _multiply(a: Parts, b: Parts) -> Parts:
        return around(*(x * y for x in a for y in b))

    @override
    @staticmethod
    def _divide(a: Parts, b: Parts) -> Parts:
        if b[0] <= 0 <= b[1]:
            raise Undecided(f"division by the numbers from {b[0]} to {b[1]}")
        return around(*(x / y for x in a for y in b))

    @override
    @staticmethod
    def _negate(a: Parts) -> Parts:
        return -a[1], -a[0]

    @override
    @staticmethod
    def _power(a: Parts, exponent: int) -> Parts:
        raise Undecided(f"the power {exponent} of the numbers from {a[0]} to {a[1]}")

    # The ends belong to a piece of the line only where it is one point, so pieces that touch are in order.

    @override
    @staticmethod
    def _equal(a: Parts, b: Parts) -> bool:
        raise Undecided(f"{a} == {b}")

    @override
    @staticmethod
    def _less(a: Parts, b: Parts) -> bool:
        if a[0] >= b[1]:
            return False
        if a[1] <= b[0]:
            return True
        raise Undecided(f"{a} < {b}")

    @override
    @staticmethod
    def _at_most(a: Parts, b: Parts) -> bool:
        return not Interval._less(b, a)

    def _rising(self, function: Callable[[Ball], Ball]) -> Self:
        return self._made(around(*(function(Ball._made(end)).parts for end in self._parts)))

    @override
    def exp(self) -> Self:
        low, high = self._rising(Ball.exp).parts
        return self._made((low if low > 0 else arb(0), high))

    @override
    def expm1(self) -> Self:
        return self._rising(Ball.expm1)

    @override
    def log(self) -> Self:
        return self._rising(Ball.log)

    @override
    def log1p(self) -> Self:
        return self._rising(Ball.log1p)

    @override
    def sqrt(self) -> Self:
        return self._rising(Ball.sqrt)

    @override
    def tanh(self) -> Self:
        return self._rising(Ball.tanh)

    @override
    def sinh(self) -> Self:
        return self._rising(Ball.sinh)

    @override
    def cosh(self) -> Self:
        return (self.exp() + (-self).exp()) / 2

    @override
    def erf(self) -> Self:
        return self._rising(Ball.erf)

    @override
    def erfcx(self) -> Self:
        return self._rising(Ball.erfcx)

    @override
    @classmethod
    def pi(cls) -> Self:
        return cls._made(around(arb.pi()))
