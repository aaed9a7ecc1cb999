from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import pureml as pm
from pureml.arrays import as_distribution, at_class, of_class
from pureml.check.inputs import EXACT
from pureml.check.numbers import Exact
from pureml.keys import Key

TARGET = pm.labels([2, 0, 2], 3, 4)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_each_row_has_its_number_at_its_class(dtype: type[Any]) -> None:
    masses = at_class(pm.vector([5, 6, 7], 3, dtype), TARGET, 4)
    assert masses.tolist() == [[0, 0, 5, 0], [6, 0, 0, 0], [0, 0, 7, 0]]
    assert masses.dtype == dtype
    assert not masses.flags.writeable


def test_the_number_at_the_class_is_the_number_of_the_class() -> None:
    weights = pm.vector([1.0, 2.0, 3.0, 4.0], 4)
    assert of_class(weights, TARGET).tolist() == [3, 1, 3]
    assert at_class(of_class(weights, TARGET), TARGET, 4).max(axis=1).tolist() == [3, 1, 3]


def test_exact_numbers_stay_exact_beside_the_class_too() -> None:
    x: Any = EXACT.array(np.random.Generator(Key.of(0).bits()), "x", (3,))
    masses = at_class(x, TARGET, 4)
    assert all(isinstance(e, Exact) for e in masses.flat)
    assert [masses[n, int(k)] for n, k in enumerate(TARGET)] == list(x)


def test_a_distribution_is_a_locked_copy() -> None:
    x: Any = np.ones((2, 2))
    made = as_distribution(x)
    x[0, 0] = 7
    assert made.tolist() == [[1, 1], [1, 1]]
    assert not made.flags.writeable
