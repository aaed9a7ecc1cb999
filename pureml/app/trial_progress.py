"""What is shown while a search runs: a table of the best trials on a terminal, a line a trial elsewhere."""

from __future__ import annotations

import time
from contextlib import suppress
from types import TracebackType
from typing import Protocol, Self, TextIO

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text
from typing_extensions import override

from ..search.trial import best_of
from .output import say
from .progress import time_left
from .searches import Notes, Tried
from .trials import percent

BEST = 8


class Shown(Protocol):
    """Something that hears of every trial."""

    def trials(self, known: tuple[Tried, ...]) -> None:
        """One more trial is done, the last of these."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...


class Silent:
    """Shows nothing."""

    def trials(self, known: tuple[Tried, ...]) -> None:
        """Nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Nothing."""


class Lines(Silent):
    """A line of plain text for each trial."""

    def __init__(self, stream: TextIO, notes: Notes) -> None:
        self._stream = stream
        self._notes = notes

    @override
    def trials(self, known: tuple[Tried, ...]) -> None:
        with suppress(BrokenPipeError):  # a reader who has left, as `head` does, ends no search
            say(line(known, self._notes), self._stream)


class Board(Silent):
    """A table of the best trials, how many are done, and the time left."""

    def __init__(self, stream: TextIO, notes: Notes, known: tuple[Tried, ...]) -> None:
        self._notes = notes
        self._before = len(known)
        self._began = time.perf_counter()
        self._live = Live(self._drawn(known), console=Console(file=stream))

    @override
    def trials(self, known: tuple[Tried, ...]) -> None:
        self._live.update(self._drawn(known))

    def _drawn(self, known: tuple[Tried, ...]) -> Group:
        """The table with a line below it."""
        done = len(known) - self._before
        left = f"  {time_left(time.perf_counter() - self._began, done, self._notes.trials - self._before)} left" if done else ""
        return Group(table(known, self._notes), Text(f"trial {len(known)}/{self._notes.trials}{left}"))

    @override
    def __enter__(self) -> Self:
        self._live.start(refresh=True)
        return self

    @override
    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._live.stop()


def table(known: tuple[Tried, ...], notes: Notes) -> Table:
    """The best trials, the best first."""
    found = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("trial", "validation", "loss", *notes.ranges):
        found.add_column(name, justify="right", no_wrap=True)
    for place, trial in enumerate(ordered(known)[:BEST]):
        loss = "" if trial.result.loss is None else f"{trial.result.loss:.4g}"
        values = (f"{trial.point[name]:g}" for name in notes.ranges)
        found.add_row(str(trial.number + 1), percent(trial.result), loss, *values, style="bold" if place == 0 else "")
    return found


def ordered(known: tuple[Tried, ...]) -> list[Tried]:
    """The best trial first; of equal ones the one that came first, as `best_of` has it."""
    return sorted(known, key=lambda trial: (trial.value, trial.number))


def line(known: tuple[Tried, ...], notes: Notes) -> str:
    """The last trial, and the best validation accuracy so far."""
    last, best = known[-1], best_of(known)
    number = f"{last.number + 1:{len(str(notes.trials))}}/{notes.trials}"
    point = "  ".join(f"{name} {value:<9g}" for name, value in last.point.items())
    return f"trial {number}  validation {percent(last.result):>8}  {point}  best {percent(best.result) if best else ''}"


def shown(stream: TextIO, notes: Notes, known: tuple[Tried, ...], *, only_live: bool) -> Shown:
    """What fits a stream; `only_live` shows nothing where it is no terminal."""
    if stream.isatty() and not Console(file=stream).is_dumb_terminal:
        return Board(stream, notes, known)
    return Silent() if only_live else Lines(stream, notes)
