from __future__ import annotations

import attrs
import numpy as np
import pytest

import pureml as pm
from pureml.losses import softmax_cross_entropy as rule
from pureml.losses.loss import Loss


def test_a_loss_is_a_value_that_shows_its_name() -> None:
    assert repr(pm.softmax_cross_entropy) == "softmax_cross_entropy"
    assert repr(pm.softmax_cross_entropy_distribution) == "softmax_cross_entropy_distribution"
    assert Loss("softmax_cross_entropy", rule.linearize) == pm.softmax_cross_entropy
    assert Loss("other", rule.linearize) != pm.softmax_cross_entropy
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        pm.softmax_cross_entropy.name = "other"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]  # what is tested


def test_what_a_loss_keeps_gives_the_gradient_of_the_mean() -> None:
    x = pm.matrix([[0.0, 1.0, -2.0], [3.0, 0.5, 0.0]])
    value, kept = pm.softmax_cross_entropy.linearize(x, pm.labels([2, 0], 2, 3))
    _, same = rule.linearize(x, pm.labels([2, 0], 2, 3))
    assert np.array_equal(kept.gradient(), rule.pullback(same, np.float64(1)))
    h = 1e-6
    for i in np.ndindex(2, 3):
        step = np.zeros((2, 3))
        step[i] = h
        up, down = (float(rule.forward(pm.matrix(np.asarray(x) + s * step, 2, 3), pm.labels([2, 0], 2, 3))) for s in (1, -1))
        assert kept.gradient()[i] == pytest.approx((up - down) / (2 * h), abs=1e-9)
    assert float(value) == pytest.approx((np.log(1 + np.exp(2) + np.exp(3)) + np.log(1 + np.exp(-2.5) + np.exp(-3))) / 2)
