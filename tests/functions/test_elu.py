from __future__ import annotations

import pickle  # noqa: TID251  # it is tested that an activation survives being sent to another process
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.errors import DomainError
from pureml.functions import elu, relu
from tests.functions.hard import both_signs, finite, floats


@given(finite, st.floats(0, 8))
def test_it_is_x_on_the_right_and_between_minus_alpha_and_0_on_the_left(v: float, alpha: float) -> None:
    y = float(elu.forward(floats(v), alpha)[0])
    assert y == v if v > 0 else -alpha <= y <= 0


@given(finite)
def test_with_alpha_0_it_is_relu(v: float) -> None:
    assert elu.forward(floats(v), 0).tolist() == relu.forward(floats(v)).tolist()


def test_the_slope_at_0_is_alpha_and_continuous_there_for_alpha_1_alone() -> None:
    x, ones = floats(-1e-300, 0.0, 1e-300), floats(1.0, 1.0, 1.0)
    for alpha in (0.5, 1.0):
        slopes = elu.pullback(elu.linearize(x, alpha)[1], ones)
        assert slopes.tolist() == [alpha, alpha, 1.0]


def test_it_keeps_its_digits_near_0_gives_no_warning_and_leaves_nan() -> None:
    assert elu.forward(floats(-1e-20), 1).tolist() == [-1e-20]
    assert np.isfinite(elu.forward(both_signs(), 1)).all()
    assert np.isnan(elu.forward(floats(np.nan), 1)).all()


def test_the_activation_is_a_value() -> None:
    assert elu.elu(0.5) == elu.elu(0.5) != elu.elu(0.25)
    assert repr(elu.elu()) == "elu(1.0)"
    assert pickle.loads(pickle.dumps(elu.elu(0.5))) == elu.elu(0.5)  # noqa: S301  # bytes of our own
    assert elu.elu(0.5)(floats(-1e9)).tolist() == [-0.5]
    assert elu.RULE.domain.arguments[1].values[0] == Fraction(1)


@pytest.mark.parametrize("alpha", [np.inf, np.nan])
def test_an_alpha_that_is_not_finite_is_refused(alpha: float) -> None:
    with pytest.raises(DomainError, match=f"elu: expected a finite alpha, got {alpha}"):
        elu.elu(alpha)
