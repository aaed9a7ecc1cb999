from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.check.numbers import Exact
from pureml.check.numbers.arrays import filled
from pureml.losses import mean_squared_error as whole

small = st.fractions(-9, 9, max_denominator=6)


@given(st.lists(st.tuples(small, small, small), min_size=1, max_size=4))
def test_it_is_the_mean_over_all_numbers(rows: list[tuple[Fraction, Fraction, Fraction]]) -> None:
    y: Any = filled((len(rows), 3), lambda i: Exact(rows[i[0]][i[1]]))
    squares = [entry * entry for row in rows for entry in row]
    loss: Any = whole.forward(y, y * 0)
    assert loss * len(squares) == sum(squares, Fraction(0))


def test_stacking_a_batch_on_itself_changes_nothing() -> None:
    y, target = pm.matrix([[1.0, 2.0], [3.0, 5.0]]), pm.matrix([[0.5, 0.0], [1.0, 1.0]])
    twice: Any = (np.concatenate([y, y]), np.concatenate([target, target]))
    assert whole.forward(y, target) == whole.forward(*twice)
    wide: Any = (np.concatenate([y, y], axis=1), np.concatenate([target, target], axis=1))
    assert whole.forward(y, target) == whole.forward(*wide)


def test_a_network_is_trained_by_it() -> None:
    net = pm.Affine(pm.matrix([[0.0, 0.0]]), pm.vector([0.0, 0.0]))
    x, target = pm.matrix([[1.0], [2.0]]), pm.matrix([[1.0, 0.0], [0.0, 1.0]])
    at = pm.training.differentiate(net, x, target, loss=whole.mean_squared_error)
    assert at.loss == 0.5
    assert at.grad.tree.bias.tolist() == [-0.5, -0.5]
