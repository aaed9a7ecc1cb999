from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.arrays import rows_of, summed_by
from pureml.check.inputs import EXACT, FLOAT32, FLOAT64
from pureml.check.numbers import Exact
from pureml.keys import Key


@st.composite
def drawn(draw: st.DrawFn) -> tuple[Any, Any, Any]:
    """A table, labels with repetitions, and a row for each label."""
    classes, columns, rows = draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(st.integers(1, 6))
    system = draw(st.sampled_from([EXACT, FLOAT32, FLOAT64]))
    rng = np.random.Generator(Key.of(draw(st.integers(0, 99))).bits())
    labels = pm.labels(draw(st.lists(st.integers(0, classes - 1), min_size=rows, max_size=rows)), rows, classes)
    return system.array(rng, "e", (classes, columns)), labels, system.array(rng, "g", (rows, columns))


@given(drawn())
def test_each_label_takes_its_row_and_its_row_is_given_back_to_it(given_arrays: tuple[Any, Any, Any]) -> None:
    table, labels, g = given_arrays
    y, sums = rows_of(table, labels), summed_by(labels, g, table)
    assert y.dtype == sums.dtype == table.dtype
    for n, label in enumerate(labels.tolist()):
        assert (y[n] == table[label]).all()
    for c in range(len(table)):
        total: Any = g[0] - g[0]
        for n, label in enumerate(labels.tolist()):
            total = total + g[n] if label == c else total
        assert (sums[c] == total).all(), f"{labels!r}, {g!r}"
    if table.dtype == object:
        assert all(isinstance(e, Exact) for e in sums.flat), "a plain int among elements"


def test_no_label_sums_to_zeros() -> None:
    table: Any = np.ones((2, 3), np.float32)
    sums = summed_by(pm.labels([], 0, 2), table[:0], table)
    assert sums.tolist() == [[0, 0, 0], [0, 0, 0]]
    assert sums.dtype == np.float32
