from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.search import expected_improvement

finite = st.floats(-50, 50)
positive = st.floats(0.01, 50)


@given(finite, positive, finite)
def test_it_is_the_mean_of_what_a_normal_law_falls_below_the_best(mean: float, deviation: float, best: float) -> None:
    grid = np.linspace(-12, 12, 4001)
    density = np.exp(-(grid**2) / 2) / math.sqrt(2 * math.pi)
    values = np.maximum(best - (mean + deviation * grid), 0) * density
    by_rule = float(expected_improvement.forward(pm.vector([mean]), pm.vector([deviation]), pm.vector([best]))[0])
    assert by_rule == pytest.approx(float(np.trapezoid(values, grid)), rel=1e-3, abs=1e-3 * deviation)


@given(finite, positive, finite)
def test_more_uncertainty_is_never_worse(mean: float, deviation: float, best: float) -> None:
    m, b = pm.vector([mean, mean]), pm.vector([best, best])
    less, more = expected_improvement.forward(m, pm.vector([deviation, 2 * deviation]), b)
    assert less <= more


def test_far_above_the_best_it_is_small_and_not_zero_and_far_below_it_is_the_gain() -> None:
    y = expected_improvement.forward(pm.vector([30.0, -30.0]), pm.vector([1.0, 1.0]), pm.vector([0.0, 0.0]))
    assert 0 < y[0] < 1e-190
    assert y[1] == 30.0


def test_a_tiny_deviation_is_no_overflow() -> None:
    with np.errstate(all="raise", under="ignore"):
        y = expected_improvement.forward(pm.vector([0.0, 0.0]), pm.vector([5e-324, 5e-324]), pm.vector([1.0, -1.0]))
    assert y.tolist() == [1.0, 0.0]
