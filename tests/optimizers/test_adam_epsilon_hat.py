from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.errors import DomainError
from pureml.optimizers import Adam, AdamEpsilonHat
from pureml.optimizers.adam_epsilon_hat import forward
from tests.refused import refused
from tests.steps import MakeGrad, drawn_grad, drawn_layer, encloses


@given(st.lists(st.floats(-9, 9), min_size=1, max_size=6), st.sampled_from([0.5, 1e-8]))
def test_its_walk_lies_in_the_enclosure_of_the_paper_s_note(gradients: list[float], eps: float) -> None:
    def textbook(p: Any, slots: list[Any], g: Any, lr: Any, beta1: Any, beta2: Any, eps: Any, t: int) -> tuple[Any, list[Any]]:
        m = beta1 * slots[0] + (1 - beta1) * g
        v = beta2 * slots[1] + (1 - beta2) * g**2
        lr_t = lr * (1 - beta2**t).sqrt() / (1 - beta1**t)
        return p - lr_t * m / (v.sqrt() + eps), [m, v]

    encloses(forward, textbook, 2, gradients, (0.25, 0.75, 0.9375, eps), counted=True)


@given(st.integers(0, 2**16), st.integers(1, 50))
def test_each_step_is_adam_s_with_the_epsilon_that_the_theorem_names(seed: int, t: int) -> None:
    params, eps = drawn_layer(seed), 0.25
    hat, paper = AdamEpsilonHat(0.1, eps_hat=eps), Adam(0.1, eps=eps / sqrt(1 - 0.999**t))
    start = np.abs(np.random.Generator(np.random.SFC64(seed)).standard_normal((2, 8)))
    grad = drawn_grad(params, seed)
    new, _ = hat.step(hat.init(params).evolve(slots=start, count=t - 1), params, grad)
    want, _ = paper.step(paper.init(params).evolve(slots=start, count=t - 1), params, grad)
    np.testing.assert_allclose(new.weight, want.weight, rtol=1e-12, atol=1e-14, err_msg=f"seed {seed}, t {t}")


def test_the_three_epsilons_give_three_first_steps_for_a_small_gradient() -> None:
    # At g = 1e-7 the paper's form moves by 0.91 lr; with epsilon hat by 0.24 lr (1e-8) and 0.031 lr (1e-7, the book's code).
    one: Any = np.full(1, 1e-7)
    moves = [1 - float(forward(one / one, 0 * one, 0 * one, one, 1.0, 0.9, 0.999, eps, 1)[0][0]) for eps in (1e-8, 1e-7)]
    assert moves == pytest.approx([0.2403, 0.0307], rel=3e-3)
    params = drawn_layer(0)
    paper = Adam(1.0).step(Adam(1.0).init(params), params, MakeGrad(params, tuple(np.full_like(x, 1e-7) for x in params.leaves)))[0]
    np.testing.assert_allclose(params.weight - paper.weight, 1 / 1.1, rtol=1e-12)


@pytest.mark.parametrize(
    ("constants", "message"),
    [
        ({"beta1": 1.0}, "beta1 of at least 0 and less than 1, got 1.0"),
        ({"beta2": -0.1}, "beta2 of at least 0 and less than 1, got -0.1"),
        ({"eps_hat": 0.0}, "a finite eps_hat greater than 0, got 0.0"),
    ],
)
def test_constants_out_of_range_are_refused(constants: dict[str, float], message: str) -> None:
    assert refused(DomainError, lambda: AdamEpsilonHat(0.1, **constants)) == f"AdamEpsilonHat: expected {message}"
