"""A search folder: what a search notes when it starts, its trials as they come, and reading both back."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, Final, Literal, TypeAlias

import attrs

from ..errors import DomainError, FormatError
from ..keys import Key
from ..search.run import Plan
from ..search.space import Range, Space
from ..search.strategies import STRATEGIES
from ..search.trial import Trial
from . import documents
from .datasets import Facts
from .files import write_whole
from .folders import Folder
from .machine import Machine
from .options import Options
from .trials import Result

VERSION: Final = 1
NOTES: Final = "search.json"
TRIALS: Final = "trials.json"
SEARCHES: Final = Path("searches")
StrategyName: TypeAlias = Literal["bayesian", "random"]
Tried: TypeAlias = Trial[Result]


@attrs.frozen
class Resumption:
    """A time when a search went on: after how many trials, on which machine, and what was another there than before."""

    started: str
    trials: int
    machine: Machine
    differs: tuple[str, ...]


@attrs.frozen
class Notes:
    """What is known when a search starts or goes on, the content of `search.json`; `version` is that of this form.

    `options` are those of every trial, but for what is searched. Raises `DomainError` for numbers below 1.
    """

    started: str
    data: Facts
    options: Options
    ranges: Mapping[str, Range]
    strategy: StrategyName
    trials: int
    together: int
    machine: Machine
    resumed: tuple[Resumption, ...] = ()
    version: int = VERSION

    def __attrs_post_init__(self) -> None:
        """Check the numbers, which may come from a file."""
        if min(self.trials, self.together) < 1 or not self.ranges:
            raise DomainError(f"expected trials, points together and ranges, got {self.trials}, {self.together} and {len(self.ranges)}")

    @property
    def plan(self) -> Plan:
        """The search as it is folded over its trials."""
        return Plan(
            space=Space(self.ranges),
            strategy=STRATEGIES[self.strategy],
            key=key(self.options.seed),
            trials=self.trials,
            batch=self.together,
        )

    @property
    def last_machine(self) -> Machine:
        """The one that the search was on last."""
        return self.resumed[-1].machine if self.resumed else self.machine

    @property
    def validation(self) -> int:
        """How many samples the trials are judged by, as `split_off` rounds it."""
        return round(self.options.share * self.data.train)


def key(seed: int) -> Key:
    """The key that draws the points: none of the three that a run with this seed splits off."""
    return Key.of(seed).fold(3)


@attrs.frozen
class Row:
    """A trial as `trials.json` holds it."""

    number: int
    point: Mapping[str, float]
    result: Result


class SearchFolder(Folder):
    """The folder of a search: from the first moment its notes, then after each trial all trials, at the end a report."""

    NOTES: ClassVar[str] = NOTES
    WORTH: ClassVar[tuple[str, ...]] = (TRIALS,)
    BUSY: ClassVar[str] = "searching"

    def keep(self, trials: tuple[Tried, ...]) -> None:
        """Write all trials, in place of those that were there before."""
        write_whole(self.path / TRIALS, documents.encode([Row(trial.number, trial.point, trial.result) for trial in trials]))


@attrs.frozen
class Search:
    """A search folder that was read."""

    path: Path
    notes: Notes
    trials: tuple[Tried, ...]

    @property
    def ended(self) -> bool:
        """Whether no trial is left."""
        return len(self.trials) >= self.notes.trials


def read(path: str | os.PathLike[str]) -> Search:
    """The search in a folder; raises `FormatError` for a folder that is none, and for trials that are not its own."""
    folder = Path(path)
    try:
        notes = documents.read(folder / NOTES, Notes)
    except FormatError as error:
        raise FormatError(f"{folder}: expected a search folder, got none: {error}") from error
    if notes.version != VERSION:
        raise FormatError(f"{folder}: expected a search of version {VERSION}, got {notes.version}")
    found = folder / TRIALS
    rows = documents.read(found, tuple[Row, ...]) if found.exists() else ()
    trials = tuple(Trial(row.number, row.point, row.result) for row in rows)
    try:
        notes.plan.check(trials)
    except DomainError as error:
        raise FormatError(f"{found}: {error}") from error
    return Search(folder, notes, trials)
