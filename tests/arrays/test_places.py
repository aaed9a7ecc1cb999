from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.arrays import entries, places, put
from pureml.arrays.places import row_starts
from pureml.check.inputs import EXACT, FLOAT32, FLOAT64
from pureml.check.numbers import Exact
from pureml.keys import Key
from tests.locks import is_locked

SYSTEMS = (EXACT, FLOAT32, FLOAT64)


@st.composite
def matrices(draw: st.DrawFn) -> tuple[Any, Any]:
    """A matrix by rows or by columns, and a label for each row."""
    rows, cols = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    x: Any = draw(st.sampled_from(SYSTEMS)).array(np.random.Generator(Key.of(draw(st.integers(0, 99))).bits()), "x", (rows, cols))
    labels = pm.labels(draw(st.lists(st.integers(0, cols - 1), min_size=rows, max_size=rows)), rows, cols)
    return (np.asfortranarray(x) if draw(st.booleans()) else x), labels


@given(matrices())
def test_entries_are_those_at_the_labels(drawn: tuple[Any, Any]) -> None:
    x, labels = drawn
    got = entries(x, places(labels, x))
    assert got.dtype == x.dtype
    assert got.tolist() == [x[i, t] for i, t in enumerate(labels.tolist())], f"{x!r}, {labels!r}"


@given(matrices())
def test_put_writes_the_entries_at_the_labels_and_no_other(drawn: tuple[Any, Any]) -> None:
    x, labels = drawn
    values = x[:, 0] + 1
    for given_values in (values, 0, 7):
        new = x.copy(order="K")
        at = places(labels, new)
        put(new, at, given_values)
        want = x.copy()
        for i, t in enumerate(labels.tolist()):
            want[i, t] = given_values if isinstance(given_values, int) else given_values[i]
        assert (new == want).all(), f"{x!r}, {labels!r}, {given_values!r}"
        if x.dtype == object:
            assert all(isinstance(e, Exact) for e in new.flat), "a plain int among elements"


def test_a_label_for_each_row_is_needed() -> None:
    x = pm.matrix(np.zeros((2, 3)), 2, 3)
    wrong: Any = pm.labels([0, 1, 2], 3, 3)
    with pytest.raises(pm.ShapeError) as error:
        places(wrong, x)
    assert str(error.value) == "labels: expected one for each of the 2 rows, got shape (3,)"
    column: Any = np.zeros((2, 1), np.intp)
    with pytest.raises(pm.ShapeError, match=r"rows, got shape \(2, 1\)"):
        places(column, x)


def test_row_starts_are_made_once_and_locked() -> None:
    assert row_starts(3, 4).tolist() == [0, 4, 8]
    assert row_starts(3, 4) is row_starts(3, 4)
    assert is_locked(row_starts(3, 4))
