from __future__ import annotations

import pytest

from pureml.check.conform.conformity import OF_OBLIGATION, Conformity, Standing, came
from pureml.check.finding import Counterexample, Finding, Verdict


def refuted(name: str) -> Finding:
    return Finding(name, Verdict.REFUTED, "so", 3, 1.0, "", Counterexample("print(1)", "2", "1"))


@pytest.mark.parametrize("name", OF_OBLIGATION)
def test_one_failure_decides(name: str) -> None:
    judged = Conformity("softmax", "hw:f", (Finding("value", Verdict.VERIFIED, tried=1), refuted(name)))
    assert judged.standing is OF_OBLIGATION[name]
    assert judged.verdict.startswith(f"{OF_OBLIGATION[name].value}: hw:f, held against softmax")


def test_the_worst_of_several_decides() -> None:
    assert Conformity("r", "f", (refuted("dtype"), refuted("gradient"), refuted("purity"))).standing is Standing.WRONG
    assert Conformity("r", "f", (refuted("dtype"), refuted("purity"))).standing is Standing.IMPURE
    assert Conformity("r", "f", (refuted("dtype"), refuted("domain"))).standing is Standing.REFUSES


def test_nothing_refuted_conforms() -> None:
    judged = Conformity("r", "f", (Finding("gradient", Verdict.NOT_APPLICABLE, "no pullback is given"),))
    assert judged.standing is Standing.CONFORMS
    assert "not judged: no pullback is given" in judged.text()


def test_text_holds_the_counterexample_and_the_likeness() -> None:
    text = Conformity("r", "f", (refuted("value"),), "twice the sum").text()
    assert "behaves like a known mistake: twice the sum" in text
    assert text.endswith("# value\nprint(1)\n# expected 2\n# got      1")


def test_a_seed_that_was_drawn_is_said() -> None:
    assert "\n  seed              7" in Conformity("r", "f", (), seed=7).text()
    assert "seed" not in Conformity("r", "f", ()).text()


def test_findings_in_words() -> None:
    assert (
        came(Finding("v", Verdict.VERIFIED, "another convention", 4, where="within 1 ulp"))
        == "holds on 4, within 1 ulp; another convention"
    )
    assert came(refuted("v")) == "FAILS: so"
