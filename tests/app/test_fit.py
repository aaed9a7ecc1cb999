from __future__ import annotations

import signal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import pureml as pm
from pureml.app import sessions
from pureml.app.datasets import facts
from pureml.app.fit import Fitted, Keeper, Point, fit
from pureml.app.interrupts import Interrupts
from pureml.app.machine import describe
from pureml.app.options import Options
from pureml.app.runs import Notes
from pureml.app.sessions import Session
from pureml.data.digits import digits

if TYPE_CHECKING:
    from collections.abc import Callable

    from pureml.app.history import Entry

DATA = digits()
FACTS = facts("digits", DATA)
MACHINE = describe()


def nothing(_: object) -> None:
    """Hears, and does nothing."""


def session(options: Options, dtype: type[Any] = np.float64) -> Session[Any]:
    notes = Notes("2026-01-02 03:04:05 UTC", FACTS, options.for_samples(FACTS.train), MACHINE)
    return sessions.begin(DATA, notes, dtype)


def trained(
    given: Session[Any], heard: Callable[[Entry], None] = nothing, keep: Callable[[Point[Any]], None] = nothing, every: float = 1e9
) -> Fitted[Any]:
    with Interrupts() as interrupts:
        return fit(given.point, given.task, given.plan, interrupts, heard, Keeper(keep, every))


def fitted(options: Options, heard: Callable[[Entry], None] = nothing, dtype: type[Any] = np.float64) -> Fitted[Any]:
    return trained(session(options, dtype), heard)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_run_is_the_fold_of_the_core(dtype: type[Any]) -> None:
    options = Options(epochs=2, hidden=(8,), seed=3, lr=0.1, batch=50, dropout=0.25)
    first, order = pm.Key.of(3).split(2)
    plan = pm.training.Plan(2, 50, pm.optimizers.Sgd(0.1))
    net = pm.models.multi_layer(first, 64, (8,), 10, dtype, activation=pm.relu, dropout=0.25)
    train, test = sessions.training_part(DATA, dtype), sessions.testing_part(DATA, dtype)
    *_, last = pm.training.epochs(pm.training.start(net, order, plan), pm.training.task(train, test=test), plan)
    found = fitted(options, dtype=dtype)
    assert found.net.same_bits(last.net)
    assert tuple(entry.measured() for entry in found.history.epochs) == last.history
    assert (found.history.ended, found.history.kept) == ("finished", 2)


def test_every_epoch_is_heard_of_and_takes_time() -> None:
    heard: list[Entry] = []
    found = fitted(Options(epochs=3, hidden=()), heard.append)
    assert tuple(heard) == found.history.epochs
    assert all(entry.seconds > 0 for entry in heard)
    assert [entry.epoch for entry in heard] == [1, 2, 3]


def test_an_interrupt_keeps_the_last_finished_epoch_and_where_it_stands() -> None:
    def interrupt(entry: Entry) -> None:
        if entry.epoch == 2:
            signal.raise_signal(signal.SIGINT)

    points: list[Point[Any]] = []
    found = trained(session(Options(epochs=50, hidden=(8,))), interrupt, points.append)
    assert found.history.ended == "interrupted"
    assert len(found.history.epochs) == 2
    assert found.net.same_bits(fitted(Options(epochs=2, hidden=(8,))).net)
    assert [(point.state.epoch, point.state.batch) for point in points] == [(1, 0), (2, 0), (2, 0)]


def test_an_interrupt_in_the_middle_of_an_epoch_keeps_the_epoch_before_and_goes_on_from_the_middle(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps: list[int] = []
    kind: Any = pm.Dropout
    linearize: Any = kind.linearize

    def counted(*arguments: Any) -> object:
        steps.append(1)
        if len(steps) == 45 + 20:  # 45 batches of 32 make an epoch of 1437
            signal.raise_signal(signal.SIGINT)
        pair: object = linearize(*arguments)
        return pair

    options = Options(epochs=3, hidden=(8,))
    points: list[Point[Any]] = []
    monkeypatch.setattr(kind, "linearize", counted)
    found = trained(session(options), keep=points.append)
    monkeypatch.undo()
    assert [entry.epoch for entry in found.history.epochs] == [1]
    assert found.net.same_bits(fitted(Options(epochs=1, hidden=(8,))).net)
    assert (points[-1].state.epoch, points[-1].state.batch) == (1, 19)
    again = session(options)
    rest = trained(Session(again.task, again.test, again.plan, points[-1]))
    whole = fitted(options)
    assert rest.net.same_bits(whole.net)
    assert [entry.measured() for entry in rest.history.epochs] == [entry.measured() for entry in whole.history.epochs]


def test_an_interrupt_before_the_first_epoch_keeps_the_start() -> None:
    given = session(Options(hidden=(8,)))
    with Interrupts() as interrupts:
        signal.raise_signal(signal.SIGINT)
        found = fit(given.point, given.task, given.plan, interrupts, nothing, Keeper(nothing, 1e9))
    assert (found.history.epochs, found.history.ended, found.history.kept) == ((), "interrupted", 0)
    assert found.net is given.net


def test_a_run_is_written_down_after_each_epoch_and_whenever_the_time_has_passed() -> None:
    points: list[Point[Any]] = []
    trained(session(Options(epochs=2, hidden=(4,), batch=500)), keep=points.append, every=0.0)
    assert [(point.state.epoch, point.state.batch) for point in points] == [(0, 1), (0, 2), (0, 3), (1, 0), (1, 1), (1, 2), (1, 3), (2, 0)]
    assert all(0 < a.spent < b.spent for a, b in pairwise(points[:3]))


def test_patience_ends_a_run_early_with_the_best_network() -> None:
    options = Options(epochs=50, hidden=(16,), lr=0.5, patience=2)
    found = fitted(options)
    losses = [entry.validation_loss or 0.0 for entry in found.history.epochs]
    assert found.history.ended == "stopped early"
    assert found.history.kept == losses.index(min(losses)) + 1 == len(losses) - 2
    assert found.net.same_bits(fitted(Options(epochs=found.history.kept, hidden=(16,), lr=0.5, validation=0.1)).net)


@pytest.mark.parametrize("lr", [1e300, 1e160])
@pytest.mark.parametrize("batch_norm", [False, True])
def test_numbers_that_are_not_finite_end_the_run_without_a_warning_and_are_not_kept(lr: float, batch_norm: bool) -> None:
    found = fitted(Options(epochs=5, hidden=(8,), lr=lr, batch_norm=batch_norm))
    assert found.history.ended == "diverged"
    assert len(found.history.epochs) < 5
    assert all(np.isfinite(array).all() for array in found.net.arrays().values())


def test_a_step_that_leaves_the_numbers_is_seen_before_any_loss_shows_it() -> None:
    # One batch an epoch: the loss was measured before the step that float32 cannot take.
    found = fitted(Options(epochs=1, hidden=(8,), lr=1e300, batch=10000), dtype=np.float32)
    assert (found.history.ended, found.history.epochs) == ("diverged", ())
