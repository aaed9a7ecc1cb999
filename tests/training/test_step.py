from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import pureml as pm
from pureml.errors import StructureError
from pureml.optimizers import sgd
from pureml.training import differentiate, step
from tests.locks import unlocked
from tests.networks import batch, bits, network
from tests.refused import refused

KEY = pm.Key.of(0)
DTYPES = (np.float32, np.float64)
every_dtype = pytest.mark.parametrize("dtype", DTYPES, ids=lambda dtype: dtype.__name__)


@every_dtype
def test_a_step_is_the_optimizers_with_the_statistics_absorbed_and_the_loss_before_it(dtype: Any) -> None:
    net = network(dtype)
    x, t = batch(dtype)
    noise = pm.draw_noise(net, KEY, len(x))
    new, loss = step(net, x, t, 0.1, noise)
    at = differentiate(net, x, t, noise)
    assert bits(loss) == bits(at.loss)
    assert new.same_bits(sgd.step(0.1, net, at.grad).absorb(at.statistics))
    assert new.first.first.layer.second.running.rows == len(x)
    assert type(new) is type(net)


@every_dtype
def test_a_step_changes_nothing_that_was_and_keeps_the_dtype_in_every_array(dtype: Any) -> None:
    net = network(dtype)
    x, t = batch(dtype)
    noise = pm.draw_noise(net, KEY, len(x))
    before = bits(x, t, *noise.masks, *net.arrays().values())
    new, loss = step(net, x, t, 0.1, noise)
    for _ in range(2):
        new, loss = step(new, x, t, 0.1, noise)
    assert bits(x, t, *noise.masks, *net.arrays().values()) == before
    assert {a.dtype for a in (loss, *new.arrays().values())} == {np.dtype(dtype)}
    assert not unlocked(new.arrays().values())
    assert not any(np.shares_memory(a, b) for a in new.arrays().values() for b in (x, *net.arrays().values()))


@every_dtype
def test_the_same_step_gives_the_same_bits(dtype: Any) -> None:
    x, t = batch(dtype, rows=64)
    results: list[list[bytes]] = []
    for _ in range(3):
        net = network(dtype)
        new, loss = step(net, x, t, 0.1, pm.draw_noise(net, KEY, len(x)))
        results.append(bits(loss, *new.arrays().values()))
    assert results[0] == results[1] == results[2]
    net = network(dtype)
    other, _ = step(net, x, t, 0.1, pm.draw_noise(net, KEY.fold(1), len(x)))
    assert bits(*other.leaves) != results[0][1:], "another key is another step"


def test_small_steps_go_down_by_the_rate_times_the_squared_norm() -> None:
    net = network().second
    x, t = batch(sizes=(4, 0, 2))
    grad = differentiate(net, x, t).grad
    rate = 1e-5
    new, loss = step(net, x, t, rate)
    fall = float(loss) - float(differentiate(new, x, t).loss)
    assert fall == pytest.approx(rate * grad.norm() ** 2, rel=1e-4)


def test_a_network_without_statistics_needs_none() -> None:
    net = pm.Affine(pm.matrix(np.ones((3, 2)), 3, 2), pm.vector(np.ones(2), 2))
    x, t = batch()
    new, loss = step(net, x, t, 0.5)
    assert new != net
    massed: Any = pm.distribution(np.eye(2)[t], len(x), 2)
    other, massed_loss = step(net, x, massed, 0.5)
    assert float(massed_loss) == pytest.approx(float(loss), rel=1e-14)
    np.testing.assert_allclose(np.asarray(other.weight), new.weight, rtol=1e-13)


def test_another_loss_may_be_given() -> None:
    net = pm.Affine(pm.matrix([[2.0]]), pm.vector([1.0]))
    x, y = pm.matrix([[3.0]]), pm.matrix([[5.0]])
    new, loss = step(net, x, y, 0.5, loss=pm.half_squared_error)
    assert (float(loss), new.weight.tolist(), new.bias.tolist()) == (2.0, [[-1.0]], [0.0])


def test_the_noise_of_another_network_is_refused() -> None:
    net = network()
    x, t = batch()
    noise = pm.draw_noise(network(sizes=(3, 5, 2)), KEY, len(x))
    assert refused(StructureError, step, net, x, t, 0.1, noise).startswith("noise: ")
