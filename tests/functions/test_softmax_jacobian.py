from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from pureml.check.numbers import Exact, Symbol, is_zero
from pureml.check.numbers.arrays import filled
from pureml.functions.softmax import forward, pullback
from pureml.functions.softmax_jacobian import as_matrix, by_cases, by_pullbacks

probabilities = st.lists(st.integers(1, 9), min_size=1, max_size=5).map(lambda w: [Fraction(a, int(np.sum(w))) for a in w])


def vector(values: list[Fraction]) -> Any:
    return np.array([Exact(v) for v in values], object)


@given(probabilities)
def test_the_three_forms_are_one_matrix(y: list[Fraction]) -> None:
    row = vector(y)
    for form in (by_cases, as_matrix, by_pullbacks):
        for i, j in product(range(len(y)), repeat=2):
            want = y[i] * (1 - y[i]) if i == j else -y[i] * y[j]
            assert form(row)[i, j] == want, f"{form.__name__}({y})[{i}, {j}]"


@given(probabilities)
def test_it_is_symmetric_its_rows_sum_to_0_and_no_direction_makes_it_negative(y: list[Fraction]) -> None:
    j, v = as_matrix(vector(y)), vector([Fraction(k * k - 2) for k in range(len(y))])
    assert (j == j.T).all()
    assert all(e == 0 for e in j.sum(axis=1))
    assert v @ j @ v >= 0


@pytest.mark.parametrize("n", [1, 2, 3])
def test_at_the_softmax_each_form_is_the_matrix_of_derivatives(n: int) -> None:
    x: Any = filled((1, n), lambda i: Symbol.named(f"x{i[1]}", 0.3 * i[1]))
    y: Any = forward(x)[0]
    shift = {s: 0 for e in y for s in e.expression.free_symbols if isinstance(s, sp.Dummy)}
    for form in (by_cases, as_matrix, by_pullbacks):
        j: Any = form(y)
        for i, k in product(range(n), repeat=2):
            want = sp.diff(y[i].expression, x[0, k].expression)
            assert is_zero((j[i, k].expression - want).subs(shift)), f"{form.__name__}: entry {i}, {k}"


@given(probabilities)
def test_the_pullback_is_the_product_with_it(y: list[Fraction]) -> None:
    g = vector([Fraction(3 * k - 4, 2) for k in range(len(y))])
    assert (pullback(vector(y)[None, :], g[None, :])[0] == as_matrix(vector(y)) @ g).all()


def test_floats_keep_their_dtype() -> None:
    y: Any = np.array([0.25, 0.75], np.float32)
    assert all(form(y).dtype == np.float32 for form in (by_cases, as_matrix, by_pullbacks))
