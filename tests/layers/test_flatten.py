from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.check.inputs import EXACT
from pureml.errors import ShapeError
from tests.locks import is_locked
from tests.networks import bits
from tests.refused import refused

side = st.integers(1, 3)
Make: Any = pm.Flatten


@given(st.integers(0, 3), side, side, side)
def test_each_image_is_a_row_and_the_way_back_is_the_inverse(n: int, c: int, h: int, w: int) -> None:
    layer = Make(c, h, w, c * h * w)
    x: Any = np.arange(float(n * c * h * w)).reshape(n, c, h, w)
    y, back = layer.linearize(pm.images(x, n, c, h, w))
    assert y.shape == (n, c * h * w)
    assert y.tolist() == [image.reshape(-1).tolist() for image in x]
    d_x, at = back.pullback(y)
    assert d_x.tolist() == x.tolist()
    assert (at.leaves, at.at, back.gradient(y).leaves, back.measured()) == ((), layer, (), ())
    assert bits(layer.forward(x)) == bits(y)


@given(side, side, side, st.integers(0, 99))
def test_it_is_adjoint_to_its_inverse_exactly(c: int, h: int, w: int, seed: int) -> None:
    draw = np.random.Generator(pm.Key.of(seed).bits())
    x, g = EXACT.array(draw, "x", (2, c, h, w)), EXACT.array(draw, "g", (2, c * h * w))
    y, back = Make(c, h, w, c * h * w).linearize(pm.over(x, 2, c, h, w))
    assert (y * g).sum() == (x * back.pullback(g)[0]).sum()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_rows_are_locked_and_follow_no_array_that_can_be_written(dtype: Any) -> None:
    layer = Make(1, 2, 2, 4)
    x: Any = np.arange(8).reshape(2, 1, 2, 2).astype(dtype)
    g: Any = np.ones((2, 4), dtype)
    y, back = layer.linearize(x)
    d_x, _ = back.pullback(g)
    assert {y.dtype, d_x.dtype} == {np.dtype(dtype)}
    assert is_locked(y)
    assert is_locked(d_x)
    assert x.flags.writeable
    assert g.flags.writeable
    x[:] = 9
    g[:] = 9
    assert y.tolist() == [[0, 1, 2, 3], [4, 5, 6, 7]]
    assert d_x.tolist() == np.ones((2, 1, 2, 2)).tolist()


def test_a_locked_image_is_not_copied() -> None:
    x = pm.images(np.zeros((2, 1, 2, 2)), 2, 1, 2, 2)
    assert np.shares_memory(pm.Flatten(1, 2, 2, 4).forward(x), x)


def test_sizes_that_do_not_fit_are_refused() -> None:
    assert refused(ShapeError, Make, 2, 3, 4, 23) == "Flatten: expected columns = 2 x 3 x 4 = 24, got 23"
    layer = Make(2, 3, 4, 24)
    for shape in ((5, 2, 4, 3), (5, 24), (5, 3, 2, 4), (2, 3, 4)):
        for call in (layer.forward, layer.linearize):
            assert refused(ShapeError, call, np.zeros(shape)) == f"Flatten: expected images 2x3x4, got x of shape {shape}"
    assert repr(layer) == "Flatten(2x3x4 -> 24)"
