from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pureml.arrays import column_sums, mean, row_sums
from pureml.arrays.sums import step_from
from pureml.check.inputs import EXACT, FLOAT32, FLOAT64
from pureml.check.numbers import Exact
from pureml.keys import Key
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


@given(st.integers(1, 4), st.integers(1, 4), st.fractions(max_denominator=9), st.integers(0, 99))
def test_a_step_is_x_plus_size_times_direction_in_a_new_array(rows: int, cols: int, size: Fraction, seed: int) -> None:
    draw = np.random.Generator(Key.of(seed).bits())
    x: Any = EXACT.array(draw, "x", (rows, cols))
    direction: Any = EXACT.array(draw, "d", (rows, cols))
    before = x.copy(), direction.copy()
    exact_size: Any = Exact(size)
    new: Any = step_from(x, exact_size, direction)
    assert (new == np.array([[a + Exact(size) * b for a, b in zip(p, q, strict=True)] for p, q in zip(x, direction, strict=True)])).all()
    assert (x == before[0]).all()
    assert (direction == before[1]).all()


@pytest.mark.parametrize("system", [FLOAT32, FLOAT64], ids=lambda system: system.name)
def test_a_step_of_floats_keeps_the_dtype_and_shares_no_memory(system: Any) -> None:
    draw = np.random.Generator(Key.of(0).bits())
    x: Any = system.array(draw, "x", (3, 2))
    direction: Any = system.array(draw, "d", (3, 2))
    for size in (0.1, 0.0):
        new = step_from(x, size, direction)
        assert new.dtype == system.dtype
        assert not np.shares_memory(new, x)
        assert not np.shares_memory(new, direction)
        want = x.astype(float) + size * direction.astype(float)
        np.testing.assert_allclose(new, want, rtol=4 * float(np.finfo(system.dtype).eps))
