from __future__ import annotations

import copy

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

from pureml.functions import elu, leaky_relu
from pureml.functions.constants import FilledForward, FilledLinearize
from tests.functions.hard import finite, floats


@given(finite, st.floats(0, 1))
def test_a_filled_function_is_the_function_of_two_arguments(v: float, c: float) -> None:
    x = floats(v)
    for module in (elu, leaky_relu):
        assert FilledForward(module.forward, c)(x).tobytes() == module.forward(x, c).tobytes()
        filled, direct = FilledLinearize(module.linearize, c)(x), module.linearize(x, c)
        assert [a.tobytes() for a in filled] == [a.tobytes() for a in direct]


def test_equality_is_by_function_and_constant_and_nothing_changes() -> None:
    f = FilledForward(elu.forward, 0.5)
    assert f == FilledForward(elu.forward, 0.5) == copy.deepcopy(f)
    assert f != FilledForward(elu.forward, 0.25)
    assert f != FilledForward(leaky_relu.forward, 0.5)
    assert hash(f) == hash(FilledForward(elu.forward, 0.5))
    with pytest.raises(FrozenInstanceError):
        f.constant = 1.0  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]  # what is tested
