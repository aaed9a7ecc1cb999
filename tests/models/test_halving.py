from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.errors import ShapeError
from pureml.models.halving import flattening, halved, halving
from tests.refused import refused


@given(st.integers(1, 9), st.integers(2, 12), st.integers(2, 12))
def test_a_side_is_halved_and_rounded_down(channels: int, height: int, width: int) -> None:
    sizes = (channels, height, width)
    assert halved(sizes) == (channels, height // 2, width // 2)
    pool, flatten = halving(sizes, np.float64), flattening(sizes, np.float64)
    assert (pool.channels, pool.out_height, pool.out_width) == halved(sizes)
    assert (pool.window, pool.stride, pool.padding) == ((2, 2), (2, 2), (0, 0))
    assert flatten.columns == channels * height * width


@pytest.mark.parametrize("sizes", [(1, 1, 4), (1, 4, 1)])
def test_a_side_of_one_cannot_be_halved(sizes: Any) -> None:
    message = "window: expected images of at least 2x2 with padding (0, 0), got {}x{}".format(*sizes[1:])
    assert refused(ShapeError, halved, sizes) == message
    assert refused(ShapeError, halving, sizes, np.float64) == message
