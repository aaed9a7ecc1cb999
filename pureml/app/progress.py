"""What is shown while a run trains: a bar on a terminal, ten lines elsewhere, nothing when asked to be quiet."""

from __future__ import annotations

from contextlib import suppress
from types import TracebackType
from typing import Protocol, Self, TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from typing_extensions import override

from .history import Entry
from .output import say

LINES = 10


class Shown(Protocol):
    """Something that hears of every epoch."""

    def epoch(self, entry: Entry) -> None:
        """One epoch is done."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...


class Silent:
    """Shows nothing."""

    def epoch(self, entry: Entry) -> None:
        """Nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Nothing."""


class Clock:
    """How long a run will still take, by the epochs that were heard of: one that goes on has done others before."""

    def __init__(self, epochs: int) -> None:
        self._epochs = epochs
        self._heard = 0
        self._seconds = 0.0

    def left(self, entry: Entry) -> str:
        """The time left after one more epoch."""
        self._heard += 1
        self._seconds += entry.seconds
        return time_left(self._seconds, self._heard, self._heard + self._epochs - entry.epoch)


class Lines(Silent):
    """About ten lines of plain text at even distances, the last epoch always."""

    def __init__(self, stream: TextIO, epochs: int) -> None:
        self._stream = stream
        self._epochs = epochs
        self._clock = Clock(epochs)

    @override
    def epoch(self, entry: Entry) -> None:
        left = self._clock.left(entry)
        if entry.epoch * LINES // self._epochs > (entry.epoch - 1) * LINES // self._epochs:
            width = len(str(self._epochs))
            with suppress(BrokenPipeError):  # a reader who has left, as `head` does, ends no run
                say(f"epoch {entry.epoch:{width}}/{self._epochs}  {figures(entry)}  {left} left", self._stream)


class Bar(Silent):
    """A bar that moves, with the figures of the last epoch and the time left."""

    def __init__(self, stream: TextIO, epochs: int) -> None:
        self._clock = Clock(epochs)
        self._progress = Progress(
            TextColumn("epoch {task.completed}/{task.total}"),
            BarColumn(bar_width=22),  # the line must leave a terminal of 80 room for the ^C that it echoes
            TextColumn("{task.fields[figures]}"),
            console=Console(file=stream),
        )
        self._task = self._progress.add_task("", total=epochs, figures="")

    @override
    def epoch(self, entry: Entry) -> None:
        left = self._clock.left(entry)
        self._progress.update(
            self._task, completed=entry.epoch, figures=f"loss {entry.loss:.4f}  test {entry.test_accuracy * 100:.2f} %  {left} left"
        )

    @override
    def __enter__(self) -> Self:
        self._progress.start()
        return self

    @override
    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._progress.stop()


def shown(stream: TextIO, epochs: int, *, only_live: bool) -> Shown:
    """What fits a stream; `only_live` shows nothing where it is no terminal."""
    console = Console(file=stream)
    if stream.isatty() and not console.is_dumb_terminal:
        return Bar(stream, epochs)
    return Silent() if only_live else Lines(stream, epochs)


def figures(entry: Entry) -> str:
    """The loss and the accuracies of an epoch.

    >>> figures(Entry(1, 0.25, 0.5, 1.0, 0.1))
    'loss 0.2500  train  50.00 %  test 100.00 %'
    """
    validation = "" if entry.validation_accuracy is None else f"validation {entry.validation_accuracy * 100:6.2f} %  "
    return f"loss {entry.loss:.4f}  train {entry.train_accuracy * 100:6.2f} %  {validation}test {entry.test_accuracy * 100:6.2f} %"


def time_left(seconds: float, done: int, epochs: int) -> str:
    """How long the epochs that are left take if they take as long as those before.

    >>> time_left(2.0, 10, 40), time_left(100.0, 1, 41)
    ('6.0 s', '1:06:40')
    """
    left = seconds / done * (epochs - done)
    if left < 60:
        return f"{left:.1f} s"
    minutes, rest = divmod(round(left), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
