from __future__ import annotations

import io

import attrs
import pytest
from typing_extensions import override

from pureml.app.verdicts import FEW, details, explained, faults, inapplicable, shown
from pureml.check.examination import Death
from pureml.check.finding import Counterexample, Verdict
from pureml.check.obligations import OBLIGATIONS
from pureml.check.verification import verify

RELU, IDENTITY = verify("relu"), verify("softmax")
ENTRIES = (RELU, IDENTITY)


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    @override
    def isatty(self) -> bool:
        return True


def test_without_a_terminal_every_rule_is_a_line_in_order() -> None:
    stream = io.StringIO()
    assert shown(iter(ENTRIES), ("relu", "softmax"), stream) == ENTRIES
    lines = stream.getvalue().splitlines()
    assert [line.split()[0] for line in lines] == ["relu", "softmax"]
    assert "verified" in lines[0]
    assert f"{len(RELU.deaths)}/{len(RELU.deaths)} mutants" in lines[0]


def test_on_a_terminal_the_last_table_has_every_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    shown(iter(ENTRIES), ("relu", "softmax"), stream)
    last = stream.getvalue().rpartition("verdict")[2]
    assert "relu" in last
    assert "softmax" in last


def test_what_is_wrong_is_told_with_its_counter_example_and_survivors_by_name() -> None:
    example = Counterexample("print(1)", "1", "2")
    wrong = attrs.evolve(RELU.findings[0], verdict=Verdict.REFUTED, why="because", counterexample=example)
    bad = attrs.evolve(RELU, findings=(wrong, *RELU.findings[1:]), deaths=(Death("a mistake", "", "", ""),))
    said = "\n".join(faults((bad, IDENTITY)))
    assert f"relu: {wrong.obligation}: refuted: because\nprint(1)\n# expected 1\n# got      2" in said
    assert "relu: no obligation refutes the wrong variant: a mistake" in said


def test_reasons_that_are_the_same_are_told_together() -> None:
    many = tuple(attrs.evolve(IDENTITY, name=f"rule{k}") for k in range(7))
    assert any(line.startswith("corners does not apply to 7 rules: ") for line in inapplicable(many))


def test_of_a_rule_every_obligation_mutant_and_theorem_is_told() -> None:
    said = "\n".join(details(RELU))
    assert all(obligation.name in said for obligation in OBLIGATIONS)
    assert all(death.mutant in said for death in RELU.deaths)
    assert RELU.theorem in said


def test_of_many_rules_only_what_needs_a_reader_is_told() -> None:
    few, many = "\n".join(explained(ENTRIES)), "\n".join(explained((RELU,) * (FEW + 1)))
    assert RELU.deaths[0].mutant in few
    assert RELU.deaths[0].mutant not in many
