from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.errors import DomainError
from pureml.optimizers import AdaGrad
from pureml.optimizers.adagrad import forward
from tests.refused import refused
from tests.steps import MakeGrad, close_to_torch, drawn_layer, encloses, needs_torch, torch


@given(st.lists(st.floats(-9, 9), min_size=1, max_size=6), st.sampled_from([0.5, 1e-7]))
def test_its_walk_lies_in_the_enclosure_of_the_textbook_s(gradients: list[float], eps: float) -> None:
    def textbook(p: Any, slots: list[Any], g: Any, lr: Any, eps: Any, _t: int) -> tuple[Any, list[Any]]:
        h = slots[0] + g**2
        return p - lr * (g / (h.sqrt() + eps)), [h]

    encloses(forward, textbook, 1, gradients, (0.25, eps))


def test_equal_gradients_give_steps_that_shorten_with_the_root_of_their_number() -> None:
    params, adagrad = drawn_layer(0), AdaGrad(0.5, eps=1e-300)
    state, path = adagrad.init(params), [params]
    for _ in range(9):
        new, state = adagrad.step(state, path[-1], MakeGrad(params, tuple(np.full_like(x, -3.0) for x in params.leaves)))
        path.append(new)
    for k in range(1, 10):
        np.testing.assert_allclose(path[k].weight - path[k - 1].weight, 0.5 / np.sqrt(k), rtol=1e-14)


@pytest.mark.parametrize("eps", [0.0, -1e-8, float("nan"), float("inf")])
def test_a_constant_that_may_divide_by_zero_is_refused(eps: float) -> None:
    assert refused(DomainError, AdaGrad, 0.1, eps) == f"AdaGrad: expected a finite eps greater than 0, got {eps}"


@needs_torch
@pytest.mark.parametrize("seed", range(3))
def test_it_walks_as_torch_does(seed: int) -> None:
    close_to_torch(AdaGrad(0.1, eps=1e-8), lambda leaves: torch.optim.Adagrad(leaves, lr=0.1, eps=1e-8), seed)
