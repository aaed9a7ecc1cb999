"""A ball and the ball of its slope: `Jet`."""

from __future__ import annotations

from fractions import Fraction
from typing import Self

from typing_extensions import override

from .ball import Ball
from .element import Element
from .undecided import Undecided

Parts = tuple[Ball, Ball]
"""The value and its slope."""


class Jet(Element[Parts]):
    """A value and its derivative along one direction, both enclosed: forward mode with balls.

    Comparisons look at the value alone, `==` too, and hold for every choice within the balls or raise `Undecided`. The
    precision is that of `precision()`. A slope that is not bounded, as that of the square root at 0, is a ball that is
    not finite.

    >>> x = Jet.along(Ball(3), Ball(1))
    >>> (x * x).slope
    6.00000000000000
    """

    __slots__ = ()

    @classmethod
    def along(cls, value: Ball, slope: Ball) -> Self:
        """The jet with this value and this slope."""
        return cls._made((value, slope))

    @property
    def value(self) -> Ball:
        """Encloses the number."""
        return self._parts[0]

    @property
    def slope(self) -> Ball:
        """Encloses its derivative."""
        return self._parts[1]

    @override
    def __float__(self) -> float:
        return float(self.value)

    @override
    def __repr__(self) -> str:
        return f"Jet.along({self.value!r}, {self.slope!r})"

    @override
    def constant(self) -> Self:
        return self.along(self.value, Ball(0))

    # ------------------------------------------------------------- arithmetic --

    @override
    @staticmethod
    def _lifted(value: int | Fraction) -> Parts:
        return Ball(value), Ball(0)

    @override
    @staticmethod
    def _add(a: Parts, b: Parts) -> Parts:
        return a[0] + b[0], a[1] + b[1]

    @override
    @staticmethod
    def _multiply(a: Parts, b: Parts) -> Parts:
        return a[0] * b[0], a[1] * b[0] + a[0] * b[1]

    @override
    @staticmethod
    def _divide(a: Parts, b: Parts) -> Parts:
        quotient = a[0] / b[0]
        return quotient, (a[1] - quotient * b[1]) / b[0]

    @override
    @staticmethod
    def _negate(a: Parts) -> Parts:
        return -a[0], -a[1]

    @override
    @staticmethod
    def _power(a: Parts, exponent: int) -> Parts:
        if exponent == 0:
            return Ball(1), Ball(0)
        return a[0] ** exponent, exponent * a[0] ** (exponent - 1) * a[1]

    @override
    def __abs__(self) -> Self:
        """The jet or its negative; raises `Undecided` at 0 too, where there is no derivative, unless the slope is 0."""
        if self.value.is_exact() and self.value == 0 and not (self.slope.is_exact() and self.slope == 0):
            raise Undecided("abs has no derivative at 0")
        return super().__abs__()

    # ------------------------------------------------------------ comparisons --

    @override
    @staticmethod
    def _equal(a: Parts, b: Parts) -> bool:
        return a[0] == b[0]

    @override
    @staticmethod
    def _less(a: Parts, b: Parts) -> bool:
        return a[0] < b[0]

    @override
    @staticmethod
    def _at_most(a: Parts, b: Parts) -> bool:
        return a[0] <= b[0]

    # -------------------------------------------------------------- functions --

    @override
    def exp(self) -> Self:
        e = self.value.exp()
        return self.along(e, e * self.slope)

    @override
    def expm1(self) -> Self:
        return self.along(self.value.expm1(), self.value.exp() * self.slope)

    @override
    def log(self) -> Self:
        return self.along(self.value.log(), self.slope / self.value)

    @override
    def log1p(self) -> Self:
        return self.along(self.value.log1p(), self.slope / (1 + self.value))

    @override
    def sqrt(self) -> Self:
        root = self.value.sqrt()
        return self.along(root, self.slope / (2 * root))

    @override
    def tanh(self) -> Self:
        """The slope by the square of cosh: one minus the square of tanh cancels in the tails."""
        return self.along(self.value.tanh(), self.slope / self.value.cosh() ** 2)

    @override
    def cosh(self) -> Self:
        return self.along(self.value.cosh(), self.value.sinh() * self.slope)

    @override
    def sinh(self) -> Self:
        return self.along(self.value.sinh(), self.value.cosh() * self.slope)

    @override
    def erf(self) -> Self:
        density = Fraction(2) * (-(self.value**2)).exp() / Ball.pi().sqrt()
        return self.along(self.value.erf(), density * self.slope)

    @override
    def erfcx(self) -> Self:
        value = self.value.erfcx()
        return self.along(value, (2 * self.value * value - 2 / Ball.pi().sqrt()) * self.slope)

    @override
    @classmethod
    def pi(cls) -> Self:
        return cls.along(Ball.pi(), Ball(0))
