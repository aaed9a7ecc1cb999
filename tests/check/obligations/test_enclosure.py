from __future__ import annotations

from typing import Any

from pureml.arrays import where_positive
from pureml.check.finding import Verdict
from pureml.check.numbers import Jet
from pureml.check.obligations.enclosure import ENCLOSURE
from pureml.functions import sigmoid
from tests.check.wrong import refuted, subject, verified


def test_a_slope_outside_its_enclosure_is_refuted() -> None:
    verified(ENCLOSURE, subject("sigmoid"))
    refuted(ENCLOSURE, subject("sigmoid", pushforward=lambda kept, x_dot: sigmoid.pushforward(kept, x_dot) * (1 + Jet(1) / 10**12)))
    refuted(ENCLOSURE, subject("sigmoid", pullback=lambda kept, g: sigmoid.pullback(kept, g) * (1 + Jet(1) / 10**12)))


def test_a_smooth_rule_that_compares_is_undecided_on_wide_balls() -> None:
    def compares(x: Any) -> Any:
        return where_positive(x, sigmoid.forward(x), sigmoid.forward(x))

    assert ENCLOSURE.settle(subject("sigmoid", forward=compares)).verdict is Verdict.UNDECIDED


def test_a_rule_with_kinks_is_not_asked_about_wide_balls() -> None:
    assert verified(ENCLOSURE, subject("relu")).tried == 2 * 3
