"""A stack of affine layers equals the one that it collapses to: exactly in fractions, at every depth and however it was built."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.check.inputs import EXACT
from pureml.check.numbers import Exact
from pureml.check.numbers.arrays import filled
from pureml.errors import StructureError
from pureml.layers import column_affine
from pureml.models.linear_collapse import linear_collapse, two

widths = st.lists(st.integers(1, 4), min_size=2, max_size=7)
seeds = st.integers(0, 2**16)


def exact_layers(sizes: list[int], seed: int) -> list[pm.Affine[Any, Any]]:
    """Affine layers of these widths with fractions as parameters."""
    draw = np.random.Generator(pm.Key.of(seed).bits())
    return [pm.Affine(pm.over(EXACT.array(draw, "w", (a, b)), a, b), pm.over(EXACT.array(draw, "b", (b,)), b)) for a, b in pairwise(sizes)]


def stacked(layers: list[pm.Affine[Any, Any]], cut: int) -> pm.Layer[Any, Any]:
    """The layers in a chain, bracketed left up to the cut and right after it."""
    left: pm.Layer[Any, Any] = layers[0]
    for layer in layers[1:cut]:
        left = left >> layer
    if cut >= len(layers):
        return left
    right: pm.Layer[Any, Any] = layers[-1]
    for layer in reversed(layers[cut:-1]):
        right = layer >> right
    return left >> right


@given(widths, seeds, st.data())
def test_a_stack_equals_the_one_layer_exactly(sizes: list[int], seed: int, data: st.DataObject) -> None:
    layers = exact_layers(sizes, seed)
    net = stacked(layers, data.draw(st.integers(1, len(layers))))
    one = linear_collapse(net)
    assert one.weight.shape == (sizes[0], sizes[-1])
    x: Any = EXACT.array(np.random.Generator(pm.Key.of(seed + 1).bits()), "x", (3, sizes[0]))
    assert (np.asarray(net.forward(x)) == one.forward(x)).all(), f"widths {sizes}, seed {seed}"


@given(widths, seeds)
def test_the_weight_is_the_product_and_the_bias_is_what_becomes_of_zero(sizes: list[int], seed: int) -> None:
    layers = exact_layers(sizes, seed)
    one = linear_collapse(stacked(layers, len(layers)))
    product: Any = np.asarray(layers[0].weight)
    for layer in layers[1:]:
        product = product @ layer.weight
    assert (one.weight == product).all()
    nothing = filled((1, sizes[0]), lambda _: Exact(0))
    assert (np.asarray(stacked(layers, 1).forward(pm.over(nothing, 1, sizes[0]))) == one.bias).all()


@given(st.lists(st.integers(1, 3), min_size=3, max_size=3), seeds)
def test_in_columns_it_is_the_formula_of_the_notes(sizes: list[int], seed: int) -> None:
    first, second = exact_layers(sizes, seed)
    w1, b1, w2, b2 = first.weight.T, first.bias, second.weight.T, second.bias
    one = two(first, second)
    assert (np.asarray(one.weight.T) == w2 @ w1).all()
    assert (np.asarray(one.bias) == w2 @ b1 + b2).all()
    x: Any = EXACT.array(np.random.Generator(pm.Key.of(seed + 1).bits()), "x", (sizes[0], 2))
    deep = column_affine.forward(column_affine.forward(x, w1, b1), w2, b2)
    assert (np.asarray(deep) == column_affine.forward(x, w2 @ w1, w2 @ b1 + b2)).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_floats_keep_their_dtype_and_agree_to_rounding(dtype: Any) -> None:
    keys = pm.Key.of(0).split(4)
    sizes = ((6, 9), (9, 9), (9, 4))
    layers = [pm.affine(k, a, b, dtype, init=pm.initializers.lecun) for k, (a, b) in zip(keys, sizes, strict=False)]
    net = stacked(layers, 3)
    one = linear_collapse(net)
    assert (one.weight.dtype, one.bias.dtype) == (dtype, dtype)
    x = pm.keys.normal(keys[3], 20, 6, dtype)
    # Each entry passes 6 + 9 + 9 products whose factors are of size 1; 64 roundings bound both ways of adding them up.
    np.testing.assert_allclose(np.asarray(net.forward(x)), one.forward(x), rtol=0, atol=64 * float(np.finfo(dtype).eps) * 3)


def test_one_layer_is_itself() -> None:
    layer = pm.affine(pm.Key.of(0), 3, 2, np.float64)
    assert linear_collapse(layer) is layer


def test_a_stack_deeper_than_the_stack_of_python_collapses() -> None:
    half = pm.Affine(pm.matrix([[0.5]]), pm.vector([1.0]))
    net: pm.Layer[int, int] = half
    for _ in range(3000):
        net = net >> half
    assert linear_collapse(net).bias[0] == 2.0  # x / 2 + 1, again and again, goes to 2


@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_an_activation_anywhere_is_refused_and_named(place: str) -> None:
    a, b = (pm.affine(key, 2, 2, np.float64) for key in pm.Key.of(0).split(2))
    nets: dict[str, pm.Layer[int, int]] = {"first": a >> pm.relu >> b, "middle": a >> b >> pm.sigmoid >> a, "last": a >> b >> pm.tanh}
    named = {"first": r"Affine\(2 -> 2\) >> relu$", "middle": "sigmoid$", "last": "tanh$"}
    with pytest.raises(StructureError, match=named[place]):
        linear_collapse(nets[place])


def test_a_layer_of_another_kind_is_refused() -> None:
    layer = pm.affine(pm.Key.of(0), 2, 2, np.float64)
    with pytest.raises(StructureError, match="expected affine layers only, got Dropout"):
        linear_collapse(layer >> pm.Dropout(2, 0.5) >> layer)
