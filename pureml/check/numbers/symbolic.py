"""An expression that also has a sample value: `Symbol`."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Self

import sympy as sp
from typing_extensions import override

from ...errors import DomainError
from .ball import Ball
from .element import Element
from .expressions import checked, rational
from .path import record

Parts = tuple[sp.Expr, float]
"""The expression and its sample."""


class Symbol(Element[Parts]):
    """An expression in free symbols, and a float: its value where each symbol has its sample.

    Comparisons follow the sample, so a function runs through one of its branches, and `recording()` tells which; what
    comes out is the function on the region where the same conditions hold. The sample takes part in nothing else.

    >>> x = Symbol.named("x", 2.0)
    >>> (1 / (1 + (-x).exp())).expression
    1/(1 + exp(-x))
    """

    __slots__ = ()

    @classmethod
    def of(cls, expression: sp.Expr, sample: float) -> Self:
        """The symbol with this expression and this sample.

        Raises `TypeError` for an expression that holds a float and `DomainError` for a sample that is not finite.
        """
        if not math.isfinite(sample):
            raise DomainError(f"{cls.__name__}: expected a finite sample, got {sample}")
        return cls._made((checked(cls.__name__, expression), float(sample)))

    @classmethod
    def named(cls, name: str, sample: float) -> Self:
        """A free real symbol with this name."""
        return cls.of(sp.Symbol(name, real=True), sample)

    @property
    def expression(self) -> sp.Expr:
        """The expression."""
        return self._parts[0]

    @override
    def __float__(self) -> float:
        return self._parts[1]

    @override
    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._parts[0]}, {self._parts[1]})"

    @override
    def constant(self) -> Self:
        """A fresh free symbol with the same sample: what holds for it holds whatever the number is."""
        return self._made((sp.Dummy("shift", real=True), self._parts[1]))

    # ------------------------------------------------------------- arithmetic --

    @override
    @staticmethod
    def _lifted(value: int | Fraction) -> Parts:
        return rational(value), float(value)

    @override
    @staticmethod
    def _add(a: Parts, b: Parts) -> Parts:
        return a[0] + b[0], a[1] + b[1]

    @override
    @staticmethod
    def _multiply(a: Parts, b: Parts) -> Parts:
        return a[0] * b[0], a[1] * b[1]

    @override
    @staticmethod
    def _divide(a: Parts, b: Parts) -> Parts:
        return a[0] / b[0], a[1] / b[1]

    @override
    @staticmethod
    def _negate(a: Parts) -> Parts:
        return -a[0], -a[1]

    @override
    @staticmethod
    def _power(a: Parts, exponent: int) -> Parts:
        return a[0] ** exponent, a[1] ** exponent

    # ------------------------------------------------------------ comparisons --

    @override
    @staticmethod
    def _equal(a: Parts, b: Parts) -> bool:
        return record(a[0], "==", b[0], holds=a[1] == b[1])

    @override
    @staticmethod
    def _less(a: Parts, b: Parts) -> bool:
        return record(a[0], "<", b[0], holds=a[1] < b[1])

    @override
    @staticmethod
    def _at_most(a: Parts, b: Parts) -> bool:
        return record(a[0], "<=", b[0], holds=a[1] <= b[1])

    # -------------------------------------------------------------- functions --

    @override
    def exp(self) -> Self:
        return self._made((sp.exp(self._parts[0]), math.exp(self._parts[1])))

    @override
    def expm1(self) -> Self:
        return self._made((sp.exp(self._parts[0]) - 1, math.expm1(self._parts[1])))

    @override
    def log(self) -> Self:
        """The logarithm. Raises `DomainError` if the sample is not positive."""
        self._require("log", self._parts[1] > 0.0)
        return self._made((sp.log(self._parts[0]), math.log(self._parts[1])))

    @override
    def log1p(self) -> Self:
        """`log(1 + x)`. Raises `DomainError` if the sample is not above -1."""
        self._require("log1p", self._parts[1] > -1.0)
        return self._made((sp.log(1 + self._parts[0]), math.log1p(self._parts[1])))

    @override
    def sqrt(self) -> Self:
        """The square root. Raises `DomainError` if the sample is negative."""
        self._require("sqrt", self._parts[1] >= 0.0)
        return self._made((sp.sqrt(self._parts[0]), math.sqrt(self._parts[1])))

    @override
    def tanh(self) -> Self:
        return self._made((sp.tanh(self._parts[0]), math.tanh(self._parts[1])))

    @override
    def cosh(self) -> Self:
        return self._made((sp.cosh(self._parts[0]), math.cosh(self._parts[1])))

    @override
    def sinh(self) -> Self:
        return self._made((sp.sinh(self._parts[0]), math.sinh(self._parts[1])))

    @override
    def erf(self) -> Self:
        return self._made((sp.erf(self._parts[0]), math.erf(self._parts[1])))

    @override
    def erfcx(self) -> Self:
        x, sample = self._parts
        return self._made((sp.exp(x**2) * (1 - sp.erf(x)), float(Ball.exactly(sample).erfcx())))

    @override
    @classmethod
    def pi(cls) -> Self:
        return cls._made((sp.pi, math.pi))

    def _require(self, function: str, inside: bool, /) -> None:  # noqa: FBT001  # the condition itself, not a switch
        if not inside:
            raise DomainError(f"{type(self).__name__}.{function}: the sample {self._parts[1]} of {self._parts[0]} is outside its domain")
