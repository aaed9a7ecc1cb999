from __future__ import annotations

from pathlib import Path
from typing import Final

import attrs
import pytest

from pureml.app.proofs.folder import ProofError
from pureml.app.proofs.theorems import chosen, theorems, untied
from pureml.errors import DomainError
from tests.sources import ROOT

TABLE: Final = theorems(ROOT / "proofs")


def test_the_table_of_the_project_is_read_whole() -> None:
    assert len(TABLE) > 200
    assert all(theorem.sentence.endswith(".") and theorem.statement for theorem in TABLE)


def test_the_theorems_about_a_rule_are_those_with_its_tag() -> None:
    found = chosen(TABLE, ("softmax",))
    assert {theorem.name for theorem in found} >= {"Softmax.softmax_rows_rule", "CrossEntropy.diagonal_is_wrong"}
    assert all("functions.softmax" in theorem.rules for theorem in found)


def test_all_are_meant_when_no_rule_is_named() -> None:
    assert chosen(TABLE, ()) == TABLE


def test_an_unknown_rule_is_named_with_those_there_are() -> None:
    with pytest.raises(DomainError, match=r"expected one of .*affine.*softmax.*, got rleu"):
        chosen(TABLE, ("rleu",))


def test_a_rule_whose_theorem_is_missing_or_about_another_is_named() -> None:
    assert untied(TABLE, ("relu",)) == []
    without = tuple(theorem for theorem in TABLE if theorem.name != "Elementwise.relu_rule")
    assert untied(without, ("relu",)) == ["relu names Elementwise.relu_rule, which does not exist"]
    about_another = tuple(attrs.evolve(t, rules=("functions.elu",)) if t.name == "Elementwise.relu_rule" else t for t in TABLE)
    assert untied(about_another, ("relu",)) == ["Elementwise.relu_rule is not about relu, which names it"]


def test_every_rule_and_every_step_of_an_optimizer_is_about_its_theorem() -> None:
    assert untied(TABLE, ()) == []


@pytest.mark.parametrize("text", ["{", "[1]", '[{"name": "A.b"}]'])
def test_another_table_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "theorems.json").write_text(text)
    with pytest.raises(ProofError, match="expected the table that `make table` writes"):
        theorems(tmp_path)
