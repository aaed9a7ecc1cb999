from __future__ import annotations

import importlib
import signal
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import pureml as pm
from pureml.app.datasets import facts
from pureml.app.fit import Fitted, first_state, fit, samples
from pureml.app.interrupts import Interrupts
from pureml.app.options import Options
from pureml.data.digits import digits

if TYPE_CHECKING:
    from collections.abc import Callable

    from pureml.app.history import Entry

DATA = digits()
FACTS = facts("digits", DATA)


def fitted(options: Options, heard: Callable[[Entry], None] = lambda _entry: None, dtype: type[Any] = np.float64) -> Fitted[Any]:
    start = first_state(options, FACTS, dtype)
    with Interrupts() as interrupts:
        return fit(start, samples(DATA, dtype), options, interrupts, heard)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_run_is_the_fold_of_the_core(dtype: type[Any]) -> None:
    options = Options(epochs=2, hidden=(8,), seed=3, lr=0.1, batch=50, dropout=0.25)
    first, order = pm.Key.of(3).split(2)
    state = pm.training.State(pm.models.multi_layer(first, 64, (8,), 10, dtype, activation=pm.relu, dropout=0.25), order)
    given = samples(DATA, dtype)
    plan = pm.training.Plan(2, 50, 0.1)
    states = list(pm.training.epochs(state, given.train_x, given.train_target, given.test_x, given.test_target, plan))
    found = fitted(options, dtype=dtype)
    assert found.net.same_bits(states[-1][0].net)
    assert [(e.epoch, e.loss, e.train_accuracy, e.test_accuracy) for e in found.history.epochs] == [
        (e.epoch, e.loss, e.train_accuracy, e.test_accuracy) for _, e in states
    ]
    assert found.history.ended == "finished"


def test_every_epoch_is_heard_of_and_takes_time() -> None:
    heard: list[Entry] = []
    found = fitted(Options(epochs=3, hidden=()), heard.append)
    assert tuple(heard) == found.history.epochs
    assert all(entry.seconds > 0 for entry in heard)
    assert [entry.epoch for entry in heard] == [1, 2, 3]


def test_an_interrupt_keeps_the_last_finished_epoch() -> None:
    def interrupt(entry: Entry) -> None:
        if entry.epoch == 2:
            signal.raise_signal(signal.SIGINT)

    found = fitted(Options(epochs=50, hidden=(8,)), interrupt)
    assert found.history.ended == "interrupted"
    assert len(found.history.epochs) == 2
    assert found.net.same_bits(fitted(Options(epochs=2, hidden=(8,))).net)


def test_an_interrupt_in_the_middle_of_an_epoch_leaves_no_trace_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[int] = []
    run: Any = importlib.import_module("pureml.training.run")
    step = run.step

    def counted(*arguments: object) -> object:
        steps.append(1)
        if len(steps) == 45 + 20:  # 45 batches of 32 make an epoch of 1437
            signal.raise_signal(signal.SIGINT)
        result: object = step(*arguments)
        return result

    monkeypatch.setattr(run, "step", counted)
    found = fitted(Options(epochs=50, hidden=(8,)))
    monkeypatch.undo()
    assert [entry.epoch for entry in found.history.epochs] == [1]
    assert found.net.same_bits(fitted(Options(epochs=1, hidden=(8,))).net)


def test_an_interrupt_before_the_first_epoch_keeps_the_start() -> None:
    options = Options(hidden=(8,))
    start = first_state(options, FACTS, np.float64)
    with Interrupts() as interrupts:
        signal.raise_signal(signal.SIGINT)
        found = fit(start, samples(DATA, np.float64), options, interrupts, lambda _entry: None)
    assert (found.history.epochs, found.history.ended) == ((), "interrupted")
    assert found.net is start.net


@pytest.mark.parametrize("lr", [1e300, 1e160])
def test_numbers_that_are_not_finite_end_the_run_without_a_warning_and_are_not_kept(lr: float) -> None:
    options = Options(epochs=5, hidden=(8,), lr=lr)
    found = fitted(options)
    assert found.history.ended == "diverged"
    assert len(found.history.epochs) < 5
    assert all(np.isfinite(leaf).all() for leaf in found.net.leaves)


def test_a_step_that_leaves_the_numbers_is_seen_before_any_loss_shows_it() -> None:
    # One batch an epoch: the loss was measured before the step that float32 cannot take.
    found = fitted(Options(epochs=1, hidden=(8,), lr=1e300, batch=10000), dtype=np.float32)
    assert (found.history.ended, found.history.epochs) == ("diverged", ())
