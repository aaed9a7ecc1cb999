from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.arrays import lost
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
