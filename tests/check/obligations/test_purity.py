from __future__ import annotations

from itertools import count
from typing import Any

import numpy as np

from pureml.check.obligations.purity import PURITY
from pureml.functions import relu
from tests.check.wrong import refuted, subject, verified


def test_a_pure_rule_is_verified() -> None:
    verified(PURITY, subject("softmax"))
    verified(PURITY, subject("batch_norm"))


def test_writing_into_the_cotangent_is_refuted() -> None:
    def writes(y: Any, g: Any) -> Any:
        g[y <= 0] = 0
        return g.copy()

    assert "read-only" in refuted(PURITY, subject("relu", pullback=writes)).why


def test_a_result_that_shares_memory_with_an_input_is_refuted() -> None:
    assert "shares memory" in refuted(PURITY, subject("identity", forward=lambda x: x)).why
    assert "pullback: shares memory" in refuted(PURITY, subject("identity", pullback=lambda _, g: g[:])).why


def test_other_bits_the_second_time_are_refuted() -> None:
    calls = count()
    assert "second time" in refuted(PURITY, subject("relu", forward=lambda x: relu.forward(x) + next(calls))).why


def test_float64_out_of_float32_is_refuted() -> None:
    assert "expected float32" in refuted(PURITY, subject("relu", forward=lambda x: relu.forward(x) * np.float64(1))).why


def test_writing_where_nothing_forbids_it_is_refuted_too() -> None:
    def unlocks(x: Any) -> Any:
        x.setflags(write=True)
        x[0, 0] = 7
        return relu.forward(x)

    assert "writes into its inputs" in refuted(PURITY, subject("relu", forward=unlocks)).why
