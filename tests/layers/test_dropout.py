from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.check.inputs import EXACT
from pureml.check.numbers import Exact
from pureml.keys import Key
from pureml.layers import dropout
from tests.locks import unlocked
from tests.networks import bits

HALF: Any = Exact(Fraction(1, 2))
Make: Any = pm.Dropout


@pytest.mark.parametrize("shape", [(1, 1), (1, 3), (2, 3), (3, 2)])
def test_the_mean_over_all_masks_is_x_exactly(shape: tuple[int, int]) -> None:
    n = shape[0] * shape[1]
    x: Any = EXACT.array(np.random.Generator(Key.of(0).bits()), "x", shape)
    total: Any = x - x
    back: Any = total
    for kept in product((False, True), repeat=n):
        mask: Any = np.array(kept).reshape(shape)
        total = total + dropout.forward(x, mask, HALF)
        back = back + dropout.pullback((mask, HALF), x)
    assert (total / 2**n == x).all()
    assert (back / 2**n == x).all()


@given(st.fractions(0, 1, max_denominator=8).filter(lambda p: p < 1), st.integers(0, 3))
def test_the_mean_weighted_by_the_chances_of_the_masks_is_x_at_every_rate(rate: Fraction, seed: int) -> None:
    x: Any = EXACT.array(np.random.Generator(Key.of(seed).bits()), "x", (1, 3))
    total: Any = x - x
    exact_rate: Any = Exact(rate)
    for kept in product((False, True), repeat=3):
        mask: Any = np.array([kept])
        chance = (1 - rate) ** sum(kept) * rate ** (3 - sum(kept))
        total = total + dropout.forward(x, mask, exact_rate) * Exact(chance)
    assert (total == x).all(), f"rate {rate}, seed {seed}"


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_pass_drops_by_the_mask_scales_the_rest_and_goes_back_by_the_same_mask(dtype: Any) -> None:
    layer = Make(4, 0.25)
    x: Any = np.arange(1, 13).reshape(3, 4).astype(dtype)
    g: Any = -x
    (mask,) = pm.draw_noise(layer, Key.of(1), 3).masks
    before = bits(x, g, mask)
    y, back = layer.linearize(x, (mask,))
    d_x, at = back.pullback(g)
    assert (y == np.where(mask, x / dtype(0.75), 0)).all()
    assert (d_x == np.where(mask, g / dtype(0.75), 0)).all()
    assert 0 < np.count_nonzero(mask) < 12
    assert {y.dtype, d_x.dtype} == {np.dtype(dtype)}
    assert at.leaves == back.gradient(g).leaves == ()
    assert at.at is layer
    assert back.measured() == ()
    assert bits(x, g, mask) == before
    assert not unlocked((y, d_x))
    assert not any(np.shares_memory(a, b) for a in (y, d_x) for b in (x, g))


@given(st.integers(1, 4), st.integers(1, 4), st.floats(0, 0.99))
def test_evaluation_is_the_identity(rows: int, size: int, rate: float) -> None:
    x: Any = np.arange(float(rows * size)).reshape(rows, size)  # not locked: what comes out must not be its memory
    y = Make(size, rate).forward(x)
    assert y.tobytes() == x.tobytes()
    assert not np.shares_memory(x, y)
    assert x.flags.writeable
    assert not y.flags.writeable


def test_nothing_is_dropped_at_rate_0() -> None:
    x: Any = np.ones((2, 3))
    layer = Make(3, 0.0)
    assert layer.linearize(x, pm.draw_noise(layer, Key.of(0), 2).masks)[0].tolist() == x.tolist()
