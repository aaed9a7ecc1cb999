from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import numpy as np
import pytest
import sympy as sp

from pureml.check.numbers import Exact, Symbol
from pureml.errors import DomainError
from pureml.schedules.checks import above, at_least_one, check_above, plain, within
from tests.refused import refused

NAN, INF = float("nan"), float("inf")


@attrs.frozen
class Three:
    x: Any = attrs.field(default=0.5, converter=plain, validator=within(0, 1))
    y: Any = attrs.field(default=0.5, converter=plain, validator=above(0))
    steps: int = attrs.field(default=1, validator=at_least_one)


class Named(Three):
    pass


def refusal(kind: Any, field: str, value: float) -> str:
    """The message for a value in a field, the same when the record is made and when it is changed."""
    message = refused(DomainError, lambda: kind(**{field: value}))
    assert refused(DomainError, lambda: attrs.evolve(kind(), **{field: value})) == message
    return message


@pytest.mark.parametrize("kind", [Three, Named])
@pytest.mark.parametrize("value", [-1e-300, 1, 1.0, 2, np.float32(-0.5), NAN, INF])
def test_a_number_outside_is_refused(kind: Any, value: float) -> None:
    assert refusal(kind, "x", value) == f"{kind.__name__}: expected x of at least 0 and less than 1, got {value}"


@pytest.mark.parametrize("kind", [Three, Named])
@pytest.mark.parametrize("value", [-1, 0, 0.0, NAN, INF])
def test_a_number_that_is_not_above_is_refused(kind: Any, value: float) -> None:
    assert refusal(kind, "y", value) == f"{kind.__name__}: expected a finite y greater than 0, got {value}"
    assert refused(DomainError, check_above, "here", "y", value, 0) == f"here: expected a finite y greater than 0, got {value}"


@pytest.mark.parametrize("kind", [Three, Named])
@pytest.mark.parametrize("value", [0, -3])
def test_a_number_of_steps_below_one_is_refused(kind: Any, value: int) -> None:
    assert refusal(kind, "steps", value) == f"{kind.__name__}: expected steps of at least 1, got {value}"


def test_numbers_inside_and_numbers_without_an_order_pass() -> None:
    free = Symbol.of(sp.Symbol("x", real=True), 0.5)
    inside: list[Any] = [0, 0.0, 0.5, Exact(Fraction(7)), free]
    for value in inside:
        assert Three(x=value).x is value
    greater: list[Any] = [5e-324, 1, Exact(Fraction(-7)), free]
    for value in greater:
        assert Three(y=value).y is value
    assert Three(steps=1).steps == 1


def test_what_is_no_numpy_float_stays_itself() -> None:
    third: Any = Exact(Fraction(1, 3))
    assert plain(third) is third
    assert type(plain(1)) is int
