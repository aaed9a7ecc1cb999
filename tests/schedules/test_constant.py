from __future__ import annotations

import pytest

from pureml.errors import DomainError
from pureml.schedules import Constant
from tests.refused import refused


def test_every_step_has_the_rate() -> None:
    assert [Constant(0.25)(t) for t in (0, 1, 10**9)] == [0.25] * 3


@pytest.mark.parametrize("lr", [-0.1, float("nan"), float("inf")])
def test_a_rate_that_is_none_is_refused(lr: float) -> None:
    assert refused(DomainError, Constant, lr) == f"Constant: expected lr of at least 0 and less than inf, got {lr}"
