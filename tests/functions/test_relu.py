from __future__ import annotations

import numpy as np
from hypothesis import given

from pureml.functions import relu
from tests.functions.hard import finite, floats


@given(finite, finite)
def test_positive_numbers_and_their_cotangents_pass_and_others_become_0(v: float, w: float) -> None:
    y, kept = relu.linearize(floats(v))
    assert y.tolist() == [max(v, 0.0)]
    assert relu.pullback(kept, floats(w)).tolist() == [w if v > 0 else 0.0], f"pullback at {v!r} of {w!r}"


@given(finite)
def test_it_is_its_own_projection(v: float) -> None:
    y = relu.forward(floats(v))
    assert relu.forward(y).tobytes() == y.tobytes()


def test_the_slope_at_0_is_0_and_nan_stays_nan() -> None:
    y, kept = relu.linearize(floats(0.0, -0.0, np.nan))
    assert relu.pullback(kept, floats(1.0, 1.0, 1.0)).tolist()[:2] == [0.0, 0.0]
    assert np.isnan(y).tolist() == [False, False, True]
