from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import pureml as pm
from pureml.arrays import column_dots, column_sums, inner, mean, row_sums
from pureml.arrays.sums import PRODUCTS
from tests.exactly import exactly

whole = st.integers(-1000, 1000)
matrices = hnp.arrays(st.sampled_from([np.float32, np.float64, np.complex128]), hnp.array_shapes(min_dims=2, max_dims=2), elements=whole)


@given(matrices)
def test_sums_of_whole_numbers_are_exact_in_every_float_and_equal_those_of_exact_numbers(x: Any) -> None:
    exact = exactly(x.real)
    for f in (row_sums, column_sums):
        got, want = f(x), f(exact)
        assert got.dtype == x.dtype
        assert got.shape == want.shape
        assert got.tolist() == [float(e) for e in want], f"{f.__name__}({x!r})"
    assert row_sums(exact).tolist() == [sum((e.fraction for e in row), Fraction(0)) for row in exact]
    assert column_sums(exact).tolist() == [sum((e.fraction for e in column), Fraction(0)) for column in exact.T]


@given(st.lists(whole, min_size=1, max_size=8))
def test_the_mean_is_the_sum_over_the_count(values: list[int]) -> None:
    want = Fraction(sum(values), len(values))
    exact: Any = exactly(np.array(values, float))
    assert mean(exact) == want
    for dtype in (np.float32, np.float64, np.complex128):
        x: Any = np.array(values, dtype)
        got: Any = mean(x)
        assert got.dtype == dtype
        assert got == np.dtype(dtype).type(sum(values)) / len(values)


@given(matrices)
def test_products_are_summed_over_rows_and_over_all_entries_alike_in_every_system(x: Any) -> None:
    y: Any = x[::-1] * 3 - 1
    exact, exact_y = exactly(x.real), exactly(y.real)
    dots, total = column_dots(exact, exact_y), inner(exact, exact_y)
    assert dots.tolist() == [
        sum((a.fraction * b.fraction for a, b in zip(*c, strict=True)), Fraction(0)) for c in zip(exact.T, exact_y.T, strict=True)
    ]
    assert total == sum((e.fraction for e in dots), Fraction(0))
    if x.dtype != np.complex128:
        for got, want in ((column_dots(x, y), dots), (inner(x, y), np.array([total]))):
            assert got.dtype == x.dtype
            scale = 1e4 * x.size * float(np.finfo(x.dtype).eps) * 1e3
            np.testing.assert_allclose(got, want.astype(float).reshape(got.shape), atol=scale, err_msg=f"{x!r}")


def test_the_inner_product_takes_any_axes_and_complex_numbers_are_not_conjugated() -> None:
    x: Any = np.arange(24.0).reshape(2, 3, 4)
    assert inner(x, x) == (x * x).sum()
    assert inner(pm.vector([2.0]), pm.vector([3.0])) == 6
    turned: Any = np.array([[1j]])
    assert inner(turned, turned) == -1
    assert column_dots(turned, turned).tolist() == [-1]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("columns", [PRODUCTS // 8, PRODUCTS // 8 + 1])
def test_the_dots_of_columns_are_the_same_with_and_without_a_matrix_of_the_products(dtype: Any, columns: int) -> None:
    x: Any = (np.arange(8 * columns) % 13 - 6).reshape(8, columns).astype(dtype)
    y: Any = x[::-1] + 1
    assert column_dots(x, y).tolist() == (x * y).sum(axis=0).tolist()
    assert column_dots(x, y).dtype == dtype
