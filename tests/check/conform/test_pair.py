from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from tests.check.conform import implementations as given


def test_both_answer_the_same_question() -> None:
    asked = given.pair("softmax", given.softmax, given.softmax_back)
    x = np.array([[1.0, 2.0]])
    at = given.case("softmax", x, g=np.array([[1.0, 0.0]]))
    assert np.allclose(asked.ours(at, "forward")[0], asked.theirs(at, "forward").results[0])
    assert np.allclose(asked.ours(at, "pullback")[0], asked.theirs(at, "pullback").results[0])
    assert asked.parts == ("forward", "pullback")
    assert given.pair("softmax", given.softmax).parts == ("forward",)


def test_nobody_spoils_the_case() -> None:
    at = given.case("softmax", np.ones((1, 2)), g=np.ones((1, 2)))
    given.pair("softmax", given.softmax, given.writing_back).theirs(at, "pullback")
    assert at.g.tolist() == [[1.0, 1.0]]


def test_warnings_are_told_and_not_shown() -> None:
    at = given.case("softmax", np.array([[1000.0, 0.0]]))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        answer = given.pair("softmax", given.naive_softmax).theirs(at, "forward")
    assert answer.warned == "overflow encountered in exp"
    assert given.pair("softmax", given.softmax).theirs(at, "forward").warned == ""


def test_underflow_is_no_warning() -> None:
    assert given.pair("softmax", given.softmax).theirs(given.case("softmax", np.array([[0.0, -744.0]])), "forward").warned == ""


def test_what_is_raised_is_told() -> None:
    def fails(x: Any) -> Any:
        return x.shape[7]

    at = given.case("softmax", np.ones((1, 1)))
    assert given.pair("softmax", fails).theirs(at, "forward").raised == "IndexError: tuple index out of range"
    assert given.pair("softmax", given.raising).theirs(at, "forward").raised == "RuntimeError: not today"


def test_forward_has_no_part_in_their_way_back() -> None:
    at = given.case("softmax", np.ones((1, 2)), g=np.ones((1, 2)))
    assert given.pair("softmax", given.raising, given.softmax_back).theirs(at, "pullback").raised == ""


def test_a_counterexample_is_code_with_both_answers() -> None:
    asked = given.pair("softmax", given.softmax, given.diagonal_back)
    at = given.case("softmax", np.array([[0.0, 0.0]]), g=np.array([[0.0, 1.0]]))
    shown = asked.counterexample(at, "pullback", asked.ours(at, "pullback"))
    assert (shown.expected, shown.got) == ("[[-0.25, 0.25]]", "[[0.0, 0.25]]")
    assert shown.code.endswith("x = np.array([[0.0, 0.0]])\ng = np.array([[0.0, 1.0]])\nprint(pullback(x, g))")
