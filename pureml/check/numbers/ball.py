"""A real number enclosed in an interval: `Ball`. The one module that calls python-flint (Arb)."""

from __future__ import annotations

import math
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from fractions import Fraction
from typing import Final, Self

import flint
from typing_extensions import override

from ...errors import DomainError
from .element import Element
from .undecided import Undecided


@contextmanager
def precision(bits: int) -> Generator[None]:
    """Round the midpoints of balls and jets to this many bits inside the `with` block; 53 outside of any.

    >>> with precision(200):
    ...     third = Ball(1) / 3
    >>> third.radius() < Fraction(1, 2**195)
    True
    """
    if bits < 2:
        raise DomainError(f"precision: expected at least 2 bits, got {bits}")
    with flint.ctx.workprec(bits):
        yield


class Ball(Element[flint.arb]):
    """A midpoint and a radius; the true number lies within, whatever has been rounded on the way.

    An operation on balls encloses the operation on every choice of numbers within them. Where that set is not bounded,
    or not real (the logarithm of a ball that holds 0), the ball is all of the line and is not finite. A comparison
    holds for every choice or raises `Undecided`.

    Source: F. Johansson, Arb: efficient arbitrary-precision midpoint-radius interval arithmetic, IEEE Transactions on
    Computers 66 (2017), 1281-1292.

    >>> Ball(2).sqrt() ** 2 == 2
    Traceback (most recent call last):
    ...
    pureml.check.numbers.undecided.Undecided: [2.00000000000000 +/- ...] == 2.00000000000000
    """

    __slots__ = ()

    @classmethod
    def exactly(cls, value: float) -> Self:
        """The double `value` itself, with radius 0. Raises `DomainError` for one that is not finite."""
        if not math.isfinite(value):
            raise DomainError(f"{cls.__name__}.exactly: expected a finite number, got {value}")
        return cls._made(flint.arb(float(value)))

    @classmethod
    def between(cls, lower: float | Fraction, upper: float | Fraction) -> Self:
        """A ball that holds every number from `lower` to `upper`. Raises `DomainError` if they are not in order."""
        low, high = Fraction(lower), Fraction(upper)
        if low > high:
            raise DomainError(f"{cls.__name__}.between: expected two numbers in order, got {lower} and {upper}")
        return cls._made(cls(low).parts.union(cls(high).parts))

    # ------------------------------------------------------------- inspection --

    def lower(self) -> Fraction:
        """No number of the ball is less. Raises `Undecided` if the ball is not finite."""
        return self.midpoint() - self.radius()

    def upper(self) -> Fraction:
        """No number of the ball is greater. Raises `Undecided` if the ball is not finite."""
        return self.midpoint() + self.radius()

    def midpoint(self) -> Fraction:
        """The midpoint. Raises `Undecided` if the ball is not finite."""
        return self._dyadic(self._parts.mid())

    def radius(self) -> Fraction:
        """No number of the ball is further from the midpoint. Raises `Undecided` if the ball is not finite."""
        return self._dyadic(self._parts.rad())

    def _dyadic(self, part: flint.arb) -> Fraction:
        """A part of this ball as it is stored: Arb's own bounds are rounded to the current precision."""
        self._require_finite()
        mantissa, exponent = (int(n) for n in part.man_exp())
        return Fraction(mantissa << exponent) if exponent >= 0 else Fraction(mantissa, 1 << -exponent)

    def _require_finite(self) -> None:
        if not self._parts.is_finite():
            raise Undecided(f"{self} has no finite bounds")

    def magnitude(self) -> int | None:
        """The least `n` such that the absolute value is below `2^n` in all of the ball; None for 0.

        Raises `Undecided` if the ball is not finite. Unlike the bounds, of moderate size for every ball.
        """
        self._require_finite()
        mantissa, exponent = (int(n) for n in self._parts.abs_upper().man_exp())
        return exponent + mantissa.bit_length() if mantissa else None

    def is_finite(self) -> bool:
        """Whether the ball is bounded."""
        return self._parts.is_finite()

    def is_exact(self) -> bool:
        """Whether the ball is one finite number."""
        return self._parts.is_finite() and self._parts.is_exact()

    def contains(self, other: Ball | int | Fraction) -> bool:
        """Whether every choice within `other` lies within this ball; a fraction is not rounded."""
        if isinstance(other, Ball):
            return self._parts.contains(other.parts)
        if other.denominator == 1 or not self._parts.is_finite():
            return self._parts.contains(int(other))
        return self.lower() <= other <= self.upper()  # Arb would round the fraction to a ball first

    def overlaps(self, other: Ball) -> bool:
        """Whether the two balls can be the same number."""
        return self._parts.overlaps(other.parts)

    @override
    def __float__(self) -> float:
        return float(self._parts.mid()) if self._parts.is_finite() else math.nan

    @override
    def __repr__(self) -> str:
        return str(self._parts)

    @override
    def constant(self) -> Self:
        return self

    # ------------------------------------------------------------- arithmetic --

    @override
    @staticmethod
    def _lifted(value: int | Fraction) -> flint.arb:
        return flint.arb(flint.fmpq(value.numerator, value.denominator))

    @override
    @staticmethod
    def _add(a: flint.arb, b: flint.arb) -> flint.arb:
        return a + b

    @override
    @staticmethod
    def _multiply(a: flint.arb, b: flint.arb) -> flint.arb:
        return a * b

    @override
    @staticmethod
    def _divide(a: flint.arb, b: flint.arb) -> flint.arb:
        return a / b

    @override
    @staticmethod
    def _negate(a: flint.arb) -> flint.arb:
        return -a

    @override
    @staticmethod
    def _power(a: flint.arb, exponent: int) -> flint.arb:
        # By products: Arb's own `**` is the whole line for a ball that holds 0, even for its square.
        result, square = flint.arb(1), a
        for bit in reversed(f"{abs(exponent):b}"):
            result = result * square if bit == "1" else result
            square = square * square
        return result if exponent >= 0 else 1 / result

    @override
    def __abs__(self) -> Self:
        """Encloses the absolute values; no comparison is needed, so it is always decided."""
        return self._made(abs(self._parts))

    def root(self, n: int) -> Self:
        """The `n`-th root that is not negative."""
        return self._made(self._parts.root(n))

    # ------------------------------------------------------------ comparisons --

    # Arb's `<` is True for "certainly", and False both for "certainly not" and for "perhaps": always ask both ways.

    @override
    @staticmethod
    def _equal(a: flint.arb, b: flint.arb) -> bool:
        if not a.overlaps(b):
            return False
        if a.is_finite() and a.is_exact() and b.is_finite() and b.is_exact():
            return True
        raise Undecided(f"{a} == {b}")

    @override
    @staticmethod
    def _less(a: flint.arb, b: flint.arb) -> bool:
        if a < b:
            return True
        if a >= b:
            return False
        raise Undecided(f"{a} < {b}")

    @override
    @staticmethod
    def _at_most(a: flint.arb, b: flint.arb) -> bool:
        if a <= b:
            return True
        if a > b:
            return False
        raise Undecided(f"{a} <= {b}")

    # -------------------------------------------------------------- functions --

    @override
    def exp(self) -> Self:
        return self._made(self._parts.exp())

    @override
    def expm1(self) -> Self:
        return self._made(self._parts.expm1())

    @override
    def log(self) -> Self:
        return self._made(self._parts.log())

    @override
    def log1p(self) -> Self:
        return self._made(self._parts.log1p())

    @override
    def sqrt(self) -> Self:
        return self._made(self._parts.sqrt())

    @override
    def tanh(self) -> Self:
        return self._made(self._parts.tanh())

    @override
    def cosh(self) -> Self:
        return self._made(self._parts.cosh())

    @override
    def sinh(self) -> Self:
        return self._made(self._parts.sinh())

    @override
    def erf(self) -> Self:
        return self._made(self._parts.erf())

    @override
    def erfcx(self) -> Self:
        """From the values at both ends: the function decreases, and its two factors depend on each other."""
        if not self._parts.is_finite():
            return super().erfcx()
        return self._made(_erfcx(self._parts.upper()).union(_erfcx(self._parts.lower())))

    @override
    @classmethod
    def pi(cls) -> Self:
        """Encloses the circle's number."""
        return cls._made(flint.arb.pi())


