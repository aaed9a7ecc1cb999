"""How layers of features compose; what the compositions compute in every number system is in tests/test_pairs.py."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import pureml as pm
from pureml.layers.layer import Activated, Chain, Layer
from tests.locks import unlocked
from tests.networks import batch, bits, layer, network


def drawn(seed: int, *shape: int) -> Any:
    return np.random.Generator(pm.Key.of(seed).bits()).standard_normal(shape)


def square(seed: int, size: int = 3) -> Any:
    return layer(drawn(seed, size, size), drawn(seed + 10, size))


def test_composition_applies_the_first_first() -> None:
    a, b = square(0), square(1)
    x = drawn(2, 4, 3)
    assert bits((a >> b).forward(x)) == bits(b.forward(a.forward(x)))
    assert bits((b >> a).forward(x)) == bits(a.forward(b.forward(x)))
    assert bits((a >> pm.tanh).forward(x)) == bits(pm.tanh(a.forward(x)))


@pytest.mark.parametrize("activation", [pm.relu, pm.softmax], ids=repr)
def test_how_a_network_is_bracketed_changes_no_number(activation: Any) -> None:
    a, b, c = (square(seed) for seed in range(3))
    drop: Any = pm.Dropout(3, 0.5)
    nets: list[Any] = [
        ((a >> activation) >> drop >> b) >> c,
        (a >> activation) >> (drop >> (b >> c)),
        (a >> activation) >> (drop >> b) >> c,
    ]
    masks = pm.draw_noise(drop, pm.Key.of(0), 4).masks
    x, g = drawn(3, 4, 3), drawn(4, 4, 3)
    passes: list[list[bytes]] = []
    for net in nets:
        y, back = net.linearize(x, masks)
        d_x, at = back.pullback(g)
        assert at.at is net
        assert bits(*back.gradient(g).leaves) == bits(*at.leaves)
        passes.append(bits(y, d_x, *at.leaves))
    assert passes[0] == passes[1] == passes[2]


def test_each_pair_makes_the_layer_of_its_kind_and_shows_what_it_is_made_of() -> None:
    a = square(0)
    kinds: list[tuple[Any, type, str]] = [
        (a >> a, Chain, "Affine(3 -> 3) >> Affine(3 -> 3)"),
        (a >> pm.relu, Activated, "Affine(3 -> 3) >> relu"),
        (a >> pm.softmax, Activated, "Affine(3 -> 3) >> softmax"),
        (a >> pm.relu >> a, Chain, "Affine(3 -> 3) >> relu >> Affine(3 -> 3)"),
    ]
    for net, kind, text in kinds:
        assert (type(net), issubclass(kind, Layer)) == (kind, True)
        assert repr(net) == text
    chain = a >> pm.relu >> a
    assert chain.first.layer is a
    assert chain.first.activation is pm.relu
    assert chain.second is a


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_pass_through_a_network_writes_nothing_and_gives_locked_values_of_its_dtype(dtype: Any) -> None:
    net = network(dtype)
    x, _ = batch(dtype)
    masks = pm.draw_noise(net, pm.Key.of(0), len(x)).masks
    before = bits(x, *net.arrays().values(), *masks)
    y, back = net.linearize(x, masks)
    d_x, at = back.pullback(y)
    made = (y, net.forward(x), d_x, *at.leaves)
    assert bits(x, *net.arrays().values(), *masks) == before
    assert {a.dtype for a in made} == {np.dtype(dtype)}
    assert not unlocked(made)
    assert not any(np.shares_memory(a, b) for a in made for b in (x, *net.leaves))
    assert d_x.shape == x.shape
