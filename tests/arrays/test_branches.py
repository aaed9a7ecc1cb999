from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.arrays import capped, step
from pureml.check.numbers import Ball, Exact, Undecided

fractions = st.lists(st.fractions(-3, 3, max_denominator=4), min_size=1, max_size=6)


def exact(values: list[Fraction]) -> Any:
    return pm.over(np.array([Exact(v) for v in values], object), len(values))


def floating(values: Iterable[float | Fraction]) -> Any:
    return np.array([float(v) for v in values])


@given(fractions)
def test_the_step_is_1_exactly_where_a_number_is_positive_in_every_system(values: list[Fraction]) -> None:
    want = [int(v > 0) for v in values]
    floats = floating(values)
    for x in (floats, floats.astype(np.float32), floats.astype(complex), exact(values)):
        got = step(x)
        assert got.tolist() == want, f"step({x!r}) = {got!r}"
        assert got.dtype == x.dtype
    assert all(isinstance(e, Exact) for e in step(exact(values)))


def test_the_step_of_nan_is_nan_and_of_a_ball_around_0_undecided() -> None:
    assert np.isnan(step(floating([np.nan, 1.0]))).tolist() == [True, False]
    assert step(floating([-0.0, 5e-324])).tolist() == [0.0, 1.0]
    around: Any = np.array([Ball.between(-1, 1)], object)
    with pytest.raises(Undecided):
        step(around)


@given(fractions, st.integers(-2, 2))
def test_a_cap_is_a_minimum_in_floats_and_nothing_in_exact_numbers(values: list[Fraction], limit: int) -> None:
    floats = floating(values)
    want = [min(v, float(limit)) for v in floats.tolist()]
    assert capped(floats, limit).tolist() == want
    assert capped(floats.astype(np.float32), limit).dtype == np.float32
    assert capped(floats + 1e-200j, limit).real.tolist() == want
    x = exact(values)
    assert (capped(x, limit) == x).all()


def test_a_cap_leaves_nan() -> None:
    assert np.isnan(capped(floating([np.nan]), 1)).all()
