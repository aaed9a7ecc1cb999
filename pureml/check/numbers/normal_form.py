"""Expressions as elements of an algebra: `NormalForm`."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import sympy as sp

from .algebra import Algebra, prime_powers
from .expressions import fraction
from .generators import UNIT, Circle, ErrorFunction, Exponential, Generator, Logarithm, Product, Root, Variable
from .monomial import ONE
from .undecided import Undecided

MINUS = Product(Fraction(-1))


class NormalForm(Algebra):
    """Writes real expressions as products of powers of polynomials in generators.

    The exponential of a sum becomes a product of powers of exponentials, one for each monomial; hyperbolic functions
    become exponentials; a logarithm becomes a sum of logarithms of absolute values; a root and an absolute value become
    fractional powers of what is below the root. Every step is an identity of real functions wherever the expression is
    defined, so an expression whose normal form is `ZERO` vanishes there. The converse may fail: not every relation
    between roots or logarithms is known.

    Raises `Undecided` for a function that is not one of these and `ZeroDivisionError` for a division by zero.
    """

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[sp.Expr, Product] = {}
        self._functions: dict[type[sp.Expr], Callable[[Product], Product]] = {
            sp.exp: self.exp,
            sp.log: self.log,
            sp.tanh: self._tanh,
            sp.cosh: self._cosh,
            sp.sinh: self._sinh,
            sp.erf: self.erf,
            sp.Abs: self._absolute,
            sp.sign: self._sign,
        }

    def of(self, expression: sp.Expr) -> Product:
        """The normal form of `expression`."""
        if expression not in self._known:
            self._known[expression] = self._convert(expression)
        return self._known[expression]

    def _convert(self, expression: sp.Expr) -> Product:
        arguments = [self.of(a) for a in expression.args]
        if isinstance(expression, sp.Add):
            return self.plus(*arguments)
        if isinstance(expression, sp.Mul):
            return self.times(*arguments)
        function = self._functions.get(type(expression))
        if function is not None:
            return function(*arguments)
        return self._any_power(*arguments) if isinstance(expression, sp.Pow) else self._atom(expression)

    def _atom(self, expression: sp.Expr) -> Product:
        if isinstance(expression, sp.Rational):
            return Product(fraction(expression))
        if isinstance(expression, sp.Symbol):
            return self.generator(Variable(expression))
        if expression == sp.pi:
            return self.generator(Circle())
        if expression == sp.E:
            return self.exp(UNIT)
        raise Undecided(f"no normal form is known for {expression}")

    def _any_power(self, base: Product, exponent: Product) -> Product:
        if exponent.monomial == ONE and not exponent.factors:
            return self.power(base, exponent.coefficient)
        return self.exp(self.times(exponent, self.log(base)))

    # ----------------------------------------------------------- exponentials --

    def exp(self, u: Product) -> Product:
        """`e^u`, a product over the terms of `u`."""
        if u.coefficient == 0:
            return UNIT
        return self.times(*(self._exp_of_term(term) for term in self.summands(u)))

    def _exp_of_term(self, term: Product) -> Product:
        inner = self._logarithm(term)
        if inner is not None:
            return self.power(self.integer_power(inner.of, 2), term.coefficient / 2)
        return self.generator(Exponential(term.monomial, term.factors), term.coefficient)

    def _logarithm(self, term: Product) -> Logarithm | None:
        """The logarithm that `term` is a multiple of."""
        if len(term.monomial) == 1 and not term.factors and term.monomial[0][1] == 1:
            kind = self.generators[term.monomial[0][0]]
            return kind if isinstance(kind, Logarithm) else None
        return None

    def _cosh(self, u: Product) -> Product:
        return self._hyperbolic(u, UNIT)

    def _sinh(self, u: Product) -> Product:
        return self._hyperbolic(u, MINUS)

    def _hyperbolic(self, u: Product, side: Product) -> Product:
        """`(e^u + side e^-u) / 2`"""
        e = self.exp(u)
        return self.times(Product(Fraction(1, 2)), self.plus(e, self.times(side, self.integer_power(e, -1))))

    def _tanh(self, u: Product) -> Product:
        """`(e^2u - 1) / (e^2u + 1)`"""
        e = self.exp(self.times(Product(Fraction(2)), u))
        return self.times(self.plus(e, MINUS), self.integer_power(self.plus(e, UNIT), -1))

    # ------------------------------------------------------------- logarithms --

    def log(self, u: Product) -> Product:
        """`log |u|`, a sum over the powers in `u`."""
        if u.coefficient == 0:
            raise ZeroDivisionError("log of 0")
        logs = [self._log_of(Product(Fraction(base)), k) for base, k in prime_powers(u.coefficient).items()]
        logs.extend(self.times(Product(Fraction(e)), self._log_of_generator(g, self.generators[g])) for g, e in u.monomial)
        logs.extend(self._log_of(Product(Fraction(1), ONE, frozenset({(f, 1)})), k) for f, k in u.factors)
        return self.plus(*logs)

    def _log_of(self, whole: Product, exponent: int) -> Product:
        return self.times(Product(Fraction(exponent)), self.generator(Logarithm(whole)))

    def _log_of_generator(self, number: int, kind: Generator) -> Product:
        if isinstance(kind, Exponential):
            return Product(Fraction(1), kind.monomial, kind.denominators)
        if isinstance(kind, Root):
            return self.log(kind.base)
        return self.generator(Logarithm(Product(Fraction(1), ((number, 1),))))

    # -------------------------------------------------------------- the others --

    def erf(self, u: Product) -> Product:
        """`erf(u)`; the function is odd."""
        if u.coefficient == 0:
            return u
        positive = Product(abs(u.coefficient), u.monomial, u.factors)
        return self.times(Product(Fraction(1 if u.coefficient > 0 else -1)), self.generator(ErrorFunction(positive)))

    def _absolute(self, u: Product) -> Product:
        """`|u| = (u^2)^(1/2)`"""
        return self.power(self.integer_power(u, 2), Fraction(1, 2))

    def _sign(self, u: Product) -> Product:
        """`|u| / u`"""
        return self.times(self._absolute(u), self.integer_power(u, -1))
