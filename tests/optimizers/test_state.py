from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import pureml as pm
from pureml.errors import StructureError
from pureml.optimizers import Adam, Momentum, Sgd
from pureml.optimizers.state import along
from tests.locks import sent, unlocked
from tests.networks import network
from tests.refused import refused
from tests.steps import drawn_grad, drawn_layer


def moved(params: Any) -> tuple[Any, Any]:
    adam = Adam(0.1)
    return adam.step(adam.init(params), params, drawn_grad(params, 1))


def test_a_slot_carries_the_names_of_the_parameters() -> None:
    params = drawn_layer(0)
    _, state = moved(params)
    grad = drawn_grad(params, 1).tree
    first, second = state.slot("first_moment"), state.slot("second_moment")
    np.testing.assert_allclose(first.tree.weight, 0.1 * grad.weight, rtol=1e-15)
    np.testing.assert_allclose(second.tree.bias, 0.001 * grad.bias**2, rtol=1e-13)
    assert isinstance(first, pm.Grad)
    assert not unlocked(first.leaves)


def test_a_row_follows_the_order_of_flatten() -> None:
    params = network()
    assert along(params, params.flatten()).tree.same_bits(params)


@pytest.mark.parametrize(("optimizer", "known"), [(Momentum(0.1), "velocity"), (Sgd(0.1), "(none)")])
def test_a_slot_that_is_none_is_refused(optimizer: Any, known: str) -> None:
    state = optimizer.init(drawn_layer(0))
    assert refused(StructureError, state.slot, "m") == f"state of {type(optimizer).__name__}: expected one of the slots {known}, got m"


def test_states_are_equal_by_value_wherever_the_parameters_stand() -> None:
    here, there, small = drawn_layer(0), drawn_layer(1), drawn_layer(0, (1, 2))
    adam = Adam(0.1)
    assert adam.init(here) == adam.init(there)
    assert hash(adam.init(here)) == hash(adam.init(there))
    assert adam.init(here) != adam.init(small)
    assert adam.init(here) != adam.init(here).evolve(count=1)
    assert adam.init(here).place != here
    _, state = moved(here)
    assert state != adam.init(here)
    assert not adam.init(here).same_bits(state)


def test_a_state_arrives_locked_in_another_process() -> None:
    params = drawn_layer(0)
    _, state = moved(params)
    arrived = sent(state)
    assert arrived.same_bits(state)
    assert not unlocked(arrived.arrays().values())
    adam, grad = Adam(0.1), drawn_grad(params, 2)
    assert adam.step(arrived, params, grad)[0].same_bits(adam.step(state, params, grad)[0])


def test_a_state_of_no_parameters_is_empty() -> None:
    nothing: Any = pm.Dropout(3, 0.5)
    adam: Any = Adam(0.1)
    new, state = adam.step(adam.init(nothing), nothing, pm.Grad(nothing, ()))
    assert new == nothing
    assert state.slots.shape == (2, 0)
    assert state.slot("first_moment").leaves == ()
