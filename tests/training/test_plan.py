from __future__ import annotations

from typing import Any

import pytest

import pureml as pm
from pureml.errors import DomainError
from pureml.training import Plan

SGD = pm.optimizers.Sgd(0.1)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"epochs": 0}, "epochs of at least 1, got 0"),
        ({"batch": 0}, "batch of at least 1, got 0"),
        ({"patience": 0}, "patience of at least 1, got 0"),
        *(({"clip": x}, f"a finite clip greater than 0, got {x}") for x in (0.0, -1.0, float("nan"), float("inf"))),
    ],
)
def test_numbers_that_no_run_can_have_are_refused(changes: dict[str, Any], said: str) -> None:
    given: dict[str, Any] = {"epochs": 1, "batch": 1, "optimizer": SGD} | changes
    with pytest.raises(DomainError) as error:
        Plan(**given)
    assert str(error.value) == f"Plan: expected {said}"


def test_the_least_numbers_are_taken_and_a_plan_is_a_value() -> None:
    assert Plan(1, 1, SGD, penalty=None, clip=1e-300, patience=1) == Plan(1, 1, pm.optimizers.Sgd(0.1), clip=1e-300, patience=1)
    assert Plan(1, 1, SGD) != Plan(1, 1, pm.optimizers.Sgd(0.2))
