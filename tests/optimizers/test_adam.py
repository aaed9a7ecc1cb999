from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.errors import DomainError
from pureml.optimizers import Adam
from pureml.optimizers.adam import forward
from tests.refused import refused
from tests.steps import MakeGrad, close_to_torch, drawn_layer, encloses, needs_torch, torch


def textbook(p: Any, slots: list[Any], g: Any, lr: Any, beta1: Any, beta2: Any, eps: Any, t: int) -> tuple[Any, list[Any]]:
    """Algorithm 1 of the paper, line by line."""
    m = beta1 * slots[0] + (1 - beta1) * g
    v = beta2 * slots[1] + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return p - lr * m_hat / (v_hat.sqrt() + eps), [m, v]


@given(st.lists(st.floats(-9, 9), min_size=1, max_size=6), st.sampled_from([0.5, 1e-8]))
def test_its_walk_lies_in_the_enclosure_of_the_paper_s(gradients: list[float], eps: float) -> None:
    encloses(forward, textbook, 2, gradients, (0.25, 0.75, 0.9375, eps), counted=True)


@given(st.floats(1e-3, 1e3), st.sampled_from([-1, 1]), st.integers(1, 30))
def test_along_one_gradient_every_step_is_the_rate_over_one_plus_eps_over_its_size(size: float, sign: int, steps: int) -> None:
    params, adam = drawn_layer(0), Adam(0.5, eps=1e-3)
    state, g = adam.init(params), sign * size
    grad = MakeGrad(params, tuple(np.full_like(x, g) for x in params.leaves))
    for t in range(1, steps + 1):
        before = params
        params, state = adam.step(state, before, grad)
        np.testing.assert_allclose(params.bias - before.bias, -0.5 * g / (size + 1e-3), rtol=1e-9, err_msg=f"g = {g}, t = {t}")


@pytest.mark.parametrize(
    ("constants", "message"),
    [
        ({"beta1": 1.0}, "beta1 of at least 0 and less than 1, got 1.0"),
        ({"beta2": -0.1}, "beta2 of at least 0 and less than 1, got -0.1"),
        ({"eps": 0.0}, "a finite eps greater than 0, got 0.0"),
    ],
)
def test_constants_out_of_range_are_refused(constants: dict[str, float], message: str) -> None:
    assert refused(DomainError, lambda: Adam(0.1, **constants)) == f"Adam: expected {message}"


def test_a_gradient_whose_square_vanishes_moves_nothing_far() -> None:
    adam = Adam(0.1)
    for dtype in (np.float32, np.float64):
        params = drawn_layer(0, dtype=dtype)
        grad = MakeGrad(params, tuple(np.full_like(x, np.finfo(dtype).tiny) for x in params.leaves))
        new, state = adam.step(adam.init(params), params, grad)
        assert np.abs(new.weight - params.weight).max() < 1e-28
        assert not state.slot("second_moment").tree.weight.any()


@needs_torch
@pytest.mark.parametrize("seed", range(3))
def test_it_walks_as_torch_does(seed: int) -> None:
    close_to_torch(Adam(0.01), lambda leaves: torch.optim.Adam(leaves, lr=0.01), seed)
