from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

import pureml as pm
from pureml.app import checkpoints, sessions
from pureml.app.datasets import facts
from pureml.app.machine import describe
from pureml.app.options import Options
from pureml.app.runs import CHECKPOINT, Notes, Run
from pureml.data.digits import digits

if TYPE_CHECKING:
    from pathlib import Path

DATA = digits()
FACTS = facts("digits", DATA)
MACHINE = describe()


def notes(**options: Any) -> Notes:
    return Notes("2026-01-02 03:04:05 UTC", FACTS, Options(hidden=(3,), **options).for_samples(FACTS.train), MACHINE)


def test_a_session_begins_with_keys_of_their_own_for_weights_order_and_validation() -> None:
    begun = sessions.begin(DATA, notes(seed=5), np.float64)
    weights, order = pm.Key.of(5).split(2)
    assert begun.net.same_bits(pm.models.multi_layer(weights, 64, (3,), 10, np.float64, activation=pm.relu, dropout=0.4))
    assert begun.point.state.key == order
    assert len({key.path for key in sessions.keys(Options())}) == 3
    assert (len(begun.task.train), begun.task.validation, len(begun.test)) == (1437, None, 360)


def test_the_validation_part_is_taken_from_what_is_trained_on_and_the_test_part_stays() -> None:
    begun = sessions.begin(DATA, notes(validation=0.1), np.float64)
    aside: Any = begun.task.validation
    assert (len(begun.task.train), len(aside), len(begun.test)) == (1293, 144, 360)
    test: Any = begun.test.x
    assert test.tobytes() == np.asarray(DATA.test_features(64)).tobytes()
    rows = np.concatenate([np.asarray(begun.task.train.x), np.asarray(aside.x)])
    assert sorted(map(bytes, rows)) == sorted(map(bytes, np.asarray(DATA.train_features(64))))
    other = sessions.begin(DATA, notes(validation=0.1, seed=1), np.float64).task.validation
    assert other is not None
    assert np.asarray(other.x).tobytes() != np.asarray(aside.x).tobytes()


def test_a_run_that_was_killed_before_its_first_checkpoint_goes_on_from_its_start(tmp_path: Path) -> None:
    made = notes()
    found = sessions.resume(Run(tmp_path, made), DATA, np.float64)
    assert found.net.same_bits(sessions.begin(DATA, made, np.float64).net)
    assert (found.point.state.epoch, found.point.state.batch) == (0, 0)


def test_a_run_goes_on_from_its_checkpoint_and_notes_it(tmp_path: Path) -> None:
    made = notes(optimizer="adam")
    begun = sessions.begin(DATA, made, np.float64)
    moved = next(pm.training.states(begun.point.state, begun.task, begun.plan))
    (tmp_path / CHECKPOINT).write_bytes(checkpoints.encode(attrs.evolve(begun.point, state=moved)) or b"")
    run = Run(tmp_path, attrs.evolve(made, machine=attrs.evolve(MACHINE, blas_threads=7)))
    found = sessions.resume(run, DATA, np.float64)
    assert found.net.same_bits(moved.net)
    assert found.point.state.memory.same_bits(moved.memory)
    again = sessions.resumed(run, found)
    assert (again.resumed[0].epoch, again.resumed[0].batch, again.resumed[0].machine) == (0, 1, MACHINE)
    assert again.resumed[0].differs == (f"BLAS threads {MACHINE.blas_threads}, before 7",)
    assert sessions.resumed(Run(tmp_path, again), found).resumed[1].differs == ()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC", again.resumed[0].started)
