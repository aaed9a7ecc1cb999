"""The variances by their formulas, and the draws by bounds that a right initialiser misses once in a billion times."""

from __future__ import annotations

from math import sqrt
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml import initializers
from pureml.arrays import causal
from pureml.errors import DomainError, ShapeError
from pureml.initializers import Initializer, affine, convolution, fans, glorot, glorot_uniform, he, he_uniform, lecun, lecun_uniform
from pureml.keys import Key, normal
from pureml.layers.heads import Heads

NORMAL: Final = {"he": he, "glorot": glorot, "lecun": lecun, "normal": initializers.normal(0.3)}
UNIFORM: Final = {"he": he_uniform, "glorot": glorot_uniform, "lecun": lecun_uniform, "normal": initializers.uniform(0.3)}
EVERY: Final = [*NORMAL.values(), *UNIFORM.values()]
every_initializer = pytest.mark.parametrize("init", EVERY, ids=repr)
SIX_SIGMA: Final = 6.2  # a normal number is further out once in 1.8e9 draws
FOURTH: Final = {"normal": 3.0, "uniform": 9 / 5}
"""The fourth moment of a distribution of variance 1: it sets how far a sample's variance strays."""

sizes = st.integers(1, 10**6)


def kind(init: Initializer) -> str:
    return "uniform" if init in UNIFORM.values() else "normal"


@given(sizes, sizes)
def test_the_variances_are_those_of_the_papers(fan_in: int, fan_out: int) -> None:
    for inits in (NORMAL, UNIFORM):
        assert inits["he"](fan_in, fan_out) * fan_in == pytest.approx(2, rel=1e-15)
        assert inits["lecun"](fan_in, fan_out) * fan_in == pytest.approx(1, rel=1e-15)
        assert inits["glorot"](fan_in, fan_out) * (fan_in + fan_out) == pytest.approx(2, rel=1e-15)
        assert inits["normal"](fan_in, fan_out) == pytest.approx(0.09, rel=1e-15)


@given(sizes)
def test_glorot_is_lecun_exactly_where_the_fans_are_equal(n: int) -> None:
    assert glorot(n, n) == lecun(n, n)
    assert glorot(n, n + 1) < lecun(n, n + 1)


@every_initializer
@pytest.mark.parametrize("seed", range(3))
def test_mean_and_variance_of_a_draw_are_those_of_the_rule(init: Initializer, seed: int) -> None:
    inputs, outputs = 150, 400
    n, variance = inputs * outputs, init(inputs, outputs)
    weight: Any = init.weight(Key.of(seed), inputs, outputs, np.float64)
    assert abs(weight.mean()) < SIX_SIGMA * sqrt(variance / n)
    assert abs((weight**2).mean() / variance - 1) < SIX_SIGMA * sqrt((FOURTH[kind(init)] - 1) / n)


@every_initializer
def test_a_draw_has_the_fourth_moment_of_its_distribution(init: Initializer) -> None:
    # E x^8 is 105 of a normal and 9 of a uniform number of variance 1, so 60000 draws tell 3 from 1.8 a hundred times over.
    weight: Any = init.weight(Key.of(1), 150, 400, np.float64) / sqrt(init(150, 400))
    eighth = {"normal": 105.0, "uniform": 9.0}[kind(init)]
    wanted = FOURTH[kind(init)]
    assert abs((weight**4).mean() - wanted) < SIX_SIGMA * sqrt((eighth - wanted**2) / weight.size)


@pytest.mark.parametrize("init", UNIFORM.values(), ids=repr)
def test_uniform_numbers_fill_a_half_width_of_the_root_of_three_variances(init: Initializer) -> None:
    weight: Any = init.weight(Key.of(2), 150, 400, np.float64)
    width = sqrt(3 * init(150, 400))
    greatest = np.abs(weight).max()
    assert greatest <= width * (1 + 1e-15)
    # P(max < (1 - d) width) = (1 - d)^n, which is 1e-9 for d = 21 / n.
    assert greatest > (1 - 21 / weight.size) * width


@every_initializer
def test_rows_and_columns_do_not_hang_together(init: Initializer) -> None:
    weight: Any = init.weight(Key.of(3), 300, 200, np.float64)
    scale = SIX_SIGMA * init(300, 200) * sqrt(300 * 199)
    assert abs((weight[:, 1:] * weight[:, :-1]).sum()) < scale
    assert abs((weight[1:] * weight[:-1]).sum()) < scale


@every_initializer
def test_the_same_key_gives_the_same_bits_and_another_key_others(init: Initializer) -> None:
    once, twice, other = (init.weight(Key.of(seed), 4, 3, np.float64) for seed in (5, 5, 6))
    assert once.tobytes() == twice.tobytes()
    assert not (np.asarray(once) == other).any()


@every_initializer
def test_float32_is_float64_rounded(init: Initializer) -> None:
    single, double = init.weight(Key.of(7), 40, 30, np.float32), init.weight(Key.of(7), 40, 30, np.float64)
    assert single.dtype == np.float32
    np.testing.assert_allclose(single, double, rtol=2.0**-22)


