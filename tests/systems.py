"""The obligations of a rule of the catalogue, for another form of it."""

from __future__ import annotations

import attrs
import pytest

from pureml.check.finding import Verdict
from pureml.check.obligation import Obligation
from pureml.check.obligations import OBLIGATIONS
from pureml.check.subject import Subject
from pureml.rules import Rule, find

every_obligation = pytest.mark.parametrize("obligation", OBLIGATIONS, ids=lambda obligation: obligation.name)


def meets(rule: Rule, obligation: Obligation) -> None:
    """The rule meets the obligation with the evidence for the rule of this name, which has to apply."""
    ours = Subject.ours(find(rule.name))
    finding = obligation.settle(attrs.evolve(ours, formula=rule))
    assert finding.verdict is obligation.settle(ours).verdict, finding
    assert finding.verdict is not Verdict.REFUTED, finding
