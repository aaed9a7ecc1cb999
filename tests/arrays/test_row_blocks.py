from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import pureml as pm
from pureml.arrays import C, F, FreshMatrix, Matrix, Places, R, Vector, entries, exp_over, fresh, in_row_blocks, places, row_sums
from pureml.arrays.row_blocks import BLOCK, TOGETHER
from pureml.check.inputs import EXACT
from pureml.keys import Key

seen: list[int] = []


def double(x: Matrix[R, C, F], at: Places[R, C], n: int, into: FreshMatrix[R, C, F] | None, /) -> tuple[Vector[R, F], Matrix[R, C, F]]:
    """The sum and the labelled entry of each row, and exp of twice the row over n."""
    seen.append(x.shape[0])
    new = exp_over(fresh(x * 2.0 / n), into)
    return row_sums(x) + entries(x, at), new


def halve(x: Matrix[R, C, F], at: Places[R, C], n: int, _into: FreshMatrix[R, C, F] | None, /) -> tuple[Vector[R, F], Matrix[R, C, F]]:
    """The sum and the labelled entry of each row, and the row over n."""
    return row_sums(x) + entries(x, at), x / n


def drawn(rows: int, columns: int, dtype: Any, order: Any = "C") -> tuple[Any, Any]:
    draw = np.random.Generator(Key.of(0).bits())
    x: Any = draw.standard_normal((rows, columns)).astype(dtype).copy(order=order)
    return x, places(pm.labels(draw.integers(0, columns, rows), rows, columns), x)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize(("rows", "columns"), [(1, 3), (999, 500), (4 * TOGETHER + 3, BLOCK // 8), (2, 3 * BLOCK)])
def test_blocks_do_what_one_piece_does(rows: int, columns: int, dtype: Any, order: Any) -> None:
    x, at = drawn(rows, columns, dtype, order)
    before = x.copy()
    numbers, new = in_row_blocks(double, x, at, 5)
    want, rows_of_it = double(x, at, 5, None)
    assert new.tobytes() == rows_of_it.tobytes()
    np.testing.assert_allclose(numbers, want, rtol=1e-4 if dtype is np.float32 else 1e-12, atol=1e-2 if dtype is np.float32 else 1e-9)
    assert numbers.dtype == new.dtype == dtype
    assert (x == before).all()


def test_a_large_matrix_is_cut_after_whole_groups_of_rows_and_a_small_one_is_not() -> None:
    x, at = drawn(4096, 1000, np.float64)
    seen.clear()
    in_row_blocks(double, x, at, 1)
    assert set(seen[:-1]) == {BLOCK // 8000 // TOGETHER * TOGETHER}
    assert sum(seen) == 4096
    seen.clear()
    in_row_blocks(double, *drawn(64, 1000, np.float64), 1)
    assert seen == [64]


def test_exact_numbers_are_taken_in_one_piece() -> None:
    x: Any = EXACT.array(np.random.Generator(Key.of(0).bits()), "x", (2, 3))
    label = pm.labels([2, 0], 2, 3)
    numbers, new = in_row_blocks(halve, x, places(label, x), 2)
    assert (numbers == x.sum(axis=1) + x[[0, 1], [2, 0]]).all()
    assert (new * 2 == x).all()
