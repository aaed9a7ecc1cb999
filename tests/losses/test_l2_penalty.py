from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import pureml as pm
from pureml.errors import DomainError
from pureml.losses import l2_penalty
from pureml.optimizers import sgd
from tests.exactly import exactly
from tests.networks import layer
from tests.refused import refused

whole: Any = hnp.arrays(np.float64, hnp.array_shapes(max_dims=4, max_side=3), elements=st.integers(-99, 99))


@given(whole, st.fractions(0, 3, max_denominator=7))
def test_it_is_half_the_squared_length_of_any_shape_exactly(weight: Any, strength: Fraction) -> None:
    exact, of = exactly(weight), exactly(np.array([0.0]))[0] + strength
    y: Any = l2_penalty.forward(exact, of)
    assert y == strength * sum((Fraction(v) ** 2 for v in weight.flat), Fraction(0)) / 2
    assert (l2_penalty.gradient(exact, of) == exact * of).all()


@given(whole, st.sampled_from([0.0, 0.5, 1e-4]))
def test_a_step_shrinks_every_weight_by_the_same_share_and_no_bias(weight: Any, strength: float) -> None:
    net = layer(weight.reshape(-1, 1), np.ones(1))
    _, grad = pm.l2_penalty(strength).added(np.float64(0), pm.Grad(net, tuple(x - x for x in net.leaves)))
    new = sgd.step(0.25, net, grad)
    np.testing.assert_allclose(new.weight, net.weight * (1 - 0.25 * strength), rtol=1e-15)
    assert new.bias.tolist() == [1]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_dtype_stays(dtype: Any) -> None:
    weight = pm.matrix(np.ones((2, 3)), 2, 3, dtype)
    y, kept = l2_penalty.linearize(weight, 0.1)
    assert y.dtype == l2_penalty.pullback(kept, y).dtype == l2_penalty.gradient(weight, 0.1).dtype == dtype


@pytest.mark.parametrize("strength", [-1e-9, float("inf"), float("nan")])
def test_a_strength_that_is_none_is_refused(strength: float) -> None:
    message = f"l2_penalty: expected a finite strength of at least 0, got {strength}"
    assert refused(DomainError, pm.l2_penalty, strength) == message
