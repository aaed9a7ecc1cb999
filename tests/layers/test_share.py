from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import pureml as pm
from pureml.errors import ShapeError
from tests.locks import unlocked
from tests.refused import refused

Make: Any = pm.Share


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("share", [1, 0.25])
def test_a_share_is_taken_both_ways_and_what_comes_out_is_a_value_of_its_own(dtype: Any, share: float) -> None:
    layer = Make(2, share)
    x: Any = np.array([[1, -4], [3, 8]], dtype)
    y, back = layer.linearize(x)
    d_x, at = back.pullback(x)
    for made in (y, layer.forward(x), d_x):
        assert made.tolist() == (x * share).tolist()
        assert made.dtype == dtype
        assert not np.shares_memory(made, x)
    assert not unlocked((y, d_x))
    assert at.leaves == back.gradient(x).leaves == layer.leaves == ()
    assert back.measured() == ()


def test_other_columns_are_refused() -> None:
    assert refused(ShapeError, Make(2, 1).forward, np.ones((2, 3))) == "Share: expected a matrix with 2 columns, got x of shape (2, 3)"
    assert refused(ShapeError, Make(2, 1).linearize, np.ones(2)) == "Share: expected a matrix with 2 columns, got x of shape (2,)"
