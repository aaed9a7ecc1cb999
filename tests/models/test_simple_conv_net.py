from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import pureml as pm
from pureml.errors import ShapeError
from pureml.initializers import affine, convolution
from pureml.models import simple_conv_net
from tests.refused import refused

KEY = pm.Key.of(0)


@given(st.integers(1, 3), st.integers(4, 11), st.integers(4, 11), st.integers(1, 2), st.integers(0, 1))
def test_sizes_follow_by_whole_division_and_the_net_takes_a_step(channels: int, height: int, width: int, stride: int, frame: int) -> None:
    tall, wide = (height + 2 * frame - 3) // stride + 1, width - 1
    assume(tall >= 2)
    options: Any = {"filters": 2, "kernel": (3, 2), "stride": (stride, 1), "padding": (frame, 0), "hidden": 4}
    net = simple_conv_net(KEY, channels, height, width, 3, np.float64, **options)
    assert [leaf.shape for leaf in net.leaves] == [
        (2, channels, 3, 2),
        (2,),
        (2 * (tall // 2) * (wide // 2), 4),
        (4,),
        (4, 3),
        (3,),
    ]
    x: Any = np.random.Generator(KEY.bits()).standard_normal((2, channels, height, width))
    new, loss = pm.training.step(net, x, pm.labels([0, 2], 2, 3), 0.1)
    assert np.isfinite(loss)
    assert new.leaves[-1].tolist() != net.leaves[-1].tolist()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_weights_are_spread_by_the_fan_in_of_a_filter_and_the_dtype_stays(dtype: Any) -> None:
    net = simple_conv_net(KEY, 3, 12, 12, 10, dtype, filters=400, hidden=20)
    assert {leaf.dtype for leaf in net.leaves} == {np.dtype(dtype)}
    weight: Any = net.leaves[0]
    assert float(np.std(weight)) == pytest.approx((2 / (3 * 5 * 5)) ** 0.5, rel=0.03)
    x: Any = np.ones((2, 3, 12, 12), dtype)
    new, loss = pm.training.step(net, x, pm.labels([0, 9], 2, 10), 0.1)
    assert {leaf.dtype for leaf in new.leaves} == {np.dtype(dtype)}
    assert loss.dtype == np.dtype(dtype)


def tied(draw: Any, shape: tuple[int, ...]) -> Any:
    """Whole numbers from -2 to 2, so that most windows have several greatest entries and many inputs of ReLU are 0."""
    return draw.integers(-2, 3, shape).astype(float)


@pytest.mark.parametrize("seed", range(20))
def test_the_pool_before_the_relu_gives_the_numbers_of_the_pool_after_it(seed: int) -> None:
    draw = np.random.Generator(pm.Key.of(seed).bits())
    make: Any = pm.Convolution
    conv = make(tied(draw, (2, 1, 2, 2)), tied(draw, (2,)), 6, 7, 5, 6)
    rest: Any = pm.Flatten(2, 2, 3, 12)
    pool: Any = pm.MaxPool(2, 5, 6, 2, 3)
    ours, book = conv >> pool >> pm.relu >> rest, conv >> pm.relu >> pool >> rest
    x, g = tied(draw, (3, 1, 6, 7)), tied(draw, (3, 12))
    (y, back), (y_book, back_book) = ours.linearize(x), book.linearize(x)
    assert (y == y_book).all()
    (d_x, at), (d_x_book, at_book) = back.pullback(g), back_book.pullback(g)
    for a, b in zip((d_x, *at.leaves), (d_x_book, *at_book.leaves), strict=True):
        assert (a == b).all(), f"seed {seed}"


def test_the_same_key_gives_the_same_network() -> None:
    nets = [simple_conv_net(pm.Key.of(seed), 1, 8, 8, 10, np.float32, kernel=(3, 3)) for seed in (5, 5, 6)]
    assert nets[0].same_bits(nets[1])
    assert not nets[0].same_bits(nets[2])


def test_it_learns_which_corner_is_bright() -> None:
    draw = np.random.Generator(pm.Key.of(1).bits())
    bright = draw.integers(0, 4, 60)
    x: Any = draw.random((60, 1, 7, 7)) * 0.2
    for image, corner in zip(x[:, 0], bright, strict=True):
        image[(corner // 2) * 4 : (corner // 2) * 4 + 3, (corner % 2) * 4 : (corner % 2) * 4 + 3] += 1
    t = pm.labels(bright, 60, 4)
    net = simple_conv_net(KEY, 1, 7, 7, 4, np.float64, filters=4, kernel=(3, 3), hidden=16)
    first = None
    for _ in range(60):
        net, loss = pm.training.step(net, x, t, 0.1)
        first = loss if first is None else first
    scores: Any = net.forward(x)
    assert (scores.argmax(axis=1) == bright).mean() > 0.95


def test_images_that_are_too_small_are_refused() -> None:
    message = "window: expected images of at least 5x5 with padding (0, 0), got 4x9"
    assert refused(ShapeError, simple_conv_net, KEY, 1, 4, 9, 10, np.float64) == message
    assert refused(ShapeError, simple_conv_net, KEY, 1, 5, 9, 10, np.float64).startswith("window: expected images of at least 2x2")


def test_layers_whose_sizes_do_not_fit_each_other_are_refused_at_the_first_image() -> None:
    conv = convolution(KEY, (1, 6, 6), (2, 4, 4), (3, 3), np.float64)
    flat: Any = pm.Flatten(2, 3, 3, 18)
    net = conv >> flat >> affine(KEY, 18, 2, np.float64)
    assert refused(ShapeError, net.forward, np.zeros((5, 1, 6, 6))) == "Flatten: expected images 2x3x3, got x of shape (5, 2, 4, 4)"
