"""A make and an axioms.py of our own stand in for Coq: these tests do not need it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pureml.app.proofs.coq import Basis, bases, build, check_table, seconds
from pureml.app.proofs.folder import ProofError
from pureml.app.proofs.theorems import Theorem

SOURCE = "(** [rule: functions.é] Claim é. *)\nTheorem one : True.\nProof. exact I. Qed.\nTheorem two : True.\nProof. exact I. Qed.\n"
THEOREM = Theorem("A.two", "A.v", 4, (), "Claim.", ": True")


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    make = folder / "make"
    make.write_text(f"#!/bin/sh\n{script}\n")
    make.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_the_files_asked_for_are_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, f'echo "$@" > {tmp_path}/asked')
    build(tmp_path, ["A.v", "B.v"])
    assert (tmp_path / "asked").read_text() == f"--silent -C {tmp_path} A.vo B.vo\n"


def test_where_coq_refuses_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(
        tmp_path, monkeypatch, r"""printf 'File "./A.v", line 3, characters 0-4:\nError: Tactic failure: no.\n\nmake: ***\n' >&2; exit 2"""
    )
    with pytest.raises(ProofError) as refused:
        build(tmp_path, ["A.v"])
    assert str(refused.value) == "the proofs do not build: A.v, line 3: Tactic failure: no."


def test_another_failure_of_make_is_said_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, "echo 'make: *** No rule' >&2; exit 2")
    with pytest.raises(ProofError, match=r"the proofs do not build: make: \*\*\* No rule"):
        build(tmp_path, ["A.v"])


def test_what_coq_says_of_a_theorem_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "axioms.py").write_text(
        'import json, sys\nprint(json.dumps({sys.argv[2]: {"states": "True", "axioms": ["a", "b"], "foreign": ["b"]}}))\n'
    )
    assert bases(tmp_path, ["A.two"]) == {"A.two": Basis("True", ("a", "b"), ("b",))}


def test_a_coq_that_does_not_answer_is_said(tmp_path: Path) -> None:
    (tmp_path / "axioms.py").write_text("raise SystemExit('A.two not found')\n")
    with pytest.raises(ProofError, match=r"does not say what the theorems rest on: A\.two not found"):
        bases(tmp_path, ["A.two"])


def test_a_table_that_does_not_match_is_said(tmp_path: Path) -> None:
    (tmp_path / "theorems.py").write_text("raise SystemExit('A.v: Admitted is not allowed in a proof')\n")
    with pytest.raises(ProofError, match="Admitted is not allowed"):
        check_table(tmp_path)


def test_the_time_of_a_theorem_is_that_of_its_sentences_alone(tmp_path: Path) -> None:
    (tmp_path / "A.v").write_text(SOURCE, encoding="utf-8")
    source = SOURCE.encode()
    spans = [
        (source.index(part, start), took)
        for part, start, took in ((b"Theorem two", 0, 0.5), (b"exact I", 100, 0.25), (b"Theorem one", 0, 9.0))
    ]
    (tmp_path / "A.timing").write_text("".join(f"Chars {at} - {at + 5} [Sentence~text] {took} secs (0.u,0.s)\n" for at, took in spans))
    assert seconds(tmp_path, THEOREM) == 0.75


def test_a_time_that_was_not_written_down_is_none(tmp_path: Path) -> None:
    assert seconds(tmp_path, THEOREM) is None
