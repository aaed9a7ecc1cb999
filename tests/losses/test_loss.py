from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import pureml as pm
from pureml.losses.binary_cross_entropy import binary_cross_entropy
from pureml.losses.cross_entropy import cross_entropy
from pureml.losses.half_squared_error import half_squared_error
from pureml.losses.loss import DistributionLinearize, LabelLinearize, Loss, MatrixLinearize
from pureml.losses.mean_squared_error import mean_squared_error
from pureml.rules import find

LABELLED: list[Loss[LabelLinearize]] = [pm.softmax_cross_entropy]
MASSED: list[Loss[DistributionLinearize]] = [pm.softmax_cross_entropy_distribution, cross_entropy]
MEASURED: list[Loss[MatrixLinearize]] = [half_squared_error, mean_squared_error, binary_cross_entropy]
EVERY = [*LABELLED, *MASSED, *MEASURED]


@pytest.mark.parametrize("loss", EVERY, ids=repr)
def test_a_loss_is_its_rule_by_name(loss: Any) -> None:
    assert repr(loss) == loss.name
    assert find(loss.name).linearize is loss.linearize


def test_a_network_takes_every_loss_with_targets_of_its_kind_in_both_dtypes() -> None:
    def both(dtype: type[Any]) -> None:
        net = pm.Affine(pm.matrix([[0.5, -0.5]], 1, 2, dtype), pm.vector([0.0, 1.0], 2, dtype)) >> pm.softmax
        x = pm.matrix([[1.0], [2.0]], 2, 1, dtype)
        passes = [pm.training.differentiate(net, x, pm.labels([0, 1], 2, 2), loss=loss) for loss in LABELLED]
        passes += [pm.training.differentiate(net, x, pm.distribution(np.eye(2), 2, 2, dtype), loss=loss) for loss in MASSED]
        passes += [pm.training.differentiate(net, x, pm.matrix(np.eye(2), 2, 2, dtype), loss=loss) for loss in MEASURED]
        assert {at.loss.dtype for at in passes} == {np.dtype(dtype)}
        assert {leaf.dtype for at in passes for leaf in at.grad.tree.leaves} == {np.dtype(dtype)}

    both(np.float32)
    both(np.float64)
