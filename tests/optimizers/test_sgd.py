from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.check.call import flat
from pureml.check.inputs import EXACT
from pureml.check.numbers import Exact
from pureml.errors import StructureError
from pureml.gradients import Grad, adopted
from pureml.optimizers import sgd
from tests.exactly import exactly
from tests.locks import unlocked
from tests.networks import batch, bits, layer, network
from tests.refused import refused

MakeGrad: Any = Grad
rates = st.fractions(0, 2, max_denominator=9)


def exact_pair(seed: int) -> tuple[Any, Any]:
    """An affine layer in fractions, and a gradient at it."""
    draw = np.random.Generator(pm.Key.of(seed).bits())
    net = layer(EXACT.array(draw, "w", (2, 3)), EXACT.array(draw, "b", (3,)))
    d_weight: Any = EXACT.array(draw, "v", (2, 3))
    d_bias: Any = EXACT.array(draw, "c", (3,))
    return net, MakeGrad(net, adopted(d_weight, d_bias))


@given(rates, st.integers(0, 2**16))
def test_a_step_subtracts_the_rate_times_the_gradient_exactly(lr: Fraction, seed: int) -> None:
    net, grad = exact_pair(seed)
    rate: Any = Exact(lr)
    new = sgd.step(rate, net, grad)
    for p, d_p, q in zip(net.leaves, grad.leaves, new.leaves, strict=True):
        for a, b, c in zip(flat(p), flat(d_p), flat(q), strict=True):
            assert c.fraction == a.fraction - lr * b.fraction, f"lr {lr}, seed {seed}"


@given(rates, rates, st.integers(0, 2**16))
def test_steps_along_one_gradient_add_up(first: Fraction, second: Fraction, seed: int) -> None:
    net, grad = exact_pair(seed)
    a, b, both = (Exact(first), Exact(second), Exact(first + second))
    step: Any = sgd.step
    assert step(b, step(a, net, grad), grad) == step(both, net, grad)


def test_on_a_quadratic_the_error_shrinks_by_one_minus_the_rate_exactly() -> None:
    # The gradient of |p|^2 / 2 is p: after n steps p (1 - lr)^n.
    start = layer(exactly(np.array([[3.0, -0.5]])), exactly(np.array([0.25, 8.0])))
    p, lr, step = start, Exact(Fraction(1, 3)), sgd.step
    go: Any = step
    for _ in range(20):
        p = go(lr, p, MakeGrad(p, p.leaves))
    factor = Fraction(2, 3) ** 20
    for a, b in zip(start.leaves, p.leaves, strict=True):
        assert [e.fraction for e in flat(b)] == [e.fraction * factor for e in flat(a)]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_step_of_a_network_writes_nothing_keeps_the_dtype_and_leaves_buffers(dtype: Any) -> None:
    net = network(dtype)
    x, t = batch(dtype)
    grad: Any = pm.training.differentiate(net, x, t, pm.draw_noise(net, pm.Key.of(0), len(x))).grad
    before = bits(*net.leaves, *grad.leaves)
    new = sgd.step(0.1, net, grad)
    assert bits(*net.leaves, *grad.leaves) == before
    assert {a.dtype for a in new.arrays().values()} == {np.dtype(dtype)}
    assert not unlocked(new.arrays().values())
    assert not any(np.shares_memory(a, b) for a in new.leaves for b in (*net.leaves, *grad.leaves))
    assert new.first.first.layer.second.running is net.first.first.layer.second.running
    for p, d_p, q in zip(net.leaves, grad.leaves, new.leaves, strict=True):
        np.testing.assert_allclose(q, p - dtype(0.1) * d_p, rtol=8 * float(np.finfo(dtype).eps), atol=1e-7 if dtype is np.float32 else 0)
    assert bits(*sgd.step(0.1, net, grad).leaves) == bits(*new.leaves)
    assert sgd.step(0.0, net, grad) == net


def test_the_gradient_of_another_network_is_refused() -> None:
    net, _ = exact_pair(0)
    small = layer(np.ones((1, 1)), np.ones(1))
    message = refused(StructureError, sgd.step, 0.1, net, MakeGrad(small, small.leaves))
    assert message == "gradient: expected arrays of shapes [(2, 3), (3,)], got [(1, 1), (1,)]"
    assert refused(StructureError, sgd.step, 0.1, net, MakeGrad(pm.Dropout(3, 0.5), ())) == "gradient: expected a Affine, got a Dropout"
