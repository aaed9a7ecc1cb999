from __future__ import annotations

import pytest

import pureml as pm
from pureml.training import Epoch, Plan, start
from tests.networks import network

KEY = pm.Key.of(7)


@pytest.mark.parametrize("optimizer", [pm.optimizers.Sgd(0.1), pm.optimizers.Adam(0.1)])
def test_a_run_starts_with_its_network_and_nothing_done(optimizer: pm.optimizers.Optimizer) -> None:
    net = network()
    state = start(net, KEY, Plan(1, 1, optimizer))
    assert state.net is state.kept.net is net
    assert state.key == KEY
    assert (state.epoch, state.batch, state.total, state.history, state.kept.epoch) == (0, 0, 0.0, (), 0)
    assert state.memory.same_bits(optimizer.init(net))


def test_an_epoch_that_was_measured_on_nothing_says_so() -> None:
    assert Epoch(1, 0.5) == Epoch(1, 0.5, None, None, None, None)
