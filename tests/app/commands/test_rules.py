from __future__ import annotations

import json

import attrs
import pytest

from pureml.app.commands.rules import EMPTY, fields, rules
from pureml.errors import DomainError
from pureml.rules import Rule, find, formulas, named


def test_every_rule_is_listed_with_every_field(capsys: pytest.CaptureFixture[str]) -> None:
    assert rules() == 0
    text = capsys.readouterr().out
    for rule in formulas():
        assert f"\n{rule.name}\n" in f"\n{text}"
        assert rule.formula in text
        assert rule.theorem in text
    assert text.count("  theorem  ") == len(formulas())


def test_what_is_missing_is_shown_and_counted(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    bare = attrs.evolve(find("relu"), theorem="", bounds=())
    monkeypatch.setattr("pureml.app.commands.rules.formulas", lambda: (bare, find("affine")))
    rules()
    shown, _, count = capsys.readouterr().out.rstrip().rpartition("\n")
    missing = [name for rule in (bare, find("affine")) for name, value in fields(rule).items() if not value]
    assert missing[:2] == ["bounds", "theorem"]
    assert shown.count(f"  {EMPTY}\n") + shown.endswith(f"  {EMPTY}") == len(missing)
    assert count == f"2 rules, {len(missing)} empty fields"


def test_json_holds_the_rules_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert rules("relu", "affine", as_json=True) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["version"] == 1
    assert [rule["name"] for rule in found["rules"]] == ["relu", "affine"]
    assert found["rules"][0]["kinks"].startswith("x = 0: slope 0")
    assert found["rules"][1]["kinks"] == "none"


def test_a_step_of_an_optimizer_is_listed_and_owes_no_derivative() -> None:
    adam = fields(named("adam"))
    assert not isinstance(named("adam"), Rule)
    assert (adam["derivative"], adam["kinks"]) == ("none", "none")
    assert "beta1 (number): a number" in adam["domain"]
    assert all(adam.values())


def test_an_unknown_rule_is_named_with_those_there_are() -> None:
    with pytest.raises(DomainError, match=r"expected one of .*relu.*, got rleu"):
        rules("rleu")
