from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.arrays import add_row, plus_row, scale_row, times_row
from pureml.arrays.rows import LARGE, LONGEST
from pureml.check.inputs import EXACT, FLOAT32, FLOAT64
from pureml.check.numbers import Exact
from pureml.keys import Key

# Below and above the size from which rows are taken together, and shapes that cannot be: rows that 8 does not divide, long rows.
SHAPES = ((2, 3), (8, 5), (16, LARGE // 16), (64, LARGE // 32), (65, LARGE // 32), (8, 2 * LONGEST))


def drawn(shape: tuple[int, ...], dtype: Any, seed: int = 0) -> Any:
    return np.random.Generator(Key.of(seed).bits()).standard_normal(shape).astype(dtype)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("order", ["C", "F"])
def test_the_bits_are_those_of_the_operators(shape: tuple[int, int], dtype: Any, order: Any) -> None:
    x, v = drawn(shape, dtype).copy(order=order), drawn(shape[1:], dtype, 1)
    before = x.copy()
    assert plus_row(x, v).tobytes() == (x + v).tobytes()
    assert times_row(x, v).tobytes() == (x * v).tobytes()
    assert (x == before).all()
    for into, want in ((add_row, x + v), (scale_row, x * v)):
        new = x.copy(order=order)
        into(new, v)
        assert new.tobytes() == want.tobytes()
        assert new.dtype == dtype


@given(st.integers(1, 4), st.integers(1, 4), st.sampled_from([EXACT, FLOAT32, FLOAT64]))
def test_every_number_system_has_them(rows: int, columns: int, system: Any) -> None:
    draw = np.random.Generator(Key.of(2).bits())
    x, v = system.array(draw, "x", (rows, columns)), system.array(draw, "v", (columns,))
    assert (plus_row(x, v) == x + v).all()
    assert (times_row(x, v) == x * v).all()
    new = x.copy()
    add_row(new, v)
    scale_row(new, v)
    assert (new == (x + v) * v).all()
    if system is EXACT:
        assert all(isinstance(e, Exact) for e in new.flat)
