from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
import pytest

import pureml as pm
from pureml.errors import ShapeError
from pureml.models import deep_conv_net
from tests.refused import refused

KEY = pm.Key.of(0)


def walked(net: Any) -> list[Any]:
    """The layers that are made of no others, in order."""
    parts = net.parts()
    return [layer for part in parts for layer in walked(part)] if parts else [net]


@pytest.mark.parametrize(
    ("sides", "last"), [((28, 28), (4, 4)), ((8, 8), (1, 1)), ((9, 15), (1, 2)), ((29, 31), (4, 4)), ((14, 12), (2, 2))]
)
def test_sizes_follow_by_whole_division(sides: tuple[int, int], last: tuple[int, int]) -> None:
    net: Any = deep_conv_net(KEY, 2, *sides, 10, np.float32, filters=(3, 4, 5), hidden=6)
    kinds = [type(layer).__name__ for layer in walked(net)]
    stage = ["Convolution", "Convolution", "MaxPool"]
    assert kinds == [*stage, *stage, *stage, "Flatten", "Affine", "Dropout", "Affine"]
    weights = [leaf.shape for leaf in net.leaves if leaf.ndim > 1]
    filters = [(3, 2), (3, 3), (4, 3), (4, 4), (5, 4), (5, 5)]
    assert weights == [*((f, c, 3, 3) for f, c in filters), (5 * prod(last), 6), (6, 10)]
    y = net.forward(np.zeros((2, 2, *sides), np.float32))
    assert (y.shape, y.dtype) == ((2, 10), np.dtype(np.float32))


def test_weights_are_spread_by_the_fan_in_of_a_filter() -> None:
    net: Any = deep_conv_net(KEY, 3, 8, 8, 10, np.float64, filters=(64, 48, 32), hidden=50)
    for weight in net.leaves[:12:2]:
        assert float(weight.std()) == pytest.approx((2 / prod(weight.shape[1:])) ** 0.5, rel=0.08)
    assert all((bias == 0).all() for bias in net.leaves[1::2])


def test_no_logit_is_dropped() -> None:
    net: Any = deep_conv_net(KEY, 1, 8, 8, 10, np.float64, filters=(2, 2, 2), dropout=0.5)
    assert net.draws == 1
    noise = pm.draw_noise(net, KEY, 40)
    assert [mask.shape for mask in noise.masks] == [(40, 50)]
    y, _ = net.linearize(np.random.Generator(KEY.bits()).standard_normal((40, 1, 8, 8)), noise.masks)
    assert (y != 0).all()


def test_it_takes_a_step_and_evaluates_the_same_twice() -> None:
    net: Any = deep_conv_net(KEY, 1, 9, 8, 3, np.float64, filters=(2, 3, 4), hidden=5)
    x: Any = np.random.Generator(KEY.bits()).standard_normal((4, 1, 9, 8))
    new, loss = pm.training.step(net, x, pm.labels([0, 1, 2, 0], 4, 3), 0.01, pm.draw_noise(net, KEY, 4))
    assert np.isfinite(loss)
    assert [name for name, leaf in net.arrays().items() if not np.array_equal(leaf, new.arrays()[name])][:2] != []
    assert (new.forward(x) == new.forward(x)).all()


def test_images_that_are_too_small_are_refused() -> None:
    # 3 -> 1 -> with a frame 3 -> 1, and nothing is left to halve
    message = refused(ShapeError, deep_conv_net, KEY, 1, 3, 3, 10, np.float64)
    assert message == "window: expected images of at least 2x2 with padding (0, 0), got 1x1"
