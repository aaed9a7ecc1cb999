from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.check.inputs import EXACT
from pureml.errors import ShapeError
from tests.locks import unlocked
from tests.networks import bits, layer, network
from tests.refused import refused

Residual: Any = pm.residual


def exact(seed: int, rows: int, columns: int) -> tuple[Any, Any, Any]:
    draw = np.random.Generator(pm.Key.of(seed).bits())
    inner = layer(EXACT.array(draw, "w", (columns, columns)), EXACT.array(draw, "b", (columns,)))
    return inner, EXACT.array(draw, "x", (rows, columns)), EXACT.array(draw, "g", (rows, columns))


@given(st.integers(0, 99), st.integers(1, 3), st.integers(1, 3))
def test_what_the_layer_adds_is_added_and_both_ways_lead_back_exactly(seed: int, rows: int, columns: int) -> None:
    inner, x, g = exact(seed, rows, columns)
    net = Residual(inner)
    assert (net.forward(x) - inner.forward(x) == x).all(), f"seed {seed}"
    y, back = net.linearize(x)
    assert (y == net.forward(x)).all()
    d_x, at = back.pullback(g)
    d_inner, of_inner = inner.linearize(x)[1].pullback(g)
    assert (d_x == g + d_inner).all(), f"seed {seed}"
    for a, b, c in zip(at.leaves, of_inner.leaves, back.gradient(g).leaves, strict=True):
        assert (a == b).all()
        assert (a == c).all()
    assert at.at is net


def test_a_layer_of_zeros_leaves_everything_as_it_is() -> None:
    net = Residual(layer(np.zeros((2, 2)), np.zeros(2)))
    x: Any = np.array([[1.0, -2.0]])
    y, back = net.linearize(x)
    assert y.tolist() == x.tolist()
    assert back.pullback(x)[0].tolist() == x.tolist()


def test_it_draws_measures_and_absorbs_what_its_layer_does() -> None:
    inner = network(sizes=(3, 4, 3))
    net = Residual(inner)
    x: Any = np.random.Generator(pm.Key.of(2).bits()).standard_normal((5, 3))
    noise = pm.draw_noise(net, pm.Key.of(0), 5)
    assert len(noise.masks) == inner.draws == 1
    y, back = net.linearize(x, noise.masks)
    np.testing.assert_allclose(y - x, inner.linearize(x, noise.masks)[0], atol=1e-15)
    new = net.absorb(pm.Statistics(net, back.measured()))
    old_moments, new_moments = (n.layer.first.first.layer.second.running for n in (net, new))
    assert (old_moments.rows, new_moments.rows) == (0, 5)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_pass_writes_nothing_keeps_the_dtype_and_gives_locked_values(dtype: Any) -> None:
    net = Residual(layer(np.eye(2, dtype=dtype), np.ones(2, dtype)))
    x: Any = np.arange(6).reshape(3, 2).astype(dtype)
    before = bits(x, *net.leaves)
    y, back = net.linearize(x)
    d_x, at = back.pullback(x)
    assert bits(x, *net.leaves) == before
    assert {a.dtype for a in (y, d_x, *at.leaves)} == {np.dtype(dtype)}
    assert not unlocked((y, net.forward(x), d_x, *at.leaves))


@pytest.mark.parametrize("columns", [1, 3])
def test_a_layer_that_gives_other_columns_is_refused_where_numpy_would_stretch_them(columns: int) -> None:
    net = Residual(layer(np.ones((2, columns)), np.ones(columns)))
    message = f"residual: expected a layer that gives the 2 columns it takes, got an output of shape (4, {columns})"
    assert refused(ShapeError, net.forward, np.ones((4, 2))) == message
    assert refused(ShapeError, net.linearize, np.ones((4, 2))) == message


def test_it_names_what_it_goes_past() -> None:
    assert repr(Residual(layer(np.eye(2), np.ones(2)) >> pm.relu)) == "residual(Affine(2 -> 2) >> relu)"
