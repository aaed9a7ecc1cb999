from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import numpy as np
import pytest
import sympy as sp

from pureml.check.numbers import Exact, Symbol
from pureml.errors import DomainError
from pureml.schedules.checks import above, check_above, check_steps, check_within, plain, within
from tests.refused import refused

NAN, INF = float("nan"), float("inf")


@attrs.frozen
class Pair:
    x: Any = attrs.field(default=0.5, converter=plain, validator=within(0, 1))
    y: Any = attrs.field(default=0.5, converter=plain, validator=above(0))


class Named(Pair):
    pass


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("x", 1, "x of at least 0 and less than 1, got 1"),
        ("x", np.float32(-0.5), "x of at least 0 and less than 1, got -0.5"),
        ("y", 0.0, "a finite y greater than 0, got 0.0"),
        ("y", INF, "a finite y greater than 0, got inf"),
    ],
)
@pytest.mark.parametrize("kind", [Pair, Named])
def test_a_field_refuses_for_its_class_when_it_is_made_or_changed(kind: Any, field: str, value: float, expected: str) -> None:
    message = f"{kind.__name__}: expected {expected}"
    assert refused(DomainError, lambda: kind(**{field: value})) == message
    assert refused(DomainError, lambda: attrs.evolve(kind(), **{field: value})) == message


def test_a_field_takes_what_is_in_its_range_and_what_has_no_order() -> None:
    free = Symbol.of(sp.Symbol("x", real=True), 0.5)
    pairs: list[tuple[Any, Any]] = [(0, 5e-324), (0.5, 1e308), (Exact(Fraction(7)), Exact(Fraction(-7))), (free, free)]
    for x, y in pairs:
        assert attrs.astuple(Pair(x, y), recurse=False) == (x, y)


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
