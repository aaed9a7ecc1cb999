from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pureml.app.proofs.ties import stale, ties
from pureml.check.coq.files import link_files, linked
from tests.sources import ROOT


def test_every_linked_rule_has_its_statement() -> None:
    assert set(ties(ROOT / "proofs")) == {rule.name for rule in linked()}
    assert ties(ROOT / "proofs")["softmax"] == "LinkFunctions.softmax_link"


def test_files_as_they_are_written_are_not_stale_and_changed_ones_are(tmp_path: Path) -> None:
    for name, text in link_files().items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert stale(tmp_path) == ()
    (tmp_path / "LinkLosses.v").write_text(link_files()["LinkLosses.v"].replace("/ 2", "/ 3"), encoding="utf-8")
    assert stale(tmp_path) == ("LinkLosses.v",)


def test_without_sympy_nothing_is_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "pureml.check.coq.files")
    monkeypatch.delitem(sys.modules, "pureml.check.coq.lemma")
    monkeypatch.setitem(sys.modules, "sympy", None)
    assert stale(tmp_path) is None
