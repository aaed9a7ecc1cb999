from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.check.numbers import Exact
from pureml.errors import DomainError
from pureml.schedules import WarmUp
from tests.refused import refused


@given(st.integers(1, 50))
def test_equal_rises_lead_from_above_zero_to_the_rate(steps: int) -> None:
    lr: Any = Exact(Fraction(3))
    rise: Any = WarmUp(lr, steps=steps)
    rates = [rise(t).fraction for t in range(steps + 3)]
    step = Fraction(3, steps + 1)
    assert rates == [step * (t + 1) for t in range(steps)] + [3] * 3


@pytest.mark.parametrize(
    ("constants", "message"), [((-0.1, 1), "lr of at least 0 and less than inf, got -0.1"), ((0.1, 0), "steps of at least 1, got 0")]
)
def test_constants_out_of_range_are_refused(constants: tuple[float, int], message: str) -> None:
    assert refused(DomainError, WarmUp, *constants) == f"WarmUp: expected {message}"
