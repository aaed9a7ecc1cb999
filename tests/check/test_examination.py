from __future__ import annotations

import attrs
import pytest

from pureml.check.evidence import Mutant
from pureml.check.examination import Death, examine, killed
from pureml.check.finding import Verdict
from pureml.check.obligations import OBLIGATIONS
from pureml.check.subject import Subject
from pureml.functions import relu
from pureml.rules import find
from tests.check.wrong import subject

RELU = Subject.ours(find("relu"))


def test_an_entry_has_a_finding_for_every_obligation_in_order() -> None:
    entry = examine(RELU)
    assert [finding.obligation for finding in entry.findings] == [obligation.name for obligation in OBLIGATIONS]
    assert entry.verdict is Verdict.VERIFIED
    assert sum(entry.count(verdict) for verdict in Verdict) == len(OBLIGATIONS)


def test_a_variant_that_is_not_wrong_survives_and_refutes_the_entry() -> None:
    same = Mutant("the same", forward=relu.forward)
    assert killed(RELU, same) == Death("the same", "", "", "")
    entry = examine(attrs.evolve(RELU, evidence=attrs.evolve(RELU.evidence, mutants=(same,))))
    assert entry.verdict is Verdict.REFUTED
    assert [death.mutant for death in entry.survivors] == ["the same"]


def test_evidence_that_is_missing_leaves_an_entry_undecided() -> None:
    bare = attrs.evolve(RELU, evidence=attrs.evolve(RELU.evidence, laws=(), mutants=()))
    assert examine(bare).verdict is Verdict.UNDECIDED


def test_the_digests_are_those_of_the_functions_and_change_with_them() -> None:
    before = examine(RELU).digests
    assert list(before) == ["forward", "linearize", "pushforward", "pullback"]
    after = examine(attrs.evolve(subject("relu", pullback=lambda y, g: g * y), hurried=True)).digests
    assert {name for name in before if before[name] != after[name]} == {"pullback"}


@pytest.mark.parametrize("mutant", RELU.evidence.mutants, ids=lambda mutant: mutant.name)
def test_every_wrong_variant_of_relu_is_refuted_by_an_obligation_that_is_named(mutant: Mutant) -> None:
    assert killed(RELU, mutant).killer in {obligation.name for obligation in OBLIGATIONS}
