from __future__ import annotations

import math

import numpy as np

from pureml.check.conform.fault import STABILITY, Fault
from pureml.rules import Bound
from tests.check.conform.implementations import case

AT = case("softmax", np.ones((1, 1)))


def test_a_fault_says_values_error_and_bound() -> None:
    fault = Fault("accuracy", 1e6, "", AT, "forward", "float64", Bound("forward", "float64", 5), 0.1, 0.25)
    assert fault.said == (
        "float64 forward gives 0.25 for 0.10000000000000001, 1e+06 ulp off where the rule stays within 5 ulp of each entry"
    )


def test_an_error_beyond_all_floats_is_said_in_words() -> None:
    fault = Fault("accuracy", math.inf, "", AT, "forward", "float64", Bound("forward", "float64", 5), 0.0, 1.0)
    assert "off by more ulp than a float can count" in fault.said


def test_what_is_no_number_is_said_as_that() -> None:
    fault = Fault(STABILITY, math.inf, "gives nan where 1 is right", AT, "pullback", "float32", Bound("pullback", "float32", 5))
    assert fault.said == "float32 pullback gives nan where 1 is right"
