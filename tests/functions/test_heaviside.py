from __future__ import annotations

import numpy as np
from hypothesis import given

from pureml.functions import heaviside
from tests.functions.hard import finite, floats


@given(finite)
def test_it_fires_on_strictly_positive_numbers_only_and_nothing_comes_back(v: float) -> None:
    y, kept = heaviside.linearize(floats(v))
    assert y.tolist() == [1.0 if v > 0 else 0.0], f"heaviside({v!r}) = {y!r}"
    assert heaviside.pullback(kept, floats(v)).tolist() == [0.0]


def test_0_is_silent_whatever_its_sign_and_nan_stays_nan() -> None:
    assert heaviside.forward(floats(0.0, -0.0, 5e-324, -5e-324)).tolist() == [0.0, 0.0, 1.0, 0.0]
    assert np.isnan(heaviside.forward(floats(np.nan))).all()


def test_the_jump_at_0_is_declared() -> None:
    assert [kink.where for kink in heaviside.RULE.kinks] == ["x = 0"]