FAR = 2**20
"""From here on the bounds of `erfcx` are closer than 2^-40, and exp(x^2) is soon beyond what Arb can hold."""


def _erfcx(x: flint.arb) -> flint.arb:
    """Encloses `exp(x^2) erfc(x)` by the two factors, or by Abramowitz and Stegun (1964), 7.1.13.

    2 / sqrt(pi) is between erfcx(x) (x + sqrt(x^2 + 2)) and erfcx(x) (x + sqrt(x^2 + 4 / pi)) for x of at least 0.
    """
    if x < FAR:
        return (x * x).exp() * x.erfc()
    pi = flint.arb.pi()
    near = [2 / pi.sqrt() / (x + (x * x + c).sqrt()) for c in (flint.arb(2), 4 / pi)]
    return near[0].union(near[1])


def errors(got: Iterable[float], exact: Iterable[Ball], units: Iterable[int]) -> list[float | None]:
    """For each float at most how far it is from the number in the ball, in units of `2^unit`; infinite for what is not finite.

    None where the ball is wider than a thousandth of a unit, so that it does not say.

    >>> errors([1.0], [Ball(1) + Ball(1) / 4], [-2])
    [1.0]
    """
    return [_error(y, e.parts, unit) for y, e, unit in zip(got, exact, units, strict=True)]


SHARP: Final = 2.0**-10


def _error(y: float, e: flint.arb, unit: int) -> float | None:
    one_over = flint.arb((1, -unit))
    # Arb knows radii of every size, and a float as well: too wide ones become infinite.
    if not e.is_finite() or float(e.rad() * one_over) > SHARP:
        return None
    return float(((flint.arb(y) - e) * one_over).abs_upper()) if math.isfinite(y) else math.inf
