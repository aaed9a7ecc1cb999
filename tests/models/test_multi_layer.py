from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.initializers import affine, glorot, he
from pureml.layers.affine import Affine
from pureml.models.multi_layer import multi_layer
from tests.locks import unlocked
from tests.networks import bits

Build: Any = multi_layer
KEY = pm.Key.of(5)
sizes = st.lists(st.integers(1, 4), max_size=4).map(tuple)


def layers(net: Any) -> list[Any]:
    """The affine layers, first to last."""
    return [net] if isinstance(net, Affine) else [found for part in net.parts() for found in layers(part)]


@given(st.integers(1, 4), sizes, st.integers(1, 4), st.integers(0, 99))
def test_it_is_one_affine_layer_more_than_hidden_sizes_each_with_a_key_of_its_own(
    inputs: int, hidden: Any, outputs: int, seed: int
) -> None:
    key = pm.Key.of(seed)
    net = Build(key, inputs, hidden, outputs, np.float64, activation=pm.relu)
    widths = [inputs, *hidden, outputs]
    found = layers(net)
    assert [layer.weight.shape for layer in found] == list(pairwise(widths)), f"{widths}"
    for k, (layer, (a, b)) in enumerate(zip(found, pairwise(widths), strict=True)):
        assert layer.same_bits(affine(key.fold(k), a, b, np.float64, init=he)), f"{widths}, layer {k}"
    assert repr(net) == " >> relu >> ".join(f"Affine({a} -> {b})" for a, b in pairwise(widths))


@pytest.mark.parametrize("hidden", [(), (3,), (3, 4), (4, 3, 5)])
def test_it_computes_layer_after_layer_and_no_activation_follows_the_last(hidden: tuple[int, ...]) -> None:
    net = Build(KEY, 2, hidden, 3, np.float64, activation=pm.tanh)
    x = np.random.Generator(KEY.bits()).standard_normal((4, 2))
    h: Any = x
    *body, last = layers(net)
    for layer in body:
        h = np.tanh(layer.forward(h))
    np.testing.assert_allclose(net.forward(x), last.forward(h), rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_its_dtype_and_initializer_are_the_ones_asked_for_and_the_same_key_gives_the_same_bits(dtype: Any) -> None:
    net, again = (Build(KEY, 6, (5,), 4, dtype, activation=pm.relu, init=glorot) for _ in range(2))
    assert {a.dtype for a in net.leaves} == {np.dtype(dtype)}
    assert not unlocked(net.leaves)
    assert net.same_bits(again)
    assert bits(*net.leaves) != bits(*Build(KEY.fold(0), 6, (5,), 4, dtype, activation=pm.relu, init=glorot).leaves)
    for k, (layer, (a, b)) in enumerate(zip(layers(net), ((6, 5), (5, 4)), strict=True)):
        assert layer.same_bits(affine(KEY.fold(k), a, b, dtype, init=glorot))
    assert not layers(net)[0].same_bits(affine(KEY.fold(0), 6, 5, dtype, init=he))


def test_it_trains() -> None:
    net = Build(KEY, 2, (8,), 2, np.float64, activation=pm.relu)
    x: Any = pm.matrix([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    t = pm.labels([0, 1, 1, 0], 4, 2)
    step: Any = pm.training.step
    for _ in range(300):
        net, _ = step(net, x, t, 0.5)
    assert pm.training.accuracy(net, x, t) == 1.0


@given(sizes, st.sampled_from([0.25, 0.5]))
def test_with_dropout_every_activation_is_followed_by_it_and_the_weights_are_the_same(hidden: Any, rate: float) -> None:
    plain = Build(KEY, 2, hidden, 3, np.float64, activation=pm.tanh)
    net = Build(KEY, 2, hidden, 3, np.float64, activation=pm.tanh, dropout=rate)
    assert net.draws == len(hidden)
    assert bits(*net.leaves) == bits(*plain.leaves)
    x = np.random.Generator(KEY.bits()).standard_normal((4, 2))
    assert bits(net.forward(x)) == bits(plain.forward(x)), "evaluation drops nothing"
    masks = pm.draw_noise(net, KEY, 4).masks
    assert [mask.shape for mask in masks] == [(4, size) for size in hidden]
    h: Any = x
    for mask, layer in zip(masks, layers(net), strict=False):
        h = np.tanh(layer.forward(h)) * mask / (1 - rate)  # not relu, which dropout before it would not change
    np.testing.assert_allclose(net.linearize(x, masks)[0], layers(net)[-1].forward(h), rtol=1e-14, atol=1e-15)


@given(sizes)
def test_every_layer_is_drawn_by_the_initializer_asked_for(hidden: Any) -> None:
    net = Build(KEY, 6, hidden, 4, np.float64, activation=pm.relu, init=glorot)
    for k, (layer, (a, b)) in enumerate(zip(layers(net), pairwise((6, *hidden, 4)), strict=True)):
        assert layer.same_bits(affine(KEY.fold(k), a, b, np.float64, init=glorot)), f"layer {k} of {net}"
