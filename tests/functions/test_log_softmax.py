from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pureml.functions import log_softmax, softmax
from tests.functions.rows import exact_row, fractions, logits, matrix


@given(fractions)
def test_its_exponential_is_the_softmax(values: list[Fraction]) -> None:
    x = exact_row(values)
    assert (np.exp(log_softmax.forward(x)) == softmax.forward(x)).all()


@given(fractions, st.fractions(-3, 3, max_denominator=3))
def test_a_row_of_cotangents_sums_to_0_and_a_constant_has_no_slope(values: list[Fraction], c: Fraction) -> None:
    x = exact_row(values)
    _, kept = log_softmax.linearize(x)
    assert log_softmax.pullback(kept, x).sum() == 0
    assert all(e == 0 for e in log_softmax.pushforward(kept, x * 0 + c).flat)


@given(logits)
def test_it_is_finite_and_not_above_0_also_where_the_softmax_underflows(values: list[list[float]]) -> None:
    for x in (matrix(values), matrix(values) * 1e305, matrix(values).astype(np.float32)):
        y = log_softmax.forward(x)
        assert np.isfinite(y).all()
        assert (y <= 0).all()
        assert y.dtype == x.dtype


def test_a_sure_answer_keeps_its_digits() -> None:
    y = log_softmax.forward(matrix([[50.0, 0.0]]))
    assert y[0, 0] == -np.exp(-50.0)
    assert np.log(softmax.forward(matrix([[50.0, 0.0]])))[0, 0] == 0


def test_the_jacobian_is_not_symmetric() -> None:
    _, kept = log_softmax.linearize(exact_row([Fraction(0), Fraction(1)]))
    v = exact_row([Fraction(1), Fraction(0)])
    assert not (log_softmax.pullback(kept, v) == log_softmax.pushforward(kept, v)).all()
