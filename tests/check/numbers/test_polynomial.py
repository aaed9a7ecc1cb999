from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from pureml.check.numbers import monomial as mono
from pureml.check.numbers.polynomial import Polynomial, Terms, expand, primitive, product
from tests.check.numbers.test_monomial import monomials

terms: st.SearchStrategy[Terms] = st.dictionaries(monomials, st.integers(-6, 6).filter(bool), min_size=1, max_size=5)


def value(p: Terms) -> Fraction:
    """The value where the generator k is 2^(6 (k + 1)): every exponent here has a denominator that divides 6."""
    total = Fraction(0)
    for m, c in p.items():
        exponent = sum((6 * (g + 1) * e for g, e in m), start=Fraction(0))
        total += c * Fraction(2) ** int(exponent)
    return total


@given(p=terms, q=terms)
def test_a_product_has_the_product_of_the_values(p: Terms, q: Terms) -> None:
    assert value(product(p, q)) == value(p) * value(q)
    assert all(product(p, q).values())


@given(p=terms)
def test_the_primitive_part_and_what_is_common_give_the_polynomial_again(p: Terms) -> None:
    content, shared, rest = primitive(p)
    assert product({shared: content}, rest) == p
    assert mono.common(rest) == mono.ONE
    assert rest[max(rest)] > 0


@given(p=terms, factor=st.integers(-4, 4).filter(bool), m=monomials)
def test_polynomials_that_differ_by_a_common_factor_are_one_key(p: Terms, factor: int, m: mono.Monomial) -> None:
    first, second = (Polynomial(primitive(q)[2]) for q in (p, product(p, {m: factor})))
    assert first == second
    assert hash(first) == hash(second)
    assert first != p


@given(p=terms, q=terms, k=st.integers(0, 3))
def test_expand_multiplies_powers(p: Terms, q: Terms, k: int) -> None:
    first, second = (Polynomial(primitive(r)[2]) for r in (p, q))
    assert value(expand([(first, k), (second, 1)])) == value(first.terms) ** k * value(second.terms)
