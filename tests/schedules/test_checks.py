from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import sympy as sp

from pureml.check.numbers import Exact, Symbol
from pureml.errors import DomainError
from pureml.schedules.checks import check_above, check_steps, check_within, plain
from tests.refused import refused

NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize("value", [-1e-300, 1, 1.0, 2, NAN, INF])
def test_a_number_outside_is_refused(value: float) -> None:
    message = refused(DomainError, check_within, "Here", "x", value, 0, 1)
    assert message == f"Here: expected x of at least 0 and less than 1, got {value}"


@pytest.mark.parametrize("value", [-1, 0, 0.0, NAN, INF])
def test_a_number_that_is_not_above_is_refused(value: float) -> None:
    assert refused(DomainError, check_above, "Here", "x", value, 0) == f"Here: expected a finite x greater than 0, got {value}"


def test_numbers_inside_and_numbers_without_an_order_pass() -> None:
    free: Any = Symbol.of(sp.Symbol("x", real=True), 0.5)
    for value in (0, 0.0, 0.5, Exact(Fraction(7)), free):
        check_within("Here", "x", value, 0, 1)
    for value in (5e-324, 1, Exact(Fraction(-7)), free):
        check_above("Here", "x", value, 0)


def test_a_number_of_steps_is_at_least_one() -> None:
    check_steps("Here", "steps", 1)
    assert refused(DomainError, check_steps, "Here", "steps", 0) == "Here: expected steps of at least 1, got 0"


def test_what_is_no_numpy_float_stays_itself() -> None:
    third: Any = Exact(Fraction(1, 3))
    assert plain(third) is third
    assert type(plain(1)) is int
