from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.check.numbers import Exact
from pureml.errors import DomainError
from pureml.schedules import Exponential
from tests.refused import refused


@given(st.integers(0, 30), st.fractions(Fraction(1, 9), 2, max_denominator=9))
def test_each_rate_is_the_one_before_times_the_factor(t: int, factor: Fraction) -> None:
    lr: Any = Exact(Fraction(5))
    by: Any = Exact(factor)
    decay: Any = Exponential(lr, factor=by)
    assert decay(0) == lr
    assert decay(t + 1) == decay(t) * by


@pytest.mark.parametrize(
    ("constants", "message"),
    [((-0.1, 0.5), "lr of at least 0 and less than inf, got -0.1"), ((0.1, 0.0), "a finite factor greater than 0, got 0.0")],
)
def test_constants_out_of_range_are_refused(constants: tuple[float, float], message: str) -> None:
    assert refused(DomainError, Exponential, *constants) == f"Exponential: expected {message}"
