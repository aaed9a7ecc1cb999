from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.initializers import affine, he
from pureml.layers.affine import Affine
from pureml.models import multi_layer, multi_layer_extended

Build: Any = multi_layer_extended
KEY = pm.Key.of(5)


def layers(net: Any) -> list[Any]:
    """The layers that are not made of others, first to last."""
    return [net] if not net.parts() else [found for part in net.parts() for found in layers(part)]


@given(st.integers(1, 4), st.lists(st.integers(1, 4), max_size=3).map(tuple), st.integers(1, 4))
def test_every_hidden_layer_normalises_and_drops_and_the_last_does_neither(inputs: int, hidden: Any, outputs: int) -> None:
    net = Build(KEY, inputs, hidden, outputs, np.float64, activation=pm.relu, dropout=0.25)
    widths = [inputs, *hidden, outputs]
    kinds = [type(layer).__name__ for layer in layers(net)]
    assert kinds == ["Affine", "BatchNorm", "Dropout"] * len(hidden) + ["Affine"], f"{widths}"
    affines: list[Any] = [layer for layer in layers(net) if type(layer) is Affine]
    for k, (layer, (a, b)) in enumerate(zip(affines, pairwise(widths), strict=True)):
        assert layer.same_bits(affine(KEY.fold(k), a, b, np.float64, init=he)), f"{widths}, layer {k}"
    assert net.draws == len(hidden)


def test_normalisation_stands_before_the_activation_and_dropout_after_it() -> None:
    net = Build(KEY, 2, (3, 4), 2, np.float64, activation=pm.tanh)
    text = "Affine(2 -> 3) >> BatchNorm(3) >> tanh >> Dropout(3, 0.5) >> Affine(3 -> 4) >> BatchNorm(4) >> tanh >> Dropout(4, 0.5)"
    assert repr(net) == f"{text} >> Affine(4 -> 2)"


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_it_trains_with_all_three_and_stays_in_its_dtype(dtype: Any) -> None:
    net = Build(KEY, 2, (8, 8), 2, dtype, activation=pm.relu, dropout=0.1)
    x: Any = np.random.Generator(KEY.bits()).standard_normal((64, 2)).astype(dtype)
    t = pm.labels((x[:, 0] * x[:, 1] > 0).astype(int), 64, 2)
    for k in range(300):
        net, _ = pm.training.step(net, x, t, 0.2, pm.draw_noise(net, pm.Key.of(k), 64), penalty=pm.l2_penalty(1e-4))
    assert pm.training.accuracy(net, x, t) > 0.9
    assert {a.dtype for a in net.arrays().values()} == {np.dtype(dtype)}


def test_without_hidden_layers_it_is_the_plain_network() -> None:
    options: Any = {"activation": pm.relu}
    assert Build(KEY, 3, (), 2, np.float64, **options).same_bits(multi_layer(KEY, 3, (), 2, np.float64, **options))
