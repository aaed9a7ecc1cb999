from __future__ import annotations

from typing import Any

import numpy as np

import pureml as pm
from pureml.errors import DomainError
from tests.refused import refused

Moments: Any = pm.Moments


def test_moments_of_no_batch_are_refused() -> None:
    two = np.ones(2)
    assert refused(DomainError, Moments, two, -two) == "Moments: expected variances and rows of at least 0, got [-1. -1.] and 0"
    assert refused(DomainError, Moments, two, two, -1) == "Moments: expected variances and rows of at least 0, got [1. 1.] and -1"
    assert Moments(two, 0 * two).rows == 0


def test_moments_are_no_parameters_but_are_saved_with_them() -> None:
    moments = Moments(np.zeros(2), np.ones(2), 3)
    assert isinstance(moments, pm.Buffers)
    assert set(moments.arrays()) == {"mean", "variance"}
