from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pureml.arrays import plus_diagonal, solved, squared_distances
from pureml.arrays.linear import SETTLED
from pureml.check.numbers import Exact

sizes = st.integers(1, 4)
seeds = st.integers(0, 2**32 - 1)


def drawn(seed: int, *shape: int) -> Any:
    return np.random.Generator(np.random.PCG64(seed)).integers(-4, 5, shape)


def exact(x: Any) -> Any:
    return np.frompyfunc(lambda value: Exact(Fraction(int(value))), 1, 1)(x)


@given(seeds, sizes, sizes)
def test_a_system_is_solved_exactly_and_in_floats_to_rounding(seed: int, n: int, columns: int) -> None:
    a, right = drawn(seed, n, n), drawn(seed + 1, n, columns)
    matrix: Any = a @ a.T + np.eye(n, dtype=int)
    x: Any = solved(exact(matrix), exact(right))
    assert (exact(matrix) @ x == exact(right)).all()
    floats: Any = solved(matrix.astype(float), right.astype(float))
    np.testing.assert_allclose(floats, x.astype(float), rtol=0, atol=1e-10 * (1 + np.abs(x.astype(float)).max()))


@given(seeds, sizes, sizes, sizes)
def test_squared_distances_are_the_same_in_floats_and_exactly(seed: int, n: int, m: int, columns: int) -> None:
    a, b = drawn(seed, n, columns), drawn(seed + 1, m, columns)
    floats: Any
    numbers: Any
    floats, numbers = squared_distances(a.astype(float), b.astype(float)), squared_distances(exact(a), exact(b))
    assert floats.shape == (n, m)
    assert floats.tolist() == numbers.astype(float).tolist()


def test_no_square_overflows_and_nothing_that_matters_is_lost() -> None:
    far: Any = np.array([[1.7e308], [-1.7e308 / 2], [64.0]])
    with np.errstate(all="raise"):
        found: Any = squared_distances(far, far)
    assert (np.diag(found) == 0).all()
    assert found.max() == SETTLED**2
    assert np.exp(-(SETTLED**2) / 2) == 0


def test_a_diagonal_is_added_to_a_copy() -> None:
    x: Any = np.ones((2, 2))
    assert plus_diagonal(x, 3.0).tolist() == [[4, 1], [1, 4]]
    assert x.tolist() == [[1, 1], [1, 1]]
