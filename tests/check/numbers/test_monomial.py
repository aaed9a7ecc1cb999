from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from pureml.check.numbers import monomial as mono
from pureml.check.numbers.monomial import ONE, Monomial

exponents = st.one_of(st.integers(-3, 3), st.fractions(-2, 2, max_denominator=3))
monomials: st.SearchStrategy[Monomial] = st.dictionaries(st.integers(0, 4), exponents, max_size=4).map(lambda d: mono.monomial(d.items()))


@given(a=monomials, b=monomials, c=monomials)
def test_products_form_a_commutative_group(a: Monomial, b: Monomial, c: Monomial) -> None:
    assert mono.times(a, b) == mono.times(b, a)
    assert mono.times(mono.times(a, b), c) == mono.times(a, mono.times(b, c))
    assert mono.times(a, ONE) == a
    assert mono.times(a, mono.power(a, -1)) == ONE


@given(a=monomials, b=monomials, p=exponents, q=exponents)
def test_powers_follow_their_laws(a: Monomial, b: Monomial, p: int | Fraction, q: int | Fraction) -> None:
    assert mono.power(mono.power(a, p), q) == mono.power(a, p * q)
    assert mono.times(mono.power(a, p), mono.power(a, q)) == mono.power(a, p + q)
    assert mono.power(mono.times(a, b), p) == mono.times(mono.power(a, p), mono.power(b, p))


@given(st.lists(monomials, min_size=1, max_size=4))
def test_the_common_monomial_divides_all_and_leaves_nothing_common(several: list[Monomial]) -> None:
    shared = mono.power(mono.common(several), -1)
    rests = [mono.times(m, shared) for m in several]
    assert all(e >= 0 for rest in rests for _, e in rest)
    assert mono.common(rests) == ONE


@given(monomials)
def test_monomials_are_sorted_and_have_no_empty_powers(a: Monomial) -> None:
    assert list(a) == sorted(a)
    assert all(e != 0 for _, e in a)
