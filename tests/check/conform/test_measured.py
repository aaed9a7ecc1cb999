from __future__ import annotations

from typing import Any

import attrs
import numpy as np
import pytest

from pureml.check.conform.measured import HALF, bounds_of, measure
from pureml.rules import find
from tests.check.conform import implementations as given


def faults(pair: Any, at: Any, dtype: str = "float64") -> list[str]:
    return [f"{f.obligation}: {f.kind}" for f in measure(pair, at, at.parts[0], dtype)[1]]


def test_the_error_is_that_of_the_exact_number() -> None:
    def ulps_off(x: Any) -> Any:
        y = given.softmax(x)
        return y + 1000 * np.spacing(y)

    at = given.case("softmax", np.array([[1.0, 2.0]]))
    measured, found = measure(given.pair("softmax", ulps_off), at, "forward", "float64")
    assert measured[0][1] == pytest.approx(1000, abs=2)
    assert measured[0][2] == 2
    assert {f.obligation for f in found} == {"accuracy"}
    assert found[0].row == 0


def test_no_number_where_the_rule_has_one() -> None:
    at = given.case("softmax", np.array([[1000.0, 0.0]]))
    assert faults(given.pair("softmax", given.naive_softmax), at) == ["stability: gives nan where 1 is right"]
    assert faults(given.pair("softmax", given.softmax), at) == []


def test_a_warning_where_every_result_is_finite() -> None:
    at = given.case("sigmoid", np.array([[-1000.0]]))
    assert faults(given.pair("sigmoid", given.sigmoid), at) == [
        "stability: warns of 'overflow encountered in exp' where every result is finite"
    ]


def test_flushing_is_told_from_losing() -> None:
    at = given.case("sigmoid", np.array([[-710.0]]))
    with np.errstate(over="ignore"):
        assert "accuracy: flushes subnormal results to 0: it " in faults(given.pair("sigmoid", given.sigmoid), at)


def test_single_precision_has_its_own_bound() -> None:
    at = given.case("sigmoid", np.array([[30.0]], np.float32), g=np.array([[1.0]], np.float32))
    assert faults(given.pair("sigmoid", given.sigmoid, given.sigmoid_back), at, "float32") == ["gradient accuracy: "]


def test_a_rule_without_bounds_is_held_to_half_of_the_digits() -> None:
    rule = find("softmax")
    without = given.pair(attrs.evolve(rule, bounds=()), given.softmax)
    (bound,) = bounds_of(without, "forward", "float64")
    assert bound.ulp == HALF["float64"] == 2.0**26
