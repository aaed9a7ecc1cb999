from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

import pureml as pm
from pureml.errors import DomainError
from pureml.keys import permutation
from pureml.training import (
    Epoch,
    Plan,
    Samples,
    accuracy,
    advance,
    batches,
    concluded,
    epochs,
    finished,
    mean_loss,
    outputs,
    start,
    step,
    task,
)
from pureml.training import states as states_of
from pureml.training.samples import taken
from tests.locks import sent
from tests.networks import batch, bits, layer, network
from tests.refused import refused

States: Any = states_of
loss_of: Any = mean_loss
KEY = pm.Key.of(7)
ROWS = 23
OPTIMIZERS = [pm.optimizers.Sgd(0.1), pm.optimizers.Nesterov(0.05), pm.optimizers.Adam(0.01)]
every_optimizer = pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda found: type(found).__name__)


def learning(dtype: Any = np.float64, *, validation: bool = False) -> Any:
    """Something to learn, with a test part."""
    made: Any = task
    parts = [Samples(*batch(dtype, rows=rows, seed=seed)) for rows, seed in ((ROWS, 1), (9, 2), (11, 3))]
    return made(parts[0], validation=parts[2] if validation else None, test=parts[1])


def plan(epochs: int = 4, size: int = 5, optimizer: Any = OPTIMIZERS[0], **more: Any) -> Plan:
    return Plan(epochs, size, optimizer, **more)


def first(chosen: Plan, dtype: Any = np.float64) -> Any:
    return start(network(dtype), KEY, chosen)


def told(state: Any) -> tuple[object, ...]:
    """All that a state is, as values that can be compared."""
    arrays = [*state.net.stored().values(), *state.memory.stored().values(), *state.kept.net.stored().values()]
    return (*bits(*arrays), state.key, state.kept.epoch, state.epoch, state.batch, state.total, state.history)


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
    one, two = (batches(pm.Key.of(seed), 100, 100)[0].tolist() for seed in (0, 1))
    assert one != sorted(one)
    assert one != two


# ---------------------------------------------------------------- an epoch --


@pytest.mark.parametrize("size", [1, 5, ROWS, 100])
def test_an_epoch_is_the_fold_of_steps_over_its_batches(size: int) -> None:
    given, chosen = learning(), plan(size=size)
    x, t = given.train.x, given.train.target
    *_, before = epochs(first(chosen), given, plan(epochs=3, size=size))
    after: Any = next(epochs(before, given, chosen))
    order, noise = KEY.fold(3).split(2)
    net: Any = before.net
    losses: list[tuple[float, int]] = []
    for i, rows in enumerate(batches(order, ROWS, size)):
        net, value = step(net, x[rows], t[rows], 0.1, pm.draw_noise(net, noise.fold(i), len(rows)))
        losses.append((float(value), len(rows)))
    assert after.net.same_bits(net)
    assert (after.key, after.epoch, after.batch, after.total) == (KEY, 4, 0, 0.0)
    mean = sum((Fraction(value) * n for value, n in losses), Fraction(0)) / ROWS
    assert after.history[-1].loss == pytest.approx(float(mean), rel=1e-14)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@every_optimizer
def test_a_step_changes_nothing_and_the_same_state_gives_the_same_bits(dtype: Any, optimizer: Any) -> None:
    given, chosen = learning(dtype), plan(optimizer=optimizer, penalty=pm.l2_penalty(0.01), clip=0.5)
    state: Any = advance(first(chosen, dtype), taken(given.train, np.arange(5)), given, chosen)
    before = told(state)
    few = taken(given.train, np.arange(4))
    after, again = advance(state, few, given, chosen), advance(sent(state), few, given, chosen)
    assert told(state) == before
    assert told(after) == told(again) != before
    assert {a.dtype for a in after.net.arrays().values()} == {np.dtype(dtype)}
    assert after.net.first.first.layer.second.running.rows == 9
    assert after.memory.count == after.batch == 2


