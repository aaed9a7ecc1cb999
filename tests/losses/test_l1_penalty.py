from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import pureml as pm
from pureml.errors import DomainError
from pureml.losses import l1_penalty
from tests.exactly import exactly
from tests.refused import refused

whole: Any = hnp.arrays(np.float64, hnp.array_shapes(max_dims=4, max_side=3), elements=st.integers(-2, 2))


@given(whole, st.fractions(0, 3, max_denominator=7))
def test_it_is_the_sum_of_the_sizes_of_any_shape_exactly(weight: Any, strength: Fraction) -> None:
    exact, of = exactly(weight), exactly(np.array([0.0]))[0] + strength
    y: Any = l1_penalty.forward(exact, of)
    assert y == strength * sum((abs(Fraction(v)) for v in weight.flat), Fraction(0))
    assert (l1_penalty.gradient(exact, of) == exactly(np.sign(weight)) * of).all()


@given(whole, st.sampled_from([0.0, 0.5, 1e-4]))
def test_the_slope_lies_between_those_of_both_sides_and_is_0_at_0(weight: Any, strength: float) -> None:
    slope: Any = l1_penalty.gradient(weight, strength)
    assert (np.abs(slope) == np.where(weight == 0, 0, strength)).all()
    assert (slope * weight >= 0).all()


def test_nan_stays_nan() -> None:
    bad: Any = np.array([[np.nan, 1.0]])
    assert np.isnan(l1_penalty.forward(bad, 0.5))
    assert np.isnan(l1_penalty.gradient(bad, 0.5)).tolist() == [[True, False]]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_dtype_stays(dtype: Any) -> None:
    weight = pm.matrix(np.ones((2, 3)), 2, 3, dtype)
    y, kept = l1_penalty.linearize(weight, 0.1)
    assert y.dtype == l1_penalty.pullback(kept, y).dtype == l1_penalty.gradient(weight, 0.1).dtype == dtype


def test_a_negative_strength_is_refused() -> None:
    assert refused(DomainError, pm.l1_penalty, -1.0) == "l1_penalty: expected a finite strength of at least 0, got -1.0"