@given(*[st.integers(1, 6)] * 4)
def test_fans_of_images_count_the_connections_of_one_number(filters: int, channels: int, height: int, width: int) -> None:
    fan_in, fan_out = fans(filters, channels, height, width)
    kernel = np.ones((filters, channels, height, width))
    assert fan_in == kernel.sum(axis=(1, 2, 3))[0]
    assert fan_out == kernel.sum(axis=(0, 2, 3))[0]


@every_initializer
def test_a_kernel_has_the_variance_of_its_fans(init: Initializer) -> None:
    sizes = (80, 20, 5, 7)
    kernel: Any = init.kernel(Key.of(8), *sizes, np.float64)
    assert kernel.shape == sizes
    variance = init(20 * 5 * 7, 80 * 5 * 7)
    assert abs((kernel**2).mean() / variance - 1) < SIX_SIGMA * sqrt((FOURTH[kind(init)] - 1) / kernel.size)


def test_an_affine_layer_is_drawn_by_its_initializer_and_has_no_bias_yet() -> None:
    net = affine(Key.of(9), 6, 5, np.float64)
    assert (np.asarray(net.weight) == normal(Key.of(9), 6, 5, np.float64) * sqrt(2 / 6)).all()
    assert not net.bias.any()
    other = affine(Key.of(9), 6, 5, np.float64, init=glorot_uniform)
    assert other.weight.tobytes() == glorot_uniform.weight(Key.of(9), 6, 5, np.float64).tobytes()


def test_what_is_drawn_is_locked() -> None:
    for array in (he.weight(Key.of(0), 2, 2, np.float64), he_uniform.kernel(Key.of(0), 1, 1, 2, 2, np.float64)):
        assert not array.flags.writeable


@pytest.mark.parametrize("scale", [0.0, -1.0, float("inf"), float("nan")])
def test_a_scale_is_positive_and_finite(scale: float) -> None:
    for make in (initializers.normal, initializers.uniform):
        with pytest.raises(DomainError, match="expected a finite scale greater than 0"):
            make(scale)


@pytest.mark.parametrize("shape", [(0, 3), (3, 0)])
def test_an_empty_axis_is_refused(shape: tuple[int, int]) -> None:
    with pytest.raises(DomainError, match="at least one input and one output"):
        affine(Key.of(0), *shape, np.float64)


# ------------------------------------------------------------------ layers --


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_norms_at_their_start_only_normalise(dtype: Any) -> None:
    x: Any = np.array([[1, 2, 6], [3, 5, 1]], dtype)
    for net, axis in ((initializers.batch_norm(3, dtype), 0), (initializers.layer_norm(3, dtype), 1)):
        y, _ = net.linearize(x)
        want = (x - x.mean(axis=axis, keepdims=True)) / np.sqrt(x.var(axis=axis, keepdims=True) + 1e-5)
        np.testing.assert_allclose(y, want, rtol=1e-5 if dtype is np.float32 else 1e-13)
        assert y.dtype == dtype
    fresh: Any = initializers.batch_norm(3, dtype, momentum=0.5, eps=0.0)
    assert fresh.forward(x).tolist() == x.tolist()
    assert (fresh.running.rows, fresh.momentum) == (0, 0.5)


def test_a_table_has_the_spread_that_is_asked_for_whatever_its_sizes() -> None:
    for tokens, columns in ((10, 4000), (4000, 10)):
        table = initializers.embedding(Key.of(0), tokens, columns, np.float64, scale=0.5).table
        assert table.shape == (tokens, columns)
        assert float(table.std()) == pytest.approx(0.5, rel=0.02)


def test_the_projections_of_an_attention_have_keys_of_their_own_and_no_bias() -> None:
    net = initializers.multi_head_attention(Key.of(0), 6, Heads(8, 2, 4), causal(3), np.float32)
    for k, part in enumerate((net.query, net.key, net.value)):
        assert part.same_bits(initializers.affine(Key.of(0).fold(k), 6, 8, np.float32, init=initializers.glorot))
    assert net.output.same_bits(initializers.affine(Key.of(0).fold(3), 8, 6, np.float32, init=initializers.glorot))
    assert (net.sight.look == causal(3)).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_convolution_is_drawn_by_its_initializer_fits_its_sizes_and_has_no_bias_yet(dtype: Any) -> None:
    layer = convolution(Key.of(0), (2, 9, 7), (5, 4, 4), (3, 2), dtype, stride=(2, 2), padding=(0, 1), init=lecun)
    assert np.array_equal(layer.weight, lecun.kernel(Key.of(0), 5, 2, 3, 2, dtype))
    assert not layer.bias.any()
    assert (layer.weight.dtype, layer.bias.dtype) == (np.dtype(dtype), np.dtype(dtype))
    assert (layer.stride, layer.padding) == ((2, 2), (0, 1))
    assert repr(layer) == "Convolution(2x9x7 -> 5x4x4, 3x2)"
    with pytest.raises(ShapeError, match="expected out 7x6 = "):
        convolution(Key.of(0), (2, 9, 7), (5, 7, 7), (3, 2), dtype)
