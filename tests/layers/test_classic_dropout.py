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
from pureml.layers import classic_dropout, dropout
from tests.locks import unlocked
from tests.networks import bits

Make: Any = pm.ClassicDropout


@given(st.fractions(0, 1, max_denominator=8).filter(lambda p: p < 1), st.integers(0, 3))
def test_evaluation_is_the_mean_of_training_over_all_masks_exactly(rate: Fraction, seed: int) -> None:
    x: Any = EXACT.array(np.random.Generator(Key.of(seed).bits()), "x", (1, 3))
    total: Any = x - x
    for kept in product((False, True), repeat=3):
        mask: Any = np.array([kept])
        chance = (1 - rate) ** sum(kept) * rate ** (3 - sum(kept))
        total = total + classic_dropout.forward(x, mask) * Exact(chance)
    assert (total == x * Exact(1 - rate)).all(), f"rate {rate}, seed {seed}"


@given(st.integers(1, 4), st.integers(1, 4), st.sampled_from([0.0, 0.25, 0.5]))
def test_it_is_inverted_dropout_times_the_share_that_is_kept(rows: int, size: int, rate: float) -> None:
    x: Any = np.arange(float(rows * size)).reshape(rows, size) - 3
    classic, inverted = Make(size, rate), pm.Dropout(size, rate)
    masks = pm.draw_noise(classic, Key.of(rows), rows).masks
    np.testing.assert_allclose(classic.linearize(x, masks)[0], inverted.linearize(x, masks)[0] * (1 - rate), rtol=1e-15)
    np.testing.assert_allclose(classic.forward(x), inverted.forward(x) * (1 - rate), rtol=1e-15)
    assert dropout.RULE.name != classic_dropout.RULE.name


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_pass_drops_by_the_mask_scales_nothing_and_goes_back_by_the_same_mask(dtype: Any) -> None:
    layer = Make(4, 0.25)
    x: Any = np.arange(1, 13).reshape(3, 4).astype(dtype)
    g: Any = -x
    (mask,) = pm.draw_noise(layer, Key.of(1), 3).masks
    before = bits(x, g, mask)
    y, back = layer.linearize(x, (mask,))
    d_x, at = back.pullback(g)
    assert (y == np.where(mask, x, 0)).all()
    assert (d_x == np.where(mask, g, 0)).all()
    assert {y.dtype, d_x.dtype, layer.forward(x).dtype} == {np.dtype(dtype)}
    assert at.leaves == back.gradient(g).leaves == ()
    assert bits(x, g, mask) == before
    assert not unlocked((y, d_x, layer.forward(x)))
    assert back.measured() == ()
