from __future__ import annotations

from typing import Any

import numpy as np

from pureml.check.accuracy.case import Case
from pureml.check.conform.hard import look
from pureml.check.conform.likeness import of_dtype, of_faults, of_wrong, spread, told
from pureml.check.conform.ordinary import cases
from pureml.check.conform.pair import Pair
from pureml.check.evidence import Mutant
from pureml.check.inputs import FLOAT32, FLOAT64
from tests.check.conform import implementations as given


def steeper(x: Any, g: Any) -> Any:
    return given.softmax_back(x, g) * 1.25


def doubled(x: Any) -> Any:
    return given.two_sided(x).astype("f8")


def ordinary(pair: Pair) -> list[Case]:
    return list(cases(pair, FLOAT64, seed=0, examples=1))


def test_a_wrong_pullback_is_the_mutant_it_equals() -> None:
    pair = given.pair("softmax", given.softmax, given.diagonal_back)
    bad = [case for case in ordinary(pair) if case.parts == ("pullback",) and case.arguments[0].shape[1] > 1]
    assert of_wrong(pair, bad, ordinary(pair)) == "the diagonal alone (the notes, S21)"


def test_a_mistake_that_nobody_knows_has_no_name() -> None:
    pair = given.pair("softmax", given.softmax, steeper)
    assert of_wrong(pair, [c for c in ordinary(pair) if c.parts == ("pullback",)], ordinary(pair)) == ""


def test_what_loses_less_than_a_mutant_is_not_called_it() -> None:
    pair = given.pair("sigmoid", given.flushing_sigmoid)
    _, faults = look(pair, seed=0, examples=1, parts=("forward",), refuses=False)
    assert faults
    assert of_faults(pair, faults, ordinary(pair), seed=0) == ""
    naive = given.pair("sigmoid", given.sigmoid)
    _, faults = look(naive, seed=0, examples=1, parts=("forward",), refuses=False)
    assert of_faults(naive, faults, ordinary(naive), seed=0).startswith("1 / (1 + exp(-x)), which overflows")


def test_double_out_of_single_is_named() -> None:
    pair = given.pair("sigmoid", doubled)
    assert "float64 out of float32" in of_dtype(pair, list(cases(pair, FLOAT32, seed=0, examples=1)))


def test_some_of_many_are_spread_over_all() -> None:
    some = [given.case("relu", np.array([[float(k)]])) for k in range(100)]
    assert [c.arguments[0].item() for c in spread(some)][:3] == [0.0, 6.0, 12.0]
    assert spread(some[:3]) == some[:3]


def test_a_mutant_is_told_with_its_source() -> None:
    assert told(Mutant("half", "the book")) == "half (the book)"
    assert told(Mutant("half")) == "half"
