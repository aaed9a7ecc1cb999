from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pureml.app.commands.prove import prove
from pureml.app.proofs.coq import Basis
from pureml.app.proofs.folder import INSTALL
from pureml.errors import DomainError
from tests.app.running import here
from tests.sources import ROOT

needs_coq = pytest.mark.skipif(shutil.which("coqc") is None, reason="needs Coq: pureml prove says how to install it")


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Coq stood in for: every theorem rests on one axiom; what was built is listed."""
    built: list[list[str]] = []

    def build(_place: Path, files: list[str]) -> None:
        built.append(list(files))

    def bases(_place: Path, names: list[str]) -> dict[str, Basis]:
        return {name: Basis("forall I,\n  True", ("Classical_Prop.classic",), ()) for name in names}

    monkeypatch.setattr("pureml.app.commands.prove.check_tools", lambda: None)
    monkeypatch.setattr("pureml.app.proofs.coq.build", build)
    monkeypatch.setattr("pureml.app.proofs.coq.bases", bases)
    return built


def saying(answer: tuple[str, ...] | None) -> Callable[[Path], tuple[str, ...] | None]:
    """What compares the ties with the functions, and always says this."""

    def said(_place: Path) -> tuple[str, ...] | None:
        return answer

    return said


def test_each_theorem_is_printed_with_what_it_says_and_rests_on(answered: list[list[str]], capsys: pytest.CaptureFixture[str]) -> None:
    assert prove("relu") == 0
    text = capsys.readouterr().out
    assert "\nElementwise.relu_rule\n  says      ReLU lets the signal through" in f"\n{text}"
    assert "  states    forall I, True\n  about     functions.relu\n  rests on  Classical_Prop.classic\n" in text
    assert "relu is tied to its theorem by LinkFunctions.relu_link\n" in text
    assert ", ties 1, failures 0, built in " in text.splitlines()[-1]
    assert set(answered[0]) >= {"Elementwise.v", "Kinks.v", "LinkFunctions.v"}
    assert "Attention.v" not in answered[0]


def test_json_holds_the_same_with_a_version(answered: list[list[str]], capsys: pytest.CaptureFixture[str]) -> None:
    assert prove("adamw", as_json=True) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["version"], found["ties"], found["compared"], found["failures"]) == (1, {"adamw": "LinkOptimizers.adamw_link"}, True, [])
    assert {theorem["name"] for theorem in found["theorems"]} >= {"Adaptive.adamw_shrinks"}
    assert found["theorems"][0]["axioms"] == ["Classical_Prop.classic"]
    assert len(answered) == 1


@pytest.mark.usefixtures("answered")
def test_a_foreign_axiom_fails(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def bases(_place: Path, names: list[str]) -> dict[str, Basis]:
        return {name: Basis("True", ("mine",), ("mine",)) for name in names}

    monkeypatch.setattr("pureml.app.proofs.coq.bases", bases)
    assert prove("classic_dropout") == 1
    assert "FAILED: Dropout.classic_dropout_rule rests on mine\n" in capsys.readouterr().out


@pytest.mark.usefixtures("answered")
def test_a_statement_of_another_function_fails(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("pureml.app.commands.prove.stale", saying(("LinkLosses.v",)))
    assert prove("l2_penalty") == 1
    assert "FAILED: LinkLosses.v is not of the functions as they are\n" in capsys.readouterr().out


@pytest.mark.usefixtures("answered")
def test_what_was_not_compared_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("pureml.app.commands.prove.stale", saying(None))
    assert prove("l2_penalty") == 0
    assert "not compared with the functions: pip install 'pureml[verify]'" in capsys.readouterr().out


def test_an_unknown_rule_is_refused_before_anything_is_built() -> None:
    with pytest.raises(DomainError, match="got rleu"):
        prove("rleu")


def test_without_coq_one_line_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    here(capsys, "prove", "relu").refused(1, "make and coqc not found", INSTALL)


def test_a_folder_without_proofs_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here(capsys, "prove", "--proofs", str(tmp_path)).refused(1, str(tmp_path), "expected the project's folder of proofs")


@needs_coq
@pytest.mark.long
def test_coq_itself_proves_a_rule(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(ROOT / "proofs", tmp_path / "proofs", ignore=shutil.ignore_patterns("build", "html"))
    assert prove("l2_penalty", proofs=tmp_path / "proofs") == 0
    text = capsys.readouterr().out
    assert "Errors.l2_penalty_rule\n" in text
    assert "  rests on  ClassicalDedekindReals.sig_forall_dec" in text
    assert "l2_penalty is tied to its theorem by LinkLosses.l2_penalty_link\n" in text
