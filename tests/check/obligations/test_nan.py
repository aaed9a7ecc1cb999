from __future__ import annotations

from typing import Any

import numpy as np

from pureml.check.obligations.nan import NAN
from pureml.check.obligations.purity import PURITY
from pureml.functions import relu
from tests.check.wrong import refuted, subject, verified


def test_a_nan_that_becomes_a_number_is_refuted() -> None:
    def zeroed(x: Any) -> Any:
        y: Any = np.where(x > 0, x, 0.0)
        return y.astype(x.dtype)

    verified(PURITY, subject("relu", forward=zeroed))
    assert "NaN at place" in refuted(NAN, subject("relu", forward=zeroed)).why
    assert verified(NAN, subject("relu")).tried == 6


def test_only_what_the_result_depends_on_is_asked_for() -> None:
    assert verified(NAN, subject("softmax_cross_entropy")).tried == 6

    def first_column(x: Any) -> Any:
        y: Any = relu.forward(x)
        y[:, 1:] = 0
        return y

    first = subject("relu", forward=first_column)
    assert verified(NAN, first).tried < 6


def test_an_even_function_depends_on_its_input_too() -> None:
    assert verified(NAN, subject("l2_penalty")).tried > 0
