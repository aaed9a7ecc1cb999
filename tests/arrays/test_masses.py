from __future__ import annotations

from typing import Any, Final

import numpy as np
import pytest

from pureml.arrays import mass_log, mass_over, mass_times
from pureml.check.numbers import Ball, Exact, Undecided
from pureml.errors import DomainError

INF: Final = float("inf")
NAN: Final = float("nan")


def row(*x: object) -> Any:
    return np.array([x], None if isinstance(x[0], float) else object)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_without_mass_there_is_nothing_and_no_warning(dtype: str) -> None:
    t, y = row(0.0, 0.0, 0.5, 0.5).astype(dtype), row(0.0, 0.25, 0.0, 1.0).astype(dtype)
    assert mass_log(t, y).tolist() == [[0, 0, -INF, 0]]
    assert mass_over(t, y).tolist() == [[0, 0, INF, 0.5]]
    x = row(-INF, INF, -INF, 3.0).astype(dtype)
    assert mass_times(t, x).tolist() == [[0, 0, -INF, 1.5]]
    assert {f(t, y).dtype for f in (mass_log, mass_over, mass_times)} == {np.dtype(dtype)}


def test_a_nan_stays_one() -> None:
    t, x = row(0.0, 1.0, NAN), row(NAN, NAN, -INF)
    assert np.isnan(mass_times(t, x)).all()
    assert np.isnan(mass_log(t[:, :2], x[:, :2])).all()
    assert np.isnan(mass_over(t[:, :2], x[:, :2])).all()


def test_where_there_is_mass_and_no_infinity_they_are_the_plain_operations() -> None:
    t, y = row(0.3, 0.7, 0.1), row(0.25, 0.5, 1.0)
    assert (mass_times(t, y) == t * y).all()
    assert (mass_log(t, y) == t * np.log(y)).all()
    assert (mass_over(t, y) == t / y).all()


def test_a_quotient_beyond_the_largest_float_is_infinite_without_a_warning() -> None:
    assert mass_over(row(1.0), row(5e-324)).tolist() == [[INF]]


def test_a_complex_step_goes_through() -> None:
    t, y = row(0.0, 2.0), row(0.0, 0.5) + 1e-200j
    assert mass_log(t, y)[0, 0] == 0
    assert mass_log(t, y)[0, 1].imag == 4e-200
    assert mass_over(t, y)[0, 1].imag == -8e-200
    assert mass_times(t, y)[0, 1].imag == 2e-200


def test_exact_numbers_have_no_infinity() -> None:
    nothing, half = Exact(0), Exact(1) / 2
    t, y = row(nothing, half), row(nothing, half)
    assert mass_log(t, y)[0].tolist() == [0, half * half.log()]
    assert mass_over(t, y)[0].tolist() == [0, 1]
    assert mass_times(t, y)[0].tolist() == [0, half * half]
    with pytest.raises(DomainError):
        mass_log(row(half), row(nothing))
    with pytest.raises(ZeroDivisionError):
        mass_over(row(half), row(nothing))


def test_balls_decide_inside_and_ask_for_the_mass_at_the_boundary() -> None:
    around = Ball.between(-1, 1)
    assert mass_over(row(around), row(Ball(2)))[0, 0].contains(0)
    with pytest.raises(Undecided):
        mass_over(row(around), row(Ball(0)))
