from __future__ import annotations

from typing import Any

import attrs

from pureml.check.obligations.adjoint import ADJOINT, UNITS
from pureml.functions import softmax
from tests.check.wrong import refuted, subject, verified


def test_both_ways_of_a_right_rule_agree_to_rounding() -> None:
    finding = verified(ADJOINT, subject("softmax"))
    assert finding.worst is not None
    assert finding.worst <= UNITS


def test_a_pushforward_that_is_not_the_adjoint_is_refuted_exactly() -> None:
    finding = refuted(ADJOINT, subject("softmax", pushforward=lambda y, x_dot: softmax.pushforward(y, x_dot) + x_dot / 10**30))
    assert "<J x_dot, g>" in finding.why


def test_on_floats_alone_a_hundred_eps_are_refuted() -> None:
    def off(y: Any, x_dot: Any) -> Any:
        return softmax.pushforward(y, x_dot) * (1 + 1e-12)

    verified(ADJOINT, attrs.evolve(subject("softmax"), opaque=True))
    refuted(ADJOINT, attrs.evolve(subject("softmax", pushforward=off), opaque=True))
