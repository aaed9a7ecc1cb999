from __future__ import annotations

import pytest

from pureml.app.history import Entry, History
from pureml.training import Epoch


def test_the_time_of_a_run_is_that_of_its_epochs() -> None:
    entries = tuple(Entry(i, 1.0, 0.5, 0.5, i / 4) for i in (1, 2, 3))
    assert History(entries, "finished", 3).seconds == 1.5
    assert History((), "interrupted", 0).seconds == 0.0


def test_an_entry_is_an_epoch_and_its_time() -> None:
    epoch = Epoch(3, 0.5, 0.75, 0.25, 0.625, 0.875)
    entry = Entry.of(epoch, 1.5)
    assert (entry.seconds, entry.measured()) == (1.5, epoch)
    assert Entry.of(Epoch(1, 0.5, 0.75, test_accuracy=0.5), 0.0).validation_loss is None
    with pytest.raises(TypeError, match="measured on labelled samples"):
        Entry.of(Epoch(1, 0.5), 0.0)


def entries(*losses: float | None) -> tuple[Entry, ...]:
    return tuple(Entry(i, 1.0, 0.5, 0.5, 0.1, loss) for i, loss in enumerate(losses, 1))


@pytest.mark.parametrize(
    ("epochs", "planned", "patience", "ended", "kept"),
    [
        (entries(None, None), 2, None, "finished", 2),
        (entries(None, None), 3, None, "diverged", 2),
        (entries(0.5, 0.25, 0.75), 3, 1, "finished", 2),
        (entries(0.5, 0.25, 0.25, 0.5), 9, 2, "stopped early", 2),
        (entries(0.5, 0.25, 0.5), 9, 2, "diverged", 2),
        ((), 9, 2, "diverged", 0),
    ],
)
def test_how_a_run_ended_follows_from_its_numbers(
    epochs: tuple[Entry, ...], planned: int, patience: int | None, ended: str, kept: int
) -> None:
    found = History.of(epochs, planned, patience)
    assert (found.ended, found.kept) == (ended, kept)
