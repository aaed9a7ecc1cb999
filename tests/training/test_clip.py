from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.training import clipped, differentiate
from tests.locks import unlocked
from tests.networks import batch, bits, network


def passed(dtype: Any = np.float64) -> Any:
    net = network(dtype)
    x, t = batch(dtype)
    return differentiate(net, x, t, pm.draw_noise(net, pm.Key.of(0), len(x))).grad


@given(st.floats(1e-6, 1e6))
def test_a_longer_gradient_is_cut_to_the_limit_and_keeps_its_direction(limit: float) -> None:
    grad = passed()
    norm = grad.norm()
    short = clipped(limit, grad)
    if norm <= limit:
        assert short is grad
    else:
        assert short.norm() == pytest.approx(limit, rel=1e-12)
        assert short.dot(grad) == pytest.approx(limit * norm, rel=1e-12), "another direction"


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_what_is_cut_keeps_its_dtype_and_changes_nothing_that_was(dtype: Any) -> None:
    grad = passed(dtype)
    before = bits(*grad.leaves)
    short = clipped(1e-3, grad)
    assert {x.dtype for x in short.leaves} == {np.dtype(dtype)}
    assert bits(*grad.leaves) == before
    assert not unlocked(short.leaves)
