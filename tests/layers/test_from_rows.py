from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.check.inputs import EXACT
from pureml.errors import ShapeError
from pureml.layers.from_rows import FromRows
from tests.locks import unlocked
from tests.networks import bits, layer
from tests.refused import refused

Make: Any = FromRows
side = st.integers(1, 3)


def inner(c: int, h: int, w: int, dtype: Any = np.float64) -> Any:
    """A network of images: flattened, then affine."""
    make: Any = pm.Flatten
    n = c * h * w
    return make(c, h, w, n) >> layer(np.arange(2.0 * n).reshape(n, 2).astype(dtype), np.ones(2, dtype))


@given(side, side, side, st.integers(1, 4))
def test_it_is_its_network_on_the_images_that_the_rows_are(c: int, h: int, w: int, n: int) -> None:
    net = inner(c, h, w)
    rows = Make(c * h * w, c, h, w, net)
    x: Any = pm.matrix(np.arange(float(n * c * h * w)).reshape(n, -1))
    images = pm.images(np.asarray(x).reshape(n, c, h, w), n, c, h, w)
    y, back = rows.linearize(x)
    g = pm.matrix(np.ones((n, 2)))
    d_x, at = back.pullback(g)
    d_images, inner_at = net.linearize(images)[1].pullback(g)
    assert bits(rows.forward(x), y) == bits(net.forward(images), net.forward(images))
    assert d_x.tolist() == d_images.reshape(n, -1).tolist()
    assert bits(*at.leaves, *back.gradient(g).leaves) == bits(*inner_at.leaves, *inner_at.leaves)
    assert at.at is rows
    assert (rows.leaves, rows.parts(), back.measured()) == (net.leaves, (net,), ())
    assert not unlocked([y, d_x])


def test_it_is_adjoint_exactly() -> None:
    draw = np.random.Generator(pm.Key.of(0).bits())
    make: Any = pm.Flatten
    rows = Make(6, 1, 2, 3, make(1, 2, 3, 6))
    x, g = EXACT.array(draw, "x", (2, 6)), EXACT.array(draw, "g", (2, 6))
    y, back = rows.linearize(pm.over(x, 2, 6))
    assert (y * g).sum() == (x * back.pullback(g)[0]).sum()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_it_trains_as_any_other(dtype: Any) -> None:
    net = Make(4, 1, 2, 2, inner(1, 2, 2, dtype))
    x: Any = pm.matrix(np.eye(4), 4, 4, dtype)
    new, _ = pm.training.step(net, x, pm.labels([0, 1, 0, 1], 4, 2), 0.1)
    assert {leaf.dtype for leaf in new.leaves} == {np.dtype(dtype)}
    assert repr(new) == "FromRows(1x2x2) >> Flatten(1x2x2 -> 4) >> Affine(4 -> 2)"
    assert new != net


def test_sizes_that_do_not_fit_are_refused() -> None:
    net = inner(2, 1, 3)
    assert refused(ShapeError, Make, 5, 2, 1, 3, net) == "FromRows: expected columns = 2 x 1 x 3 = 6, got 5"
    rows = Make(6, 2, 1, 3, net)
    for shape in ((4, 5), (4, 2, 1, 3), (6,)):
        for call in (rows.forward, rows.linearize):
            assert refused(ShapeError, call, np.zeros(shape)) == f"FromRows: expected a matrix with 6 columns, got x of shape {shape}"
