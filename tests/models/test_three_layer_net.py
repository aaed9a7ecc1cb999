from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import pureml as pm
from pureml.models import three_layer_net

KEY = pm.Key.of(4)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_it_gives_a_probability_for_each_class_after_two_sigmoids(dtype: Any) -> None:
    net: Any = three_layer_net(KEY, 6, (5, 4), 3, dtype)
    x: Any = np.random.Generator(KEY.bits()).standard_normal((7, 6)).astype(dtype)
    y = net.forward(x)
    assert y.dtype == dtype
    assert (y > 0).all()
    np.testing.assert_allclose(y.sum(axis=1), 1, rtol=1e-6)
    h = x
    first, second, third = net.layer.first.layer.first.layer, net.layer.first.layer.second, net.layer.second
    for part in (first, second):
        h = 1 / (1 + np.exp(-part.forward(h)))
    e = np.exp(third.forward(h))
    np.testing.assert_allclose(y, e / e.sum(axis=1, keepdims=True), rtol=1e-5 if dtype is np.float32 else 1e-13)


def test_it_has_the_sizes_of_the_book_and_weights_from_elsewhere_find_their_places() -> None:
    net = three_layer_net(KEY, 784, (50, 100), 10, np.float32)
    assert [leaf.shape for leaf in net.leaves] == [(784, 50), (50,), (50, 100), (100,), (100, 10), (10,)]
    arrays = [np.full(leaf.shape, k, np.float32) for k, leaf in enumerate(net.leaves)]
    loaded = net.rebuilt(lambda _, new: new, iter(arrays))
    assert [float(leaf.flat[0]) for leaf in loaded.leaves] == [0, 1, 2, 3, 4, 5]
    assert repr(net) == "Affine(784 -> 50) >> sigmoid >> Affine(50 -> 100) >> sigmoid >> Affine(100 -> 10) >> softmax"


def test_it_trains_with_the_cross_entropy_of_probabilities() -> None:
    net = three_layer_net(KEY, 2, (3, 3), 2, np.float64)
    x = pm.matrix([[1.0, 0.0], [0.0, 1.0]], 2, 2)
    target = pm.distribution([[1.0, 0.0], [0.0, 1.0]], 2, 2)
    at = pm.training.differentiate(net, x, target, loss=pm.cross_entropy)
    same = pm.training.differentiate(net.layer, x, target)
    for a, b in zip(at.grad.leaves, same.grad.leaves, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-12, atol=1e-15)
