from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from pureml.check.numbers import Exact
from pureml.schedules import Constant, Cosine, Exponential, Joined, Steps, WarmUp
from pureml.schedules.schedule import plain_rate, rate_at

TENTH: Any = Exact(Fraction(1, 10))
HALF: Any = Exact(Fraction(1, 2))


@pytest.mark.parametrize(
    "schedule",
    [
        Constant(TENTH),
        Steps(TENTH, every=3, factor=HALF),
        Exponential(TENTH, factor=HALF),
        WarmUp(TENTH, steps=4),
        Joined(WarmUp(TENTH, steps=4), 4, Exponential(TENTH, factor=HALF)),
    ],
)
def test_constants_of_exact_numbers_give_exact_rates(schedule: Any) -> None:
    assert {type(schedule(t)) for t in range(12)} == {Exact}


@pytest.mark.parametrize(
    "schedule",
    [
        Constant(0.5),
        Steps(0.5, every=3, factor=0.5),
        Exponential(0.5, factor=0.5),
        WarmUp(0.5, steps=4),
        Cosine(0.5, steps=9, end=0.125),
        Joined(WarmUp(0.5, steps=4), 4, Cosine(0.5, steps=5)),
    ],
)
def test_a_schedule_is_a_value_with_rates_that_are_floats_between_its_bounds(schedule: Any) -> None:
    rates = [schedule(t) for t in range(40)]
    assert {type(rate) for rate in rates} == {float}
    assert all(0 <= rate <= 0.5 for rate in rates)
    assert rates == [schedule(t) for t in range(40)]
    with pytest.raises(AttributeError):
        schedule.lr = 1.0


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_numpy_floats_become_plain_ones(kind: Any) -> None:
    assert type(Constant(kind(0.5))(3)) is float
    assert type(plain_rate(kind(0.5))) is float
    assert plain_rate(Constant(0.5)) == Constant(0.5)


def test_a_rate_is_a_number_or_what_a_schedule_answers() -> None:
    assert [rate_at(0.1, 7), rate_at(Steps(1.0, every=2, factor=0.5), 7)] == [0.1, 0.125]