def test_epochs_and_keys_draw_other_orders_and_noise() -> None:
    given, chosen = learning(), plan(epochs=2)
    nets: list[tuple[bytes, ...]] = []
    for key in (KEY, KEY.fold(0)):
        for shift in (0, 1):
            state: Any = start(network(), key, chosen)
            for _ in range(shift):
                state = concluded(state, given)
            nets.append(tuple(bits(*next(epochs(state, given, chosen)).net.leaves)))
    assert len(set(nets)) == 4


def test_the_noise_of_each_batch_is_another() -> None:
    x: Any = np.ones((8, 4))
    seen: list[list[bytes]] = []

    class Watched(pm.Dropout[Any]):
        @override
        def linearize(self, x: Any, masks: Any = (), /) -> Any:
            seen.append(bits(*masks))
            return super().linearize(x, masks)

    make: Any = Watched
    net = make(4, 0.5) >> network().second
    chosen = plan(epochs=1, size=2)
    made: Any = task
    list(States(start(net, KEY, chosen), made(Samples(x, pm.labels([0] * 8, 8, 2))), chosen))
    assert len(seen) == 4
    assert len({tuple(masks) for masks in seen}) == 4


# ------------------------------------------------------------------- a run --


@every_optimizer
def test_a_run_goes_on_from_every_state_as_if_it_had_not_stopped(optimizer: Any) -> None:
    given, chosen = learning(validation=True), plan(optimizer=optimizer, epochs=3, size=6, penalty=pm.l2_penalty(0.01), clip=1.0)
    whole = list(States(first(chosen), given, chosen))
    assert [(state.epoch, state.batch) for state in whole] == [(e + (b == 5), b % 5) for e in range(3) for b in (1, 2, 3, 4, 5)]
    for i in (0, 2, 3, 4, 7, 13):
        rest = list(States(sent(whole[i]), given, chosen))
        assert [told(state) for state in rest] == [told(state) for state in whole[i + 1 :]], f"from state {i}"
    assert not list(States(whole[-1], given, chosen))


def test_an_epoch_tells_what_the_network_came_to() -> None:
    given, chosen = learning(validation=True), plan(epochs=2)
    for state in epochs(first(chosen), given, chosen):
        epoch = state.history[-1]
        assert len(state.history) == epoch.epoch == state.epoch
        assert epoch.train_accuracy == accuracy(state.net, given.train.x, given.train.target)
        assert epoch.test_accuracy == accuracy(state.net, given.test.x, given.test.target)
        assert epoch.validation_accuracy == accuracy(state.net, given.validation.x, given.validation.target)
        assert epoch.validation_loss == loss_of(outputs(state.net, given.validation.x), given.validation.target)


def test_without_a_validation_part_the_last_epoch_is_kept() -> None:
    given, chosen = learning(), plan()
    for state in States(first(chosen), given, chosen):
        assert state.kept.epoch == state.epoch
        if not state.batch:
            assert state.kept.net is state.net


def sided(rows: int, seed: int, wrong: int = 0) -> Any:
    """Samples whose class is the sign of their first number, and some with the other one."""
    x, _ = batch(rows=rows, seed=seed)
    sides = (np.asarray(x)[:, 0] > 0).astype(int)
    sides[:wrong] = 1 - sides[:wrong]
    return Samples(x, pm.labels(sides, rows, 2))


def test_with_one_the_epoch_with_the_least_validation_loss_is_kept_and_patience_ends_the_run() -> None:
    made: Any = task
    given = made(sided(24, 1, wrong=8), validation=sided(40, 9))  # what is wrong in the first part is learnt in vain
    chosen = plan(epochs=50, size=6, optimizer=pm.optimizers.Sgd(0.3))
    whole = list(epochs(first(chosen), given, chosen))
    losses = [epoch.validation_loss for epoch in whole[-1].history]
    best = int(np.argmin(np.array(losses)))
    assert 0 < best < 40, "no test of patience: the loss falls all the time"
    assert whole[-1].kept.epoch == best + 1
    assert whole[-1].kept.net.same_bits(whole[best].net)
    patient = plan(epochs=50, size=6, optimizer=pm.optimizers.Sgd(0.3), patience=4)
    ended = list(epochs(first(patient), given, patient))[-1]
    last = next(e for e in range(1, 51) if e - (int(np.argmin(np.array(losses[:e]))) + 1) >= 4)
    assert ended.epoch == last < 50
    assert ended.history == whole[last - 1].history
    assert finished(ended, patient)
    assert not finished(ended, chosen)


