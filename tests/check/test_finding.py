from __future__ import annotations

from pureml.check.finding import Counterexample, Finding, Verdict


def test_a_counter_example_shows_what_was_expected_and_what_came_as_comments() -> None:
    text = Counterexample("print(f(1))", "2", "3").text()
    assert text == "print(f(1))\n# expected 2\n# got      3"
    compile(text, "<pasted>", "exec")


def test_a_finding_without_more_to_say_has_only_a_name_and_a_verdict() -> None:
    finding = Finding("laws", Verdict.VERIFIED)
    assert (finding.why, finding.tried, finding.worst, finding.counterexample) == ("", 0, None, None)
