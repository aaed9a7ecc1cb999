from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from pureml.app.history import Entry
from pureml.app.progress import LINES, Bar, Lines, Silent, shown, time_left


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    @override
    def isatty(self) -> bool:
        return True


def entry(i: int) -> Entry:
    return Entry(i, 0.5, 0.75, 0.625, 0.5)


@given(epochs=st.integers(1, 200))
def test_lines_are_at_most_ten_and_end_with_the_last_epoch(epochs: int) -> None:
    stream = io.StringIO()
    with Lines(stream, epochs) as lines:
        for i in range(1, epochs + 1):
            lines.epoch(entry(i))
    said = stream.getvalue().splitlines()
    assert len(said) == min(epochs, LINES)
    assert said[-1] == f"epoch {epochs}/{epochs}  loss 0.5000  train  75.00 %  test  62.50 %  0.0 s left"


@given(seconds=st.floats(0.0, 1e6), done=st.integers(1, 100), more=st.integers(0, 100))
def test_the_time_left_is_that_of_the_epochs_before(seconds: float, done: int, more: int) -> None:
    said = time_left(seconds, done, done + more)
    if said.endswith(" s"):
        assert float(said[:-2]) == pytest.approx(seconds / done * more, abs=0.051)
    else:
        parts = [int(part) for part in said.split(":")]
        assert all(part < 60 for part in parts[1:])
        assert sum(part * 60**i for i, part in enumerate(reversed(parts))) == pytest.approx(seconds / done * more, abs=0.51)


def test_a_run_that_goes_on_counts_the_time_of_its_own_epochs() -> None:
    stream = io.StringIO()
    with Lines(stream, 40) as lines:
        for i in range(21, 25):
            lines.epoch(entry(i))
    assert stream.getvalue() == "epoch 24/40  loss 0.5000  train  75.00 %  test  62.50 %  8.0 s left\n"


@pytest.mark.parametrize("color", ["", "1"])
def test_the_bar_shows_epoch_loss_accuracy_and_time_left(color: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", color)
    stream = Terminal()
    with shown(stream, 40, only_live=False) as bar:
        bar.epoch(entry(10))
        assert isinstance(bar, Bar)
    assert bool(re.search(r"\x1b\[[\d;]*[34]\d", stream.getvalue())) == (not color)
    plain = re.sub(r"\x1b\[[?\d;]*[A-Za-z]", "", stream.getvalue())
    [last] = [line for line in re.split(r"[\r\n]+", plain) if line.strip()][-1:]
    assert re.fullmatch(r"epoch 10/40 .* loss 0\.5000  test 62\.50 %  15\.0 s left\s*", last)
    assert len(last.rstrip()) < 78


def test_what_is_no_terminal_gets_lines_and_a_dumb_one_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert isinstance(shown(io.StringIO(), 4, only_live=False), Lines)
    assert type(shown(io.StringIO(), 4, only_live=True)) is Silent
    monkeypatch.setenv("TERM", "dumb")
    assert isinstance(shown(Terminal(), 4, only_live=False), Lines)


def test_silence_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with Silent() as silent:
        silent.epoch(entry(1))
    assert capsys.readouterr() == ("", "")
