"""Layers of images compose with each other, with a layer to features, and with layers of features."""

from __future__ import annotations

from fractions import Fraction
from operator import add
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import pureml as pm
from pureml.check.call import flat, inner
from pureml.check.inputs import EXACT
from pureml.check.numbers import Exact
from pureml.check.numbers.arrays import STEP
from pureml.layers.images import ActivatedFlat, ActivatedImages, FlatChain, ImageChain
from tests.layers.scale import Scale
from tests.locks import unlocked
from tests.networks import bits, layer

ROWS, CHANNELS, HEIGHT, WIDTH, CLASSES = 2, 2, 1, 3, 2
SHAPE = (ROWS, CHANNELS, HEIGHT, WIDTH)
FLATTEN: Any = pm.Flatten(CHANNELS, HEIGHT, WIDTH, CHANNELS * HEIGHT * WIDTH)
MakeScale: Any = Scale
seeds = st.integers(0, 2**16)


def scaled(draw: Any, make: Any) -> Any:
    return MakeScale(make(draw, "s", (CHANNELS,)))


def dense(draw: Any, make: Any) -> Any:
    return layer(make(draw, "w", (6, CLASSES)), make(draw, "b", (CLASSES,)))


def floats(draw: Any, _: str, shape: tuple[int, ...]) -> Any:
    return draw.standard_normal(shape)


def compositions(draw: Any, make: Any) -> dict[str, Any]:
    """Every way to put layers of images before a layer of features."""
    a, b, last = scaled(draw, make), scaled(draw, make), dense(draw, make)
    return {
        "((a b) flatten) last": ((a >> b) >> FLATTEN) >> last,
        "a (b (flatten last))": a >> (b >> (FLATTEN >> last)),
        "(a (b flatten)) last": (a >> (b >> FLATTEN)) >> last,
        "(a b) (flatten last)": (a >> b) >> (FLATTEN >> last),
        "a ((b flatten) last)": a >> ((b >> FLATTEN) >> last),
    }


def as_complex(x: Any, /) -> Any:
    return x.astype(complex)


def generator(seed: int) -> Any:
    return np.random.Generator(pm.Key.of(seed).bits())


def test_how_a_network_is_bracketed_changes_no_number() -> None:
    nets = compositions(generator(0), floats)
    x, g = generator(1).standard_normal(SHAPE), generator(2).standard_normal((ROWS, CLASSES))
    first, *others = nets.values()
    y, back = first.linearize(x)
    d_x, at = back.pullback(g)
    for net in others:
        assert len(net.leaves) == 4
        other_y, other_back = net.linearize(x)
        other_d_x, other_at = other_back.pullback(g)
        assert bits(y, d_x, *at.leaves) == bits(other_y, other_d_x, *other_at.leaves), repr(net)
        assert bits(y) == bits(net.forward(x))
        assert bits(*other_back.gradient(g).leaves) == bits(*other_at.leaves)
        assert other_at.at is net


def test_each_pair_makes_the_network_of_its_kind() -> None:
    draw = generator(0)
    a, last = scaled(draw, floats), dense(draw, floats)
    kinds: dict[str, tuple[Any, type, str]] = {
        "images, images": (a >> a, ImageChain, "Scale >> Scale"),
        "images, to features": (a >> FLATTEN, FlatChain, "Scale >> Flatten(2x1x3 -> 6)"),
        "images, a chain to features": (a >> (FLATTEN >> last), FlatChain, "Scale >> Flatten(2x1x3 -> 6) >> Affine(6 -> 2)"),
        "to features, features": (FLATTEN >> last, FlatChain, "Flatten(2x1x3 -> 6) >> Affine(6 -> 2)"),
        "images, activation": (a >> pm.relu, ActivatedImages, "Scale >> relu"),
        "to features, activation": (FLATTEN >> pm.relu, ActivatedFlat, "Flatten(2x1x3 -> 6) >> relu"),
        "to features, rows": (FLATTEN >> pm.softmax, ActivatedFlat, "Flatten(2x1x3 -> 6) >> softmax"),
    }
    for name, (net, kind, text) in kinds.items():
        assert type(net) is kind, name
        assert repr(net) == text, name


@given(seeds)
def test_the_way_back_is_adjoint_to_the_derivative_exactly(seed: int) -> None:
    # Without activation a network is affine in its input and in each of its arrays: a difference is a derivative.
    draw = generator(seed)
    net = scaled(draw, EXACT.array) >> scaled(draw, EXACT.array) >> FLATTEN >> dense(draw, EXACT.array)
    x, x_dot, g = (EXACT.array(draw, name, shape) for name, shape in (("x", SHAPE), ("v", SHAPE), ("g", (ROWS, CLASSES))))
    y, back = net.linearize(x)
    d_x, at = back.pullback(g)
    assert all(isinstance(e, Exact) for a in (y, d_x, *at.leaves) for e in flat(a))
    assert inner((net.forward(x + x_dot) - y,), (g,)) == inner((x_dot,), (d_x,)), f"seed {seed}"
    for k, leaf in enumerate(net.leaves):
        dot = EXACT.array(draw, "p", leaf.shape)
        moved = net.rebuilt(add, iter([dot if i == k else p - p for i, p in enumerate(net.leaves)]))
        assert inner((moved.forward(x) - y,), (g,)) == inner((dot,), (at.leaves[k],)), f"seed {seed}, array {k}"


