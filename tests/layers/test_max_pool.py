from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.check.layers import max_pool as naive
from pureml.errors import DomainError, ShapeError
from pureml.layers import max_pool
from tests.locks import unlocked
from tests.networks import bits
from tests.refused import refused
from tests.windows import pools

Make: Any = pm.MaxPool
ON: Any = max_pool.forward
LINEARIZE: Any = max_pool.linearize
PULL: Any = max_pool.pullback
seeds = st.integers(0, 999)


def tied(shape: Any, seed: int) -> Any:
    draw: Any = np.random.Generator(pm.Key.of(seed).bits())
    return draw.integers(-2, 1, shape).astype(float)


def layer(at: Any) -> Any:
    return Make(at.channels, *at.sides, *at.stops, *at.pairs)


@given(pools(), seeds)
def test_the_layer_is_the_rule_and_the_definition(at: Any, seed: int) -> None:
    x, pool = tied(at.shape, seed), layer(at)
    y, back = pool.linearize(x)
    assert bits(y, pool.forward(x)) == bits(ON(x, *at.pairs), ON(x, *at.pairs))
    assert (y == naive.definition(x, *at.pairs)).all()
    g = tied(y.shape, seed + 1)
    d_x, at_layer = back.pullback(g)
    assert bits(d_x) == bits(PULL(LINEARIZE(x, *at.pairs)[1], g))
    assert (at_layer.leaves, at_layer.at, back.gradient(g).leaves, back.measured()) == ((), pool, (), ())
    assert not unlocked((y, d_x))
    assert not any(np.shares_memory(made, x) for made in (y, d_x))


def test_padding_is_never_the_greatest() -> None:
    x = np.full((1, 1, 2, 2), -5.0)
    y, kept = LINEARIZE(x, (2, 2), (1, 1), (1, 1))
    assert (y == -5).all()
    d_x = PULL(kept, np.ones(y.shape))
    assert d_x.sum() == y.size, "no cotangent is lost in the frame"


def test_of_equal_entries_the_first_line_by_line_takes_all() -> None:
    for row, first in (([[7, 7], [7, 7]], (0, 0)), ([[0, 7], [7, 7]], (0, 1)), ([[0, 0], [7, 7]], (1, 0)), ([[0, 0], [0, 7]], (1, 1))):
        y, kept = LINEARIZE(np.array([[row]], float), (2, 2), (2, 2), (0, 0))
        d_x = PULL(kept, np.full(y.shape, 3.0))
        assert np.argwhere(d_x[0, 0]).tolist() == [list(first)], row
        assert d_x.sum() == 3


def test_a_pixel_that_wins_twice_takes_both_and_one_that_nobody_sees_nothing() -> None:
    x = np.array([[[[0.0, 9.0, 1.0, 8.0]]]])
    y, kept = LINEARIZE(x, (1, 2), (1, 1), (0, 0))
    assert y.tolist() == [[[[9, 9, 8]]]]
    assert PULL(kept, np.array([[[[1.0, 2.0, 4.0]]]])).tolist() == [[[[0, 3, 0, 4]]]]
    _, skipping = LINEARIZE(x, (1, 1), (1, 3), (0, 0))
    assert PULL(skipping, np.ones((1, 1, 1, 2))).tolist() == [[[[1, 0, 0, 1]]]]


def test_a_nan_stays_nan() -> None:
    y = ON(np.array([[[[np.nan, 1.0, 2.0, 3.0]]]]), (1, 2), (1, 2), (0, 0))
    assert np.isnan(y).tolist() == [[[[True, False]]]]


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
        assert refused(ShapeError, call, np.zeros((1, 2, 6, 4))) == "MaxPool: expected images 2x4x6, got x of shape (1, 2, 6, 4)"
    assert "less than the window" in refused(DomainError, ON, np.zeros((1, 1, 4, 4)), (2, 2), (1, 1), (0, 2))
