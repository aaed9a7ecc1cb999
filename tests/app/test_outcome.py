from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import pureml as pm
from pureml.app.fit import Fitted
from pureml.app.history import History
from pureml.app.networks import build, parameters
from pureml.app.options import Options
from pureml.app.outcome import answer, outcome
from pureml.data.digits import digits

DATA = digits()
NET = build(Options(hidden=(8,)), pm.Key.of(0), (8, 8), 10, np.float64)
X = DATA.test_features(64)


def test_answers_agree_with_the_core() -> None:
    found = answer(NET, X)
    assert np.array_equal(found.classes, pm.training.predict(NET, X))
    assert np.array_equal(found.probabilities, pm.softmax(NET.forward(X)))
    assert np.array_equal(found.confidence, found.probabilities.max(axis=1))


def test_many_samples_are_answered_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = answer(NET, X)
    monkeypatch.setattr("pureml.training.metrics.PIECE", 7)
    parts = answer(NET, X)
    assert np.array_equal(parts.classes, whole.classes)
    assert np.allclose(parts.probabilities, whole.probabilities, rtol=1e-12, atol=0)  # another number of rows may give other last bits


def test_an_outcome_is_measured_on_the_test_part() -> None:
    found = outcome(Fitted(NET, History((), "interrupted", 0)), DATA, X, DATA.test_targets(10))
    assert found.accuracy == pm.training.accuracy(NET, X, DATA.test_targets(10))
    assert int(found.confusion.sum()) == 360
    assert found.parameters == parameters(NET) == 64 * 8 + 8 + 8 * 10 + 10
    assert found.network == "Affine(64 -> 8) >> relu >> Dropout(8, 0.4) >> Affine(8 -> 10)"
    weights: Any = NET.leaves[0]
    assert np.array_equal(found.first_weights, weights.T.reshape(8, 8, 8))


def test_filters_are_pictures_of_their_own_size() -> None:
    net = build(Options(model="simple-conv", hidden=(5,)), pm.Key.of(0), (8, 8), 10, np.float64)
    found = outcome(Fitted(net, History((), "interrupted", 0)), DATA, X, DATA.test_targets(10))
    filters: Any = net.leaves[0]
    assert np.array_equal(found.first_weights, filters.reshape(30, 5, 5))
