"""Monomials whose exponents are rational numbers of either sign: x^2 t^(1/3) r^-1."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

# A fraction with denominator 1 equals its int and has its hash, so the two may be mixed.
Exponent = int | Fraction
Monomial = tuple[tuple[int, Exponent], ...]  # (number of the generator, exponent other than 0), by number

ONE: Monomial = ()


def monomial(exponents: Iterable[tuple[int, Exponent]]) -> Monomial:
    """The monomial with these exponents, of distinct generators; those that are 0 are left out."""
    return tuple(sorted((g, e) for g, e in exponents if e))


def times(a: Monomial, b: Monomial) -> Monomial:
    """`a b`"""
    if not a:
        return b
    if not b:
        return a
    exponents = dict(a)
    for g, e in b:
        exponents[g] = exponents.get(g, 0) + e
    return monomial(exponents.items())


def power(a: Monomial, exponent: Exponent) -> Monomial:
    """`a^exponent`"""
    return monomial((g, e * exponent) for g, e in a)


def common(monomials: Iterable[Monomial]) -> Monomial:
    """The monomial that has, of every generator, the least exponent there is in any of these."""
    first, *rest = monomials
    least = dict(first)
    for m in rest:
        exponents = dict(m)
        for g in least.keys() | exponents.keys():
            least[g] = min(least.get(g, 0), exponents.get(g, 0))
    return monomial(least.items())
