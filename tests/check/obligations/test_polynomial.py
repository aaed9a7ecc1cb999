from __future__ import annotations

from typing import Any

from pureml.check.evidence import Evidence
from pureml.check.finding import Verdict
from pureml.check.obligations.polynomial import POLYNOMIAL
from pureml.functions import relu
from pureml.layers import affine
from tests.check.wrong import refuted, subject, verified


def test_a_slope_that_is_off_by_less_than_any_float_is_refuted() -> None:
    verified(POLYNOMIAL, subject("relu"))
    refuted(POLYNOMIAL, subject("relu", pushforward=lambda y, x_dot: relu.pushforward(y, x_dot) + x_dot / 10**40))


def test_a_polynomial_of_degree_two_has_its_central_difference() -> None:
    verified(POLYNOMIAL, subject("affine", Evidence(degree=2)))

    def transposed(kept: Any, x_dot: Any, weight_dot: Any, bias_dot: Any) -> Any:
        return affine.pushforward(kept, x_dot, weight_dot, bias_dot) + x_dot.sum() / 2**90

    refuted(POLYNOMIAL, subject("affine", Evidence(degree=2), pushforward=transposed))


def test_a_degree_that_is_too_small_shows() -> None:
    from pureml.losses import half_squared_error

    verified(POLYNOMIAL, subject("half_squared_error", Evidence(degree=2)))
    halved = subject("half_squared_error", Evidence(degree=2), pushforward=lambda k, a, b: half_squared_error.pushforward(k, a, b) / 2)
    refuted(POLYNOMIAL, halved)


def test_it_does_not_apply_to_what_is_no_polynomial() -> None:
    assert POLYNOMIAL.settle(subject("softmax")).verdict is Verdict.NOT_APPLICABLE
