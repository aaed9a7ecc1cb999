from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.check.inputs import EXACT
from pureml.check.layers import average_pool as naive
from pureml.errors import DomainError, ShapeError
from pureml.layers import average_pool
from tests.locks import unlocked
from tests.networks import bits
from tests.refused import refused
from tests.windows import pools

Make: Any = pm.AveragePool
ON: Any = average_pool.forward
LINEARIZE: Any = average_pool.linearize
PULL: Any = average_pool.pullback


@given(pools(), st.integers(0, 999))
def test_the_layer_is_the_rule_and_the_definition(at: Any, seed: int) -> None:
    draw: Any = np.random.Generator(pm.Key.of(seed).bits())
    exact = EXACT.array(draw, "x", at.shape)
    assert (ON(exact, *at.pairs) == naive.definition(exact, *at.pairs)).all()
    x, pool = draw.standard_normal(at.shape), Make(at.channels, *at.sides, *at.stops, *at.pairs)
    y, back = pool.linearize(x)
    g = draw.standard_normal(y.shape)
    d_x, at_layer = back.pullback(g)
    assert bits(y, pool.forward(x), d_x) == bits(ON(x, *at.pairs), y, PULL(LINEARIZE(x, *at.pairs)[1], g))
    assert (at_layer.leaves, at_layer.at, back.gradient(g).leaves, back.measured()) == ((), pool, (), ())
    assert not unlocked((y, d_x))
    assert not any(np.shares_memory(made, x) for made in (y, d_x))


def test_a_place_outside_of_the_image_counts_as_a_0() -> None:
    x = np.full((1, 1, 2, 2), 4.0)
    assert ON(x, (2, 2), (1, 1), (1, 1)).tolist() == [[[[1, 2, 1], [2, 4, 2], [1, 2, 1]]]]


def test_a_constant_stays_itself_without_padding() -> None:
    np.testing.assert_allclose(ON(np.full((2, 3, 5, 7), 0.1), (2, 3), (2, 2), (0, 0)), 0.1, rtol=1e-15)


def test_every_pixel_takes_its_part_as_often_as_it_is_seen() -> None:
    _, kept = LINEARIZE(np.zeros((1, 1, 1, 5)), (1, 2), (1, 2), (0, 0))
    assert PULL(kept, np.array([[[[2.0, 4.0]]]])).tolist() == [[[[1, 1, 2, 2, 0]]]]
    _, overlapping = LINEARIZE(np.zeros((1, 1, 1, 3)), (1, 2), (1, 1), (0, 0))
    assert PULL(overlapping, np.array([[[[2.0, 4.0]]]])).tolist() == [[[[1, 3, 2]]]]


@pytest.mark.parametrize("n", [0, 1, 5])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_any_number_of_images_of_both_dtypes(n: int, dtype: Any) -> None:
    pool = Make(2, 5, 4, 2, 2)
    x: Any = np.ones((n, 2, 5, 4), dtype)
    y, back = pool.linearize(x)
    assert (y.shape, y.dtype) == ((n, 2, 2, 2), np.dtype(dtype))
    d_x, _ = back.pullback(y)
    assert (d_x.shape, d_x.dtype) == (x.shape, np.dtype(dtype))


def test_images_that_do_not_fit_are_refused() -> None:
    pool = Make(2, 4, 6, 2, 3)
    for call in (pool.forward, pool.linearize):
        assert refused(ShapeError, call, np.zeros((1, 2, 6, 4))) == "AveragePool: expected images 2x4x6, got x of shape (1, 2, 6, 4)"
    assert "less than the window" in refused(DomainError, ON, np.zeros((1, 1, 4, 4)), (2, 2), (1, 1), (0, 2))
