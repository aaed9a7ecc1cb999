from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.arrays import lost, row_sums_in_parts
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
def test_the_parts_of_a_sum_are_off_by_a_hundredth_of_a_unit(dtype: str) -> None:
    draw = np.random.Generator(Key.of(0).bits())
    equal = np.repeat(draw.random((200, 1)), 100, axis=1)
    spread: Any = 10.0 ** draw.uniform(-30, 0, (200, 100))
    nothing = np.zeros((1, 100))
    terms: Any = np.concatenate([equal, spread, -spread, draw.standard_normal((200, 100)), nothing]).astype(dtype)
    eps: Any = np.finfo(dtype).eps
    more: Any = np.multiply(terms, eps * draw.uniform(-1, 1, (801, 100))).astype(dtype)
    high, low = row_sums_in_parts(terms, more)
    assert high.dtype == low.dtype == dtype
    rows: list[tuple[Any, Any, Any, Any]] = list(zip(terms, more, high, low, strict=True))
    for row, small, first, second in rows:
        exact = sum((Fraction(float(e)) for e in (*row, *small)), Fraction(0))
        sizes = float(np.abs(row).sum())
        unit = Fraction(float(np.spacing(np.asarray(sizes, dtype))))
        assert abs(Fraction(float(first)) + Fraction(float(second)) - exact) <= unit / 100, (row, first, second)
        assert abs(float(second)) <= 200 * float(eps) * sizes


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_first_part_is_a_sum_without_rounding_in_any_order(dtype: str) -> None:
    draw = np.random.Generator(Key.of(0).bits())
    terms: Any = (10.0 ** draw.uniform(-12, 0, (50, 100)) * draw.choice([-1, 1], (50, 1))).astype(dtype)
    first: Any = row_sums_in_parts(terms, 0 * terms)[0]
    for _ in range(5):
        other: Any = draw.permuted(terms, axis=1)
        again: Any = row_sums_in_parts(other, 0 * terms)[0]
        assert again.tobytes() == first.tobytes()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_plain_sum_is_further_off(dtype: str) -> None:
    terms: Any = np.repeat(np.random.Generator(Key.of(0).bits()).random((200, 1)), 100, axis=1).astype(dtype)
    plain: Any = np.add.accumulate(terms, axis=1)[:, -1]
    high, low = row_sums_in_parts(terms, 0 * terms)
    assert (np.abs(plain - (high + low)) > 3 * np.spacing(plain)).any()


def test_a_sum_of_other_numbers_is_the_plain_one_and_nothing() -> None:
    x: Any = EXACT.array(np.random.Generator(Key.of(0).bits()), "x", (2, 3))
    high, low = row_sums_in_parts(x, x / 2)
    assert high.tolist() == (x.sum(axis=1) * 3 / 2).tolist()
    assert low.tolist() == [0, 0]
    assert all(isinstance(e, type(x[0, 0])) for e in low.flat)
