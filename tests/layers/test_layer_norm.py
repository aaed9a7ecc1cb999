from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import pureml as pm
from pureml.check.inputs import EXACT
from pureml.check.numbers import Exact
from pureml.errors import DomainError, DtypeError, ShapeError
from pureml.layers import layer_norm
from tests.layers.normal import fractions, moments, root
from tests.locks import unlocked
from tests.networks import bits
from tests.refused import refused

TENTH: Any = Exact(Fraction(1, 10))
ZERO: Any = Exact(0)
Make: Any = pm.LayerNorm
every_dtype = pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=lambda dtype: dtype.__name__)
# Multiples of 1/64, so that those with an offset are exact too.
rows = hnp.arrays(np.float64, st.tuples(st.just(2), st.integers(2, 6)), elements=st.integers(-512, 512).map(lambda k: k / 64))


def layer(size: int, dtype: Any = np.float64, **options: Any) -> Any:
    gamma, beta = ((np.arange(size) + k).astype(dtype) / dtype(4) for k in (1, 6))
    return Make(gamma, beta, **options)


def exactly(shape: tuple[int, ...], name: str, seed: int) -> Any:
    return EXACT.array(np.random.Generator(pm.Key.of(seed).bits()), name, shape)


@given(st.integers(1, 3), st.integers(0, 99))
def test_every_row_gets_mean_0_and_the_variance_that_is_claimed_exactly(columns: int, seed: int) -> None:
    x = exactly((2, columns), "x", seed)
    one: Any = x[0] * 0 + 1
    y: Any = layer_norm.forward(x, one, one - one, TENTH)
    for n in range(2):
        _, variance = moments([e.fraction for e in x[n]])
        assert y[n].sum() == 0, f"columns {columns}, seed {seed}"
        spread = (y[n] ** 2).sum() / columns
        assert spread * (variance + Fraction(1, 10)) == variance, f"columns {columns}, seed {seed}"


@given(st.integers(2, 3), st.integers(0, 99), st.fractions(1, 9, max_denominator=3), st.fractions(max_denominator=3))
def test_at_eps_0_scaling_and_shifting_a_row_changes_nothing_exactly(columns: int, seed: int, a: Fraction, b: Fraction) -> None:
    x = exactly((1, columns), "x", seed)
    if len({e.fraction for e in x[0]}) == 1:
        x[0, 0] = x[0, 0] + 1  # a constant row has no variance to divide by
    one: Any = x[0] * 0 + 1
    moved: Any = x * Exact(a) + Exact(b)
    same = layer_norm.forward(moved, one, one, ZERO) == layer_norm.forward(x, one, one, ZERO)
    assert same.all(), f"columns {columns}, seed {seed}, {a} x + {b}"


@given(st.integers(1, 3), st.integers(0, 99))
def test_every_row_of_the_cotangent_sums_to_0_and_is_orthogonal_as_claimed_exactly(columns: int, seed: int) -> None:
    x, g = exactly((2, columns), "x", seed), exactly((2, columns), "g", seed + 1)
    gamma = exactly((columns,), "gamma", seed + 2)
    _, kept = layer_norm.linearize(x, gamma, gamma, TENTH)
    d_x: Any = layer_norm.pullback(kept, g)[0]
    for n in range(2):
        assert d_x[n].sum() == 0, f"columns {columns}, seed {seed}"
        x_hat, r = kept.x_hat[n], kept.r[n]
        left: Any = (d_x[n] * x_hat).sum()
        right: Any = r * (1 - (x_hat * x_hat).sum() / columns) * (g[n] * gamma * x_hat).sum()
        assert left == right, f"columns {columns}, seed {seed}"


@given(st.floats(-(2.0**100), 2.0**100), st.integers(0, 3), st.sampled_from([np.float32, np.float64]))
def test_a_row_of_one_column_gives_beta_and_no_slope(value: float, count: int, dtype: Any) -> None:
    norm = layer(1, dtype)
    y, back = norm.linearize(np.full((count, 1), value, dtype))
    assert y.tolist() == [norm.beta.tolist()] * count
    d_x, at = back.pullback(np.ones((count, 1), dtype))
    assert d_x.tolist() == [[0]] * count
    assert (at.tree.gamma.tolist(), at.tree.beta.tolist()) == ([0], [count])


@given(rows, st.sampled_from([0.0, 1.0, 1e8, -1e8]))
def test_an_offset_costs_no_digits(x: Any, offset: float) -> None:
    moved: Any = x + offset
    norm = layer(x.shape[1])
    y = norm.forward(moved)
    for n in range(2):
        numbers = fractions(moved[n])
        mean, variance = moments(numbers)
        r = 1 / root(variance + Fraction(norm.eps))
        for k, value in enumerate(numbers):
            gamma, beta = Fraction(float(norm.gamma[k])), Fraction(float(norm.beta[k]))
            want = gamma * (value - mean) * r + beta
            scale = gamma * max(abs(v - mean) for v in numbers) * r + beta
            assert abs(Fraction(float(y[n, k])) - want) <= scale * Fraction(8, 2**52), f"np.{x!r}, {offset}"


@given(rows)
def test_rows_do_not_see_each_other(x: Any) -> None:
    norm = layer(x.shape[1])
    np.testing.assert_allclose(norm.forward(x)[:1], norm.forward(x[:1]), rtol=1e-13, atol=1e-14, err_msg=f"np.{x!r}")


@every_dtype
def test_a_pass_writes_nothing_keeps_the_dtype_and_gives_locked_values(dtype: Any) -> None:
    norm = layer(3, dtype)
    x: Any = np.arange(12).reshape(4, 3).astype(dtype) ** 2
    before = bits(x, *norm.leaves)
    y, back = norm.linearize(x)
    d_x, at = back.pullback(y)
    made = (y, norm.forward(x), d_x, *at.leaves)
    assert bits(x, *norm.leaves) == before
    assert {a.dtype for a in made} == {np.dtype(dtype)}
    assert not unlocked(made)
    assert not any(np.shares_memory(a, x) for a in made)
    assert bits(*at.leaves) == bits(*back.gradient(y).leaves)
    assert bits(y) == bits(norm.forward(x))
    assert at.at is norm
    assert back.measured() == ()


def test_what_does_not_fit_is_refused() -> None:
    two, three = np.ones(2), np.ones(3)
    assert refused(ShapeError, Make, two, three) == "LayerNorm: expected two vectors of one size, got shapes (2,) and (3,)"
    assert refused(ShapeError, Make, np.ones(0), np.ones(0)) == "LayerNorm: expected two vectors of one size, got shapes (0,) and (0,)"
    square = np.ones((2, 2))
    assert refused(ShapeError, Make, square, square) == "LayerNorm: expected two vectors of one size, got shapes (2, 2) and (2, 2)"
    assert refused(DtypeError, Make, two, two.astype(np.float32)) == "LayerNorm: expected one dtype, got gamma float64, beta float32"
    assert refused(DomainError, Make, two, two, -1e-9) == "LayerNorm: expected eps >= 0, got -1e-09"
    assert refused(DomainError, Make, two, two, float("nan")) == "LayerNorm: expected eps >= 0, got nan"
    for call in (layer(2).forward, layer(2).linearize):
        assert refused(ShapeError, call, np.ones((3, 4))) == "LayerNorm: expected a matrix with 2 columns, got x of shape (3, 4)"
        assert refused(DtypeError, call, np.ones((3, 2), np.float32)) == "LayerNorm: expected x of dtype float64, got float32"
