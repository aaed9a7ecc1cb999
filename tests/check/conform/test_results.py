from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pureml.check.conform.results import array, copied, is_array, shapes, shown, spelled


@given(st.lists(st.floats(allow_nan=False), min_size=1, max_size=4), st.sampled_from([np.float32, np.float64]))
def test_spelled_arrays_come_back_bit_for_bit(values: list[float], dtype: Any) -> None:
    with np.errstate(over="ignore"):
        x = np.array([values], dtype)
    again = eval(spelled(x), {"np": np})  # noqa: S307  # the code that a user would paste
    assert again.dtype == x.dtype
    assert again.tobytes() == x.tobytes()


def test_labels_masks_and_numbers_are_spelled_as_they_are() -> None:
    assert spelled(np.array([1, 0]), whole=True) == "np.array([1, 0])"
    assert spelled(np.array([True]), whole=True) == "np.array([True])"
    assert spelled(0.5) == "0.5"
    assert spelled(np.array([np.nan])) == "np.array([np.nan])"


def test_many_entries_are_told_by_their_shape() -> None:
    assert shown((np.zeros((4, 4)),)) == "float64 of shape (4, 4)"
    assert shown((np.float32(0.1), np.array([1, 2]))) == "0.1, [1, 2]"


def test_copies_are_of_arrays_alone() -> None:
    x = np.zeros(2)
    assert copied(x) is not x
    assert copied(3) == 3
    assert (is_array(x), is_array(x[0]), is_array(1.0)) == (True, False, False)
    assert shapes((x, 1.0)) == [(2,), ()]
    assert array([1]).tolist() == [1]
