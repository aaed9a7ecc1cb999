from __future__ import annotations

import numpy as np

from pureml.check.conform.hard import hard_cases, look
from pureml.check.conform.ordinary import regular
from pureml.check.finding import Verdict
from pureml.rules import find
from tests.check.conform import implementations as given


def test_the_worst_is_shown_at_a_simple_case() -> None:
    asked = given.pair("sigmoid", given.sigmoid, given.sigmoid_back)
    findings, worst = look(asked, seed=0, examples=1, parts=("pullback",), refuses=False)
    accuracy, gradient, _ = findings
    assert accuracy.verdict is Verdict.NOT_APPLICABLE
    assert gradient.verdict is Verdict.REFUTED
    assert gradient.counterexample is not None
    assert gradient.counterexample.code.count(",") <= 1  # one number
    assert gradient.counterexample.got == "[[0.0]]"
    assert {fault.dtype for fault in worst} == {"float64", "float32"}


def test_a_clip_at_a_probability_that_is_hardly_met_is_seen() -> None:
    asked = given.pair("cross_entropy", given.clipped_cross_entropy)
    accuracy, _, _ = look(asked, seed=0, examples=1, parts=("forward",), refuses=False)[0]
    assert accuracy.verdict is Verdict.REFUTED
    assert accuracy.counterexample is not None
    assert "e-" in accuracy.counterexample.code


def test_within_the_bound_the_worst_is_told_with_it() -> None:
    findings, worst = look(given.pair("softmax", find("softmax").forward), seed=0, examples=1, parts=("forward",), refuses=False)
    assert worst == []
    assert findings[0].where.startswith("float64 within ")
    assert "(bound 20)" in findings[0].where
    assert findings[1].why == "no pullback is given"


def test_kinks_are_left_out_on_the_way_back_alone() -> None:
    asked = given.pair("relu", given.relu, given.relu_back)
    back = list(hard_cases(asked, "float64", "pullback", seed=0, examples=1))
    forth = list(hard_cases(asked, "float64", "forward", seed=0, examples=1))
    assert all(regular(find("relu"), each) or len(each.arguments[0]) > 1 for each in back)
    assert not any((each.arguments[0] == 0).any() for each in back)
    assert any((np.asarray(each.arguments[0]) == 0).any() for each in forth)


def test_who_is_known_to_refuse_is_not_blamed_again() -> None:
    asked = given.pair("softmax", given.narrow)
    assert look(asked, seed=0, examples=1, parts=("forward",), refuses=True)[0][2].verdict is Verdict.VERIFIED
