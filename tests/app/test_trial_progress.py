from __future__ import annotations

import io
import re

import pytest
from typing_extensions import override

from pureml.app.trial_progress import BEST, Board, Lines, line, ordered, shown
from pureml.search.trial import best_of
from tests.app.test_searches import NOTES, tried


class Terminal(io.StringIO):
    @override
    def isatty(self) -> bool:
        return True


class Gone(io.StringIO):
    @override
    def write(self, text: str, /) -> int:
        raise BrokenPipeError


def test_a_line_tells_the_trial_and_the_best_so_far() -> None:
    known = tried()
    lines = [line(known[:k], NOTES) for k in range(1, len(known) + 1)]
    assert [text.split("validation")[0].strip() for text in lines] == [f"trial {k:2}/10" for k in range(1, 11)]
    for k, text in enumerate(lines, 1):
        best = best_of(known[:k])
        assert best is not None
        assert f"lr {known[k - 1].point['lr']:g} " in text
        expected = "diverged" if best.result.accuracy is None else f"{100 * best.result.accuracy:.2f} %"
        assert text.endswith(f"best {expected}")


def test_the_best_trials_come_first_and_those_that_diverged_last() -> None:
    values = [trial.value for trial in ordered(tried())]
    assert values == sorted(values)
    assert ordered(tried())[0] == best_of(tried())


def test_a_terminal_sees_a_table_of_the_best_and_the_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    stream = Terminal()
    known = tried()
    with shown(stream, NOTES, known[:3], only_live=False) as board:
        assert isinstance(board, Board)
        for k in range(4, len(known) + 1):
            board.trials(known[:k])
    text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", stream.getvalue())
    last = text[text.rindex("trial  validation") :]
    assert "trial 10/10  0.0 s left" in last
    assert last.count(" %") == min(BEST, len([trial for trial in known if trial.result.accuracy is not None]))
    assert all(len(row) <= 80 for row in last.splitlines())


def test_what_fits_a_stream() -> None:
    assert isinstance(shown(io.StringIO(), NOTES, (), only_live=False), Lines)
    stream = io.StringIO()
    with shown(stream, NOTES, (), only_live=True) as quiet:
        quiet.trials(tried())
    assert stream.getvalue() == ""


def test_a_reader_who_has_left_ends_no_search() -> None:
    with Lines(Gone(), NOTES) as lines:
        lines.trials(tried())
