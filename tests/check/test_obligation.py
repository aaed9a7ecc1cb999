from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from pureml.check.evidence import Evidence
from pureml.check.finding import Counterexample, Verdict
from pureml.check.numbers import Undecided
from pureml.check.obligation import Obligation, Trial
from pureml.check.subject import InapplicableError, Subject
from pureml.errors import ShapeError
from pureml.rules import find

SUBJECT = Subject.ours(find("relu"))


def looking(*trials: Trial, error: Exception | None = None) -> Obligation:
    def look(_: Subject) -> Iterator[Trial]:
        yield from trials
        if error is not None:
            raise error

    return Obligation("made up", "a claim", look)


def test_it_is_verified_when_no_trial_is_wrong_and_tells_the_greatest_error() -> None:
    finding = looking(Trial(1.0, "here"), Trial(3.0, "there"), Trial()).settle(SUBJECT)
    assert (finding.verdict, finding.tried, finding.worst, finding.where) == (Verdict.VERIFIED, 3, 3.0, "there")


@pytest.mark.parametrize("far", [float("nan"), float("inf")])
def test_what_is_no_finite_number_is_as_far_off_as_can_be(far: float) -> None:
    assert looking(Trial(1.0), Trial(far), Trial(2.0)).settle(SUBJECT).worst == sys.float_info.max


def test_it_is_refuted_by_the_first_trial_that_is_wrong() -> None:
    example = Counterexample("code", "1", "2")
    finding = looking(Trial(), Trial(5.0, "here", "wrong", lambda: example), Trial()).settle(SUBJECT)
    assert (finding.verdict, finding.why, finding.tried, finding.counterexample) == (Verdict.REFUTED, "wrong", 2, example)


def test_no_time_is_spent_on_an_example_in_a_hurry() -> None:
    def never() -> Any:
        raise AssertionError("asked for an example")

    assert looking(Trial(wrong="wrong", counterexample=never)).settle(attrs.evolve(SUBJECT, hurried=True)).counterexample is None


def test_what_the_formula_raises_refutes_it_unless_it_runs_on_floats_alone() -> None:
    broken = looking(error=ShapeError("two\nlines"))
    assert broken.settle(SUBJECT).why == "raised ShapeError: two lines"
    assert broken.settle(attrs.evolve(SUBJECT, opaque=True)).verdict is Verdict.NOT_APPLICABLE
    on_floats = attrs.evolve(broken, exotic=False)
    assert on_floats.settle(attrs.evolve(SUBJECT, opaque=True)).verdict is Verdict.REFUTED


def test_undecided_and_not_applicable_keep_their_reasons() -> None:
    assert looking(error=Undecided("a tie")).settle(SUBJECT).verdict is Verdict.UNDECIDED
    finding = looking(error=InapplicableError("a reason")).settle(SUBJECT)
    assert (finding.verdict, finding.why) == (Verdict.NOT_APPLICABLE, "a reason")


def test_what_the_evidence_declares_inapplicable_is_not_looked_at() -> None:
    declared = attrs.evolve(SUBJECT, evidence=Evidence(inapplicable={"made up": "because"}))
    assert looking(Trial(wrong="wrong")).settle(declared).why == "because"


def test_without_anything_to_look_at_nothing_is_verified() -> None:
    assert looking().settle(SUBJECT).verdict is Verdict.NOT_APPLICABLE
