from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.arrays import apart, root_of, seen, seen_shift, stacked_sums, together
from pureml.check.inputs import EXACT, FLOAT32, FLOAT64, JETS, SYMBOLS
from pureml.check.numbers import Ball, Exact, Jet
from pureml.keys import Key

every_system = pytest.mark.parametrize("system", [EXACT, SYMBOLS, JETS, FLOAT32, FLOAT64], ids=lambda system: system.name)
small = st.integers(1, 3)


def drawn(system: Any, shape: tuple[int, ...], seed: int = 0) -> Any:
    return system.array(np.random.Generator(Key.of(seed).bits()), "x", shape)


def looks(shape: tuple[int, int], seed: int) -> Any:
    look = np.random.Generator(Key.of(seed).bits()).integers(0, 2, shape).astype(bool)
    look[:, 0] |= ~look.any(axis=1)
    return look


@given(small, small, small, small)
def test_the_blocks_of_a_matrix_are_its_slices_and_come_together_again(high: int, wide: int, tokens: int, width: int) -> None:
    x: Any = np.arange(high * tokens * wide * width, dtype=float).reshape(high * tokens, wide * width)
    stack = apart(x, high * wide, tokens, width)
    for n in range(high * wide):
        i, j = divmod(n, wide)
        assert (stack[n] == x[i * tokens : (i + 1) * tokens, j * width : (j + 1) * width]).all(), f"block {n} of {x!r}"
    assert (together(stack, *x.shape) == x).all()


@given(small, small, small, small)
def test_together_is_the_transpose_of_apart(high: int, wide: int, tokens: int, width: int) -> None:
    x: Any = np.arange(high * tokens * wide * width).reshape(high * tokens, wide * width) + 1
    y: Any = x.reshape(high * wide, tokens, width) * 3 - 5
    assert (apart(x, high * wide, tokens, width) * y).sum() == (x * together(y, *x.shape)).sum()


@every_system
def test_what_is_not_seen_is_zero_in_the_number_system(system: Any) -> None:
    x, look = drawn(system, (2, 3, 4)), looks((3, 4), 1)
    got = seen(look, x)
    for n, i, j in np.ndindex(x.shape):
        assert type(got[n, i, j]) is type(x[n, i, j])
        assert got[n, i, j] is x[n, i, j] or float(got[n, i, j]) == float(x[n, i, j]) * bool(look[i, j])


@given(st.integers(0, 50))
def test_the_shift_is_the_greatest_that_is_seen_in_floats_as_in_exact_numbers(seed: int) -> None:
    x, look = drawn(EXACT, (2, 3, 4), seed), looks((3, 4), seed)
    floats = x.astype(float)
    shift, exact = seen_shift(look, floats), seen_shift(look, x)
    for n, i in np.ndindex(2, 3):
        assert shift[n, i, 0] == max(floats[n, i, j] for j in range(4) if look[i, j]), f"seed {seed}"
        assert float(exact[n, i, 0]) == shift[n, i, 0], f"seed {seed}"
    assert (seen_shift(look, floats + 1e-200j) == shift).all()


def test_no_slope_passes_through_the_shift() -> None:
    x: Any = np.frompyfunc(lambda e: Jet.along(e.value, Ball(1)), 1, 1)(drawn(JETS, (1, 2, 2)))
    assert all(e.slope.contains(0) and e.slope.radius() == 0 for e in seen_shift(looks((2, 2), 0), x).flat)


@every_system
def test_sums_are_those_of_the_rows(system: Any) -> None:
    x = drawn(system, (2, 3, 2))
    sums = stacked_sums(x)
    assert sums.shape == (2, 3, 1)
    assert [float(e) for e in sums.flat] == pytest.approx([float(x[n, i, 0]) + float(x[n, i, 1]) for n, i in np.ndindex(2, 3)])


def test_a_root_is_in_the_number_system() -> None:
    root: Any = root_of(2, drawn(EXACT, (1, 1, 1)))
    assert isinstance(root, Exact)
    assert root * root == Exact(Fraction(2))
    assert root_of(9, pm.matrix([[1.0]], 1, 1, np.float32)).dtype == np.float32
    assert root_of(9, pm.matrix([[1.0]])) == 3
