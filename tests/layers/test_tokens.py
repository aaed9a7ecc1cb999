from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import pureml as pm
from pureml.initializers import affine, embedding
from tests.locks import unlocked
from tests.networks import put

TOKENS, COLUMNS = 5, 3
X = pm.labels([4, 0, 4, 2], 4, TOKENS)
T = pm.labels([0, 1, 1, 0], 4, 2)


def network(dtype: Any = np.float64) -> Any:
    """Embedding, tanh, dropout, affine."""
    first, second = pm.Key.of(0).split(2)
    table: Any = embedding(first, TOKENS, COLUMNS, dtype, scale=0.5)
    return table >> pm.tanh >> pm.Dropout(COLUMNS, 0.5) >> affine(second, COLUMNS, 2, dtype)


def test_composition_is_application_one_after_the_other() -> None:
    net = network()
    kinds = [type(part).__name__ for part in (net, net.first, net.first.first)]
    assert kinds == ["TokenChain", "TokenChain", "ActivatedTokens"]
    h = np.tanh(net.first.first.layer.table[X])
    np.testing.assert_allclose(net.forward(X), h @ net.second.weight + net.second.bias, rtol=1e-14)
    assert repr(net) == "Embedding(5 -> 3) >> tanh >> Dropout(3, 0.5) >> Affine(3 -> 2)"


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_gradient_of_every_parameter_is_the_slope_of_the_loss(dtype: Any) -> None:
    net = network(dtype)
    noise = pm.draw_noise(net, pm.Key.of(1), len(X))
    at = pm.training.differentiate(net, X, T, noise)
    assert {leaf.dtype for leaf in at.grad.leaves} == {np.dtype(dtype)}
    assert not unlocked(at.grad.leaves)
    step = 1e-30
    for k, leaf in enumerate(net.leaves):
        for i in np.ndindex(leaf.shape):
            moved: list[Any] = [a.astype(complex) for a in net.leaves]
            moved[k][i] += 1j * step
            logits, _ = put(net, moved).linearize(X, noise.masks)
            loss, _ = pm.softmax_cross_entropy.linearize(logits, T)
            assert loss.imag / step == pytest.approx(float(at.grad.leaves[k][i]), rel=2e-4 if dtype is np.float32 else 1e-11, abs=1e-7)


def test_pullback_ends_at_the_labels_and_gives_the_gradient() -> None:
    net = network()
    noise = pm.draw_noise(net, pm.Key.of(1), len(X))
    y, back = net.linearize(X, noise.masks)
    nothing, at = back.pullback(y)
    assert nothing is None
    for a, b in zip(at.leaves, back.gradient(y).leaves, strict=True):
        assert (a == b).all()


def test_a_step_lowers_the_loss_and_trains_the_table() -> None:
    net: Any = network().first.first >> affine(pm.Key.of(3), COLUMNS, 2, np.float64)
    new, before = pm.training.step(net, X, T, 0.1)
    _, after = pm.training.step(new, X, T, 0.1)
    assert after < before
    moved = (new.first.layer.table != net.first.layer.table).any(axis=1)
    assert moved.tolist() == [True, False, True, False, True]
