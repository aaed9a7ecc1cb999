from __future__ import annotations

from pathlib import Path

import pytest

from pureml.app.proofs.folder import INSTALL, MARKS, ProofError, check_tools, folder
from tests.sources import ROOT


def test_a_checkout_has_its_proofs_beside_the_package() -> None:
    assert folder(None) == ROOT / "proofs"


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProofError, match=r"expected the project's folder of proofs, with Makefile, theorems.json and axioms.py"):
        folder(tmp_path)


def test_a_folder_with_all_its_marks_is_taken(tmp_path: Path) -> None:
    for name in MARKS:
        (tmp_path / name).touch()
    assert folder(tmp_path) == tmp_path


def test_an_installed_package_says_where_the_proofs_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pureml.app.proofs.folder.__file__", str(tmp_path / "site-packages/pureml/app/proofs/folder.py"))
    with pytest.raises(ProofError, match=r"in the repository, not in the package: .* --proofs FOLDER"):
        folder(None)


def test_without_coq_the_line_that_installs_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ProofError) as refused:
        check_tools()
    assert str(refused.value) == f"make and coqc not found, install with: {INSTALL}"
    assert INSTALL in (ROOT / "docs" / "proofs.md").read_text()


def test_with_both_tools_nothing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("make", "coqc"):
        tool = tmp_path / name
        tool.write_text("#!/bin/sh\n")
        tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    check_tools()
