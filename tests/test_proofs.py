"""What stands in proofs/, and the scripts there that do not need Coq."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import pytest

from tests.sources import ROOT

PROOFS: Final = ROOT / "proofs"
AXIOMS: Final[dict[str, list[str]]] = json.loads((PROOFS / "axioms.json").read_text(encoding="utf-8"))
THEOREMS: Final[list[dict[str, Any]]] = json.loads((PROOFS / "theorems.json").read_text(encoding="utf-8"))


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A script of the folder by its name."""
    monkeypatch.syspath_prepend(str(PROOFS))  # pyright: ignore[reportUnknownMemberType]  # pytest leaves its parameter bare
    return import_module


def test_the_table_is_of_the_files_and_nothing_is_postulated() -> None:
    done = subprocess.run([sys.executable, str(PROOFS / "theorems.py"), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_coq_was_asked_about_every_theorem() -> None:
    assert list(AXIOMS) == [theorem["name"] for theorem in THEOREMS]


def test_no_theorem_rests_on_a_foreign_axiom(script: Any) -> None:
    axioms = script("axioms")
    assert not {name: axioms.foreign(name, found) for name, found in AXIOMS.items() if axioms.foreign(name, found)}
    assert axioms.foreign("Softmax.softmax_rule", ["Mine.axiom", "Classical_Prop.classic"]) == ["Mine.axiom"]
    assert axioms.foreign("Softmax.softmax_rule", ["Uint63.add_spec"]) == ["Uint63.add_spec"]
    assert not axioms.foreign("Floats.denominator_safe", ["Uint63.add_spec"])


def test_every_wrong_formula_still_changes_its_file(script: Any) -> None:
    mutants = script("mutants").MUTANTS
    assert len(mutants) >= 25
    for mutant in mutants:
        text = (PROOFS / f"{mutant.file}.v").read_text(encoding="utf-8")
        assert mutant.formula in text, f"{mutant.file}: {mutant.what}"
        assert text.replace(mutant.formula, mutant.wrong, 1) != text, mutant.what


@pytest.mark.parametrize("word", ["Admitted.", "Axiom a : True.", "Parameter a : nat.", "admit."])
def test_a_postulate_is_refused(script: Any, tmp_path: Path, word: str) -> None:
    path = tmp_path / "A.v"
    path.write_text(f"{word}\n(** Claim. *)\nTheorem one : True.\nProof. exact I. Qed.\n")
    with pytest.raises(SystemExit, match="is not allowed in a proof"):
        script("theorems").read(path)


STATEMENTS: Final[list[tuple[str, tuple[str, list[str], str]]]] = [
    ("x : x <> 0 -> is_derive relu x (heaviside x)", ("x", ["x ≠ 0"], "is_derive relu x (heaviside x)")),
    ("(i j : I) : i != j -> ~ (i <= j /\\ j <= i)", ("(i j : I)", ["i ≠ j"], "¬ (i ≤ j ∧ j ≤ i)")),
    (": forall a, (a -> a) -> sqrt a ^ 2 = PI", ("a", ["(a → a)"], "√ a² = π")),
    (": let e := x in e = ln x", ("", [], "let e := x in e = log x")),
]


@pytest.mark.parametrize(("statement", "want"), STATEMENTS)
def test_statements_are_read_as_mathematics(script: Any, statement: str, want: tuple[str, list[str], str]) -> None:
    assert script("mathematics").readable(statement) == want


def test_a_claim_is_shown_part_by_part(script: Any) -> None:
    claims = script("mathematics").claims
    assert claims("is_derive f (x + 1) ((a) · (b))") == [("the function", "f"), ("has at", "x + 1"), ("the derivative", "(a) · (b)")]
    assert claims("is_loss f g (x ↦ x ≠ 0)") == [("the value is", "f"), ("the gradient is", "g"), ("wherever", "x ↦ x ≠ 0")]
    assert claims("is_loss f g (@everywhere I)") == [("the value is", "f"), ("the gradient is", "g")]
    assert claims("a = b") == [("", "a = b")]


def test_every_statement_can_be_read(script: Any) -> None:
    for theorem in THEOREMS:
        binders, given, claim = script("mathematics").readable(theorem["statement"])
        assert claim, theorem["name"]
        assert not re.search(r"->|<>|<=|/\\", f"{binders} {given} {claim}"), theorem["name"]


GLOB: Final = """\
FPureML.A
prf 10:13 <> base
def 30:33 <> half
R40:43 PureML.A <> base thm
prf 60:62 <> top
R70:73 PureML.A <> half def
R80:90 Coq.Reals.Reals <> Rplus def
prf 95:98 <> lone
"""


def test_a_theorem_rests_on_what_it_mentions_through_definitions(script: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "A.v").write_text("." * 120)
    (tmp_path / "A.glob").write_text(GLOB)
    graph, table = script("graph"), script("theorems")
    monkeypatch.setattr(graph, "HERE", tmp_path)
    listed = [table.Theorem(f"A.{name}", "A.v", 1, [], "Claim.", ": True") for name in ("base", "top", "lone")]
    assert graph.rests(listed) == {"A.base": [], "A.top": ["A.base"], "A.lone": []}


def test_arrows_that_follow_from_others_are_left_out(script: Any) -> None:
    edges: dict[str, set[str]] = {"c": {"a", "b"}, "b": {"a"}, "a": set()}
    assert script("graph").reduced(edges) == {"c": {"b"}, "b": {"a"}, "a": set()}


def test_the_map_has_a_link_for_each_theorem_and_an_arrow_for_each_edge(script: Any) -> None:
    table = script("theorems")
    files = {stem: [table.Theorem(f"{stem}.t{k}", f"{stem}.v", 1, [], "a < b.", "") for k in range(2)] for stem in "ABC"}
    drawn = script("drawing").chart(files, {"A": set(), "B": {"A"}, "C": {"A", "B"}}, "theorems/", 2)
    assert re.findall(r'href="theorems/([^"]+)\.html"', drawn) == [f"{stem}.t{k}" for stem in "ABC" for k in range(2)]
    assert drawn.count('class="edge"') == 3
    assert "a &lt; b." in drawn
