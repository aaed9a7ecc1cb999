from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.errors import DomainError
from pureml.optimizers import Adam, AdamW
from pureml.optimizers.adamw import forward
from tests.networks import bits
from tests.refused import refused
from tests.steps import MakeGrad, close_to_torch, drawn_grad, drawn_layer, encloses, needs_torch, torch


@given(st.lists(st.floats(-9, 9), min_size=1, max_size=6), st.sampled_from([0.5, 1e-8]))
def test_its_walk_lies_in_the_enclosure_of_the_paper_s(gradients: list[float], eps: float) -> None:
    def textbook(p: Any, slots: list[Any], g: Any, *constants: Any) -> tuple[Any, list[Any]]:
        lr, beta1, beta2, eps, decay, t = constants
        m = beta1 * slots[0] + (1 - beta1) * g
        v = beta2 * slots[1] + (1 - beta2) * g**2
        m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
        return p - lr * (m_hat / (v_hat.sqrt() + eps) + decay * p), [m, v]

    encloses(forward, textbook, 2, gradients, (0.25, 0.75, 0.9375, eps, 0.125), counted=True)


def test_without_decay_it_is_adam_bit_for_bit() -> None:
    params, adamw, adam = drawn_layer(0), AdamW(0.1, decay=0.0), Adam(0.1)
    new, other = params, params
    state, rest = adamw.init(params), adam.init(params)
    for k in range(5):
        grad = drawn_grad(params, k)
        (new, state), (other, rest) = adamw.step(state, new, grad), adam.step(rest, other, grad)
        assert new.same_bits(other)


def test_decay_shrinks_what_has_no_gradient_and_is_not_remembered() -> None:
    params, adamw = drawn_layer(0), AdamW(0.5, decay=0.25)
    still = MakeGrad(params, tuple(np.zeros_like(x) for x in params.leaves))
    new, state = adamw.step(adamw.init(params), params, still)
    assert bits(*new.leaves) == bits(*(x * 0.875 for x in params.leaves))
    assert not state.slots.any()


@pytest.mark.parametrize(
    ("constants", "message"),
    [
        ({"beta1": 1.0}, "beta1 of at least 0 and less than 1, got 1.0"),
        ({"beta2": -0.1}, "beta2 of at least 0 and less than 1, got -0.1"),
        ({"eps": 0.0}, "a finite eps greater than 0, got 0.0"),
        ({"decay": -0.1}, "decay of at least 0 and less than inf, got -0.1"),
    ],
)
def test_constants_out_of_range_are_refused(constants: dict[str, float], message: str) -> None:
    assert refused(DomainError, lambda: AdamW(0.1, **constants)) == f"AdamW: expected {message}"


@needs_torch
@pytest.mark.parametrize("seed", range(3))
def test_it_walks_as_torch_does(seed: int) -> None:
    close_to_torch(AdamW(0.01, decay=0.1), lambda leaves: torch.optim.AdamW(leaves, lr=0.01, weight_decay=0.1), seed)
