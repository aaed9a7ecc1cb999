from __future__ import annotations

import io

import pytest

from pureml.app.output import say


def test_a_line_goes_to_its_stream_or_to_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    stream = io.StringIO()
    say("one", stream)
    say("two")
    assert stream.getvalue() == "one\n"
    assert capsys.readouterr() == ("two\n", "")
