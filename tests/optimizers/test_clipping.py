from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.errors import DomainError
from pureml.optimizers import clipped
from tests.locks import unlocked
from tests.networks import bits
from tests.refused import refused
from tests.steps import MakeGrad, drawn_grad, drawn_layer


@given(st.integers(0, 2**16), st.floats(1e-3, 10.0), st.sampled_from([np.float32, np.float64]))
def test_a_longer_gradient_is_shortened_to_the_limit_and_keeps_its_direction(seed: int, limit: float, dtype: Any) -> None:
    grad = drawn_grad(drawn_layer(seed, dtype=dtype), seed)
    before, length = bits(*grad.leaves), grad.norm()
    short = clipped(grad, limit)
    eps = float(np.finfo(dtype).eps)
    assert bits(*grad.leaves) == before
    assert short.norm() <= limit * (1 + 8 * eps)
    assert short.dot(grad) == pytest.approx(short.norm() * length, rel=32 * eps), f"seed {seed}, limit {limit}"
    assert {leaf.dtype for leaf in short.leaves} == {np.dtype(dtype)}
    assert not unlocked(short.leaves)
    if length <= limit:
        assert bits(*short.leaves) == before
    else:
        assert short.norm() == pytest.approx(limit, rel=8 * eps)


def test_the_length_is_that_of_all_arrays_together() -> None:
    params = drawn_layer(0, (1, 1))
    grad = MakeGrad(params, (np.array([[3.0]]), np.array([4.0])))
    for a, b in zip(clipped(grad, 2.5).leaves, (1.5, 2.0), strict=True):
        assert a.reshape(-1).tolist() == [b]


@pytest.mark.parametrize("limit", [5.0, 5.000001, 1e300])
def test_at_the_limit_and_below_nothing_is_made(limit: float) -> None:
    params = drawn_layer(0, (1, 1))
    grad = MakeGrad(params, (np.array([[3.0]]), np.array([-4.0])))
    assert clipped(grad, limit) is grad


@pytest.mark.parametrize(("dtype", "large"), [(np.float32, 1e30), (np.float64, 1e200)])
def test_a_gradient_whose_squares_overflow_is_clipped_too(dtype: Any, large: float) -> None:
    params = drawn_layer(0, (1, 1), dtype)
    grad = MakeGrad(params, (np.array([[3 * large]], dtype), np.array([-4 * large], dtype)))
    short = clipped(grad, 5.0)
    np.testing.assert_allclose([float(leaf.sum()) for leaf in short.leaves], [3.0, -4.0], rtol=8 * float(np.finfo(dtype).eps))


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_a_gradient_that_is_not_finite_has_no_direction(bad: float) -> None:
    params = drawn_layer(0, (1, 1))
    grad = MakeGrad(params, (np.array([[bad]]), np.array([1.0])))
    assert clipped(grad, 1.0) is grad


def test_a_gradient_of_zero_stays() -> None:
    params = drawn_layer(0, (1, 1))
    grad = MakeGrad(params, (np.zeros((1, 1)), np.zeros(1)))
    assert clipped(grad, 1e-300) is grad


@pytest.mark.parametrize("limit", [0.0, -1.0, float("nan"), float("inf")])
def test_a_limit_that_is_none_is_refused(limit: float) -> None:
    grad = drawn_grad(drawn_layer(0), 1)
    assert refused(DomainError, clipped, grad, limit) == f"clipped: expected a finite limit greater than 0, got {limit}"
