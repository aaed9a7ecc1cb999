from __future__ import annotations

from typing import Any

import numpy as np

import pureml as pm
from pureml.training import Samples, task

X = pm.matrix([[0.0], [1.0]], 2, 1)
LABELS = pm.labels([0, 1], 2, 2)


def test_the_loss_follows_from_the_targets_unless_it_is_given() -> None:
    labelled = Samples(X, LABELS)
    massed = Samples(X, pm.distribution(np.eye(2), 2, 2))
    assert task(labelled).loss is pm.softmax_cross_entropy
    assert task(massed).loss is pm.softmax_cross_entropy_distribution
    numbers = Samples(X, pm.matrix([[1.0], [2.0]], 2, 1))
    assert task(numbers, loss=pm.half_squared_error).loss is pm.half_squared_error


def test_parts_that_are_not_given_are_none() -> None:
    labelled = Samples(X, LABELS)
    made: Any = task(labelled, test=labelled)
    assert (made.train, made.validation, made.test) == (labelled, None, labelled)
    assert task(labelled, validation=labelled).validation is labelled
