from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pureml.check.compensated.exactly import exponentials, narrowed, sums, widened
from pureml.check.inputs import EXACT
from pureml.check.numbers import Ball, Exact, precision
from pureml.keys import Key


@given(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=9))
def test_a_sum_and_what_it_lost_are_exact(row: list[float]) -> None:
    nearest, left = sums(np.array([row]))
    exact = sum(map(Fraction, row), Fraction(0))
    assert float(nearest[0]) == float(exact)
    assert float(left[0]) == float(exact - Fraction(float(nearest[0])))


@given(st.floats(-745, 0))
def test_an_exponential_is_off_by_half_a_unit_and_a_fiftieth(z: float) -> None:
    y = float(exponentials(np.array([z]))[0])
    with precision(128):
        off = abs(Ball.exactly(y) - Ball.exactly(z).exp()) / Ball.exactly(np.spacing(np.nextafter(y, 0)) if y else 5e-324)
        assert float(off) < 1.04  # at a power of two the unit below is half of that above


def test_exact_numbers_are_added_as_they_are() -> None:
    x: Any = EXACT.array(np.random.Generator(Key.of(0).bits()), "x", (2, 3))
    nearest, left = sums(x)
    assert all(isinstance(e, Exact) for e in (*nearest, *left))
    assert nearest.tolist() == x.sum(axis=1).tolist()
    assert all(e == 0 for e in left)
    assert exponentials(x[:, :1] * 0)[0, 0] == 1


def test_float32_is_computed_in_float64_and_rounded_once() -> None:
    x: Any = np.array([[0.1]], np.float32)
    assert widened(x).dtype == np.float64
    assert narrowed(widened(x) / 3, x).dtype == np.float32
    y: Any = np.array([[0.1]])
    assert widened(y) is y
    assert narrowed(y, y) is y
