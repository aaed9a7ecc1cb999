from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.check.numbers import Exact
from pureml.errors import DomainError
from pureml.schedules import Exponential, Steps
from tests.refused import refused


@given(st.integers(1, 9), st.integers(0, 60))
def test_each_stair_is_so_many_steps_wide_and_the_first_starts_at_zero(every: int, t: int) -> None:
    lr: Any = Exact(Fraction(3))
    factor: Any = Exact(Fraction(1, 2))
    stairs: Any = Steps(lr, every=every, factor=factor)
    assert stairs(t).fraction == Fraction(3, 2 ** (t // every))
    assert stairs(t + every) == stairs(t) * factor


def test_stairs_of_one_step_are_exponential_decay() -> None:
    assert [Steps(0.7, every=1, factor=0.9)(t) for t in range(20)] == [Exponential(0.7, factor=0.9)(t) for t in range(20)]


@pytest.mark.parametrize(
    ("constants", "message"),
    [
        ((-0.1, 1, 0.5), "lr of at least 0 and less than inf, got -0.1"),
        ((0.1, 0, 0.5), "every of at least 1, got 0"),
        ((0.1, 1, 0.0), "a finite factor greater than 0, got 0.0"),
    ],
)
def test_constants_out_of_range_are_refused(constants: tuple[float, int, float], message: str) -> None:
    assert refused(DomainError, Steps, *constants) == f"Steps: expected {message}"
