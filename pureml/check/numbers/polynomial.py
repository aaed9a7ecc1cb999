"""Sparse polynomials with integer coefficients over monomials with rational exponents."""

from __future__ import annotations

import math
from collections.abc import Iterable

from typing_extensions import override

from .monomial import ONE, Monomial, common, power, times

Terms = dict[Monomial, int]  # no coefficient is 0


class Polynomial:
    """A sum of at least two terms with no common factor: no common integer, no common monomial, the last term positive.

    So two polynomials that differ by such a factor only are one, which makes them keys.
    """

    __slots__ = ("_hash", "terms")

    def __init__(self, terms: Terms) -> None:
        self.terms: Terms = terms
        self._hash = hash(frozenset(terms.items()))

    @override
    def __hash__(self) -> int:
        return self._hash

    @override
    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Polynomial):
            return NotImplemented
        return self._hash == other._hash and self.terms == other.terms


def primitive(terms: Terms) -> tuple[int, Monomial, Terms]:
    """The common integer, the common monomial, and what is left of `terms`, whose last term is positive."""
    shared = common(terms)
    inverse = power(shared, -1)
    rest = {times(m, inverse): c for m, c in terms.items()}
    content = math.gcd(*rest.values())
    content = content if rest[max(rest)] > 0 else -content
    return content, shared, {m: c // content for m, c in rest.items()}


def product(a: Terms, b: Terms) -> Terms:
    """`a b`, expanded."""
    total: Terms = {}
    for m, c in a.items():
        for n, d in b.items():
            both = times(m, n)
            total[both] = total.get(both, 0) + c * d
    return {m: c for m, c in total.items() if c}


def expand(factors: Iterable[tuple[Polynomial, int]]) -> Terms:
    """The product of these powers with exponents of at least 0, expanded."""
    total: Terms = {ONE: 1}
    for factor, exponent in factors:
        for _ in range(exponent):
            total = product(total, factor.terms)
    return total
