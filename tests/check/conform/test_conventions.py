from __future__ import annotations

from typing import Any

import numpy as np

from pureml.check.conform.conventions import look
from pureml.check.conform.pair import Pair
from pureml.check.finding import Finding, Verdict
from pureml.rules import find
from tests.check.conform import implementations as given

BOTH = ("forward", "pullback")


def looked(pair: Pair) -> Finding:
    return look(pair, sound=BOTH, seed=0)


def test_our_convention_is_not_worth_a_word() -> None:
    finding = looked(given.pair("relu", given.relu, given.relu_back))
    assert (finding.verdict, finding.why) == (Verdict.VERIFIED, "")


def test_another_subgradient_is_said() -> None:
    finding = looked(given.pair("relu", given.relu, given.relu_back_of_the_book))
    assert finding.verdict is Verdict.VERIFIED
    assert "another convention than 'slope 0 at 0, to the right': 1" in finding.why


def test_what_is_no_subgradient_is_wrong() -> None:
    finding = looked(given.pair("relu", given.relu, given.relu_back_steep))
    assert finding.verdict is Verdict.REFUTED
    assert "the slope 2 is no subgradient, the one-sided ones are 0 and 1" in finding.why
    assert finding.counterexample is not None


def test_another_value_at_a_jump_is_said() -> None:
    def half(x: Any) -> Any:
        return np.heaviside(x, x.dtype.type(0.5))

    rule = find("heaviside")
    finding = looked(given.pair("heaviside", half, given.itself(rule)[1]))
    assert finding.verdict is Verdict.VERIFIED
    assert "value 0.5 where ours is 0" in finding.why


def test_another_fate_of_nan_is_said() -> None:
    finding = looked(given.pair("relu", given.deaf_relu, given.relu_back))
    assert finding.why == "another convention for NaN: forward gives 0.0 where ours gives nan"


def test_what_is_wrong_elsewhere_is_not_asked() -> None:
    assert look(given.pair("relu", given.relu), sound=(), seed=0).verdict is Verdict.NOT_APPLICABLE
