from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pureml.check.compensated import softmax as compensated
from pureml.functions import logsumexp
from tests.functions.rows import exact_row, fractions, logits, matrix


@given(fractions, st.fractions(-3, 3, max_denominator=3))
def test_a_constant_is_added_and_the_exponential_is_the_sum(values: list[Fraction], c: Fraction) -> None:
    x = exact_row(values)
    y = logsumexp.forward(x)[0]
    assert logsumexp.forward(x + c)[0] == y + c
    assert y.exp() == np.exp(x).sum()


@given(logits)
def test_it_lies_between_the_greatest_entry_and_log_n_more(values: list[list[float]]) -> None:
    x = matrix(values)
    y, top = logsumexp.forward(x), x.max(axis=1)
    assert (y >= top).all()
    assert (y <= top + np.log(x.shape[1]) + 1e-13 * np.abs(top) + 1e-15).all()


@given(logits)
def test_what_it_keeps_is_the_softmax(values: list[list[float]]) -> None:
    x = matrix(values)
    np.testing.assert_allclose(logsumexp.linearize(x)[1], compensated.forward(x), rtol=3e-15, atol=1e-322)


def test_a_dominated_sum_keeps_its_digits() -> None:
    assert logsumexp.forward(matrix([[0.0, -40.0]])).tolist() == [np.exp(-40.0)]


def test_huge_rows_give_no_warning_and_a_single_column_comes_back() -> None:
    assert logsumexp.forward(matrix([[1.7e308, 1.7e308], [-1e308, 0.0]])).tolist() == [1.7e308, 0.0]
    x = matrix([[3.0], [-1e300]])
    assert logsumexp.forward(x).tolist() == x[:, 0].tolist()


def test_the_function_gives_a_locked_vector() -> None:
    y = logsumexp.logsumexp(matrix([[0.0, 0.0]]))
    assert y.shape == (1,)
    assert not y.flags.writeable
