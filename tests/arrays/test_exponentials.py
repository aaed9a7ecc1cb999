from __future__ import annotations

from importlib import import_module
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.arrays import entries, exp_apart, exp_rows, log_over, places
from pureml.check.inputs import EXACT, JETS, SYMBOLS
from pureml.check.numbers import Ball, is_zero, precision
from pureml.check.numbers.arrays import filled
from pureml.check.obligations.identity import expressions
from pureml.keys import Key

# The numbers of the module, of which its stub says nothing.
chosen: Any = import_module("pureml.arrays.exponentials")
LEAST: Final[float] = chosen.LEAST
LONG: Final[int] = chosen.LONG
MOST: Final[dict[int, float]] = chosen.MOST
FAR: Final[dict[int, float]] = chosen.FAR
DTYPES: Final = ("float32", "float64")
LEVELS: Final = (-1e30, -800.0, -90.0, -1.0, 0.0, 40.0, 49.9, 50.1, 88.0, 90.0, 599.9, 600.1, 709.0, 710.0, 1e30)
rows = st.lists(st.lists(st.sampled_from(LEVELS) | st.floats(-50, 50), min_size=3, max_size=3), min_size=1, max_size=4)


def exactly(x: Any) -> Any:
    """Balls of no width."""
    return filled(x.shape, lambda i: Ball.exactly(float(x[i])))


def matrix(values: Any, dtype: str) -> Any:
    return np.array(values, dtype)


def label(x: Any, columns: list[int]) -> Any:
    labels: Any = np.resize(np.array(columns, np.intp), len(x))
    return places(labels, x)


@pytest.mark.parametrize("dtype", DTYPES)
@given(rows, st.permutations([0, 1, 2]))
def test_shares_of_any_rows_are_those_of_exact_numbers(dtype: str, values: list[list[float]], columns: list[int]) -> None:
    x = matrix(values, dtype)
    tiny = float(np.finfo(dtype).smallest_subnormal)
    with precision(4000):
        z: Any = exactly(x) - exactly(x.max(axis=1))[:, None]
        e: Any = np.exp(z)
        wanted = (e / e.sum(axis=1)[:, None]).astype(float)
    raised, total = exp_rows(x)
    np.testing.assert_allclose(raised / total[:, None], wanted, rtol=8 * float(np.finfo(dtype).eps), atol=4 * tiny)
    at = label(x, columns)
    others, rest, whole, _ = exp_apart(x, at)
    assert (entries(others, at) == 0).all()
    np.testing.assert_allclose(whole, total, rtol=4 * float(np.finfo(dtype).eps))
    np.testing.assert_allclose(rest / whole, 1 - entries(wanted, at), rtol=0, atol=8 * float(np.finfo(dtype).eps))
    assert raised.dtype == others.dtype == total.dtype == rest.dtype == whole.dtype == dtype


@pytest.mark.parametrize("dtype", DTYPES)
@given(rows, st.permutations([0, 1, 2]))
def test_the_logarithm_is_that_of_exact_numbers(dtype: str, values: list[list[float]], columns: list[int]) -> None:
    x = matrix(values, dtype)
    at = label(x, columns)
    _, rest, _, z_at = exp_apart(x, at)
    with precision(4000):
        z: Any = exactly(x) - exactly(entries(x, at))[:, None]
        top: Any = np.array([max(row, key=float) for row in z])
        wanted = (np.log(np.exp(z - top[:, None]).sum(axis=1)) + top).astype(float)
    np.testing.assert_allclose(
        log_over(rest, z_at), wanted, rtol=12 * float(np.finfo(dtype).eps), atol=float(np.finfo(dtype).smallest_normal)
    )


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_row_with_an_ordinary_sum_is_not_shifted_and_any_other_is(dtype: str) -> None:
    most = MOST[np.dtype(dtype).itemsize]
    below = float(np.log(LEAST))
    x = matrix(
        [[0.0, -3.0], [most, 0.0], [np.nextafter(np.float32(most), np.float32(1e3)), 0.0], [below, -60.0], [below * 1.01, -60.0]], dtype
    )
    e: Any
    e, total = exp_rows(x)
    assert e[:, 0].tolist() == [1, np.exp(x[1, 0]), 1, np.exp(x[3, 0]), 1]
    assert total.tolist() == (e[:, 0] + e[:, 1]).tolist()
    _, _, _, z = exp_apart(x, label(x, [1]))
    assert z.tolist() == (x[:, 1] - x[:, 0] * np.array([0, 0, 1, 0, 1], dtype)).tolist()


