from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.arrays import as_images, as_rows, freeze
from pureml.check.inputs import EXACT, FLOAT32, FLOAT64
from pureml.keys import Key
from tests.locks import is_locked

side = st.integers(1, 4)


@given(side, side, side, side, st.sampled_from([EXACT, FLOAT32, FLOAT64]))
def test_rows_and_images_are_each_others_inverse_and_hold_channel_by_channel(n: int, c: int, h: int, w: int, system: Any) -> None:
    x: Any = system.array(np.random.Generator(Key.of(n).bits()), "x", (n, c, h, w))
    rows: Any = as_rows(x, c * h * w)
    assert rows.shape == (n, c * h * w)
    for i in np.ndindex(n, c, h, w):
        assert rows[i[0], (i[1] * h + i[2]) * w + i[3]] is x[i] or rows[i[0], (i[1] * h + i[2]) * w + i[3]] == x[i], f"{(n, c, h, w)}: {i}"
    back: Any = as_images(rows, c, h, w)
    assert back.shape == x.shape
    assert (back == x).all()


def _reshaped(x: Any) -> Any:
    """Rows as images, images as rows."""
    return as_rows(x, 12) if x.ndim == 4 else as_images(x, 2, 2, 3)


shapes = pytest.mark.parametrize("shape", [(5, 12), (5, 2, 2, 3)], ids=["rows", "images"])
dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64, np.object_])


@shapes
@dtypes
def test_what_nobody_can_write_is_not_copied(shape: tuple[int, ...], dtype: Any) -> None:
    x: Any = freeze(np.arange(60.0).astype(dtype).reshape(shape).copy())
    y = _reshaped(x)
    assert np.shares_memory(y, x)
    assert is_locked(y)
    assert np.shares_memory(_reshaped(y), x)


@shapes
@dtypes
@pytest.mark.parametrize("lock", ["open", "its own memory", "a view of open memory"])
def test_no_later_write_to_an_input_shows(shape: tuple[int, ...], dtype: Any, lock: str) -> None:
    memory: Any = np.arange(60.0).astype(dtype).reshape(shape).copy()
    x = memory.view() if lock == "a view of open memory" else memory
    x.setflags(write=lock == "open")
    y = _reshaped(x)
    assert not np.shares_memory(y, memory)
    memory.setflags(write=True)
    memory[...] = -1
    assert y.ravel().tolist() == list(range(60))
