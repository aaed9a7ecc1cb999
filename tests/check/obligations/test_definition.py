from __future__ import annotations

from typing import Any

import attrs

from pureml.check.evidence import NOTHING
from pureml.check.finding import Verdict
from pureml.check.obligations.adjoint import ADJOINT
from pureml.check.obligations.definition import DEFINITION
from pureml.check.obligations.identity import IDENTITY
from pureml.functions import relu
from tests.check.wrong import refuted, subject, verified


def doubled(x: Any) -> Any:
    return relu.forward(x) + relu.forward(x)


def doubled_linearize(x: Any) -> Any:
    return doubled(x), relu.forward(x)


def doubled_back(y: Any, g: Any) -> Any:
    return relu.pullback(y, g + g)


def test_a_value_that_is_not_the_definition_is_refuted_though_its_derivatives_are_its_own() -> None:
    wrong = subject("relu", forward=doubled, linearize=doubled_linearize, pushforward=doubled_back, pullback=doubled_back)
    verified(IDENTITY, wrong)
    verified(ADJOINT, wrong)
    finding = refuted(DEFINITION, wrong, example=True)
    assert finding.counterexample is not None
    assert "x = np.array([[1.0]])" in finding.counterexample.code
    assert (finding.counterexample.expected, finding.counterexample.got) == ("an entry 1.0", "2.0")


def test_what_linearize_gives_is_compared_as_well() -> None:
    refuted(DEFINITION, subject("relu", linearize=doubled_linearize))


def test_a_definition_that_is_missing_is_owed_by_a_rule_of_ours_and_by_no_other() -> None:
    bare = subject("relu", NOTHING)
    assert DEFINITION.settle(bare).verdict is Verdict.UNDECIDED
    assert DEFINITION.settle(attrs.evolve(bare, owed=False)).verdict is Verdict.NOT_APPLICABLE


def test_a_right_value_is_verified() -> None:
    assert verified(DEFINITION, subject("softmax")).tried > 5
