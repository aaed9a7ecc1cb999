from __future__ import annotations

from fractions import Fraction
from importlib import import_module
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.arrays import plus_log1p
from pureml.check.accuracy.measure import units
from pureml.check.inputs import EXACT, JETS, SYMBOLS
from pureml.check.numbers import Ball, errors, precision
from pureml.keys import Key

# The numbers of the module and its table, of which its stub says nothing.
chosen: Any = import_module("pureml.arrays.logarithms")
STEPS: Final[int] = chosen.STEPS
BINADES: Final[int] = chosen.BINADES
FINE: Final[int] = chosen.FINE
MOST: Final = 0.6
EDGE: Final = 0.5 + 1e-3
"""Where nothing but the last addition is rounded."""


def farthest(x: Any, r: Any, more: Any) -> float:
    """How far the worst is off, in units of the greater of the result and x."""
    got: Any = plus_log1p(x, r, more)
    assert got.dtype == x.dtype
    with precision(1200):
        exact = [
            Ball.exactly(float(a)) + (Ball.exactly(float(b)) + Ball.exactly(float(c))).log1p() for a, b, c in zip(x, r, more, strict=True)
        ]
        sizes: Any = np.maximum(np.abs([float(e) for e in exact]), np.abs(x).astype(float))
        off = errors(got.tolist(), exact, units(x.dtype.name, sizes))
    return max(float("inf") if e is None else e for e in off)


def numbers(low: int, high: int, dtype: str = "float64", count: int = 400) -> tuple[Any, Any, Any]:
    """x of the size of the logarithm or its half, which the result crosses 0 by; r between two powers of two; more is small."""
    draw = np.random.Generator(Key.of(low + 2000).bits())
    r: Any = (2.0 ** draw.uniform(low, high, count)).astype(dtype)
    more: Any = (r * draw.uniform(-1, 1, count) * np.where(draw.random(count) < 0.5, 1.0, 2.0**20) * np.finfo(dtype).eps).astype(dtype)
    factor = draw.choice([-2.0, -1.0, -0.5, -0.499, 0.0, 1.0], count) * (1 + 1e-3 * draw.standard_normal(count))
    return (factor * np.log1p(r)).astype(dtype), r, more


@pytest.mark.parametrize(("low", "high"), [(-1000, -60), (-60, -12), (-12, -9), (-9, -5), (-5, 0), (0, 1), (1, 4), (4, 12), (12, 31)])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_only_the_addition_is_rounded(low: int, high: int, dtype: str) -> None:
    if dtype == "float32":
        low = max(low, -120)
    assert farthest(*numbers(low, high, dtype)) <= (MOST if low == -12 else EDGE)


@given(st.floats(-30, 30), st.floats(0, 2.0**31), st.floats(-1, 1))
def test_any_numbers_are_added_as_exactly(x: float, r: float, share: float) -> None:
    assert farthest(np.array([x]), np.array([r]), np.array([r * share * 2.0**-40])) <= MOST


def test_a_number_half_way_between_two_rows_of_the_table_is_as_near() -> None:
    half = 2.0 ** -(STEPS + 1)
    tops: Any = np.ldexp(1 + half * np.arange(1, 1 << (STEPS + 1), 2)[None, ::7], np.arange(0, BINADES, 3)[:, None]).reshape(-1)
    for r in (tops - 1, np.nextafter(tops, 0) - 1, np.nextafter(tops, np.inf) - 1):
        assert farthest(-np.log1p(r) / 2, r, r * 0) <= MOST


def test_the_logarithm_rounded_first_is_two_units_off() -> None:
    x, r, more = numbers(-9, -5)
    plain: Any = x + np.log1p(r + more)
    assert (np.abs(plain - plus_log1p(x, r, more)) >= 2 * np.spacing(np.maximum(np.abs(x), np.abs(plain)))).any()


def test_the_table_is_exact_where_it_says_so() -> None:
    inverse, less, high, low = chosen._table().tolist()
    count = 1 << STEPS
    assert len(inverse) == count * BINADES
    assert (inverse[0], high[0], low[0]) == (1, 0, 0)
    with precision(200):
        for k in range(0, len(inverse), 37):
            power, step = divmod(k, count)
            scaled = Fraction(inverse[k]) * 2**power
            assert scaled * 2 ** (STEPS + 5) == int(scaled * 2 ** (STEPS + 5)), k
            assert abs(scaled * (1 + Fraction(step, count)) - 1) <= Fraction(1, 2 ** (STEPS + 5)), k
            assert Fraction(less[k]) == Fraction(inverse[k]) - 1
            assert Fraction(high[k]) * 2**FINE == int(Fraction(high[k]) * 2**FINE), k
            rest = -Ball.exactly(inverse[k]).log() - Ball.exactly(high[k])
            assert abs(low[k]) <= (power + 1) * 2.0**-FINE
            assert abs(float(rest - Ball.exactly(low[k]))) <= 2.0**-90, k


def test_nothing_above_1_adds_nothing_and_nan_stays_in_its_place() -> None:
    x: Any = np.array([-3.5, 1e300, 2.0, np.nan])
    r: Any = np.array([0.0, 0.0, np.nan, 1.0])
    assert plus_log1p(x, r, 0 * r)[:2].tolist() == [-3.5, 1e300]
    assert np.isnan(plus_log1p(x, r, 0 * r)).tolist() == [False, False, True, True]


@pytest.mark.parametrize("system", [EXACT, SYMBOLS, JETS], ids=lambda system: system.name)
def test_other_numbers_are_added_as_they_are(system: Any) -> None:
    x: Any = system.array(np.random.Generator(Key.of(0).bits()), "x", (3,))
    found: Any = plus_log1p(x, x * x, x * 0)
    assert [str(e) for e in found] == [str(e) for e in x + np.log1p(x * x)]


def test_a_complex_step_goes_through_beside_a_real_shift() -> None:
    r: Any = np.array([0.5 + 1e-200j])
    shift: Any = np.array([2.0])
    y: Any = plus_log1p(shift, r, r * 0)
    assert y.imag.tolist() == pytest.approx([1e-200 / 1.5])
