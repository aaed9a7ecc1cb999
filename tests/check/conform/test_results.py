from __future__ import annotations

import numpy as np

from pureml.check.conform.results import array, copied, is_array, shapes, shown


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
