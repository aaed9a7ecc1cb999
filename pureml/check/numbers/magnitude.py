"""A number without its sign: `Magnitude`, in which a difference is as large as the sum."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Final, NoReturn, Self

from typing_extensions import override

from ...errors import DomainError
from .element import Element

Parts = tuple[float, bool]
"""A number, and whether its sign is known; without a sign it is not negative."""


NO_FUNCTION: Final = "Magnitude: expected sums, products, quotients and square roots, got another function"


class Magnitude(Element[Parts]):
    """What an expression becomes when every number and every term in it is replaced by its absolute value.

    This is what the rounding errors of sums and products are measured by: each is a part of eps of a term, and terms that
    cancel leave their errors behind. Constants keep their signs among themselves, so that 1 - p is no sum. The size is an
    ordinary float, good for a scale and for nothing else.

    Source: N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition (2002), section 3.5.

    >>> float(Magnitude.of(-3.0) * 2 - 5), float(1 - Magnitude.constantly(0.75))
    (11.0, 0.25)
    """

    __slots__ = ()

    @classmethod
    def of(cls, value: float) -> Self:
        """The absolute value of a number."""
        return cls._made((abs(float(value)), False))

    @classmethod
    def constantly(cls, value: float) -> Self:
        """A constant, whose sign is known."""
        return cls._made((float(value), True))

    @override
    def __float__(self) -> float:
        return abs(self.parts[0])

    @override
    def __repr__(self) -> str:
        return f"Magnitude.{'constantly' if self.parts[1] else 'of'}({self.parts[0]!r})"

    @override
    def constant(self) -> Self:
        return self

    # ------------------------------------------------------------- arithmetic --

    @override
    @staticmethod
    def _lifted(value: int | Fraction) -> Parts:
        return float(value), True

    @override
    @staticmethod
    def _add(a: Parts, b: Parts) -> Parts:
        return (a[0] + b[0], True) if a[1] and b[1] else (abs(a[0]) + abs(b[0]), False)

    @override
    @staticmethod
    def _multiply(a: Parts, b: Parts) -> Parts:
        return _signed(a[0] * b[0], a, b)

    @override
    @staticmethod
    def _divide(a: Parts, b: Parts) -> Parts:
        return _signed(a[0] / b[0] if b[0] else math.inf, a, b)

    @override
    @staticmethod
    def _negate(a: Parts) -> Parts:
        return _signed(-a[0], a)

    @override
    @staticmethod
    def _power(a: Parts, exponent: int) -> Parts:
        return _signed(a[0] ** exponent if a[0] or exponent >= 0 else math.inf, a)

    @override
    def __abs__(self) -> Self:
        return self._made((abs(self.parts[0]), self.parts[1]))

    @override
    def sqrt(self) -> Self:
        return self._made((math.sqrt(self.parts[0]), self.parts[1]))

    # -------------------------------------------------------- what has no size --

    @override
    @staticmethod
    def _equal(a: Parts, b: Parts) -> bool:
        if a[0] and b[0]:
            raise DomainError("Magnitude: without its sign a number can be compared with 0 alone")
        return a[0] == b[0]

    @override
    @staticmethod
    def _less(a: Parts, b: Parts) -> NoReturn:
        raise DomainError("Magnitude: a number without its sign has no order")

    @override
    @staticmethod
    def _at_most(a: Parts, b: Parts) -> NoReturn:
        raise DomainError("Magnitude: a number without its sign has no order")

    @override
    def exp(self) -> NoReturn:
        raise DomainError(NO_FUNCTION)

    @override
    def expm1(self) -> NoReturn:
        raise DomainError(NO_FUNCTION)

    @override
    def log(self) -> NoReturn:
        raise DomainError(NO_FUNCTION)

    @override
    def log1p(self) -> NoReturn:
        raise DomainError(NO_FUNCTION)

    @override
    def tanh(self) -> NoReturn:
        raise DomainError(NO_FUNCTION)

    @override
    def cosh(self) -> NoReturn:
        raise DomainError(NO_FUNCTION)

    @override
    def sinh(self) -> NoReturn:
        raise DomainError(NO_FUNCTION)

    @override
    def erf(self) -> NoReturn:
        raise DomainError(NO_FUNCTION)

    @override
    @classmethod
    def pi(cls) -> Self:
        return cls._made((math.pi, True))


def _signed(value: float, *of: Parts) -> Parts:
    """With a sign if all that it was made of had one."""
    return (value, True) if all(known for _, known in of) else (abs(value), False)