@pytest.mark.parametrize(("dtype", "top"), [("float64", 650.0), ("float32", 60.0)])
def test_what_a_shift_loses_is_put_back(dtype: str, top: float) -> None:
    x = matrix([[top, 0.1, 1 / 3, -1.7]], dtype)
    e, total = exp_rows(x)
    with precision(200):
        z: Any = exactly(x) - exactly(x)[:, :1]
        exact = np.exp(z).astype(float)
    plain: Any = np.exp(x - x[:, :1])
    eps, least = float(np.finfo(dtype).eps), float(np.finfo(dtype).smallest_normal)
    np.testing.assert_allclose(e, exact, rtol=3 * eps, atol=least)
    assert total[0] == e.sum()
    assert not np.allclose(plain, exact, rtol=8 * eps, atol=least)


def test_the_logarithm_changes_its_form_without_a_step() -> None:
    for dtype in DTYPES:
        far = FAR[np.dtype(dtype).itemsize]
        z = matrix([-far * (1 - 1e-6), -far, -far * (1 + 1e-6), -4 * far], dtype)
        rest: Any = np.full(4, LEAST, dtype)
        wanted = np.log(LEAST + np.exp(z.astype(float))) - z.astype(float)
        np.testing.assert_allclose(log_over(rest, z), wanted, rtol=2 * float(np.finfo(dtype).eps))


@pytest.mark.parametrize("columns", [LONG - 1, LONG, 1000])
def test_long_rows_are_added_in_pairs(columns: int) -> None:
    x: Any = np.full((3, columns), -36.0)
    x[:, 0] = 0.3
    e, total = exp_rows(x)
    assert total[1] == pytest.approx(e[0, 0] + (columns - 1) * e[0, 1], rel=16 * 2.0**-52)


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("scale", [1.0, 1e3])
def test_memory_order_and_place_change_no_number(order: Any, scale: float) -> None:
    draw = np.random.Generator(Key.of(0).bits())
    x: Any = scale * draw.standard_normal((5, 4))
    at = label(x, [3, 0])
    into: Any = np.empty((5, 4))
    want: tuple[Any, ...] = exp_apart(x, at)
    got: tuple[Any, ...] = exp_apart(x.copy(order=order), at, into)
    assert got[0] is into
    for a, b in zip(want, got, strict=True):
        assert a.tobytes() == b.tobytes()


def test_no_rows_are_no_rows() -> None:
    x: Any = np.empty((0, 3))
    e, total = exp_rows(x)
    assert e.shape == (0, 3)
    assert total.shape == (0,)


def test_nan_stays_in_its_row() -> None:
    e, total = exp_rows(matrix([[np.nan, 0.0], [0.0, 0.0]], "float64"))
    assert np.isnan(total).tolist() == [True, False]
    assert e[1].tolist() == [1, 1]


@pytest.mark.parametrize("system", [EXACT, SYMBOLS, JETS], ids=lambda system: system.name)
def test_other_numbers_are_shifted_by_a_constant_that_goes_again(system: Any) -> None:
    x: Any = system.array(np.random.Generator(Key.of(0).bits()), "x", (2, 3))
    at = label(x, [2, 0])
    made: tuple[Any, ...] = (*exp_rows(x), *exp_apart(x, at))
    e, total, others, rest, whole, z_at = made
    plain: Any = np.exp(x)
    sums = plain.sum(axis=1)
    for nothing in (
        e / total[:, None] - plain / sums[:, None],
        rest / whole - (1 + 0 * rest) + entries(plain, at) / sums,
        np.exp(z_at) + rest - whole,
        others.sum(axis=1) - rest,
        log_over(rest, z_at) - np.log(sums / entries(plain, at)),
    ):
        for v in expressions(nothing) if system is SYMBOLS else ():
            assert is_zero(v), v
        assert (np.abs(nothing.astype(float)) < 1e-12).all()


def test_complex_numbers_are_shifted_by_a_real_one() -> None:
    x: Any = np.array([[0.0 + 1e-200j, 800.0]])
    e, total = exp_rows(x)
    assert (e / total[:, None])[0].tolist() == [0, 1]
    _, rest, _, z_at = exp_apart(x, label(x, [1]))
    assert log_over(rest, z_at)[0] == 0
