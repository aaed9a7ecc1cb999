from __future__ import annotations

from typing import Any

import attrs
import numpy as np

from pureml.check.finding import Verdict
from pureml.check.obligations.accuracy import ACCURACY
from pureml.check.obligations.complex_step import COMPLEX_STEP
from pureml.check.obligations.cotangents import COTANGENTS
from pureml.check.obligations.identity import IDENTITY
from pureml.check.subject import Subject
from pureml.rules import Bound, bounds
from tests.check.wrong import refuted, subject, verified


def test_every_stated_bound_is_measured_and_told() -> None:
    right = subject("sigmoid")
    finding = verified(ACCURACY, right)
    assert len(finding.notes) == len(right.formula.bounds)
    assert finding.tried > 1000
    assert finding.notes[0].startswith("forward float")


def test_a_form_that_cancels_in_the_tail_is_refuted_by_its_digits_alone() -> None:
    def cancels(y: Any, g: Any) -> Any:
        return g * y * (1 - y)

    def keeps_y(x: Any) -> Any:
        y = np.exp(-np.abs(x)) if x.dtype.kind == "f" else None
        s = 1 / (1 + np.exp(-x)) if y is None else np.where(x > 0, 1, y) / (1 + y)
        return s, s

    wrong = subject("sigmoid", linearize=keeps_y, pullback=cancels, pushforward=cancels)
    for obligation in (IDENTITY, COMPLEX_STEP, COTANGENTS):
        verified(obligation, wrong)
    finding = refuted(ACCURACY, wrong, example=True)
    assert "pushforward float64" in finding.why
    assert finding.counterexample is not None
    assert "x = " in finding.counterexample.code


def test_an_overflow_that_the_mathematics_does_not_have_is_refuted() -> None:
    refuted(ACCURACY, subject("softmax", forward=lambda x: np.exp(x) / np.exp(x).sum(axis=1)[:, None]))


def test_a_bound_below_the_truth_is_refuted_and_none_at_all_is_owed() -> None:
    right = subject("tanh")
    tight = attrs.evolve(right, formula=attrs.evolve(right.formula, bounds=(Bound("forward", "float64", 0.25),)))
    refuted(ACCURACY, tight)
    bare = attrs.evolve(right, formula=attrs.evolve(right.formula, bounds=()))
    assert ACCURACY.settle(bare).verdict is Verdict.UNDECIDED
    assert ACCURACY.settle(attrs.evolve(bare, owed=False)).verdict is Verdict.VERIFIED


def test_of_a_formula_without_bounds_it_is_told_how_far_off_it_is_and_refuted_what_is_not_finite() -> None:
    right = attrs.evolve(subject("tanh"), owed=False)
    bare = attrs.evolve(right, formula=attrs.evolve(right.formula, bounds=()))
    assert verified(ACCURACY, bare).notes[0].startswith("forward float64: ")

    def quotient(x: Any) -> Any:
        return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))

    naive = attrs.evolve(bare, formula=attrs.evolve(bare.formula, forward=quotient))
    assert "not finite" in refuted(ACCURACY, naive).why


def test_more_rounds_look_at_more_inputs() -> None:
    few, many = (Subject.ours(attrs.evolve(subject("tanh").formula, bounds=bounds("forward", 3, 3)), rounds=n) for n in (1, 3))
    assert verified(ACCURACY, many).tried > 2 * verified(ACCURACY, few).tried
