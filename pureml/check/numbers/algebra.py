"""Sums, products and powers in a field with generators: `Algebra`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction

import sympy as sp

from . import monomial as mono
from .generators import UNIT, ZERO, Factors, Generator, Product, Root
from .monomial import ONE, Exponent, Monomial
from .polynomial import Polynomial, Terms, expand, primitive
from .undecided import Undecided


def factors_of(exponents: Mapping[Polynomial, int]) -> Factors:
    """These powers, without those that are 0."""
    return frozenset((p, e) for p, e in exponents.items() if e)


def prime_powers(number: Fraction) -> dict[int, int]:
    """Bases above 1 and exponents whose product is the absolute value of `number`, not 0.

    The bases are primes, but for what trial division does not take apart; a base that is not prime hides relations,
    and invents none.
    """
    powers: dict[int, int] = {}
    for whole, side in ((abs(number.numerator), 1), (number.denominator, -1)):
        for base, exponent in sp.factorint(whole, limit=2**15).items():
            if base != 1:
                powers[base] = powers.get(base, 0) + side * exponent
    return powers


class Algebra:
    """Numbers that are made of generators by +, *, /, and rational powers.

    Everything stays a product of powers until a sum must be taken, which pulls out the common powers and expands the
    rest: so denominators never grow without need, and nothing is ever factored. A sum that vanishes identically in the
    generators is `ZERO`.
    """

    def __init__(self) -> None:
        self.generators: list[Generator] = []
        self._numbers: dict[Generator, int] = {}
        self._roots: set[int] = set()

    def generator(self, kind: Generator, exponent: Exponent = 1) -> Product:
        """A power of a generator."""
        number = self._numbers.setdefault(kind, len(self.generators))
        if number == len(self.generators):
            self.generators.append(kind)
            if isinstance(kind, Root):
                self._roots.add(number)
        return self.times(Product(Fraction(1), mono.monomial([(number, exponent)])))

    # --------------------------------------------------------------- products --

    def times(self, *products: Product) -> Product:
        """The product; whole powers of roots are written out."""
        coefficient, exponents, powers = Fraction(1), dict[int, Exponent](), dict[Polynomial, int]()
        waiting = list(products)
        while waiting:
            p = waiting.pop()
            coefficient *= p.coefficient
            for g, e in p.monomial:
                exponents[g] = exponents.get(g, 0) + e
            for f, k in p.factors:
                powers[f] = powers.get(f, 0) + k
            if not waiting:
                waiting.extend(self._whole_powers(exponents))
        if coefficient == 0:
            return ZERO
        return Product(coefficient, mono.monomial(exponents.items()), factors_of(powers))

    def _whole_powers(self, exponents: dict[int, Exponent]) -> Iterable[Product]:
        """Take the whole powers of roots out of `exponents`; their values."""
        for g in self._roots & exponents.keys():
            whole = math.floor(exponents[g])
            if whole:
                exponents[g] -= whole
                yield self.integer_power(self._base(g), whole)

    def _base(self, number: int) -> Product:
        root = self.generators[number]
        if not isinstance(root, Root):
            raise TypeError(f"expected a root, got {root}")
        return root.base

    def integer_power(self, p: Product, exponent: int) -> Product:
        """`p^exponent`. Raises `ZeroDivisionError` for a negative power of 0."""
        powers = factors_of({f: k * exponent for f, k in p.factors})
        return self.times(Product(p.coefficient**exponent, mono.power(p.monomial, exponent), powers))

    # ------------------------------------------------------------------- sums --

    def plus(self, *products: Product) -> Product:
        """The sum; `ZERO` if it vanishes identically."""
        summands = [p for p in products if p.coefficient]
        if len(summands) < 2:
            return summands[0] if summands else ZERO
        shared = self._shared(summands)
        scale = math.lcm(*(p.coefficient.denominator for p in summands))
        total: Terms = {}
        for p in summands:
            powers = {**dict.fromkeys(shared, 0), **dict(p.factors)}
            rest = expand((f, k - shared.get(f, 0)) for f, k in powers.items())
            c = int(p.coefficient * scale)
            for m, d in rest.items():
                both = mono.times(p.monomial, m)
                total[both] = total.get(both, 0) + c * d
        return self.times(Product(Fraction(1, scale), ONE, factors_of(shared)), self.collected(total))

    @staticmethod
    def _shared(summands: list[Product]) -> dict[Polynomial, int]:
        """The least power of every polynomial in any of these products."""
        each = [dict(p.factors) for p in summands]
        return {f: min(powers.get(f, 0) for powers in each) for f in dict.fromkeys(f for powers in each for f in powers)}

    def collected(self, terms: Terms) -> Product:
        """An expanded sum as a product."""
        terms = {m: c for m, c in terms.items() if c}
        if not terms:
            return ZERO
        root = max((g for m in terms for g, e in m if g in self._roots and not 0 <= e < 1), default=None)
        if root is not None:
            return self._written_out(root, terms)
        content, shared, rest = primitive(terms)
        return Product(Fraction(content), shared, frozenset({(Polynomial(rest), 1)}) if len(rest) > 1 else frozenset())

    def _written_out(self, root: int, terms: Terms) -> Product:
        """The sum, where whole powers of this root are replaced by their values."""
        groups: dict[int, Terms] = {}
        for m, c in terms.items():
            exponents = dict(m)
            whole = math.floor(exponents.get(root, 0))
            exponents[root] = exponents.get(root, 0) - whole
            groups.setdefault(whole, {})[mono.monomial(exponents.items())] = c
        base = self._base(root)
        return self.plus(*(self.times(self.collected(group), self.integer_power(base, whole)) for whole, group in groups.items()))

    def summands(self, p: Product) -> Iterable[Product]:
        """Products with no polynomial left above the line, whose sum is `p`."""
        below = frozenset((f, k) for f, k in p.factors if k < 0)
        for m, c in expand((f, k) for f, k in p.factors if k > 0).items():
            term = self.times(Product(p.coefficient * c, mono.times(p.monomial, m), below))
            if any(k > 0 for _, k in term.factors):
                yield from self.summands(term)
            else:
                yield term

    # ------------------------------------------------------------------ roots --

    def power(self, p: Product, exponent: Fraction) -> Product:
        """`p^exponent` for `p` that is not negative; powers of what is known to be positive are taken apart.

        Raises `Undecided` where `p` is a negative number.
        """
        if exponent.denominator == 1 or p.coefficient == 0:
            return self.integer_power(p, exponent.numerator) if exponent.denominator == 1 else self._root_of_zero(exponent)
        parts = [self.root(Product(Fraction(base)), k * exponent) for base, k in prime_powers(p.coefficient).items()]
        parts.extend(
            self.times(Product(Fraction(1), mono.power(((g, e),), exponent))) for g, e in p.monomial if self.generators[g].positive
        )
        parts.extend(self.root(Product(Fraction(1), ONE, frozenset({(f, 1)})), k * exponent) for f, k in p.factors if self.nonnegative(f))
        rest = Product(
            Fraction(1 if p.coefficient > 0 else -1),
            tuple((g, e) for g, e in p.monomial if not self.generators[g].positive),
            frozenset((f, k) for f, k in p.factors if not self.nonnegative(f)),
        )
        if rest == Product(Fraction(-1)):
            raise Undecided("a fractional power of a negative number")
        return self.times(*parts, UNIT if rest == UNIT else self.root(rest, exponent))

    @staticmethod
    def _root_of_zero(exponent: Fraction) -> Product:
        if exponent < 0:
            raise ZeroDivisionError(f"0 to the power {exponent}")
        return ZERO

    def root(self, base: Product, exponent: Exponent) -> Product:
        """A power of a base that is kept whole."""
        return self.generator(Root(base), exponent)

    def nonnegative(self, p: Polynomial) -> bool:
        """Whether every term is seen to be at least 0."""
        return all(c > 0 and self._nonnegative(m) for m, c in p.terms.items())

    def _nonnegative(self, m: Monomial) -> bool:
        return all(self.generators[g].positive or e % 2 == 0 for g, e in m)
