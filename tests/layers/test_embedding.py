from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.arrays import one_hot
from pureml.errors import DomainError, DtypeError, ShapeError
from pureml.layers import embedding
from tests.locks import unlocked
from tests.networks import bits
from tests.refused import refused

Make: Any = pm.Embedding


@st.composite
def lookups(draw: st.DrawFn) -> tuple[Any, Any]:
    """A table of whole numbers and labels, most often with repetitions; sometimes none."""
    tokens, columns, rows = draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(st.integers(0, 6))
    table = np.array(draw(st.lists(st.integers(-9, 9), min_size=tokens * columns, max_size=tokens * columns)), float)
    labels = pm.labels(draw(st.lists(st.integers(0, tokens - 1), min_size=rows, max_size=rows)), rows, tokens)
    return table.reshape(tokens, columns), labels


@given(lookups())
def test_it_is_the_product_with_one_hot_rows_on_the_way_there_and_back(drawn: tuple[Any, Any]) -> None:
    table, labels = drawn
    hot: Any = one_hot(labels, len(table))
    y, kept = embedding.linearize(table, labels)
    assert (y == hot @ table).all(), f"np.{table!r}, np.{labels!r}"
    g: Any = np.arange(y.size, dtype=float).reshape(y.shape) - 3
    assert (embedding.pullback(kept, g) == hot.T @ g).all(), f"np.{table!r}, np.{labels!r}"


def test_a_label_that_comes_three_times_counts_three_times_and_one_that_never_comes_has_no_slope() -> None:
    _, back = Make(np.zeros((3, 2))).linearize(pm.labels([1, 1, 0, 1], 4, 3))
    nothing, at = back.pullback(np.ones((4, 2)))
    assert nothing is None
    assert at.tree.table.tolist() == [[1, 1], [3, 3], [0, 0]]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_pass_writes_nothing_keeps_the_dtype_and_gives_locked_values(dtype: Any) -> None:
    layer = Make(np.arange(6).reshape(3, 2).astype(dtype))
    x = pm.labels([2, 2, 1], 3, 3)
    before = bits(x, layer.table)
    y, back = layer.linearize(x)
    _, at = back.pullback(y)
    assert bits(x, layer.table) == before
    assert {a.dtype for a in (y, *at.leaves)} == {np.dtype(dtype)}
    assert not unlocked((y, layer.forward(x), *at.leaves))
    assert bits(*back.gradient(y).leaves) == bits(*at.leaves)
    assert at.at is layer
    assert back.measured() == ()


def test_labels_without_a_row_are_refused_and_negative_ones_do_not_count_from_the_end() -> None:
    layer = Make(np.zeros((3, 2)))
    for wrong, text in (([3], "3 to 3"), ([0, -1], "-1 to 0"), ([2, 7, 1], "1 to 7")):
        assert refused(DomainError, layer.forward, np.array(wrong)) == f"Embedding: expected labels 0 to 2, got {text}"
    assert refused(DtypeError, layer.forward, np.zeros(2)) == "Embedding: expected labels, which are integers, got x of float64"
    assert refused(ShapeError, layer.linearize, np.zeros((2, 1), int)) == "Embedding: expected a vector of labels, got x of shape (2, 1)"
    assert refused(ShapeError, Make, np.zeros(3)) == "Embedding: expected a table with a row for each token, got shape (3,)"
    assert refused(DtypeError, Make, np.zeros((2, 2), int)) == "Embedding: expected float32 or float64, got int64"


def test_it_says_its_sizes() -> None:
    assert repr(Make(np.zeros((26, 8)))) == "Embedding(26 -> 8)"
