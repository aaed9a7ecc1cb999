from __future__ import annotations

import pickle  # noqa: TID251  # it is tested that an activation survives being sent to another process

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.errors import DomainError
from pureml.functions import identity, leaky_relu, relu
from tests.functions.hard import finite, floats


@given(finite, st.floats(-1, 1), finite)
def test_it_is_x_on_the_right_and_scaled_on_the_left_and_so_is_the_cotangent(v: float, slope: float, w: float) -> None:
    y, kept = leaky_relu.linearize(floats(v), slope)
    assert y.tolist() == [v if v > 0 else v * slope]
    assert leaky_relu.pullback(kept, floats(w)).tolist() == [w if v > 0 else w * slope], f"at {v!r}, slope {slope!r}"


@given(finite)
def test_between_relu_and_the_identity(v: float) -> None:
    x = floats(v)
    assert leaky_relu.forward(x, 0.0).tolist() == relu.forward(x).tolist()
    assert leaky_relu.forward(x, 1.0).tolist() == identity.forward(x).tolist()


@given(finite, st.floats(0, 1))
def test_for_slopes_up_to_1_it_is_the_greater_of_two_lines(v: float, slope: float) -> None:
    assert leaky_relu.forward(floats(v), slope).tolist() == [max(v, v * slope)]


def test_the_slope_at_0_is_the_one_from_the_left_and_nan_stays_nan() -> None:
    y, kept = leaky_relu.linearize(floats(0.0, -0.0, np.nan), 0.25)
    assert leaky_relu.pullback(kept, floats(1.0, 1.0, 1.0)).tolist()[:2] == [0.25, 0.25]
    assert np.isnan(y).tolist() == [False, False, True]


def test_the_activation_is_a_value_and_keeps_float32() -> None:
    f = leaky_relu.leaky_relu(0.1)
    assert f == leaky_relu.leaky_relu(0.1) != leaky_relu.leaky_relu(0.2)
    assert pickle.loads(pickle.dumps(f)) == f  # noqa: S301  # bytes of our own
    assert repr(leaky_relu.leaky_relu()) == "leaky_relu(0.01)"
    assert f(floats(-1.0).astype(np.float32)).dtype == np.float32


@pytest.mark.parametrize("slope", [np.inf, np.nan])
def test_a_slope_that_is_not_finite_is_refused(slope: float) -> None:
    with pytest.raises(DomainError, match=f"leaky_relu: expected a finite slope, got {slope}"):
        leaky_relu.leaky_relu(slope)
