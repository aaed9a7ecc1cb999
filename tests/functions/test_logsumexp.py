from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.arrays import log1p
from pureml.check.accuracy.measure import units
from pureml.check.compensated import softmax as compensated
from pureml.check.numbers import Ball, errors, precision
from pureml.check.numbers.arrays import filled
from pureml.functions import logsumexp
from pureml.keys import Key
from tests.functions.rows import exact_row, fractions, logits, matrix

BELOW: Final = (2, 0, -1, -2, -3, -5, -10, -20, -40, -60)
"""Powers of two that the greatest entry, which is negative, stays below in size."""


def just_above(power: int, columns: int, dtype: str) -> Any:
    """Rows with a greatest entry just above -2^power and a result near 0 or as large as that entry.

    There the logarithm is twice as large as the result may be: what is rounded in units of the one counts double in those
    of the other. The other entries of a row are equal, or one is larger, or their exponentials are just above a power of two.
    """
    draw = np.random.Generator(Key.of(power + 100).bits())
    top = 2.0**power * (1 - draw.choice([1e-7, 1e-3, 0.1], (60, 1)) * draw.random((60, 1)))
    log = 2 * top * np.where(np.less(draw.random((60, 1)), 0.2), 0.5, 1 - 10.0 ** -draw.uniform(1, 7, (60, 1)))
    share = np.ones((60, columns - 1))
    share[:20, 0] = draw.uniform(1, 30, 20)
    each = np.expm1(log) * share / share.sum(axis=1)[:, None]
    each[40:] = 2.0 ** np.ceil(np.log2(each[40:])) * (1 + 10.0 ** -draw.uniform(1, 7, (20, 1)))
    return np.concatenate([-top, np.log(np.minimum(each, 1)) - top], axis=1).astype(dtype)


def farthest(y: Any, x: Any) -> float:
    """How far the worst of these results is off, in units of the greater of the exact one and the greatest entry."""
    top = x.max(axis=1)
    with precision(400):
        z: Any = filled(x.shape, lambda i: Ball.exactly(float(x[i])))
        exact: Any = np.log(np.exp(z).sum(axis=1))
        sizes: Any = np.maximum(np.abs(exact.astype(float)), np.abs(top).astype(float))
        off = errors(y.tolist(), exact, units(x.dtype.name, sizes))
    return max(float("inf") if e is None else e for e in off)


@pytest.mark.parametrize("power", BELOW)
@pytest.mark.parametrize("columns", [2, 3, 4, 16, 100])
def test_the_bound_holds_where_the_logarithm_is_twice_as_large(power: int, columns: int) -> None:
    for bound in logsumexp.RULE.bounds:
        if bound.part == "forward":
            x = just_above(power, columns, bound.dtype)
            assert farthest(logsumexp.forward(x), x) <= bound.ulp, bound.dtype


def test_it_would_not_hold_were_the_logarithm_rounded_first() -> None:
    bound = next(bound for bound in logsumexp.RULE.bounds if (bound.part, bound.dtype) == ("forward", "float64"))

    def rounded(x: Any) -> Any:
        s: Any = logsumexp.shifted(x)
        return s.m + log1p(s.above + s.more)

    assert any(farthest(rounded(x), x) > bound.ulp for x in (just_above(power, 3, "float64") for power in BELOW))


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
