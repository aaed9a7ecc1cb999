from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.arrays import accurate_row_sums, lost
from pureml.check.inputs import EXACT, JETS, SYMBOLS
from pureml.keys import Key

finite = st.floats(-1e300, 1e300)


@given(st.lists(finite, min_size=1, max_size=5), finite)
def test_a_difference_and_what_it_lost_are_exact(row: list[float], shift: float) -> None:
    x: Any = np.array([row])
    y: Any = np.array([[shift]])
    z = x - y
    for a, d, rest in zip(row, z[0], lost(x, y, z)[0], strict=True):
        assert Fraction(float(d)) + Fraction(float(rest)) == Fraction(a) - Fraction(shift), f"{a!r} - {shift!r}"


def test_half_a_unit_is_lost_in_float32_too() -> None:
    x: Any = np.array([[-512.0, 0.25]], np.float32)
    y: Any = np.array([[2.0**-15]], np.float32)
    assert lost(x, y, x - y).tolist() == [[-(2.0**-15), 0.0]]
    assert lost(x, y, x - y).dtype == np.float32


def test_nothing_is_lost_where_the_difference_is_not_finite() -> None:
    x: Any = np.array([[-np.inf, 1.0, np.nan]])
    y: Any = np.array([[1.0]])
    assert lost(x, y, x - y).tolist() == [[0, 0, 0]]


@pytest.mark.parametrize("system", [EXACT, SYMBOLS, JETS], ids=lambda system: system.name)
def test_other_numbers_lose_nothing(system: Any) -> None:
    x: Any = system.array(np.random.Generator(Key.of(0).bits()), "x", (1, 3))
    rest: Any = lost(x, x[:, :1], x - x[:, :1])
    assert rest.shape == x.shape
    assert all(isinstance(e, type(x[0, 0])) and float(e) == 0 for e in rest.flat)
    z: Any = np.array([[1 + 1e-200j]])
    assert lost(z, z, z - z).tolist() == [[0]]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_sum_is_off_by_half_a_unit_and_a_little(dtype: str) -> None:
    draw = np.random.Generator(Key.of(0).bits())
    equal = np.repeat(draw.random((200, 1)), 100, axis=1)
    spread: Any = 10.0 ** draw.uniform(-30, 0, (200, 100))
    nothing = np.zeros((1, 100))
    terms: Any = np.concatenate([equal, spread, -spread, draw.standard_normal((200, 100)), nothing]).astype(dtype)
    eps: Any = np.finfo(dtype).eps
    more: Any = np.multiply(terms, eps * draw.uniform(-1, 1, (801, 100))).astype(dtype)
    found: Any = accurate_row_sums(terms, more)
    assert found.dtype == dtype
    rows: list[tuple[Any, Any, Any]] = list(zip(terms, more, found, strict=True))
    for row, small, total in rows:
        exact = sum((Fraction(float(e)) for e in (*row, *small)), Fraction(0))
        unit = Fraction(float(np.spacing(max(abs(total), np.abs(row).max() * 1e-6))))
        assert abs(Fraction(float(total)) - exact) <= unit * Fraction(51, 100), (row, total)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_plain_sum_is_further_off(dtype: str) -> None:
    terms: Any = np.repeat(np.random.Generator(Key.of(0).bits()).random((200, 1)), 100, axis=1).astype(dtype)
    plain: Any = np.add.accumulate(terms, axis=1)[:, -1]
    assert (np.abs(plain - accurate_row_sums(terms, 0 * terms)) > 3 * np.spacing(plain)).any()


def test_a_sum_of_other_numbers_is_the_plain_one() -> None:
    x: Any = EXACT.array(np.random.Generator(Key.of(0).bits()), "x", (2, 3))
    found: Any = accurate_row_sums(x, x / 2)
    assert found.tolist() == (x.sum(axis=1) * 3 / 2).tolist()
