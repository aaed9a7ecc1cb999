"""What normal forms are built from: the generators of the monomials, and products of powers."""

from __future__ import annotations

from fractions import Fraction

import attrs
import sympy as sp

from .monomial import ONE, Monomial
from .polynomial import Polynomial

Factors = frozenset[tuple[Polynomial, int]]
NONE: Factors = frozenset()


@attrs.frozen
class Product:
    """A rational number times a monomial times powers of polynomials, positive and negative."""

    coefficient: Fraction
    monomial: Monomial = ONE
    factors: Factors = NONE


ZERO = Product(Fraction(0))
UNIT = Product(Fraction(1))


@attrs.frozen
class Variable:
    """A free symbol."""

    symbol: sp.Symbol

    @property
    def positive(self) -> bool:
        """Whether the symbol is declared to be so."""
        return self.symbol.is_positive is True


@attrs.frozen
class Exponential:
    """exp(m / d): its powers are all exponentials of multiples of m / d, so e^(1/2) and e^(1/3) are powers of one number."""

    monomial: Monomial
    denominators: Factors
    positive: bool = attrs.field(default=True, init=False)


@attrs.frozen
class Root:
    """A positive number with this value, kept only in powers between 0 and 1: a whole power is written out."""

    base: Product
    positive: bool = attrs.field(default=True, init=False)


@attrs.frozen
class Logarithm:
    """log |p|"""

    of: Product
    positive: bool = attrs.field(default=False, init=False)


@attrs.frozen
class ErrorFunction:
    """erf(p)"""

    of: Product
    positive: bool = attrs.field(default=False, init=False)


@attrs.frozen
class Circle:
    """pi"""

    positive: bool = attrs.field(default=True, init=False)


Generator = Variable | Exponential | Root | Logarithm | ErrorFunction | Circle
