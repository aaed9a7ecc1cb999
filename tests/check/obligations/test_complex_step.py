from __future__ import annotations

from typing import Any

import numpy as np

from pureml.check.obligations.complex_step import COMPLEX_STEP
from pureml.functions import tanh
from tests.check.wrong import refuted, subject, verified


def test_a_slope_that_is_off_in_the_twelfth_digit_is_refuted() -> None:
    verified(COMPLEX_STEP, subject("tanh"))
    refuted(COMPLEX_STEP, subject("tanh", pushforward=lambda kept, x_dot: tanh.pushforward(kept, x_dot) * (1 + 1e-11)))


def test_the_way_back_is_compared_as_well() -> None:
    refuted(COMPLEX_STEP, subject("tanh", pullback=lambda kept, g: tanh.pullback(kept, g) * (1 + 1e-11)))


def test_a_function_that_drops_the_imaginary_part_is_refuted() -> None:
    def real(x: Any) -> Any:
        return np.abs(tanh.forward(x))

    assert "expected complex numbers" in refuted(COMPLEX_STEP, subject("tanh", forward=real)).why
