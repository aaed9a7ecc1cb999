from __future__ import annotations

import io
import json

import pytest
from typing_extensions import override

from pureml.app.judgement import document, show
from pureml.check.conform import Conformity
from pureml.check.finding import Counterexample, Finding, Verdict

JUDGED = Conformity(
    "softmax",
    "hw.py:forward",
    (
        Finding("value", Verdict.VERIFIED, tried=3),
        Finding("gradient", Verdict.REFUTED, "off", 4, 0.5, "", Counterexample("print(1)", "2", "1")),
        Finding("dtype", Verdict.NOT_APPLICABLE, "nothing came"),
    ),
    "the diagonal alone",
)


class Terminal(io.StringIO):
    @override
    def isatty(self) -> bool:
        return True


def test_elsewhere_than_on_a_terminal_it_is_plain_text() -> None:
    stream = io.StringIO()
    show(JUDGED, stream, as_json=False)
    assert stream.getvalue() == JUDGED.text() + "\n"


def test_json_is_one_object_with_everything() -> None:
    stream = io.StringIO()
    show(JUDGED, stream, as_json=True)
    found = json.loads(stream.getvalue())
    assert found == document(JUDGED)
    assert (found["schema"], found["standing"], found["likeness"]) == (1, "wrong", "the diagonal alone")
    assert found["findings"][1]["counterexample"] == {"code": "print(1)", "expected": "2", "got": "1"}
    assert found["findings"][2]["counterexample"] is None


def test_a_terminal_sees_colours_unless_it_wants_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured = Terminal()
    show(JUDGED, coloured, as_json=False)
    assert "\x1b[1;31mwrong\x1b[0m" in coloured.getvalue()
    monkeypatch.setenv("NO_COLOR", "1")
    plain = Terminal()
    show(JUDGED, plain, as_json=False)
    assert "\x1b[1;31m" not in plain.getvalue()
    for words in ("hw.py:forward, held against softmax", "the diagonal alone", "FAILS: off", "not judged: nothing came", "# expected 2"):
        assert words in plain.getvalue()
