from __future__ import annotations

import json
from typing import Final

import pytest

from pureml.check.coq.files import PACKAGES, link_files, linked, package_of, unlinked
from pureml.rules import Rule, formulas
from tests.sources import ROOT

FILES: Final = link_files()
NOT_TIED: Final = {
    "attention": "stacks of matrices",
    "average_pool": "windows of images",
    "convolution": "windows of images",
    "flatten": "a reordering of images",
    "im2col": "windows of images",
    "max_pool": "windows of images",
    "multi_head_attention": "stacks of matrices",
    "pixelwise": "a reordering of images",
    "posterior": "a solution of linear equations",
}
"""Rules whose theorem is tied to them by its name and by fixtures alone, and why: docs/proofs.md shows them."""


@pytest.mark.parametrize("name", FILES)
def test_what_coq_has_accepted_is_what_the_functions_give_now(name: str) -> None:
    kept = (ROOT / "proofs" / name).read_text(encoding="utf-8")
    assert kept == FILES[name], f"proofs/{name} does not match the functions: run `make -C proofs link all`"


def test_every_rule_is_tied_to_its_theorem_or_named_here() -> None:
    assert {rule.name for rule in unlinked()} == set(NOT_TIED)
    assert {rule.name for rule in linked()} | set(NOT_TIED) == {rule.name for rule in formulas()}


def test_the_page_shows_what_is_not_tied() -> None:
    page = (ROOT / "docs" / "proofs.md").read_text(encoding="utf-8")
    for name, why in NOT_TIED.items():
        assert f"| `{name}` | {why} |" in page


def test_each_statement_speaks_of_the_theorem_that_the_rule_names() -> None:
    for rule in (rule for rule in linked() if isinstance(rule, Rule)):
        text = FILES[f"Link{package_of(rule).capitalize()}.v"]
        statement = text[text.index(f"Lemma {rule.name}_link ") :].partition("Qed.")[0]
        assert f"let theorem := @{rule.theorem} " in statement, f"{rule.name}: expected {rule.theorem} in\n{statement}"


def test_every_rule_names_a_theorem() -> None:
    known = {theorem["name"] for theorem in json.loads((ROOT / "proofs" / "theorems.json").read_text(encoding="utf-8"))}
    missing = {rule.name: rule.theorem for rule in formulas() if rule.theorem not in known}
    assert not missing


def test_there_is_a_file_for_each_package_with_rules() -> None:
    assert {package_of(rule) for rule in linked()} == set(PACKAGES)
