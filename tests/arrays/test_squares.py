from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.arrays import diagonal, outer, with_diagonal
from pureml.check.numbers import Exact

numbers = st.lists(st.fractions(max_denominator=9), min_size=1, max_size=4)


def exact(values: list[Fraction]) -> Any:
    return pm.over(np.array([Exact(v) for v in values], object), len(values))


@given(numbers, numbers)
def test_outer_times_a_vector_is_the_first_times_their_product(x: list[Fraction], y: list[Fraction]) -> None:
    a, b = exact(x), exact(y)
    assert (outer(a, b) @ b == a * (b @ b)).all()
    assert outer(a, b).shape == (len(x), len(y))


@given(numbers)
def test_a_diagonal_matrix_multiplies_entry_by_entry_and_holds_only_elements(x: list[Fraction]) -> None:
    d = exact(x)
    m = diagonal(d)
    assert all(isinstance(e, Exact) for e in m.flat)
    assert (m @ d == d * d).all()
    floats: Any = np.array([float(v) for v in x], np.float32)
    assert diagonal(floats).dtype == np.float32
    assert (diagonal(floats) == np.diag(floats)).all()


@given(numbers)
def test_another_diagonal_leaves_the_matrix_that_was_given(x: list[Fraction]) -> None:
    m = outer(exact(x), exact(x))
    before = m.copy()
    new = with_diagonal(m, exact([Fraction(7)] * len(x)))
    assert (m == before).all()
    assert ((new - m == 0) | np.eye(len(x), dtype=bool)).all()
    assert (new.diagonal() == 7).all()
