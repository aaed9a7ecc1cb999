from __future__ import annotations

import pytest
from attrs.exceptions import FrozenInstanceError

import pureml as pm
from pureml.functions import relu
from pureml.functions.activation import Elementwise, Rowwise


def test_an_activation_is_a_value_that_shows_its_name() -> None:
    assert repr(pm.relu) == "relu"
    assert repr(pm.softmax) == "softmax"
    assert Elementwise("relu", relu.forward, relu.linearize, relu.pullback) == pm.relu
    assert pm.relu != pm.sigmoid
    with pytest.raises(FrozenInstanceError):
        pm.relu.name = "other"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]  # what is tested


def test_a_call_gives_a_locked_value_and_leaves_its_argument() -> None:
    x = pm.matrix([[-1.0, 2.0]])
    for f in (pm.relu, pm.softmax):
        y = f(x)
        assert not y.flags.writeable
        assert y is not x
    assert x.tolist() == [[-1.0, 2.0]]


def test_only_a_function_of_each_number_takes_images() -> None:
    x = pm.images([[[[-1.0, 2.0]]]], 1, 1, 1, 2)
    assert pm.relu(x).tolist() == [[[[0.0, 2.0]]]]
    assert isinstance(pm.softmax, Rowwise)
