from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pureml.functions import sigmoid, softmax
from tests.functions.rows import exact_row, fractions, logits, matrix


@given(fractions, st.fractions(-3, 3, max_denominator=3))
def test_rows_are_positive_sum_to_1_and_do_not_see_a_constant(values: list[Fraction], c: Fraction) -> None:
    x = exact_row(values)
    y = softmax.forward(x)
    assert y.sum() == 1
    assert all(e > 0 for e in y.flat)
    assert (softmax.forward(x + c) == y).all()


@given(st.fractions(-3, 3, max_denominator=3), st.fractions(-3, 3, max_denominator=3))
def test_of_two_classes_the_first_has_the_sigmoid_of_the_difference(a: Fraction, b: Fraction) -> None:
    x = exact_row([a, b])
    assert softmax.forward(x)[0, 0] == sigmoid.forward(x[:, 0] - x[:, 1])[0]


@given(fractions, st.fractions(-3, 3, max_denominator=3))
def test_a_row_of_cotangents_sums_to_0_and_a_constant_has_none(values: list[Fraction], c: Fraction) -> None:
    x = exact_row(values)
    _, y = softmax.linearize(x)
    assert softmax.pullback(y, x).sum() == 0
    assert all(e == 0 for e in softmax.pullback(y, x * 0 + c).flat)


@given(logits)
def test_no_warning_for_any_row_whose_differences_are_finite(values: list[list[float]]) -> None:
    for x in (matrix(values), matrix(values) * 1e305, matrix(values).astype(np.float32)):
        y = softmax.forward(x)
        assert ((y >= 0) & (y <= 1)).all()
        assert y.dtype == x.dtype
        assert np.abs(y.sum(axis=1) - 1).max() <= 8 * np.finfo(x.dtype).eps


def test_the_diagonal_alone_is_another_rule() -> None:
    _, y = softmax.linearize(exact_row([Fraction(1), Fraction(2), Fraction(0)]))
    g = exact_row([Fraction(0), Fraction(0), Fraction(1)])
    assert not (softmax.pullback(y, g) == g * y * (1 - y)).all()
