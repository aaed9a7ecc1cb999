from __future__ import annotations

from math import fsum
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.check.inputs import EXACT, FLOAT64
from pureml.errors import DtypeError, ShapeError
from pureml.initializers import multi_head_attention as build
from pureml.keys import Key, normal
from pureml.layers import attention as one_head
from pureml.layers import multi_head_attention as rule
from tests.locks import unlocked
from tests.networks import bits, put
from tests.networks import layer as affine
from tests.refused import refused

attention: Any = one_head  # plain arrays go in, of which a checker could not say the axes
multi_head_attention: Any = rule
Make: Any = pm.MultiHeadAttention
LOOKS: Any = {"causal": pm.causal, "everywhere": pm.everywhere}


def layer(columns: int = 3, heads: int = 2, size: int = 2, tokens: int = 3, dtype: Any = np.float64, look: str = "causal") -> Any:
    """With biases that are not 0."""
    made: Any = build(Key.of(0), columns, pm.Heads(heads * size, heads, size), LOOKS[look](tokens), dtype)
    return put(made, (x + x.dtype.type(0.1) for x in made.leaves))


@given(st.integers(1, 3), st.integers(1, 2), st.integers(1, 2), st.integers(0, 99))
def test_each_head_is_an_attention_of_its_own_columns_and_sequences_do_not_see_each_other_exactly(
    heads: int, width: int, sequences: int, seed: int
) -> None:
    tokens = 2
    draw = np.random.Generator(Key.of(seed).bits())
    q, k, v = (EXACT.array(draw, name, (sequences * tokens, heads * width)) for name in "qkv")
    look = pm.causal(tokens)
    y, kept = multi_head_attention.linearize(q, k, v, look, heads)
    g: Any = EXACT.array(draw, "g", y.shape)
    d = multi_head_attention.pullback(kept, g)
    for s in range(sequences):
        for h in range(heads):
            block = (slice(s * tokens, (s + 1) * tokens), slice(h * width, (h + 1) * width))
            one, kept_one = attention.linearize(q[block][None], k[block][None], v[block][None], look)
            assert (y[block] == one[0]).all(), f"head {h} of sequence {s}, seed {seed}"
            for ours, alone in zip(d, attention.pullback(kept_one, g[block][None]), strict=True):
                assert (ours[block] == alone[0]).all(), f"head {h} of sequence {s}, seed {seed}"


def test_the_layer_projects_attends_and_projects_back() -> None:
    net = layer()
    x = FLOAT64.array(np.random.Generator(Key.of(1).bits()), "x", (6, 3))
    q, k, v = (x @ p.weight + p.bias for p in (net.query, net.key, net.value))
    h = multi_head_attention.forward(q, k, v, net.sight.look, 2)
    np.testing.assert_allclose(net.forward(x), h @ net.output.weight + net.output.bias, rtol=1e-13)
    assert repr(net) == "MultiHeadAttention(3, 2 heads of 2)"
    assert len(net.leaves) == 8


def test_with_a_causal_mask_no_token_depends_on_a_later_one() -> None:
    net, x = layer(), np.arange(9.0).reshape(3, 3) / 4
    later = x.copy()
    later[2] += 1
    assert bits(net.forward(later)[:2]) == bits(net.forward(x)[:2])
    seeing = layer(look="everywhere")
    assert not np.isclose(seeing.forward(later)[:2], seeing.forward(x)[:2]).any()
    d_x, _ = net.linearize(x)[1].pullback(np.array([[1.0, 2.0, 3.0], [0, 0, 0], [0, 0, 0]]))
    assert (d_x[1:] == 0).all()
    assert (d_x[0] != 0).all()


def test_without_a_mask_permuting_the_tokens_permutes_the_outputs() -> None:
    net, x = layer(look="everywhere"), np.arange(9.0).reshape(3, 3) / 4
    order = [2, 0, 1]
    np.testing.assert_allclose(net.forward(x[order]), net.forward(x)[order], rtol=1e-13)


@given(st.integers(1, 3), st.integers(1, 3), st.integers(1, 2), st.integers(1, 2), st.integers(1, 3))
def test_the_way_back_is_the_slope_of_a_complex_step(columns: int, heads: int, size: int, sequences: int, tokens: int) -> None:
    net = layer(columns, heads, size, tokens)
    x = normal(Key.of(1), sequences * tokens, columns, np.float64)
    g = normal(Key.of(2), sequences * tokens, columns, np.float64)
    _, back = net.linearize(x)
    d_x, at = back.pullback(g)
    directions = [
        normal(Key.of(3 + k), a.shape[0], a.size // a.shape[0], np.float64).reshape(a.shape) for k, a in enumerate((x, *net.leaves))
    ]
    moved = [a + 1e-30j * direction for a, direction in zip((x, *net.leaves), directions, strict=True)]
    y = put(net, moved[1:]).linearize(moved[0])[0]
    slope = float((y.imag / 1e-30 * g).sum())
    against = fsum(float((d * direction).sum()) for d, direction in zip((d_x, *at.leaves), directions, strict=True))
    assert against == pytest.approx(slope, rel=1e-11, abs=1e-12)
    assert bits(*back.gradient(g).leaves) == bits(*at.leaves)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_pass_writes_nothing_keeps_the_dtype_and_gives_locked_values(dtype: Any) -> None:
    net = layer(dtype=dtype)
    x: Any = np.arange(18).reshape(6, 3).astype(dtype) / dtype(8)
    before = bits(x, *net.arrays().values())
    y, back = net.linearize(x)
    d_x, at = back.pullback(y)
    assert bits(x, *net.arrays().values()) == before
    assert {a.dtype for a in (y, d_x, *at.leaves)} == {np.dtype(dtype)}
    assert not unlocked((y, net.forward(x), d_x, *at.leaves))
    assert at.at is net
    assert back.measured() == ()


def test_rows_that_are_no_whole_sequences_are_refused() -> None:
    net = layer()
    for rows in (0, 2, 4):
        message = f"multi_head_attention: expected the rows of whole sequences of 3 tokens, got {rows} rows"
        for call in (net.forward, net.linearize):
            assert refused(ShapeError, call, np.ones((rows, 3))) == message
    assert refused(ShapeError, net.forward, np.ones((3, 2))) == "Affine: expected a matrix with 3 columns, got x of shape (3, 2)"


def test_heads_that_do_not_divide_the_columns_are_refused() -> None:
    q = np.ones((2, 4))
    for heads in (3, 5, 0, -2):
        message = f"multi_head_attention: expected heads that divide the 4 columns, got {heads} heads"
        assert refused(ShapeError, multi_head_attention.forward, q, q, q, pm.causal(2), heads) == message


def test_projections_that_do_not_fit_are_refused() -> None:
    net = layer()
    parts = [net.query, net.key, net.value, net.output, net.heads, net.sight]
    wide = affine(np.ones((3, 6)), np.ones(6))
    message = (
        "MultiHeadAttention: expected projections to the 4 columns of the heads and back, "
        "got query, key, value [(3, 4), (3, 6), (3, 4)] and output (4, 3)"
    )
    assert refused(ShapeError, Make, parts[0], wide, *parts[2:]) == message
    other = refused(ShapeError, Make, *parts[:4], pm.Heads(6, 2, 3), parts[5])
    assert other.startswith("MultiHeadAttention: expected projections to the 6 columns of the heads and back")
    single = affine(net.key.weight.astype(np.float32), net.key.bias.astype(np.float32))
    mixed = "MultiHeadAttention: expected one dtype, got query float64, key float32, value float64, output float64"
    assert refused(DtypeError, Make, parts[0], single, *parts[2:]) == mixed
