from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

import pureml as pm
from pureml.app.options import Options
from pureml.app.plans import learning_rate, optimizer, plan
from pureml.app.traits import OPTIMIZERS
from pureml.losses.l2_penalty import l2_penalty
from pureml.schedules import Schedule

NAMED: list[tuple[Any, type[pm.optimizers.Optimizer]]] = [
    ("sgd", pm.optimizers.Sgd),
    ("momentum", pm.optimizers.Momentum),
    ("nesterov", pm.optimizers.Nesterov),
    ("nesterov-shifted", pm.optimizers.NesterovShifted),
    ("adagrad", pm.optimizers.AdaGrad),
    ("rmsprop", pm.optimizers.RmsProp),
    ("adam", pm.optimizers.Adam),
    ("adam-epsilon-hat", pm.optimizers.AdamEpsilonHat),
    ("adamw", pm.optimizers.AdamW),
]


@pytest.mark.parametrize(("name", "kind"), NAMED)
def test_every_optimizer_has_its_name_and_its_rate(name: Any, kind: type[pm.optimizers.Optimizer]) -> None:
    made = plan(Options(optimizer=name), 100)
    assert type(made.optimizer) is kind
    assert made.optimizer.lr == OPTIMIZERS[name].lr
    assert optimizer(Options(optimizer=name), 0.5).lr == 0.5
    assert made.penalty is None


def test_every_optimizer_of_the_command_line_is_tested() -> None:
    assert [name for name, _ in NAMED] == list(OPTIMIZERS)


def test_weight_decay_is_a_penalty_but_for_adamw_which_has_its_own() -> None:
    assert plan(Options(optimizer="adam", weight_decay=0.25), 100).penalty == l2_penalty(0.25)
    own = plan(Options(optimizer="adamw", weight_decay=0.25), 100)
    assert (own.penalty, own.optimizer) == (None, pm.optimizers.AdamW(0.001, decay=0.25))
    assert plan(Options(optimizer="adamw"), 100).optimizer == pm.optimizers.AdamW(0.001, decay=0.01)


def test_limits_and_batches_are_passed_on() -> None:
    made = plan(Options(epochs=7, batch=9, clip=2.0, patience=3), 100)
    assert (made.epochs, made.batch, made.clip, made.patience) == (7, 9, 2.0, 3)


def rates(options: Options, steps: int) -> list[float]:
    """The rate of each step of a run, and one more."""
    found = learning_rate(options, steps)
    return [found(t) if isinstance(found, Schedule) else found for t in range(options.epoch_count * steps + 1)]


def test_schedules_span_the_whole_run() -> None:
    step, exponential, cosine = (rates(Options(epochs=3, lr=1.0, schedule=name), 4) for name in ("step", "exponential", "cosine"))
    assert step[:12] == pytest.approx([1.0] * 4 + [0.1] * 4 + [0.01] * 4)
    assert exponential[0] == 1
    assert exponential[12] == pytest.approx(0.01)
    assert [b / a for a, b in pairwise(exponential)] == pytest.approx([0.01 ** (1 / 12)] * 12)
    assert (cosine[0], cosine[6], cosine[12]) == pytest.approx((1.0, 0.5, 0.0))


def test_the_rate_rises_first_and_the_schedule_has_the_rest() -> None:
    assert learning_rate(Options(epochs=3, lr=1.0), 4) == 1
    rising = rates(Options(epochs=3, lr=1.0, warm_up=1), 4)
    assert rising == pytest.approx([0.2, 0.4, 0.6, 0.8] + [1.0] * 9)
    cosine = rates(Options(epochs=3, lr=1.0, warm_up=1, schedule="cosine"), 4)
    assert (cosine[4], cosine[8], cosine[12]) == pytest.approx((1.0, 0.5, 0.0))
    assert rates(Options(epochs=1, lr=1.0, warm_up=5, schedule="step"), 4)[3] == pytest.approx(4 / 21)


def test_the_steps_of_an_epoch_are_those_of_its_batches() -> None:
    made = plan(Options(epochs=2, batch=32, schedule="cosine"), 1437)
    assert made.optimizer.lr == pm.schedules.Cosine(0.2, steps=90)
