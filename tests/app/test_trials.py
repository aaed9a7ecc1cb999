from __future__ import annotations

import math
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, Literal

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.app import datasets
from pureml.app.options import Options
from pureml.app.trials import Objective, Result, measure, percent, train_parts
from pureml.data.digits import digits
from pureml.errors import FormatError
from tests.app.test_datasets import in_folder, small

if TYPE_CHECKING:
    from pathlib import Path

DATA = digits()
FACTS = datasets.facts("digits", DATA)
OPTIONS = Options(hidden=(8,), epochs=2, validation=0.2, dropout=0.0).for_samples(FACTS.train)


def test_a_trial_is_the_same_in_any_process_and_its_number_tells_the_wrong_answers() -> None:
    objective = Objective(FACTS, OPTIONS)
    found = objective({"lr": 0.1})
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        assert pool.submit(objective, {"lr": 0.1}).result() == found
    assert found.accuracy is not None
    assert found.judges == 287
    assert 1 - found.accuracy < float(found) < 1 - found.accuracy + 1 / 287
    assert objective({"lr": 0.2}) != found


def test_the_test_part_changes_nothing() -> None:
    other = attrs.evolve(DATA, test_images=DATA.test_images[:7] * 0, test_labels=DATA.test_labels[:7])
    assert measure(DATA, OPTIONS, np.float64) == measure(other, OPTIONS, np.float64)


def test_the_epoch_that_is_kept_has_the_least_validation_loss() -> None:
    options = attrs.evolve(OPTIONS, epochs=6, lr=3.0, seed=2)
    found = measure(DATA, options, np.float64)
    shorter = measure(DATA, attrs.evolve(options, epochs=found.kept), np.float64)
    assert found.epochs == 6
    assert (shorter.accuracy, shorter.loss, shorter.kept) == (found.accuracy, found.loss, found.kept)


def test_float32_is_another_run() -> None:
    single = Objective(FACTS, attrs.evolve(OPTIONS, dtype="float32"))({"lr": 0.1})
    assert single.loss != Objective(FACTS, OPTIONS)({"lr": 0.1}).loss


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_run_that_diverges_is_infinitely_bad(dtype: Literal["float32", "float64"]) -> None:
    options = attrs.evolve(OPTIONS, dtype=dtype)
    found = Objective(FACTS, options)({"lr": 1e30 if dtype == "float32" else 1e200})
    assert (found.accuracy, found.loss, found.kept, float(found)) == (None, None, 0, math.inf)
    assert percent(found) == "diverged"


@given(st.integers(0, 50), st.integers(0, 50), st.floats(0, 1e6), st.floats(0, 1e6))
def test_fewer_wrong_answers_are_better_whatever_the_loss_and_then_the_lower_loss(a: int, b: int, loss_a: float, loss_b: float) -> None:
    one, other = (Result(1 - wrong / 50, loss, 50, 1, 1, 0.0) for wrong, loss in ((a, loss_a), (b, loss_b)))
    if a < b:
        assert float(one) < float(other)
    if a == b and loss_a <= loss_b:
        assert float(one) <= float(other)


def test_time_is_not_part_of_a_result() -> None:
    assert Result(0.5, 1.0, 8, 1, 2, 0.25) == Result(0.5, 1.0, 8, 1, 2, 0.75) != Result(0.5, 1.0, 8, 2, 2, 0.25)


def test_other_data_than_was_noted_is_refused(tmp_path: Path) -> None:
    folder = in_folder(tmp_path / "images", small())
    with pytest.raises(FormatError, match="expected the data of this search"):
        Objective(attrs.evolve(FACTS, source=str(folder)), OPTIONS)({"lr": 0.1})


def test_the_line_that_trains_again_has_what_was_chosen_and_nothing_else() -> None:
    assert train_parts(FACTS, OPTIONS, {"lr": 0.5, "batch": 16.0}) == (
        "pureml train digits",
        "--epochs 2",
        "--batch 16",
        "--lr 0.5",
        "--hidden 8",
        "--dropout 0.0",
        "--validation 0.2",
    )
    conv = Options(model="deep-conv", validation=0.2, dtype="float32").for_samples(FACTS.train)
    named = attrs.evolve(FACTS, source="my images")
    assert train_parts(named, conv, {"lr": 0.5}) == (
        "pureml train 'my images'",
        "--model deep-conv",
        "--lr 0.5",
        "--validation 0.2",
        "--dtype float32",
    )
