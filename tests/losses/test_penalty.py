from __future__ import annotations

from math import fsum
from typing import Any

import numpy as np
import pytest

import pureml as pm
from tests.locks import unlocked
from tests.networks import batch, bits, network, put

PENALTIES: Any = (pm.l2_penalty(0.25), pm.l1_penalty(0.5))
every_penalty = pytest.mark.parametrize("penalty", PENALTIES, ids=repr)


def of(penalty: Any, net: Any) -> float:
    """The penalty of the weights of a network, counted one by one."""
    weights = [float(w) for leaf in net.leaves if leaf.ndim > 1 for w in leaf.flat]
    return float(penalty.strength) * fsum(w * w / 2 if penalty.name == "l2_penalty" else abs(w) for w in weights)


@every_penalty
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_it_is_added_to_the_loss_and_its_slope_to_the_gradient_of_weights_only(penalty: Any, dtype: Any) -> None:
    net, (x, t) = network(dtype), batch(dtype)
    noise = pm.draw_noise(net, pm.Key.of(0), len(x))
    plain = pm.training.differentiate(net, x, t, noise)
    before = bits(*net.leaves, *plain.grad.leaves)
    both = pm.training.differentiate(net, x, t, noise, penalty=penalty)
    assert float(both.loss) == pytest.approx(float(plain.loss) + of(penalty, net), rel=1e-6 if dtype is np.float32 else 1e-14)
    assert both.loss.dtype == dtype
    assert both.grad.at is net
    assert [leaf.ndim for leaf in net.leaves].count(2) == 2
    for leaf, with_it, without in zip(net.leaves, both.grad.leaves, plain.grad.leaves, strict=True):
        slope = penalty.strength * (leaf if penalty.name == "l2_penalty" else np.sign(leaf)) if leaf.ndim > 1 else 0 * leaf
        np.testing.assert_allclose(with_it, without + slope, rtol=1e-6 if dtype is np.float32 else 1e-15, atol=1e-7)
        assert with_it.dtype == dtype
    assert not unlocked(both.grad.leaves)
    assert bits(*net.leaves, *plain.grad.leaves) == before


@every_penalty
def test_the_gradient_of_the_sum_is_the_slope_of_the_sum(penalty: Any) -> None:
    net, (x, t) = network(), batch()
    noise = pm.draw_noise(net, pm.Key.of(0), len(x))
    at = pm.training.differentiate(net, x, t, noise, penalty=penalty)
    h = 1e-6
    along = at.grad.leaves
    up, down = (put(net, (a + s * b for a, b in zip(net.leaves, along, strict=True))) for s in (h, -h))
    values = [float(pm.training.differentiate(n, x, t, noise, penalty=penalty).loss) for n in (up, down)]
    assert (values[0] - values[1]) / (2 * h) == pytest.approx(at.grad.dot(at.grad), rel=1e-6)


def test_penalties_add_up() -> None:
    net, (x, t) = network(), batch()
    at = pm.training.differentiate(net, x, t, pm.draw_noise(net, pm.Key.of(0), len(x)))
    both = PENALTIES[1].added(*PENALTIES[0].added(at.loss, at.grad))
    assert float(both[0]) == pytest.approx(float(at.loss) + of(PENALTIES[0], net) + of(PENALTIES[1], net), rel=1e-14)


def test_a_strength_of_0_changes_nothing() -> None:
    net, (x, t) = network(), batch()
    at = pm.training.differentiate(net, x, t, pm.draw_noise(net, pm.Key.of(0), len(x)))
    loss, grad = pm.l2_penalty(0.0).added(at.loss, at.grad)
    assert loss == at.loss
    for a, b in zip(grad.leaves, at.grad.leaves, strict=True):
        assert (a == b).all()


def test_a_step_takes_the_penalty_along_and_frozen_weights_are_not_penalised() -> None:
    net, (x, t) = network(), batch()
    new, loss = pm.training.step(net, x, t, 0.1, pm.draw_noise(net, pm.Key.of(0), len(x)), penalty=pm.l2_penalty(1e3))
    assert loss > 500
    assert new.norm() > net.norm()  # a step as long as 0.1 * 1000 overshoots
    frozen: Any = pm.fixed(net)
    assert pm.l2_penalty(1e3).added(np.float64(1), pm.Grad(frozen, ()))[0] == 1
