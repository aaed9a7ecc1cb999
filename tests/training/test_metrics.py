from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.errors import DomainError, ShapeError
from pureml.training import accuracy, confusion, predict
from tests.networks import batch, layer, network
from tests.refused import refused

IDENTITY = layer(np.eye(3), np.zeros(3))
scores = st.lists(st.lists(st.sampled_from([-1.0, 0.0, 0.5, 2.0]), min_size=3, max_size=3), min_size=1, max_size=6)


@given(scores)
def test_the_answer_is_the_first_of_the_greatest_outputs(rows: list[list[float]]) -> None:
    x = pm.matrix(rows, len(rows), 3)
    answers: Any = predict(IDENTITY, x)
    assert answers.tolist() == [row.index(max(row)) for row in rows], f"{rows}"
    assert answers.dtype == np.intp


def test_evaluation_draws_no_noise() -> None:
    net = network()
    x, t = batch()
    assert np.array_equal(predict(net, x), np.asarray(net.forward(x)).argmax(axis=1))
    assert accuracy(net, x, t) == np.count_nonzero(np.asarray(predict(net, x)) == t) / len(x)


@given(scores, st.data())
def test_accuracy_is_the_trace_of_the_confusion_over_its_sum(rows: list[list[float]], data: st.DataObject) -> None:
    n = len(rows)
    t = pm.labels(data.draw(st.lists(st.integers(0, 2), min_size=n, max_size=n)), n, 3)
    x = pm.matrix(rows, n, 3)
    counts = confusion(predict(IDENTITY, x), t, 3)
    message = f"{rows}, {t!r}"
    assert counts.sum() == n, message
    assert accuracy(IDENTITY, x, t) == counts.trace() / n, message
    assert counts.sum(axis=1).tolist() == [np.count_nonzero(np.asarray(t) == k) for k in range(3)], message
    assert counts.sum(axis=0).tolist() == [np.count_nonzero(np.asarray(predict(IDENTITY, x)) == k) for k in range(3)], message


def test_rows_of_a_confusion_are_the_classes_and_columns_the_answers() -> None:
    counts = confusion(pm.labels([2, 2, 0], 3, 3), pm.labels([1, 1, 0], 3, 3), 3)
    assert counts.tolist() == [[1, 0, 0], [0, 0, 2], [0, 0, 0]]
    assert confusion(pm.labels([], 0, 2), pm.labels([], 0, 2), 2).tolist() == [[0, 0], [0, 0]]


def test_other_numbers_of_labels_than_rows_are_refused() -> None:
    x = pm.matrix(np.zeros((4, 3)), 4, 3)
    judge: Callable[..., float] = accuracy
    for n in (1, 3, 5):
        message = refused(ShapeError, judge, IDENTITY, x, pm.labels([0] * n, n, 3))
        assert message == f"accuracy: expected a label for each of 4 rows, got {n}"
    empty = refused(ShapeError, judge, IDENTITY, x[:0], pm.labels([], 0, 3))
    assert empty == "accuracy: expected at least one row, got x of shape (0, 3)"
    count: Callable[..., Any] = confusion
    one, two = pm.labels([0], 1, 3), pm.labels([0, 2], 2, 3)
    assert refused(ShapeError, count, one, two, 3) == "labels: expected shape (2,), got shape (1,)"
    assert refused(DomainError, count, two, two, 2) == "labels: expected classes 0 to 1, got 2 at row 1"