@given(seeds)
def test_with_relu_between_the_images_too_where_no_pixel_is_at_the_kink(seed: int) -> None:
    draw = generator(seed)
    first, second = scaled(draw, EXACT.array), scaled(draw, EXACT.array)
    net = first >> pm.relu >> second >> FLATTEN >> pm.relu >> dense(draw, EXACT.array)
    x, x_dot, g = (EXACT.array(draw, name, shape) for name, shape in (("x", SHAPE), ("v", SHAPE), ("g", (ROWS, CLASSES))))
    # Behind a unit that is off the second ReLU stays at 0, on both sides of the step.
    assume(all(e != 0 for a in (first.forward(x), second.factor) for e in flat(a)))
    step = Exact(Fraction(1, 10**9))
    y, back = net.linearize(x)
    slope = (net.forward(x + x_dot * step) - y) / step
    assert inner((slope,), (g,)) == inner((x_dot,), (back.pullback(g)[0],)), f"seed {seed}"


def test_in_floats_the_slope_is_that_of_a_complex_step() -> None:
    draw = generator(3)
    net = scaled(draw, floats) >> pm.tanh >> scaled(draw, floats) >> FLATTEN >> pm.sigmoid >> dense(draw, floats)
    x, x_dot, g = draw.standard_normal(SHAPE), draw.standard_normal(SHAPE), draw.standard_normal((ROWS, CLASSES))
    d_x, _ = net.linearize(x)[1].pullback(g)
    complex_net = net.map(as_complex)
    slope = complex_net.forward(x + 1j * STEP * x_dot).imag / STEP
    assert (slope * g).sum() == pytest.approx((x_dot * d_x).sum(), rel=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_pass_writes_nothing_and_gives_locked_values_of_its_dtype(dtype: Any) -> None:
    def drawn(draw: Any, _: str, shape: tuple[int, ...]) -> Any:
        return draw.standard_normal(shape).astype(dtype)

    draw = generator(4)
    a, last = scaled(draw, drawn), dense(draw, drawn)
    x, g = drawn(draw, "x", SHAPE), drawn(draw, "g", (ROWS, CLASSES))
    for net in (a >> pm.relu >> a >> FLATTEN >> last, a >> FLATTEN >> pm.softmax >> last):
        before = bits(x, g, *net.leaves)
        y, back = net.linearize(x)
        d_x, at = back.pullback(g)
        made = (y, net.forward(x), d_x, *at.leaves)
        assert bits(x, g, *net.leaves) == before, repr(net)
        assert {array.dtype for array in made} == {np.dtype(dtype)}, repr(net)
        assert not unlocked(made), repr(net)
        assert not any(np.shares_memory(array, x) for array in made), repr(net)
        assert back.measured() == ()


def test_masks_and_moments_reach_the_layers_behind_the_images() -> None:
    draw = generator(5)
    norm: Any = pm.BatchNorm(pm.vector(np.ones(6)), pm.vector(np.zeros(6)), pm.Moments(pm.vector(np.zeros(6)), pm.vector(np.ones(6))))
    drop: Any = pm.Dropout(6, 0.5)
    net = scaled(draw, floats) >> (FLATTEN >> drop >> norm) >> drop >> dense(draw, floats)
    assert net.draws == 2
    noise = pm.draw_noise(net, pm.Key.of(0), ROWS)
    assert not np.array_equal(noise.masks[0], noise.masks[1])
    x = draw.standard_normal(SHAPE)
    at = pm.training.differentiate(net, x, pm.labels([0, 1], ROWS, CLASSES), noise)
    (measured,) = at.statistics.measured
    h = net.first.first.first.forward(x).reshape(ROWS, 6) * noise.masks[0] * 2
    np.testing.assert_allclose(measured.arrays()["mean"], h.mean(axis=0), rtol=1e-14)
    new = net.absorb(at.statistics)
    assert new.arrays().keys() == net.arrays().keys()
    assert [name for name in net.arrays() if bits(new.arrays()[name]) != bits(net.arrays()[name])] == [
        name for name in net.arrays() if ".running." in name
    ]


def test_an_image_network_takes_a_step() -> None:
    draw = generator(6)
    net = scaled(draw, floats) >> pm.relu >> FLATTEN >> dense(draw, floats)
    x, t = draw.standard_normal(SHAPE), pm.labels([0, 1], ROWS, CLASSES)
    new, loss = pm.training.step(net, x, t, 0.1)
    assert pm.training.step(new, x, t, 0.1)[1] < loss
    massed = pm.distribution([[1.0, 0.0], [0.0, 1.0]], ROWS, CLASSES)
    assert pm.training.step(net, x, massed, 0.1)[1] == pytest.approx(float(loss), rel=1e-14)
