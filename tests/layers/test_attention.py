from __future__ import annotations

from math import exp, fsum, sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.check.inputs import EXACT, FLOAT64
from pureml.errors import DomainError, ShapeError
from pureml.keys import Key
from pureml.layers import attention as rule
from tests.refused import refused

attention: Any = rule  # plain arrays go in, of which a checker could not say the axes
sizes = st.tuples(*[st.integers(1, 3)] * 5)  # heads, rows, places, inputs, outputs


def looks(draw: np.random.Generator, rows: int, places: int) -> Any:
    look = draw.integers(0, 2, (rows, places)).astype(bool)
    look[np.arange(rows), draw.integers(0, places, rows)] = True
    return look


def drawn(system: Any, shape: tuple[int, ...], seed: int) -> tuple[Any, Any, Any, Any]:
    heads, rows, places, inputs, outputs = shape
    draw = np.random.Generator(Key.of(seed).bits())
    q = system.array(draw, "q", (heads, rows, inputs))
    k = system.array(draw, "k", (heads, places, inputs))
    return q, k, system.array(draw, "v", (heads, places, outputs)), looks(draw, rows, places)


@given(sizes, st.integers(0, 99))
def test_it_is_the_mean_weighted_by_softmax_written_out_with_loops(shape: tuple[int, ...], seed: int) -> None:
    q, k, v, look = drawn(FLOAT64, shape, seed)
    y = attention.forward(q, k, v, look)
    heads, rows, places, inputs, outputs = shape
    for h, i in np.ndindex(heads, rows):
        weights = [exp(fsum(q[h, i] * k[h, j]) / sqrt(inputs)) if look[i, j] else 0.0 for j in range(places)]
        for c in range(outputs):
            want = fsum(w * v[h, j, c] for j, w in enumerate(weights)) / fsum(weights)
            assert y[h, i, c] == pytest.approx(want, rel=1e-12, abs=1e-13), f"{shape}, seed {seed}"


@given(sizes, st.integers(0, 99))
def test_the_weights_of_a_row_are_positive_where_it_looks_0_elsewhere_and_sum_to_1_exactly(shape: tuple[int, ...], seed: int) -> None:
    q, k, v, look = drawn(EXACT, tuple(min(n, 2) for n in shape), seed)
    weights: Any = attention.linearize(q, k, v, look)[1].weights
    assert (weights.sum(axis=2) == 1).all(), f"{shape}, seed {seed}"
    for n, i, j in np.ndindex(weights.shape):
        assert (weights[n, i, j] > 0) == look[i, j]
        assert look[i, j] or weights[n, i, j] == 0


@given(sizes, st.integers(0, 99))
def test_what_is_not_seen_does_not_count_and_gets_no_slope(shape: tuple[int, ...], seed: int) -> None:
    q, k, v, look = drawn(FLOAT64, shape, seed)
    unseen = ~look.any(axis=0)
    y, kept = attention.linearize(q, k, v, look)
    loud_k, loud_v = k.copy(), v.copy()
    loud_k[:, unseen], loud_v[:, unseen] = 1e200, -1e300
    with np.errstate(over="ignore", invalid="ignore"):  # the products of what nobody looks at
        assert (attention.forward(q, loud_k, loud_v, look) == y).all(), f"{shape}, seed {seed}"
    _, d_k, d_v = attention.pullback(kept, np.ones(y.shape))
    assert (d_k[:, unseen] == 0).all()
    assert (d_v[:, unseen] == 0).all()


def test_one_pair_of_places_is_hidden_in_one_row_only() -> None:
    q = k = v = np.arange(1.0, 7.0).reshape(1, 3, 2)
    look = np.ones((3, 3), bool)
    look[0, 2] = False
    weights = attention.linearize(q, k, v, look)[1].weights
    assert (weights[0] > 0).tolist() == look.tolist()


@given(st.integers(0, 99), st.sampled_from([np.float32, np.float64]))
def test_scores_that_would_overflow_do_not_and_unseen_ones_do_not_either(seed: int, dtype: Any) -> None:
    draw = np.random.Generator(Key.of(seed).bits())
    big = 1e4 if dtype is np.float32 else 1e100
    q, k = (draw.standard_normal((1, 3, 2)).astype(dtype) * dtype(big) for _ in range(2))
    v: Any = draw.standard_normal((1, 3, 2)).astype(dtype)
    y, kept = attention.linearize(q, k, v, pm.causal(3))
    d: Any = attention.pullback(kept, v)
    assert y.dtype == dtype
    assert all(np.isfinite(x).all() for x in (y, *d)), f"seed {seed}"
    assert (abs(y) <= abs(v).max()).all()


def test_a_row_that_looks_at_one_place_takes_it_over_and_its_scores_have_no_slope() -> None:
    q, k, v, _ = drawn(FLOAT64, (2, 3, 3, 2, 2), 0)
    y, kept = attention.linearize(q, k, v, np.eye(3, dtype=bool))
    assert (y == v).all()
    d_q, d_k, d_v = attention.pullback(kept, y)
    assert (d_q == 0).all()
    assert (d_k == 0).all()
    assert (d_v == y).all()


def test_a_row_that_looks_nowhere_has_no_mean_and_is_refused() -> None:
    q, k, v, _ = drawn(FLOAT64, (1, 3, 2, 2, 2), 0)
    look = np.array([[True, False], [False, False], [True, True]])
    message = "attention: expected each row to look at one place at least, got row 1, which looks nowhere"
    assert refused(DomainError, attention.forward, q, k, v, look) == message
    other = "attention: expected a mask of shape (3, 2), got bool of shape (2, 2)"
    assert refused(ShapeError, attention.forward, q, k, v, look[:2]) == other
    additive = "attention: expected a mask of shape (3, 2), got float64 of shape (3, 2)"
    assert refused(ShapeError, attention.linearize, q, k, v, np.zeros((3, 2))) == additive
