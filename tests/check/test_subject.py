from __future__ import annotations

from typing import Any

import attrs
import numpy as np
import pytest

from pureml.check.inputs import EXACT, FLOAT64, sizes_of
from pureml.check.numbers import Undecided
from pureml.check.subject import InapplicableError, Subject, spelled
from pureml.rules import find

SOFTMAX = Subject.ours(find("softmax"))


def test_the_same_seed_gives_the_same_calls_and_another_one_others() -> None:
    one, same, other = (list(attrs.evolve(SOFTMAX, seed=seed).calls(FLOAT64, 2)) for seed in (3, 3, 4))
    assert len(one) == 2 * len(sizes_of(SOFTMAX.formula))
    assert all((a.arguments[0] == b.arguments[0]).all() for a, b in zip(one, same, strict=True))
    assert not any((a.arguments[0] == b.arguments[0]).all() for a, b in zip(one, other, strict=True))


def test_rounds_multiply_how_many_inputs_there_are() -> None:
    assert len(list(attrs.evolve(SOFTMAX, rounds=5).calls(EXACT))) == 5 * len(list(SOFTMAX.calls(EXACT)))


def test_evidence_that_is_missing_is_owed_by_a_rule_of_ours_alone() -> None:
    assert isinstance(SOFTMAX.lacks("laws"), Undecided)
    assert isinstance(attrs.evolve(SOFTMAX, owed=False).lacks("laws"), InapplicableError)


def test_the_code_of_a_call_runs_and_gives_what_the_call_gives() -> None:
    call = next(SOFTMAX.calls(FLOAT64))
    made: dict[str, Any] = {}
    code = SOFTMAX.code(SOFTMAX.spelling.pullback, call, call.g).replace("print(", "got = (")
    exec(code, made)  # noqa: S102  # it is code to paste
    np.testing.assert_array_equal(made["got"], call.d_x)


@pytest.mark.parametrize("part", ["forward", "pullback", "pushforward"])
def test_how_a_rule_is_called_names_its_arguments_and_its_cotangent(part: str) -> None:
    template = getattr(spelled("relu"), part)
    assert "{x}" in template
    assert ("{g}" in template) is (part != "forward")
