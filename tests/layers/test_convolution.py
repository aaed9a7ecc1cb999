from __future__ import annotations

from operator import add
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.check.call import inner
from pureml.check.inputs import EXACT
from pureml.check.layers import convolution as naive
from pureml.errors import DomainError, DtypeError, ShapeError
from pureml.layers import convolution
from tests.locks import unlocked
from tests.networks import bits
from tests.refused import refused
from tests.windows import windows

Make: Any = pm.Convolution
ON: Any = convolution.forward
FILTERS = 2
seeds = st.integers(0, 999)


def drawn(at: Any, seed: int, array: Any = None) -> tuple[Any, Any, Any, Any]:
    """A layer, images, a tangent and a cotangent."""
    draw = np.random.Generator(pm.Key.of(seed).bits())

    def floats(_: Any, __: str, shape: tuple[int, ...]) -> Any:
        return draw.standard_normal(shape)

    make = array or floats
    size, stride, padding = at.pairs
    weight, bias = make(draw, "w", (FILTERS, at.channels, *size)), make(draw, "b", (FILTERS,))
    layer = Make(weight, bias, *at.sides, *at.stops, stride, padding)
    return layer, make(draw, "x", at.shape), make(draw, "v", at.shape), make(draw, "g", (at.rows, FILTERS, *at.stops))


@given(windows(5), seeds)
def test_it_correlates_as_counting_says_and_its_way_back_is_the_adjoint_exactly(at: Any, seed: int) -> None:
    layer, x, x_dot, g = drawn(at, seed, EXACT.array)
    y, back = layer.linearize(x)
    _, stride, padding = at.pairs
    assert (y == naive.definition(x, layer.weight, layer.bias, stride, padding)).all()
    d_x, d_layer = back.pullback(g)
    assert inner((layer.forward(x + x_dot) - y,), (g,)) == inner((x_dot,), (d_x,)), f"seed {seed}"
    for k, leaf in enumerate(layer.leaves):  # the value is affine in each: a difference is a derivative
        moved = layer.rebuilt(add, iter([leaf if i == k else p - p for i, p in enumerate(layer.leaves)]))
        assert inner((moved.forward(x) - y,), (g,)) == inner((leaf,), (d_layer.leaves[k],)), f"seed {seed}, array {k}"


@given(windows(), seeds)
def test_the_layer_is_the_rule_and_gives_values(at: Any, seed: int) -> None:
    layer, x, _, g = drawn(at, seed)
    before = bits(x, g, *layer.leaves)
    y, back = layer.linearize(x)
    d_x, d_layer = back.pullback(g)
    _, stride, padding = at.pairs
    _, kept = convolution.linearize(x, layer.weight, layer.bias, stride, padding)
    assert bits(y, layer.forward(x)) == bits(ON(x, layer.weight, layer.bias, stride, padding), y)
    assert bits(d_x, *d_layer.leaves) == bits(*convolution.pullback(kept, g))
    assert bits(*back.gradient(g).leaves) == bits(*d_layer.leaves)
    assert (d_layer.at, back.measured()) == (layer, ())
    assert not unlocked((y, layer.forward(x), d_x, *d_layer.leaves))
    assert not any(np.shares_memory(made, x) for made in (y, d_x))
    assert bits(x, g, *layer.leaves) == before


def test_the_filter_is_not_turned_round() -> None:
    x = np.arange(16.0).reshape(1, 1, 4, 4)
    corner = np.zeros((1, 1, 3, 3))
    corner[..., 0, 2] = 1
    assert ON(x, corner, np.zeros(1), (1, 1), (0, 0)).tolist() == [[[[2, 3], [6, 7]]]]


def test_a_filter_of_one_pixel_is_an_affine_layer_at_every_pixel() -> None:
    draw = np.random.Generator(pm.Key.of(0).bits())
    x, weight, bias = draw.standard_normal((3, 4, 5, 6)), draw.standard_normal((2, 4)), draw.standard_normal(2)
    y = ON(x, weight[:, :, None, None], bias, (1, 1), (0, 0))
    np.testing.assert_allclose(y, np.einsum("fc,ncij->nfij", weight, x) + bias[:, None, None], rtol=1e-13, atol=1e-14)


def test_what_no_window_reaches_takes_no_part() -> None:
    x = np.ones((1, 1, 5, 6))
    layer = Make(np.ones((1, 1, 2, 2)), np.zeros(1), 5, 6, 2, 2, (2, 3))
    y, back = layer.linearize(x)
    assert y.shape == (1, 1, 2, 2)
    d_x, _ = back.pullback(np.ones(y.shape))
    assert d_x[0, 0].tolist() == [[1, 1, 0, 1, 1, 0]] * 4 + [[0] * 6]


@pytest.mark.parametrize("n", [0, 1, 5])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_any_number_of_images_of_both_dtypes(n: int, dtype: Any) -> None:
    layer = pm.convolution(pm.Key.of(0), (2, 5, 4), (3, 3, 3), (3, 2), dtype, stride=(2, 2), padding=(1, 1))
    x: Any = np.ones((n, 2, 5, 4), dtype)
    y, back = layer.linearize(x)
    g: Any = y
    d_x, d_layer = back.pullback(g)
    assert (y.shape, d_x.shape) == ((n, 3, 3, 3), x.shape)
    assert {array.dtype for array in (y, layer.forward(x), d_x, *d_layer.leaves)} == {np.dtype(dtype)}
    if not n:
        assert all((leaf == 0).all() for leaf in d_layer.leaves)


def test_parameters_and_sizes_that_do_not_fit_are_refused() -> None:
    weight, bias = np.zeros((2, 1, 3, 3)), np.zeros(2)
    text = "Convolution: expected a bias for each filter of weight, got weight"
    assert refused(ShapeError, Make, weight, np.zeros(3), 5, 5, 3, 3) == f"{text} (2, 1, 3, 3) and bias (3,)"
    assert refused(ShapeError, Make, np.zeros((2, 3)), bias, 5, 5, 3, 3) == f"{text} (2, 3) and bias (2,)"
    mixed = refused(DtypeError, Make, weight, bias.astype(np.float32), 5, 5, 3, 3)
    assert mixed == "Convolution: expected one dtype, got weight float64, bias float32"
    wrong = refused(ShapeError, Make, weight, bias, 5, 6, 3, 3)
    assert wrong == "Convolution: expected out 3x4 = floor((5x6 + 2 (0, 0) - 3x3) / (1, 1)) + 1, got 3x3"
    small = refused(ShapeError, Make, weight, bias, 2, 5, 0, 3)
    assert small == "window: expected images of at least 3x3 with padding (0, 0), got 2x5"
    assert refused(DomainError, Make, weight, bias, 5, 5, 3, 3, (0, 1)) == "window: expected a stride of at least 1 each way, got (0, 1)"


def test_images_that_do_not_fit_are_refused() -> None:
    layer = Make(np.zeros((2, 1, 3, 3)), np.zeros(2), 5, 6, 3, 4)
    for call in (layer.forward, layer.linearize):
        assert refused(ShapeError, call, np.zeros((2, 1, 6, 5))) == "Convolution: expected images 1x5x6, got x of shape (2, 1, 6, 5)"
        assert refused(DtypeError, call, np.zeros((2, 1, 5, 6), np.float32)) == "Convolution: expected x of dtype float64, got float32"
    assert repr(layer) == "Convolution(1x5x6 -> 2x3x4, 3x3)"
