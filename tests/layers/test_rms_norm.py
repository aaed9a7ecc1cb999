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
from pureml.layers import rms_norm
from tests.layers.normal import fractions, root
from tests.locks import unlocked
from tests.networks import bits
from tests.refused import refused

TENTH: Any = Exact(Fraction(1, 10))
ZERO: Any = Exact(0)
Make: Any = pm.RmsNorm
rows = hnp.arrays(np.float64, st.tuples(st.just(2), st.integers(1, 6)), elements=st.integers(-512, 512).map(lambda k: k / 64))


def layer(size: int, dtype: Any = np.float64, **options: Any) -> Any:
    return Make((np.arange(size) + 1).astype(dtype) / dtype(4), **options)


def exactly(shape: tuple[int, ...], name: str, seed: int) -> Any:
    return EXACT.array(np.random.Generator(pm.Key.of(seed).bits()), name, shape)


@given(st.integers(1, 3), st.integers(0, 99))
def test_every_row_gets_the_mean_square_that_is_claimed_exactly(columns: int, seed: int) -> None:
    x = exactly((2, columns), "x", seed)
    y: Any = rms_norm.forward(x, x[0] * 0 + 1, TENTH)
    for n in range(2):
        square = sum((e.fraction**2 for e in x[n]), Fraction(0)) / columns
        assert (y[n] ** 2).sum() / columns * (square + Fraction(1, 10)) == square, f"columns {columns}, seed {seed}"


@given(st.integers(1, 3), st.integers(0, 99))
def test_at_eps_0_every_row_of_the_cotangent_is_orthogonal_to_its_row_exactly(columns: int, seed: int) -> None:
    x, g = exactly((2, columns), "x", seed), exactly((2, columns), "g", seed + 1)
    x[:, 0] = x[:, 0] * x[:, 0] + 1  # no row is 0
    gamma = exactly((columns,), "gamma", seed + 2)
    _, kept = rms_norm.linearize(x, gamma, ZERO)
    d_x: Any = rms_norm.pullback(kept, g)[0]
    assert all((d_x[n] * x[n]).sum() == 0 for n in range(2)), f"columns {columns}, seed {seed}"


@given(rows)
def test_it_has_the_digits_of_the_exact_value(x: Any) -> None:
    norm = layer(x.shape[1])
    y = norm.forward(x)
    for n in range(2):
        numbers = fractions(x[n])
        r = 1 / root(sum((v * v for v in numbers), Fraction(0)) / len(numbers) + Fraction(norm.eps))
        for k, value in enumerate(numbers):
            want = Fraction(float(norm.gamma[k])) * value * r
            assert abs(Fraction(float(y[n, k])) - want) <= abs(want) * Fraction(6, 2**52), f"np.{x!r}"


def test_a_row_of_zeros_stays_one_and_has_the_slope_of_the_root_of_eps() -> None:
    norm = layer(2, eps=0.25)
    y, back = norm.linearize(np.zeros((1, 2)))
    assert y.tolist() == [[0, 0]]
    assert back.pullback(np.ones((1, 2)))[0].tolist() == (norm.gamma * 2).reshape(1, 2).tolist()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
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
    assert bits(*at.leaves) == bits(*back.gradient(y).leaves)
    assert bits(y) == bits(norm.forward(x))
    assert at.at is norm
    assert back.measured() == ()


def test_what_does_not_fit_is_refused() -> None:
    two = np.ones(2)
    assert refused(ShapeError, Make, np.ones((2, 2))) == "RmsNorm: expected a vector, got shape (2, 2)"
    assert refused(ShapeError, Make, np.ones(0)) == "RmsNorm: expected a vector, got shape (0,)"
    assert refused(DtypeError, Make, np.ones(2, np.float16)) == "RmsNorm: expected float32 or float64, got float16"
    assert refused(DomainError, Make, two, -1e-9) == "RmsNorm: expected eps >= 0, got -1e-09"
    for call in (layer(2).forward, layer(2).linearize):
        assert refused(ShapeError, call, np.ones((3, 4))) == "RmsNorm: expected a matrix with 2 columns, got x of shape (3, 4)"
        assert refused(DtypeError, call, np.ones((3, 2), np.float32)) == "RmsNorm: expected x of dtype float64, got float32"
