"""What is held against each formula is itself held to something: definitions and laws are right, mutants are wrong."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import attrs
import numpy as np
import pytest

from pureml.arrays import where_positive
from pureml.check.evidence import NOTHING, AtLeastZero, Equal, Evidence, Mutant, evidence_of
from pureml.check.obligations import OBLIGATIONS
from pureml.rules import Formula, Rule, find, formulas
from tests.check.held import broken, calls, entries
from tests.check.traces import difference, trace

HELD = [formula for formula in formulas() if evidence_of(formula) is not NOTHING]
every_formula = pytest.mark.parametrize("formula", HELD, ids=lambda formula: formula.name)
every_rule = pytest.mark.parametrize("rule", [formula for formula in HELD if isinstance(formula, Rule)], ids=lambda rule: rule.name)
LAWS, MUTANTS = 3, 4


def test_something_is_held_against_every_formula() -> None:
    lonely = sorted({formula.forward.__module__ for formula in formulas()} - {formula.forward.__module__ for formula in HELD})
    assert not lonely, f"modules without one under the same path in pureml/check: {lonely}"


@every_formula
def test_it_has_a_definition_laws_and_mutants(formula: Formula) -> None:
    evidence = evidence_of(formula)
    assert evidence.definition is not None or "definition" in evidence.inapplicable, "no definition, and no reason why"
    assert len(evidence.laws) >= LAWS or "laws" in evidence.inapplicable, f"expected {LAWS} laws, got {len(evidence.laws)}"
    assert len(evidence.mutants) >= MUTANTS, f"expected {MUTANTS} mutants, got {len(evidence.mutants)}"


@every_formula
def test_every_claim_and_every_mistake_has_a_name_of_its_own(formula: Formula) -> None:
    evidence = evidence_of(formula)
    for names in ([law.claim for law in evidence.laws], [m.name for m in evidence.mutants], [c.claim for c in evidence.corners]):
        assert all(names)
        assert len(set(names)) == len(names), f"{formula.name}: a name stands twice in {names}"


@every_formula
def test_its_reasons_are_about_obligations_that_there_are(formula: Formula) -> None:
    reasons = evidence_of(formula).inapplicable
    assert set(reasons) <= {obligation.name for obligation in OBLIGATIONS}
    assert all(reasons.values())


@every_formula
def test_its_definition_is_its_forward_exactly(formula: Formula) -> None:
    definition: Any = evidence_of(formula).definition
    if definition is None:
        assert "definition" in evidence_of(formula).inapplicable
        return
    for call in calls(formula):
        got, wanted = entries(call.y), entries(definition(*call.arguments))
        assert len(got) == len(wanted)
        assert all(a == b for a, b in zip(got, wanted, strict=True)), f"expected {wanted}, got {got} on {call.arguments}"


@every_formula
def test_its_laws_hold_exactly(formula: Formula) -> None:
    for call in calls(formula):
        for law in evidence_of(formula).laws:
            assert not broken(law, call), f"{formula.name}: not so: {law.claim}, on {call.arguments}"


@every_formula
def test_its_mutants_are_wrong_and_no_two_are_the_same(formula: Formula) -> None:
    right = trace(formula)
    wrong = {mutant.name: trace(mutant.of(formula)) for mutant in evidence_of(formula).mutants}
    harmless = [name for name, steps in wrong.items() if not difference(right, steps)]
    assert not harmless, f"{formula.name}: nothing is wrong with {harmless}"
    same = [(a, b) for (a, first), (b, second) in combinations(wrong.items(), 2) if not difference(first, second)]
    assert not same, f"{formula.name}: the same mistake twice: {same}"


@every_rule
def test_a_rule_with_a_kink_states_a_corner_or_why_not(rule: Rule) -> None:
    evidence = evidence_of(rule)
    assert bool(rule.kinks) == bool(evidence.corners or "corners" in evidence.inapplicable)


@every_rule
def test_corners_are_stated_where_there_is_a_kink_only(rule: Rule) -> None:
    for corner in evidence_of(rule).corners:
        assert rule.kinks, f"{rule.name}: {corner.claim}, and no kink"
        assert len(corner.arguments) == len(rule.domain.arguments)
        assert len(corner.tangents) == sum(a.differentiable for a in rule.domain.arguments)


# ---------------------------------------------------------------- the tests of the tests --


def test_a_law_that_does_not_hold_is_seen() -> None:
    call = next(calls(find("relu")))
    assert broken(Equal("y is x", lambda call: (call.y, call.arguments[0])), call)
    assert broken(Equal("two is one", lambda call: (call.y, call.y[:1])), call)
    assert broken(AtLeastZero("x is not negative", lambda call: call.arguments[0]), call)
    assert not broken(AtLeastZero("y is not negative", lambda call: call.y), call)


def test_a_mutant_that_is_right_is_seen_as_such() -> None:
    rule = find("sigmoid")
    same = Mutant("the rule itself, written otherwise", pullback=lambda slope, g: slope * g)
    assert not difference(trace(rule), trace(same.of(rule)))


@pytest.mark.parametrize("lost", [np.inf, np.nan])
def test_infinity_is_not_near_a_number_and_a_nan_is_like_a_nan(lost: float) -> None:
    rule = find("identity")
    mutant = Mutant("what is far is lost", forward=lambda x: where_positive(x - 1000, x * 0 + lost, x))
    assert difference(trace(rule), trace(mutant.of(rule)))
    assert not difference(trace(rule), trace(rule))


def test_a_mistake_of_one_part_in_a_million_is_seen() -> None:
    rule = find("sigmoid")
    wrong = Mutant("a millionth more", pullback=lambda slope, g: slope * g * (1 + 1e-6))
    assert difference(trace(rule), trace(wrong.of(rule))).startswith("pullback")


def test_a_wrong_forward_alone_is_the_value_of_linearize_too() -> None:
    rule = find("relu")
    wrong = Mutant("twice", forward=lambda x: x * 2).of(rule)
    assert isinstance(wrong, Rule)
    call = attrs.evolve(next(calls(rule)), formula=wrong)
    assert (call.y == call.arguments[0] * 2).all()
    assert (call.linearized[0] == call.y).all()
    assert (call.linearized[1] == next(calls(rule)).linearized[1]).all()


def test_a_mutant_changes_what_it_names_and_nothing_else() -> None:
    rule = find("relu")
    wrong = Mutant("nothing comes back", pullback=lambda _, g: g * 0).of(rule)
    assert isinstance(wrong, Rule)
    assert (wrong.forward, wrong.linearize, wrong.pushforward) == (rule.forward, rule.linearize, rule.pushforward)
    assert wrong.pullback is not rule.pullback


def test_a_formula_from_elsewhere_has_no_evidence() -> None:
    assert evidence_of(attrs.evolve(find("relu"), forward=abs)) is NOTHING
    assert evidence_of(attrs.evolve(find("relu"), forward=find)) is NOTHING
    assert Evidence() == NOTHING
