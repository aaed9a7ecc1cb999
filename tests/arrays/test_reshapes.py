from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pureml.arrays import as_images, as_rows
from pureml.check.inputs import EXACT, FLOAT32, FLOAT64
from pureml.keys import Key

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
    assert np.shares_memory(back, x), "nothing is copied"
