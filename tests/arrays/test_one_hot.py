from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.arrays import one_hot
from pureml.errors import DomainError, DtypeError, ShapeError


@given(st.lists(st.integers(0, 4), max_size=6))
def test_it_is_the_rows_of_the_identity(classes: list[int]) -> None:
    hot = one_hot(pm.labels(classes, len(classes), 5), 5)
    assert hot.tolist() == np.eye(5)[classes].tolist()
    assert not hot.flags.writeable


def test_it_is_float64_unless_another_dtype_is_asked_for() -> None:
    target = pm.labels([1], 1, 2)
    assert one_hot(target, 2).dtype == np.float64
    assert one_hot(target, 2, np.float32).dtype == np.float32


@pytest.mark.parametrize(
    ("target", "dtype", "error", "words"),
    [
        (np.array([0, 3]), np.float64, DomainError, "labels: expected classes 0 to 2, got 3 at row 1"),
        (np.array([[0], [1]]), np.float64, ShapeError, r"labels: expected shape \(2,\), got shape \(2, 1\)"),
        (np.array([0.0, 1.0]), np.float64, DtypeError, "labels: expected integers, got float64"),
        (np.array([0, 1]), np.float16, DtypeError, "one_hot: expected dtype float32 or float64, got float16"),
    ],
)
def test_what_is_no_label_is_refused(target: Any, dtype: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        one_hot(target, 3, dtype)
