"""Each mistake changes what it says, and nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pureml.check.mistakes import each_of, negated, promoted, redrawn, scaled, with_slope, without_g
from pureml.functions import sigmoid
from pureml.losses import half_squared_error


def test_another_slope_stands_beside_the_right_value() -> None:
    x: Any = np.array([[-1.0, 2.0]])
    y, slope = with_slope(sigmoid.forward, np.cos)(x)
    np.testing.assert_array_equal(y, sigmoid.forward(x))
    np.testing.assert_array_equal(slope, np.cos(x))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_promoted_is_float64_with_the_same_numbers(dtype: Any) -> None:
    x = np.array([1.5, 2.5], dtype)
    y = promoted(np.negative)(x)
    assert y.dtype == np.float64
    assert y.tolist() == [-1.5, -2.5]


def test_promoted_leaves_a_number_a_number_and_elements_what_they_are() -> None:
    assert isinstance(promoted(lambda x: x.sum())(np.ones(2, np.float32)), np.float64)
    elements = np.array([1, 2], object)
    assert promoted(np.negative)(elements).dtype == np.object_
    assert promoted(lambda x: x)(np.ones(1, np.complex128)).dtype == np.complex128


def test_scaled_is_so_many_times_each_result() -> None:
    assert scaled(np.abs, len)(np.array([-1, 2])).tolist() == [2, 4]
    assert scaled(lambda kept, g: (kept, g), lambda _, g: g)(2, 5) == (10, 25)


def test_without_g_a_cotangent_of_ones_is_taken() -> None:
    wrong = without_g(lambda kept, g: kept * g)
    assert wrong(np.array([2.0, 3.0]), np.array([7.0, 8.0])).tolist() == [2.0, 3.0]
    assert wrong(3, 5) == 3


def test_negated_turns_every_cotangent_round() -> None:
    gap: Any = np.array([[1.0, 2.0]])
    kept: Any = half_squared_error.Gap(gap)
    right: Any = half_squared_error.pullback(kept, np.float64(1.0))
    wrong = negated(half_squared_error.pullback)(kept, np.float64(1.0))
    assert [d.tolist() for d in wrong] == [(-d).tolist() for d in right]
    assert negated(lambda kept, g: kept * g)(3, 5) == -15


def test_a_mask_is_redrawn_each_time_of_the_same_shape_and_half_of_it_kept() -> None:
    keep = np.zeros((40, 50), bool)
    first, second = redrawn(keep), redrawn(keep)
    assert first.shape == second.shape == keep.shape
    assert first.dtype == np.bool_
    assert (first != second).any()
    assert 800 < first.sum() < 1200


def test_one_result_is_changed_as_one_and_several_each() -> None:
    assert each_of(2, lambda x: x + 1) == 3
    assert each_of((2, 3), lambda x: x + 1) == (3, 4)
    assert each_of((2,), lambda x: x + 1) == (3,)
