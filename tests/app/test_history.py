from __future__ import annotations

from pureml.app.history import Entry, History


def test_the_time_of_a_run_is_that_of_its_epochs() -> None:
    entries = tuple(Entry(i, 1.0, 0.5, 0.5, i / 4) for i in (1, 2, 3))
    assert History(entries, "finished").seconds == 1.5
    assert History((), "interrupted").seconds == 0.0
