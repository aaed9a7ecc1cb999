from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from pureml.check.accuracy.hard import GAPS, edges, magnitudes, rows, stretches

DTYPES = ("float32", "float64")


def drawing() -> np.random.Generator:
    return np.random.Generator(np.random.SFC64(0))


@pytest.mark.parametrize("dtype", DTYPES)
def test_the_edges_are_both_zeros_subnormals_and_the_extremes(dtype: str) -> None:
    x, info = edges(dtype), np.finfo(dtype)
    assert {0.0, float(info.smallest_subnormal), float(info.smallest_normal), float(info.max), -float(info.max), 1e4} <= set(x.tolist())
    assert np.signbit(x[x == 0]).any()
    assert np.isfinite(x).all()
    if dtype == "float64":
        assert {1e-300, -1e-300, 1e300, 710.0, -710.0} <= set(x.tolist())


@pytest.mark.parametrize("dtype", DTYPES)
def test_drawn_numbers_are_finite_of_both_signs_and_as_many_as_asked_for(dtype: str) -> None:
    for made in (stretches, magnitudes):
        x, more = made(dtype, drawing(), 1), made(dtype, drawing(), 3)
        assert x.dtype == dtype
        assert np.isfinite(x).all()
        assert x.min() < 0 < x.max()
        assert len(more) > 2 * len(x)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("width", [2, 3, 10])
def test_rows_have_ties_every_gap_and_finite_differences(dtype: str, width: int) -> None:
    x = rows(dtype, drawing(), width, 2)
    assert x.shape[1] == width
    assert x.dtype == dtype
    spreads = x.max(axis=1).astype(float) - x.min(axis=1)
    assert np.isfinite(spreads).all()
    assert (spreads == 0).sum() >= 2
    assert width == 2 or any((np.sort(row)[-1] == np.sort(row)[-2]) and row.min() < row.max() for row in x)
    for gap in GAPS:
        assert ((0.4 * gap <= spreads) & (spreads <= 1.6 * gap)).any(), gap


@pytest.mark.parametrize("dtype", DTYPES)
def test_some_differences_lie_half_way_between_two_floats(dtype: str) -> None:
    def half(row: Any) -> bool:
        exact = Fraction(float(row.min())) - Fraction(float(row.max()))
        return abs(exact - Fraction(float(row.min() - row.max()))) * 2 == Fraction(float(np.spacing(-row.min())))

    assert sum(half(row) for row in rows(dtype, drawing(), 2, 4)) >= 3
