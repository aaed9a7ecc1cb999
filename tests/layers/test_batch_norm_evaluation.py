from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.errors import DomainError, DtypeError, ShapeError
from tests.locks import unlocked
from tests.networks import bits
from tests.refused import refused

Make: Any = pm.FixedNorm
Moments: Any = pm.Moments


def layer(size: int = 2, dtype: Any = np.float64, eps: float = 1e-5) -> Any:
    gamma, beta, mean, variance = ((np.arange(size) + k).astype(dtype) / dtype(4) for k in (1, 6, -3, 2))
    return Make(gamma, beta, Moments(mean, variance), eps)


@given(st.integers(0, 4), st.integers(1, 3))
def test_it_is_what_batch_norm_computes_in_evaluation_to_the_bit(rows: int, size: int) -> None:
    fixed = layer(size)
    make: Any = pm.BatchNorm
    norm = make(fixed.gamma, fixed.beta, fixed.moments)
    assert norm.settled().same_bits(fixed)
    x: Any = np.arange(float(rows * size)).reshape(rows, size) ** 2
    assert fixed.forward(x).tobytes() == norm.forward(x).tobytes() == fixed.linearize(x)[0].tobytes()


def test_no_other_row_enters_a_cotangent() -> None:
    fixed = layer()
    x: Any = np.array([[1.0, 5.0], [3.0, -7.0], [0.0, 2.0]])
    g: Any = np.array([[0.0, 0.0], [1.0, 2.0], [0.0, 0.0]])
    d_x, _ = fixed.linearize(x)[1].pullback(g)
    assert (d_x[[0, 2]] == 0).all()
    np.testing.assert_allclose(d_x[1], g[1] * fixed.gamma / np.sqrt(fixed.moments.variance + fixed.eps), rtol=1e-15)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_pass_writes_nothing_keeps_the_dtype_and_gives_locked_values(dtype: Any) -> None:
    fixed = layer(3, dtype)
    x: Any = np.arange(12).reshape(4, 3).astype(dtype)
    before = bits(x, *fixed.arrays().values())
    y, back = fixed.linearize(x)
    d_x, at = back.pullback(y)
    assert bits(x, *fixed.arrays().values()) == before
    assert {a.dtype for a in (y, d_x, *at.leaves)} == {np.dtype(dtype)}
    assert not unlocked((y, fixed.forward(x), d_x, *at.leaves))
    assert bits(*back.gradient(y).leaves) == bits(*at.leaves)
    assert [leaf.tobytes() for leaf in at.tree.leaves] == bits(*at.leaves)
    assert len(fixed.leaves) == 2
    assert back.measured() == ()


def test_what_does_not_fit_is_refused() -> None:
    two, three = np.ones(2), np.ones(3)
    message = "FixedNorm: expected four vectors of one size, got shapes [(2,), (3,)]"
    assert refused(ShapeError, Make, two, three, Moments(two, two)) == message
    assert refused(ShapeError, Make, two, two, Moments(three, three)) == message
    mixed = refused(DtypeError, Make, two, two, Moments(two, two.astype(np.float32)))
    assert mixed == "FixedNorm: expected one dtype, got gamma float64, beta float64, mean float64, variance float32"
    assert refused(DomainError, Make, two, two, Moments(two, two), -1.0) == "FixedNorm: expected eps >= 0, got -1.0"
    for call in (layer().forward, layer().linearize):
        assert refused(ShapeError, call, np.ones((3, 4))) == "FixedNorm: expected a matrix with 2 columns, got x of shape (3, 4)"
        assert refused(DtypeError, call, np.ones((3, 2), np.float32)) == "FixedNorm: expected x of dtype float64, got float32"
