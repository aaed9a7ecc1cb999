from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.check.inputs import EXACT
from pureml.errors import ShapeError
from pureml.layers import pixelwise
from pureml.layers.pixelwise import Pixelwise
from tests.locks import unlocked
from tests.networks import bits
from tests.networks import layer as affine
from tests.refused import refused

EPS = 1e-5
make: Any = pixelwise.pixelwise
seeds = st.integers(0, 999)


def generator(seed: int) -> Any:
    return np.random.Generator(pm.Key.of(seed).bits())


def normalising(channels: int, height: int, width: int, draw: Any, dtype: Any = np.float64) -> Any:
    gamma, beta, mean = (pm.vector(draw.standard_normal(channels), channels, dtype) for _ in range(3))
    norm: Any = pm.BatchNorm(gamma, beta, pm.Moments(mean, mean * mean), eps=EPS)
    return make(norm, channels, height, width)


@given(st.integers(1, 3), st.integers(1, 3), st.integers(1, 4), st.integers(1, 4), seeds)
def test_batch_norm_takes_its_moments_over_images_and_pixels_of_a_channel(n: int, c: int, h: int, w: int, seed: int) -> None:
    draw = generator(seed)
    x = draw.standard_normal((n, c, h, w)) + 5
    layer = normalising(c, h, w, draw)
    y, back = layer.linearize(x)
    gamma, beta = (leaf[:, None, None] for leaf in layer.leaves)
    mean, variance = x.mean(axis=(0, 2, 3), keepdims=True), x.var(axis=(0, 2, 3), keepdims=True)
    np.testing.assert_allclose(y, (x - mean) / np.sqrt(variance + EPS) * gamma + beta, rtol=1e-9, atol=1e-9)
    (moments,) = back.measured()
    np.testing.assert_allclose(moments.arrays()["mean"], mean.reshape(-1), rtol=1e-12)
    assert moments.rows == n * h * w
    running = layer.layer.running
    want = (x - running.mean[:, None, None]) / np.sqrt(running.variance[:, None, None] + EPS) * gamma + beta
    np.testing.assert_allclose(layer.forward(x), want, rtol=1e-12, atol=1e-12)


def test_one_value_for_each_channel_becomes_beta_and_passes_no_cotangent_on() -> None:
    layer = normalising(2, 1, 1, generator(0))
    y, back = layer.linearize(np.array([[[[3.0]], [[-7.0]]]]))
    assert y.reshape(-1).tolist() == layer.layer.beta.tolist()
    d_x, at = back.pullback(np.ones(y.shape))
    assert (d_x == 0).all()
    assert at.leaves[0].tolist() == [0, 0]
    assert at.leaves[1].tolist() == [1, 1]


def test_no_image_has_no_moments() -> None:
    message = refused(ShapeError, normalising(2, 3, 1, generator(0)).linearize, np.zeros((0, 2, 3, 1)))
    assert message == "BatchNorm: expected at least one row to take moments of, got x of shape (0, 2)"


def test_what_is_measured_is_absorbed_by_the_layer_inside() -> None:
    draw = generator(1)
    layer = normalising(2, 2, 2, draw)
    flat: Any = pm.Flatten(2, 2, 2, 8)
    net = layer >> pm.relu >> flat >> affine(draw.standard_normal((8, 3)), draw.standard_normal(3))
    x, t = draw.standard_normal((4, 2, 2, 2)), pm.labels([0, 1, 2, 0], 4, 3)
    new, _ = pm.training.step(net, x, t, 0.1)
    before, after = net.arrays(), new.arrays()
    assert [name for name in before if name.endswith("running.mean")]
    assert all(bits(after[name]) != bits(before[name]) for name in before if "running" in name)


@given(st.integers(1, 2), seeds)
def test_an_affine_layer_at_every_pixel_is_adjoint_to_its_derivative_exactly(n: int, seed: int) -> None:
    draw = generator(seed)
    inside = affine(EXACT.array(draw, "w", (3, 2)), EXACT.array(draw, "b", (2,)))
    layer = make(inside, 3, 2, 2)
    x, v, g = (EXACT.array(draw, name, (n, c, 2, 2)) for name, c in (("x", 3), ("v", 3), ("g", 2)))
    y, back = layer.linearize(x)
    for k, i, j in np.ndindex(n, 2, 2):
        assert (y[k, :, i, j] == x[k, :, i, j] @ inside.weight + inside.bias).all()
    d_x, at = back.pullback(g)
    assert ((layer.forward(x + v) - y) * g).sum() == (v * d_x).sum(), f"seed {seed}"
    assert all((a == b).all() for a, b in zip(at.leaves, back.gradient(g).leaves, strict=True))
    assert (at.leaves[1] == g.sum(axis=(0, 2, 3))).all()


def test_dropout_draws_a_mask_for_every_pixel() -> None:
    drop: Any = pm.Dropout(3, 0.5)
    layer = make(drop, 3, 4, 5)
    noise = pm.draw_noise(layer, pm.Key.of(0), 2)
    assert [mask.shape for mask in noise.masks] == [(2 * 4 * 5, 3)]
    y, _ = layer.linearize(np.ones((2, 3, 4, 5)), noise.masks)
    assert set(y.reshape(-1).tolist()) == {0.0, 2.0}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_it_gives_values_of_its_dtype(dtype: Any) -> None:
    draw = generator(3)
    layer = normalising(2, 3, 2, draw, dtype)
    for n in (1, 4):
        x, g = (draw.standard_normal((n, 2, 3, 2)).astype(dtype) for _ in range(2))
        before = bits(x, g)
        y, back = layer.linearize(x)
        d_x, at = back.pullback(g)
        made = (y, layer.forward(x), d_x, *at.leaves)
        assert {array.dtype for array in made} == {np.dtype(dtype)}
        assert not unlocked(made)
        assert not any(np.shares_memory(array, x) for array in made)
        assert bits(x, g) == before


def test_images_that_do_not_fit_are_refused() -> None:
    layer = normalising(2, 3, 4, generator(0))
    assert layer.__class__ is Pixelwise
    assert repr(layer) == "Pixelwise(BatchNorm(2), 3x4)"
    for call in (layer.forward, layer.linearize):
        assert refused(ShapeError, call, np.zeros((1, 2, 4, 3))) == "Pixelwise: expected images 2x3x4, got x of shape (1, 2, 4, 3)"
