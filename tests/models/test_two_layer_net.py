from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.initializers import affine, glorot, he
from pureml.models import two_layer_net

KEY = pm.Key.of(3)
size = st.integers(1, 5)


@given(size, size, size)
def test_it_is_affine_activation_affine_with_a_key_each(inputs: int, hidden: int, outputs: int) -> None:
    net = two_layer_net(KEY, inputs, hidden, outputs, np.float64, activation=pm.sigmoid)
    first, second = KEY.split(2)
    want = affine(first, inputs, hidden, np.float64, init=he) >> pm.sigmoid >> affine(second, hidden, outputs, np.float64, init=he)
    assert net.same_bits(want)
    assert repr(net) == f"Affine({inputs} -> {hidden}) >> sigmoid >> Affine({hidden} -> {outputs})"


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_its_dtype_and_initializer_are_the_ones_asked_for(dtype: Any) -> None:
    net = two_layer_net(KEY, 6, 5, 4, dtype, init=glorot)
    assert {leaf.dtype for leaf in net.leaves} == {np.dtype(dtype)}
    assert net.first.layer.same_bits(affine(KEY.split(2)[0], 6, 5, dtype, init=glorot))


def test_it_learns_to_tell_the_four_inputs_of_xor() -> None:
    x = pm.matrix([[0, 0], [0, 1], [1, 0], [1, 1]], 4, 2)
    t = pm.labels([0, 1, 1, 0], 4, 2)
    net = two_layer_net(pm.Key.of(0), 2, 8, 2, np.float64, activation=pm.tanh)
    for _ in range(500):
        net, _ = pm.training.step(net, x, t, 0.5)
    assert net.forward(x).argmax(axis=1).tolist() == [0, 1, 1, 0]
