from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.errors import DomainError, ShapeError
from pureml.training import accuracy, confusion, mean_loss, outputs, predict
from pureml.training.metrics import PIECE
from tests.locks import unlocked
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


def test_many_rows_are_answered_in_pieces_and_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    net, rows = network(), 23
    x, t = batch(rows=rows)
    judge: Any = mean_loss
    whole: Any = [outputs(net, x), accuracy(net, x, t), judge(outputs(net, x), t)]
    seen: list[int] = []
    monkeypatch.setattr("pureml.training.metrics.PIECE", 5)
    kind: Any = pm.Chain
    forward: Any = kind.forward

    def watched(asked: Any, x: Any, /) -> Any:
        if asked is net:  # not a chain inside it
            seen.append(len(x))
        answer: object = forward(asked, x)
        return answer

    monkeypatch.setattr(kind, "forward", watched)
    pieces = outputs(net, x)
    assert seen == [5, 5, 5, 5, 3]
    np.testing.assert_allclose(pieces, whole[0], rtol=1e-12, atol=1e-14)
    assert not unlocked([pieces])
    assert accuracy(net, x, t) == whole[1]
    assert mean_loss(pieces, t) == pytest.approx(whole[2], rel=1e-14)


def test_so_many_rows_are_answered_at_once() -> None:
    assert PIECE == 256


def test_the_mean_loss_is_that_of_all_rows_whatever_their_pieces() -> None:
    rng = np.random.Generator(pm.Key.of(5).bits())
    answers = pm.matrix(rng.standard_normal((2 * PIECE + 7, 3)), 2 * PIECE + 7, 3)
    t = pm.labels(rng.integers(0, 3, len(answers)), len(answers), 3)
    want = float(pm.softmax_cross_entropy.linearize(answers, t)[0])
    assert mean_loss(answers, t) == pytest.approx(want, rel=1e-14)
    assert mean_loss(answers, answers, pm.half_squared_error) == 0


def test_networks_of_images_are_measured_too() -> None:
    x = pm.images(np.arange(8.0).reshape(2, 1, 2, 2), 2, 1, 2, 2)
    net = pm.Flatten(1, 2, 2, 4) >> pm.Affine(pm.matrix([[1.0, 0.0], [0.0, 0.0], [0.0, 0.0], [0.0, 1.0]]), pm.vector([0.0, 0.0]))
    assert np.asarray(outputs(net, x)).tolist() == [[0.0, 3.0], [4.0, 7.0]]
    assert np.asarray(predict(net, x)).tolist() == [1, 1]
    assert accuracy(net, x, pm.labels([0, 1], 2, 2)) == 0.5


def test_rows_of_a_confusion_are_the_classes_and_columns_the_answers() -> None:
    counts = confusion(pm.labels([2, 2, 0], 3, 3), pm.labels([1, 1, 0], 3, 3), 3)
    assert counts.tolist() == [[1, 0, 0], [0, 0, 2], [0, 0, 0]]
    assert confusion(pm.labels([], 0, 2), pm.labels([], 0, 2), 2).tolist() == [[0, 0], [0, 0]]


def test_other_numbers_of_labels_than_rows_are_refused() -> None:
    x = pm.matrix(np.zeros((4, 3)), 4, 3)
    judge: Callable[..., float] = accuracy
    for n in (1, 3, 5):
        message = refused(ShapeError, judge, IDENTITY, x, pm.labels([0] * n, n, 3))
        assert message == f"accuracy: expected a target for each of 4 rows, got {n}"
    empty = refused(ShapeError, judge, IDENTITY, x[:0], pm.labels([], 0, 3))
    assert empty == "accuracy: expected at least one row, got x of shape (0, 3)"
    count: Callable[..., Any] = confusion
    one, two = pm.labels([0], 1, 3), pm.labels([0, 2], 2, 3)
    assert refused(ShapeError, count, one, two, 3) == "labels: expected shape (2,), got shape (1,)"
    assert refused(DomainError, count, two, two, 2) == "labels: expected classes 0 to 1, got 2 at row 1"
