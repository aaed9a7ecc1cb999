from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.errors import DomainError
from pureml.optimizers import RmsProp
from pureml.optimizers.rmsprop import forward
from tests.refused import refused
from tests.steps import close_to_torch, encloses, needs_torch, torch


@given(st.lists(st.floats(-9, 9), min_size=1, max_size=6), st.sampled_from([0.5, 1e-7]))
def test_its_walk_lies_in_the_enclosure_of_the_textbook_s(gradients: list[float], eps: float) -> None:
    def textbook(p: Any, slots: list[Any], g: Any, lr: Any, rho: Any, eps: Any, _t: int) -> tuple[Any, list[Any]]:
        h = slots[0] * rho + g**2 * (1 - rho)
        return p - lr * (g / (h.sqrt() + eps)), [h]

    encloses(forward, textbook, 1, gradients, (0.25, 0.75, eps))


@pytest.mark.parametrize("rho", [-0.1, 1.0, float("nan")])
def test_a_mean_that_takes_in_nothing_is_refused(rho: float) -> None:
    assert refused(DomainError, RmsProp, 0.1, rho) == f"RmsProp: expected rho of at least 0 and less than 1, got {rho}"


@pytest.mark.parametrize("eps", [0.0, float("nan")])
def test_a_constant_that_may_divide_by_zero_is_refused(eps: float) -> None:
    assert refused(DomainError, RmsProp, 0.1, 0.9, eps) == f"RmsProp: expected a finite eps greater than 0, got {eps}"


@needs_torch
@pytest.mark.parametrize("seed", range(3))
def test_it_walks_as_torch_does(seed: int) -> None:
    close_to_torch(RmsProp(0.01, rho=0.9, eps=1e-8), lambda leaves: torch.optim.RMSprop(leaves, lr=0.01, alpha=0.9, eps=1e-8), seed)
