from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

import pureml as pm
from pureml.errors import DomainError, ShapeError
from pureml.keys import permutation
from pureml.training import Plan, State, accuracy, batches, epochs, one_epoch, step
from tests.locks import sent
from tests.networks import batch, bits, network
from tests.refused import refused

MakeState: Any = State
KEY = pm.Key.of(7)
ROWS = 23


def data(dtype: Any = np.float64) -> tuple[Any, Any]:
    return batch(dtype, rows=ROWS)


# ----------------------------------------------------------------- batches --


@given(st.integers(0, 2**32), st.integers(0, 60), st.integers(1, 70))
def test_every_sample_is_used_once_and_only_the_last_batch_is_smaller(seed: int, samples: int, size: int) -> None:
    found = batches(pm.Key.of(seed), samples, size)
    assert sorted(i for piece in found for i in piece.tolist()) == list(range(samples))
    assert [piece.size for piece in found[:-1]] == [size] * (len(found) - 1)
    assert len(found) == -(-samples // size)
    assert all(piece.size > 0 for piece in found)
    assert [i for piece in found for i in piece.tolist()] == permutation(pm.Key.of(seed), samples).tolist()


def test_the_order_is_random_and_another_for_another_key() -> None:
    first, second = (batches(pm.Key.of(seed), 100, 100)[0].tolist() for seed in (0, 1))
    assert first != sorted(first)
    assert first != second


# ---------------------------------------------------------------- an epoch --


@pytest.mark.parametrize("size", [1, 5, ROWS, 100])
def test_an_epoch_is_the_fold_of_steps_over_its_batches(size: int) -> None:
    x, t = data()
    state = MakeState(network(), KEY, 3)
    new, loss = one_epoch(state, x, t, Plan(9, size, 0.1))
    order, noise = KEY.fold(3).split(2)
    net: Any = network()
    losses: list[tuple[float, int]] = []
    for i, rows in enumerate(batches(order, ROWS, size)):
        net, value = step(net, x[rows], t[rows], 0.1, pm.draw_noise(net, noise.fold(i), len(rows)))
        losses.append((float(value), len(rows)))
    assert new.net.same_bits(net)
    assert (new.key, new.epoch) == (KEY, 4)
    mean = sum((Fraction(value) * n for value, n in losses), Fraction(0)) / ROWS
    assert loss == pytest.approx(float(mean), rel=1e-14)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_an_epoch_changes_nothing_and_the_same_state_gives_the_same_bits(dtype: Any) -> None:
    x, t = data(dtype)
    state = MakeState(network(dtype), KEY)
    before = bits(x, t, *state.net.arrays().values())
    new, loss = one_epoch(state, x, t, Plan(1, 4, 0.1))
    again, same = one_epoch(sent(state), x, t, Plan(1, 4, 0.1))
    assert bits(x, t, *state.net.arrays().values()) == before
    assert new.net.same_bits(again.net)
    assert loss == same
    assert {a.dtype for a in new.net.arrays().values()} == {np.dtype(dtype)}
    assert isinstance(loss, float)
    assert new.net.first.first.layer.second.running.rows == ROWS


def test_epochs_and_keys_draw_other_orders_and_noise() -> None:
    x, t = data()
    nets = [one_epoch(MakeState(network(), key, epoch), x, t, Plan(9, 5, 0.1))[0].net for key in (KEY, KEY.fold(0)) for epoch in (0, 1)]
    assert len({tuple(bits(*net.leaves)) for net in nets}) == 4


def test_the_noise_of_each_batch_is_another() -> None:
    x: Any = np.ones((8, 4))
    seen: list[list[bytes]] = []

    class Watched(pm.Dropout[Any]):
        @override
        def draw(self, key: pm.Key, rows: int, /) -> Any:
            masks = super().draw(key, rows)
            seen.append(bits(*masks))
            return masks

    make: Any = Watched
    net = make(4, 0.5) >> network().second
    one_epoch(MakeState(net, KEY), x, pm.labels([0] * 8, 8, 2), Plan(1, 2, 0.1))
    assert len(seen) == 4
    assert len({tuple(masks) for masks in seen}) == 4


def test_a_network_that_draws_nothing_needs_no_noise() -> None:
    x, t = data()
    net = pm.Affine(pm.matrix(np.zeros((3, 2)), 3, 2), pm.vector(np.zeros(2), 2))
    new, loss = one_epoch(MakeState(net, KEY), x, t, Plan(1, ROWS, 0.1))
    assert loss == pytest.approx(np.log(2), rel=1e-14)
    assert new.net != net


# ------------------------------------------------------------------- a run --


def test_a_run_ends_with_its_plan_and_can_go_on_from_any_state() -> None:
    x, t = data()
    test_x, test_t = batch(rows=9, seed=2)
    plan = Plan(4, 6, 0.1)
    whole = list(epochs(MakeState(network(), KEY), x, t, test_x, test_t, plan))
    assert [epoch.epoch for _, epoch in whole] == [1, 2, 3, 4]
    rest = list(epochs(sent(whole[1][0]), x, t, test_x, test_t, plan))
    assert [epoch for _, epoch in rest] == [epoch for _, epoch in whole[2:]]
    assert rest[-1][0].net.same_bits(whole[-1][0].net)
    assert list(epochs(whole[-1][0], x, t, test_x, test_t, plan)) == []
    state: Any = MakeState(network(), KEY)
    for after, epoch in whole:
        state, loss = one_epoch(state, x, t, plan)
        assert state.net.same_bits(after.net)
        assert epoch.loss == loss
        assert epoch.train_accuracy == accuracy(state.net, x, t)
        assert epoch.test_accuracy == accuracy(state.net, test_x, test_t)


def test_a_run_learns() -> None:
    x, t = batch(rows=60)
    told: Any = pm.labels((np.asarray(x)[:, 0] > 0).astype(int), 60, 2)
    assert t.shape == told.shape
    net = pm.Affine(pm.matrix(np.zeros((3, 2)), 3, 2), pm.vector(np.zeros(2), 2))
    history = [epoch for _, epoch in epochs(MakeState(net, KEY), x, told, x, told, Plan(30, 10, 0.5))]
    assert history[-1].loss < history[0].loss / 3
    assert history[-1].train_accuracy > 0.9


# ------------------------------------------------------------------ errors --


def test_a_plan_of_numbers_that_no_run_can_have_is_refused() -> None:
    assert refused(DomainError, Plan, 0, 1, 0.1) == "Plan: expected epochs of at least 1, got 0"
    assert refused(DomainError, Plan, 1, 0, 0.1) == "Plan: expected a batch of at least 1, got 0"
    for lr in (0.0, -0.1, float("inf"), float("nan")):
        assert refused(DomainError, Plan, 1, 1, lr) == f"Plan: expected a finite lr greater than 0, got {lr}"
    assert Plan(1, 1, 1e-300) == Plan(epochs=1, batch=1, lr=1e-300)


def test_rows_without_labels_are_refused() -> None:
    x, t = data()
    state, plan = MakeState(network(), KEY), Plan(1, 5, 0.1)
    assert refused(ShapeError, one_epoch, state, x, t[:-1], plan) == "one_epoch: expected a label for each of 23 rows, got 22"
    assert refused(ShapeError, one_epoch, state, x[:0], t[:0], plan) == "one_epoch: expected at least one row, got x of shape (0, 3)"
