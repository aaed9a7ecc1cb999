"""Every rule of the catalogue, in every number system. Nothing here knows a rule by name."""

from __future__ import annotations

import inspect
import json
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import pytest

from pureml.check.call import tupled
from pureml.check.evidence import Mutant
from pureml.check.examination import killed
from pureml.check.finding import Verdict
from pureml.check.numbers import Element, Exact, Jet, Symbol
from pureml.check.obligation import Obligation
from pureml.check.obligations import OBLIGATIONS
from pureml.check.subject import Subject
from pureml.check.verification import told
from pureml.errors import DomainError
from pureml.rules import PACKAGES, Formula, Rule, catalogue, find, formulas, named
from tests.sources import PACKAGE, ROOT

every_rule = pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.name)


@pytest.mark.parametrize("obligation", OBLIGATIONS, ids=lambda obligation: obligation.name)
@pytest.mark.parametrize("formula", formulas(), ids=lambda formula: formula.name)
def test_it_meets_its_obligations(formula: Formula, obligation: Obligation) -> None:
    finding = obligation.settle(Subject.ours(formula))
    assert finding.verdict in {Verdict.VERIFIED, Verdict.NOT_APPLICABLE}, f"{formula.name}: {told(finding)}"


@pytest.mark.parametrize("formula", formulas(), ids=lambda formula: formula.name)
def test_every_wrong_variant_of_it_is_refuted(formula: Formula) -> None:
    subject = Subject.ours(formula)
    survivors = [mutant.name for mutant in subject.evidence.mutants if not killed(subject, mutant).killer]
    assert not survivors, f"{formula.name}: no obligation refutes {survivors}"


def test_an_element_of_each_system_is_one() -> None:
    assert all(issubclass(kind, Element) for kind in (Exact, Symbol, Jet))


@every_rule
def test_every_field_that_can_be_filled_is(rule: Rule) -> None:
    for field in ("name", "formula", "derivative", "source"):
        assert getattr(rule, field), f"{rule.name}: {field} is empty"


THEOREMS: Final[dict[str, dict[str, Any]]] = {
    theorem["name"]: theorem for theorem in json.loads((ROOT / "proofs" / "theorems.json").read_text())
}


@pytest.mark.parametrize("rule", [rule for rule in catalogue() if rule.theorem], ids=lambda rule: rule.name)
def test_the_theorem_that_it_names_is_proved_about_it(rule: Rule) -> None:
    package = rule.forward.__module__.split(".")[1]
    assert rule.theorem in THEOREMS, f"{rule.name}: expected a theorem in proofs/theorems.json, got {rule.theorem}"
    assert f"{package}.{rule.name}" in THEOREMS[rule.theorem]["rules"], f"{rule.theorem} is not about {rule.name}"


def test_names_are_unique_and_those_of_the_modules() -> None:
    names = [rule.name for rule in catalogue()]
    assert len(set(names)) == len(names)
    for rule in catalogue():
        assert rule.forward.__module__.endswith(f".{rule.name}"), rule.name


def test_every_module_with_a_derivative_has_a_rule() -> None:
    known = {inspect.getsourcefile(rule.pullback) for rule in catalogue()}
    for package in PACKAGES:
        for path in sorted((PACKAGE / package).glob("*.py")):
            module = import_module(f"pureml.{package}.{path.stem}") if path.stem != "__init__" else None
            derives = module is not None and any(hasattr(module, name) for name in ("pullback", "pushforward", "gradient"))
            assert not derives or str(path) in {str(Path(str(k)).resolve()) for k in known}, f"{path}: a derivative without a rule"


def test_find_gives_the_rule_of_a_name_and_lists_the_names_otherwise() -> None:
    assert find("relu").name == "relu"
    with pytest.raises(DomainError, match=r"expected one of .*relu.*, got ReLU"):
        find("ReLU")


def test_a_formula_without_derivatives_has_a_name_too_and_is_no_rule() -> None:
    assert [named(formula.name) for formula in formulas()] == list(formulas())
    assert not isinstance(named("sgd"), Rule)
    with pytest.raises(DomainError, match=r"^rule: expected one of .*relu.*sgd.*, got SGD$"):
        named("SGD")
    with pytest.raises(DomainError, match=r"^rule: expected one of [^:]*, got sgd$"):
        find("sgd")


def test_the_checks_refute_a_changed_sign() -> None:
    for rule in catalogue():
        if rule.name == "heaviside":
            continue  # its derivative is 0, which has no sign

        def negated(kept: Any, g: Any, rule: Rule = rule) -> Any:
            first, *others = tupled(rule.pullback(kept, g))
            return (-first, *others) if others else -first

        subject = Subject.ours(rule)
        assert killed(subject, Mutant("a changed sign", pullback=negated)).killer, f"{rule.name}: a changed sign passes"
