from __future__ import annotations

from typing import Any

import pytest

import pureml as pm
from pureml.data.digits import digits
from pureml.training import Samples
from pureml.training.overfitting import CURES, Course, overfitting

DATA = digits()
TRAIN: Any = Samples(DATA.train_features(64)[:60], DATA.train_targets(10)[:60])
TEST: Any = Samples(DATA.test_features(64), DATA.test_targets(10))


def course(name: str, seed: int = 0) -> Course:
    return overfitting(pm.Key.of(seed), TRAIN, TEST, CURES[name], 10, hidden=(40, 40), count=250, lr=0.1)


@pytest.fixture(scope="module")
def courses() -> dict[str, Course]:
    return {name: course(name) for name in CURES}


def test_without_a_cure_the_samples_are_learnt_by_heart_and_others_are_not(courses: dict[str, Course]) -> None:
    last = courses["nothing"].history[-1]
    assert last.train_accuracy == 1
    assert last.loss < 0.1
    assert last.test_accuracy is not None
    assert last.test_accuracy < 0.9


def test_each_cure_holds_the_loss_of_what_is_learnt_up(courses: dict[str, Course]) -> None:
    plain = courses["nothing"].history[-1].loss
    assert courses["weight decay"].history[-1].loss > plain
    assert courses["dropout"].history[-1].loss > plain


def test_a_run_that_is_stopped_early_keeps_its_best_epoch(courses: dict[str, Course]) -> None:
    found = courses["early stopping"]
    losses = [epoch.validation_loss or 0.0 for epoch in found.history]
    assert found.kept == losses.index(min(losses)) + 1
    assert [courses[name].kept for name in ("nothing", "weight decay", "dropout")] == [250, 250, 250]


def test_all_begin_alike_and_the_same_key_gives_the_same_course(courses: dict[str, Course]) -> None:
    assert course("dropout") == courses["dropout"]
    assert course("dropout", seed=1) != courses["dropout"]
