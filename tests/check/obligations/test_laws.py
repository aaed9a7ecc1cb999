from __future__ import annotations

import attrs

from pureml.check.evidence import AtLeastZero, Equal, Evidence, Law
from pureml.check.finding import Verdict
from pureml.check.obligations.laws import LAWS
from tests.check.wrong import refuted, subject, verified


def with_laws(*laws: Law) -> Evidence:
    return Evidence(laws=laws)


def test_a_law_that_does_not_hold_is_refuted_by_name_with_the_smallest_inputs() -> None:
    false = Equal("y = x", lambda call: (call.y, call.arguments[0]))
    finding = refuted(LAWS, subject("relu", with_laws(false)), example=True)
    assert finding.why.startswith("y = x: ")
    assert finding.counterexample is not None
    assert "x = np.array([[-1.0]])" in finding.counterexample.code


def test_a_law_that_is_off_by_less_than_any_float_is_refuted_on_exact_numbers() -> None:
    nearly = Equal("y = y + 10^-40", lambda call: (call.y, call.y + call.y / 10**40))
    refuted(LAWS, subject("relu", with_laws(nearly)))


def test_what_must_not_be_negative_is_refuted_where_it_is() -> None:
    verified(LAWS, subject("relu", with_laws(AtLeastZero("y >= 0", lambda call: call.y))))
    refuted(LAWS, subject("relu", with_laws(AtLeastZero("x >= 0", lambda call: call.arguments[0]))))


def test_sides_of_different_sizes_are_a_mistake() -> None:
    uneven = Equal("one for many", lambda call: (call.y, call.y[:1, :1]))
    assert "on one side" in refuted(LAWS, subject("relu", with_laws(uneven))).why


def test_laws_are_owed_by_a_rule_of_ours() -> None:
    bare = subject("relu", Evidence())
    assert LAWS.settle(bare).verdict is Verdict.UNDECIDED
    assert LAWS.settle(attrs.evolve(bare, owed=False)).verdict is Verdict.NOT_APPLICABLE
