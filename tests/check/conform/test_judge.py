from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pureml.check.conform import Conformity, Standing, assert_conforms, conform
from pureml.check.evidence import evidence_of
from pureml.check.foreign import ForeignError
from pureml.errors import DomainError
from pureml.rules import Formula, formulas
from tests.check.conform import implementations as given

CONVENTIONS = {"firing at 0", "half of 1 at 0", "slope 1 at 0", "a NaN becomes 0", "the cotangent to every tie"}
"""Mutants of which a judge says that they have another convention."""


def found(finding: str, judged: Conformity) -> Any:
    return next(f for f in judged.findings if f.obligation == finding)


@pytest.mark.parametrize("formula", formulas(), ids=lambda formula: formula.name)
def test_every_rule_conforms_to_itself(formula: Formula) -> None:
    assert_conforms(formula, *given.itself(formula))


@pytest.mark.long
@pytest.mark.parametrize("name", ["softmax", "relu", "sigmoid", "cross_entropy", "layer_norm", "dropout", "affine"])
def test_wrong_variants_do_not_conform_and_most_are_named(name: str) -> None:
    rule = next(formula for formula in formulas() if formula.name == name)
    named = 0
    mutants = [m for m in evidence_of(rule).mutants if m.forward or m.linearize or m.pullback]
    for mutant in mutants:
        judged = conform(rule, *given.itself(mutant.of(rule)))
        if judged.standing is Standing.CONFORMS:
            assert mutant.name in CONVENTIONS or mutant.name == "probabilities of at least 10^-15", judged.text()
        named += mutant.name in judged.likeness
    assert named >= 0.6 * len(mutants)


def test_the_diagonal_alone_is_wrong_and_called_that() -> None:
    judged = conform("softmax", given.softmax, given.diagonal_back)
    assert judged.standing is Standing.WRONG
    assert judged.likeness == "the diagonal alone (the notes, S21)"
    assert [f.obligation for f in judged.failed] == ["gradient", "accuracy"]  # its forward loses digits to the shift


def test_the_book_s_cross_entropy_is_wrong_and_called_that() -> None:
    judged = conform("cross_entropy", given.book_cross_entropy)
    assert judged.standing is Standing.WRONG
    assert "10^-7 in the logarithm" in judged.likeness


def test_one_that_overflows_is_right_but_loses_accuracy() -> None:
    judged = conform("softmax", given.naive_softmax, given.softmax_back)
    assert judged.standing is Standing.LOSES
    assert judged.likeness == "no shift: large logits overflow"
    assert "nan where 1 is right" in found("stability", judged).why


def test_two_mistakes_of_two_parts_are_both_named() -> None:
    judged = conform("sigmoid", given.sigmoid, given.sigmoid_back)
    assert judged.standing is Standing.LOSES
    assert "1 / (1 + exp(-x)), which overflows" in judged.likeness
    assert "y (1 - y), which cancels in the tail" in judged.likeness


def test_writing_into_the_cotangent_is_not_pure() -> None:
    judged = conform("softmax", given.softmax, given.writing_back)
    assert judged.standing is Standing.IMPURE
    assert found("purity", judged).why == "the pullback writes into its inputs"


def test_another_slope_at_the_kink_is_said_and_conforms() -> None:
    judged = conform("relu", given.relu, given.relu_back_of_the_book)
    assert judged.standing is Standing.CONFORMS
    assert "another convention" in found("conventions", judged).why


def test_refusing_some_inputs_is_no_wrong_answer() -> None:
    judged = conform("softmax", given.narrow)
    assert judged.standing is Standing.REFUSES
    assert found("domain", judged).why == "forward raises ValueError: expected more rows"
    assert found("accuracy", judged).tried > 0


def test_who_always_raises_is_wrong() -> None:
    judged = conform("softmax", given.raising)
    assert judged.standing is Standing.WRONG
    assert found("value", judged).why == "forward raises RuntimeError: not today"


def test_a_student_s_file_is_judged_and_its_counterexample_runs(tmp_path: Path) -> None:
    (tmp_path / "homework.py").write_text(
        "import numpy as np\n"
        "def forward(x):\n    e = np.exp(x - x.max(axis=1, keepdims=True))\n    return e / e.sum(axis=1, keepdims=True)\n"
        "def pullback(x, g):\n    y = forward(x)\n    return g * y * (1 - y)\n"
    )
    judged = conform("softmax", f"{tmp_path}/homework.py:forward", f"{tmp_path}/homework.py:pullback")
    shown = found("gradient", judged).counterexample
    assert (shown.expected, shown.got) == ("[[-0.25, 0.25]]", "[[0.0, 0.25]]")
    ran = subprocess.run([sys.executable, "-c", shown.code], check=True, capture_output=True, text=True)
    assert ran.stdout == "[[0.   0.25]]\n"


def test_the_same_seed_says_the_same() -> None:
    assert conform("softmax", given.softmax, given.diagonal_back, seed=3) == conform("softmax", given.softmax, given.diagonal_back, seed=3)


def test_the_helper_raises_with_the_whole_verdict() -> None:
    with pytest.raises(AssertionError, match="behaves like a known mistake: the diagonal alone") as raised:
        assert_conforms("softmax", given.softmax, given.diagonal_back)
    assert "print(pullback(x, g))" in str(raised.value)


def test_what_cannot_be_judged_is_refused() -> None:
    with pytest.raises(DomainError, match="expected one of"):
        conform("softmin", given.softmax)
    with pytest.raises(ForeignError, match="no file"):
        conform("softmax", "nowhere.py:forward")
    with pytest.raises(DomainError, match="at least 1 example"):
        conform("softmax", given.softmax, examples=0)
