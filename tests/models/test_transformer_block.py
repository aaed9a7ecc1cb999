from __future__ import annotations

from math import fsum
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.check.numbers.arrays import STEP
from pureml.initializers import affine, embedding, layer_norm
from pureml.keys import normal
from pureml.models import transformer_block
from tests.networks import bits, put

KEY = pm.Key.of(6)
TOKENS, COLUMNS = 4, 6


def block(dtype: Any = np.float64, look: Any = pm.causal, heads: int = 2) -> Any:
    return transformer_block(KEY, COLUMNS, pm.Heads(8, heads, 8 // heads), 12, look(TOKENS), dtype)


def sequence(count: int = 1, seed: int = 0, dtype: Any = np.float64) -> Any:
    return normal(pm.Key.of(seed), count * TOKENS, COLUMNS, dtype)


def test_it_is_what_the_two_equations_say() -> None:
    net, x = block(), sequence()
    (norm, attention), (second_norm, rise, fall) = (
        (net.first.layer.first, net.first.layer.second),
        (net.second.layer.first.layer.first, net.second.layer.first.layer.second, net.second.layer.second),
    )
    h = x + attention.forward(norm.forward(x))
    y = h + fall.forward(pm.gelu(rise.forward(second_norm.forward(h))))
    np.testing.assert_allclose(net.forward(x), y, rtol=1e-14)
    assert len({bits(leaf)[0] for leaf in net.leaves if leaf.ndim == 2}) == 6  # every weight has a key of its own


def test_sequences_do_not_see_each_other_and_the_past_does_not_see_the_future() -> None:
    net, x = block(), sequence(2)
    other = x.copy()
    other[5:] = 1.0
    np.testing.assert_array_equal(net.forward(other)[:5], net.forward(x)[:5])
    assert not np.isclose(net.forward(other)[5:], net.forward(x)[5:]).all()


@given(st.integers(1, 2), st.sampled_from([1, 2, 4]), st.integers(0, 9))
def test_the_way_back_is_the_slope_of_a_complex_step(sequences: int, heads: int, seed: int) -> None:
    net, x, g = block(heads=heads), sequence(sequences, seed), sequence(sequences, seed + 10)
    _, back = net.linearize(x)
    d_x, at = back.pullback(g)
    directions: list[Any] = [normal(pm.Key.of(k), 1, a.size, np.float64).reshape(a.shape) for k, a in enumerate((x, *net.leaves))]
    moved: list[Any] = [a + 1j * STEP * v for a, v in zip((x, *net.leaves), directions, strict=True)]
    y: Any = put(net, moved[1:]).linearize(moved[0])[0]
    slope = float((y.imag / STEP * g).sum())
    against = fsum(float((d * v).sum()) for d, v in zip((d_x, *at.leaves), directions, strict=True))
    assert against == pytest.approx(slope, rel=1e-10, abs=1e-10)
    assert bits(*back.gradient(g).leaves) == bits(*at.leaves)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_language_model_of_one_block_learns_which_letter_follows(dtype: Any) -> None:
    first, last = KEY.split(2)
    table: Any = embedding(first, 5, COLUMNS, dtype, scale=1.0)
    net = table >> block(dtype) >> layer_norm(COLUMNS, dtype) >> affine(last, COLUMNS, 5, dtype)
    x = pm.labels([0, 1, 2, 3, 4, 0, 1, 2], 8, 5)
    t = pm.labels([1, 2, 3, 4, 0, 1, 2, 3], 8, 5)
    for _ in range(60):
        net, _ = pm.training.step(net, x, t, 0.3)
    assert pm.training.differentiate(net, x, t).loss < 0.1
    assert net.forward(x).argmax(axis=1).tolist() == t.tolist()
    assert {leaf.dtype for leaf in net.leaves} == {np.dtype(dtype)}
