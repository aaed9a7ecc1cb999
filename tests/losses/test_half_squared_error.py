from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import pureml as pm
from pureml.check.inputs import SYMBOLS
from pureml.check.numbers import is_zero
from pureml.check.obligations.identity import expressions
from pureml.errors import DtypeError, ShapeError
from pureml.keys import Key
from pureml.losses import half_squared_error as half
from pureml.losses import mean_squared_error as whole


def test_the_gradient_of_one_row_is_exactly_what_is_missed() -> None:
    y, target = pm.matrix([[0.1, -7.3, 1e300]]), pm.matrix([[0.3, 2.9, 1.0]])
    assert (half.linearize(y * 1e-150, target)[1].gradient() == y * 1e-150 - target).all()


def test_it_is_the_mean_squared_error_times_half_the_columns() -> None:
    draw = np.random.Generator(Key.of(0).bits())
    y: Any = SYMBOLS.array(draw, "y", (2, 3))
    target: Any = SYMBOLS.array(draw, "t", (2, 3))
    a, b = half.linearize(y, target), whole.linearize(y, target)
    assert all(is_zero(e) for e in expressions(np.array([a[0] - b[0] * 3 / 2])))
    assert all(is_zero(e) for e in expressions(a[1].gradient() - b[1].gradient() * 3 / 2))
    assert not is_zero(expressions(np.array([a[0] - b[0]]))[0])


def test_a_network_is_trained_by_it() -> None:
    net = pm.Affine(pm.matrix([[0.0, 0.0]]), pm.vector([0.0, 0.0]))
    x, target = pm.matrix([[1.0], [2.0]]), pm.matrix([[1.0, 0.0], [0.0, 1.0]])
    at = pm.training.differentiate(net, x, target, loss=half.half_squared_error)
    assert at.loss == 0.5
    assert at.grad.tree.bias.tolist() == [-0.5, -0.5]
    assert at.grad.tree.weight.tolist() == [[-0.5, -1.0]]


@pytest.mark.parametrize(
    ("target", "error", "words"),
    [
        (np.array([[0.0], [1.0]]), ShapeError, r"expected a target of shape \(2, 2\), got shape \(2, 1\)"),
        (np.array([0.0, 1.0]), ShapeError, r"got shape \(2,\)"),
        (np.array([[0, 1], [1, 0]]), DtypeError, "expected a target of float64, got int64"),
        (np.array([[0, 1], [1, 0]], np.float32), DtypeError, "expected a target of float64, got float32"),
    ],
)
@pytest.mark.parametrize("loss", [half, whole])
def test_a_target_that_does_not_fit_is_refused(loss: Any, target: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=f"{loss.RULE.name}: .*{words}"):
        loss.forward(pm.matrix([[0.0, 1.0], [2.0, 3.0]]), target)
