from __future__ import annotations

import json

import attrs
import pytest

from pureml.check.coq.steps import STEPS, step_lemma
from pureml.rules import Formula, formulas
from tests.sources import ROOT

FORMULAS = {formula.name: formula for formula in formulas()}


@pytest.mark.parametrize("name", STEPS)
def test_the_theorem_of_an_optimizer_speaks_of_the_definition_that_its_step_is_compared_with(name: str) -> None:
    theorems = json.loads((ROOT / "proofs" / "theorems.json").read_text(encoding="utf-8"))
    said = next(theorem["statement"] for theorem in theorems if theorem["name"] == FORMULAS[name].theorem)
    assert STEPS[name].about in said.replace("(", " ").split()


@pytest.mark.parametrize("name", STEPS)
def test_every_result_of_a_step_is_compared(name: str) -> None:
    arguments = [a for a in FORMULAS[name].domain.arguments if a.axes]
    assert step_lemma(FORMULAS[name]).count(" = ") >= len(STEPS[name].results) == len(arguments) - 1


def test_every_optimizer_has_its_step() -> None:
    steps = {name for name, formula in FORMULAS.items() if ".optimizers." in formula.forward.__module__}
    assert steps == set(STEPS)


def test_a_changed_step_changes_the_statement() -> None:
    sgd = FORMULAS["sgd"]

    def upward(p: float, d_p: float, lr: float) -> tuple[float]:
        return (p + lr * d_p,)

    wrong: Formula = attrs.evolve(sgd, forward=upward)
    assert "d_p * lr + p" in step_lemma(wrong)
    assert "- (d_p * lr) + p" in step_lemma(sgd)