def test_a_network_whose_validation_loss_is_lost_is_not_kept() -> None:
    made: Any = task
    given, chosen = made(sided(24, 1), validation=sided(40, 9)), plan(epochs=3, size=24)
    net = layer(np.full((3, 2), np.nan), np.zeros(2))
    state: Any = list(epochs(start(net, KEY, chosen), given, chosen))[-1]
    assert (state.epoch, state.kept.epoch) == (3, 0)
    assert state.kept.net is net


def test_a_run_learns_labels_numbers_and_images() -> None:
    made: Any = task
    x, _ = batch(rows=60)
    sides: Any = pm.labels((np.asarray(x)[:, 0] > 0).astype(int), 60, 2)
    chosen = plan(epochs=30, size=10, optimizer=pm.optimizers.Sgd(0.5))
    history = list(epochs(start(layer(np.zeros((3, 2)), np.zeros(2)), KEY, chosen), made(Samples(x, sides)), chosen))[-1].history
    assert history[-1].loss < history[0].loss / 3
    assert (history[-1].train_accuracy or 0) > 0.9
    assert history[-1].test_accuracy is None

    line = layer(np.zeros((3, 1)), np.zeros(1))
    numbers = made(Samples(x, x[:, :1] * 2 + 1), validation=Samples(x, x[:, :1] * 2 + 1), loss=pm.mean_squared_error)
    fitted: Any = list(epochs(start(line, KEY, plan(30, 10)), numbers, plan(30, 10)))[-1]
    assert fitted.history[-1] == Epoch(30, fitted.history[-1].loss, None, fitted.history[-1].validation_loss, None, None)
    assert fitted.history[-1].validation_loss < 1e-3
    assert np.allclose(fitted.net.weight.T, [[2, 0, 0]], atol=0.05)

    images = Samples(pm.images(np.asarray(x)[:, :, None, None], 60, 3, 1, 1), sides)
    flat: Any = pm.Flatten(3, 1, 1, 3)
    seen = list(epochs(start(flat >> layer(np.zeros((3, 2)), np.zeros(2)), KEY, chosen), made(images), chosen))[-1]
    assert seen.history == history


def test_the_penalty_is_in_the_loss_and_the_gradient_and_holds_weights_down() -> None:
    given = learning()
    free, held = (plan(epochs=1, size=ROWS, penalty=penalty) for penalty in (None, pm.l2_penalty(0.5)))
    a, b = (next(epochs(first(chosen), given, chosen)) for chosen in (free, held))
    weights = [w for w in network().leaves if w.ndim == 2]
    assert b.history[0].loss - a.history[0].loss == pytest.approx(0.25 * sum(float((w**2).sum()) for w in weights), rel=1e-12)
    for w, p, q in zip(network().leaves, a.net.leaves, b.net.leaves, strict=True):
        wanted: Any = 0.05 * w if w.ndim == 2 else 0 * w
        np.testing.assert_allclose(p - q, wanted, rtol=1e-9, atol=1e-15)


def test_clipping_bounds_a_step_of_gradient_descent() -> None:
    given, chosen = learning(), plan(epochs=1, size=ROWS, clip=1e-3)
    after: Any = next(epochs(first(chosen), given, chosen))
    moved = sum(float(((p - q) ** 2).sum()) for p, q in zip(after.net.leaves, network().leaves, strict=True)) ** 0.5
    assert moved == pytest.approx(0.1 * 1e-3, rel=1e-9)


def test_patience_without_a_part_to_choose_by_is_refused() -> None:
    message = refused(DomainError, lambda: next(States(first(plan(patience=3)), learning(), plan(patience=3))))
    assert message == "states: expected a task with a validation part for a plan with patience, got one without"
