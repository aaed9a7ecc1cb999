from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from pureml.leaves import Leaves, dot, length, total


def leaves(*values: Any) -> Leaves:
    made: list[Any] = [np.array(value, np.float64) for value in values]  # plain arrays stand for typed ones
    return tuple(made)


def test_the_sum_of_the_products_is_rounded_once() -> None:
    assert dot(leaves([1e16], [1.0], [-1e16]), leaves([1.0], [1.0], [1.0])) == 1.0
    assert dot(leaves([1e16, 0.0], [3.0]), leaves([-1.0, 5.0], [2.0])) == -1e16 + 6


@pytest.mark.parametrize("large", [1.0, 2.0**700, 2.0**-400])
def test_a_length_is_finite_though_the_squares_overflow(large: float) -> None:
    assert length(leaves([[3 * large]], [4 * large])) == 5 * large


@pytest.mark.parametrize(("entry", "said"), [(math.inf, math.inf), (-math.inf, math.inf)])
def test_a_length_is_infinite_where_an_entry_is(entry: float, said: float) -> None:
    assert length(leaves([1.0], [entry])) == said


def test_a_nan_makes_the_length_one() -> None:
    assert math.isnan(length(leaves([1.0], [math.nan])))


def test_all_numbers_are_counted() -> None:
    assert total(leaves([[1.0, 2.0]], [3.0], [])) == 3
    assert total(()) == 0
