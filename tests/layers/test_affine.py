"""What the generic test of rules does not say of the affine layer: its definition, its errors, its values."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.check.inputs import EXACT
from pureml.errors import DtypeError, ShapeError
from pureml.layers import affine
from tests.locks import unlocked
from tests.networks import bits, layer
from tests.refused import refused

sizes = st.integers(1, 4)


def fractions(x: Any) -> Any:
    return np.frompyfunc(lambda e: e.fraction, 1, 1)(x)


@given(sizes, sizes, sizes, st.integers(0, 2**16))
def test_it_is_the_double_sum_and_its_cotangents_are_the_triple_ones(rows: int, inputs: int, outputs: int, seed: int) -> None:
    draw = np.random.Generator(pm.Key.of(seed).bits())
    shapes = {"x": (rows, inputs), "w": (inputs, outputs), "b": (outputs,), "g": (rows, outputs)}
    x, w, b, g = (EXACT.array(draw, name, shape) for name, shape in shapes.items())
    y, back = layer(w, b).linearize(x)
    d_x, at = back.pullback(g)
    fx, fw, fb, fg = (fractions(a) for a in (x, w, b, g))
    message = f"{rows}, {inputs}, {outputs}, {seed}"
    for n, k in np.ndindex(rows, outputs):
        assert y[n, k] == fb[k] + sum((fx[n, i] * fw[i, k] for i in range(inputs)), Fraction(0)), message
    for n, i in np.ndindex(rows, inputs):
        assert d_x[n, i] == sum((fg[n, k] * fw[i, k] for k in range(outputs)), Fraction(0)), message
    for i, k in np.ndindex(inputs, outputs):
        assert at.tree.weight[i, k] == sum((fx[n, i] * fg[n, k] for n in range(rows)), Fraction(0)), message
    for k in range(outputs):
        assert at.tree.bias[k] == sum((fg[n, k] for n in range(rows)), Fraction(0)), message


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_pass_writes_nothing_and_what_it_gives_is_locked_and_its_own(dtype: Any) -> None:
    draw = np.random.Generator(pm.Key.of(0).bits())
    net = layer(draw.standard_normal((3, 2)).astype(dtype), draw.standard_normal(2).astype(dtype))
    x, g = draw.standard_normal((4, 3)).astype(dtype), draw.standard_normal((4, 2)).astype(dtype)
    before = bits(x, g, *net.leaves)
    y, back = net.linearize(x)
    d_x, at = back.pullback(g)
    made = (y, net.forward(x), d_x, *at.leaves, *back.gradient(g).leaves)
    assert bits(x, g, *net.leaves) == before
    assert {a.dtype for a in made} == {np.dtype(dtype)}
    assert not unlocked(made)
    assert not any(np.shares_memory(a, b) for a in made for b in (x, g, *net.leaves))
    assert bits(*at.leaves) == bits(*back.gradient(g).leaves)
    assert bits(y) == bits(net.forward(x))
    assert back.measured() == ()
    assert back.x is x


def test_no_rows_give_no_rows() -> None:
    y, back = layer(np.ones((3, 2)), np.ones(2)).linearize(np.zeros((0, 3)))
    d_x, at = back.pullback(y)
    assert (y.shape, d_x.shape) == ((0, 2), (0, 3))
    assert at.tree.weight.tolist() == [[0, 0]] * 3
    assert at.tree.bias.tolist() == [0, 0]


def test_parameters_that_do_not_fit_are_refused() -> None:
    one = "Affine: expected a bias for each column of weight, got weight"
    assert refused(ShapeError, layer, np.zeros((3, 2)), np.zeros(3)) == f"{one} (3, 2) and bias (3,)"
    assert refused(ShapeError, layer, np.zeros((3, 2)), np.zeros((1, 2))) == f"{one} (3, 2) and bias (1, 2)"
    assert refused(ShapeError, layer, np.zeros((1, 3, 2)), np.zeros((3, 2))) == f"{one} (1, 3, 2) and bias (3, 2)"
    mixed = refused(DtypeError, layer, np.zeros((3, 2), np.float32), np.zeros(2))
    assert mixed == "Affine: expected one dtype, got weight float32, bias float64"
    assert refused(DtypeError, layer, np.zeros((3, 2), int), np.zeros(2, int)) == "Affine: expected float32 or float64, got int64"


@pytest.mark.parametrize("method", ["forward", "linearize"])
def test_inputs_that_do_not_fit_are_refused(method: str) -> None:
    call = getattr(layer(np.zeros((3, 2)), np.zeros(2)), method)
    for shape in ((5, 2), (5, 4), (3,), (5, 3, 1)):
        assert refused(ShapeError, call, np.zeros(shape)) == f"Affine: expected a matrix with 3 columns, got x of shape {shape}"
    assert refused(DtypeError, call, np.zeros((5, 3), np.float32)) == "Affine: expected x of dtype float64, got float32"


def test_the_cotangents_of_a_layer_alone_are_those_of_the_rule() -> None:
    x, w, g = pm.matrix([[1.0, 2.0]]), pm.matrix([[3.0], [4.0]]), pm.matrix([[10.0]])
    assert np.asarray(affine.pullback_input(w, g)).tolist() == [[30, 40]]
    d_weight, d_bias = affine.gradient(x, g)
    assert np.asarray(d_weight).tolist() == [[10], [20]]
    assert np.asarray(d_bias).tolist() == [10]
    assert repr(pm.Affine(w, pm.vector([0.0]))) == "Affine(2 -> 1)"
