from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import pytest

from tests.app.running import here


def test_a_right_rule_is_verified_and_its_certificate_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "certificate.json"
    ran = here(capsys, "verify", "relu", "--json", str(path))
    assert (ran.code, ran.err) == (0, "")
    assert "1 rules" in ran.out
    certificate = json.loads(path.read_text())
    assert certificate["schema"] == 1
    assert certificate["entries"][0]["name"] == "relu"
    assert set(certificate["entries"][0]["digests"]) == {"forward", "linearize", "pushforward", "pullback"}
    again = here(capsys, "verify", "relu", "--diff", str(path))
    assert f"nothing changed since {path}" in again.out


def test_a_broken_formula_ends_with_1_and_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from pureml.functions import relu

    def negated(y: Any, g: Any) -> Any:
        return -relu.pullback(y, g)

    wrong = attrs.evolve(relu.RULE, pullback=negated)
    monkeypatch.setattr(relu, "RULE", wrong)
    ran = here(capsys, "verify", "relu", "--workers", "1")
    assert ran.code == 1
    assert "relu: complex_step: refuted" in ran.out
    assert "# expected" in ran.out


def test_the_same_seed_says_the_same_but_for_times(capsys: pytest.CaptureFixture[str]) -> None:
    once, twice = (here(capsys, "verify", "identity", "--seed", "7").out.splitlines()[1:-1] for _ in range(2))
    assert once == twice
    drawn = here(capsys, "verify", "identity", "--seed", "random").out.splitlines()[-1]
    assert ", seed " in drawn


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("swish",), "expected one of"),
        (("relu", "--examples", "0"), "--examples: expected at least 1, got 0"),
        (("relu", "--workers", "0"), "--workers: expected at least 1, got 0"),
        (("relu", "--seed", "-1"), "--seed: expected at least 0, got -1"),
        (("relu", "--seed", "luck"), "expected a whole number, got 'luck'"),
    ],
)
def test_wrong_usage_is_one_line_and_ends_with_2(arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    here(capsys, "verify", *arguments).refused(2, said)


def test_a_file_that_is_no_certificate_is_bad_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "old.json").write_text("[]")
    here(capsys, "verify", "relu", "--diff", str(tmp_path / "old.json")).refused(1, "old.json")


HOMEWORK = """
import numpy as np

def forward(x):
    return x * x * x

def pullback(x, g):
    return 3 * g * x * x

def forgets(x, g):
    return g * x * x
"""


def test_functions_of_a_file_are_certified_and_a_wrong_one_refuted_with_code_to_paste(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cube.py").write_text(HOMEWORK)
    assert here(capsys, "verify", "cube.py:forward", "cube.py:pullback").code == 0
    ran = here(capsys, "verify", "cube.py:forward", "cube.py:forgets", "--sizes", "1 2")
    assert ran.code == 1
    assert ran.out.count("x = np.array([[1.0") == 1
    here(capsys, "verify", "cube.py:forward", "cube.py:back").refused(1, "cube.py has no function back")
    here(capsys, "verify", "cube.py:forward", "--domain", "x rows").refused(2, "--domain: expected NAME: AXES")
    here(capsys, "verify", "cube.py:forward", "cube.py:pullback", "relu").refused(2, "expected a function and its pullback, got 3 names")
