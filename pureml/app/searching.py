"""The job of `pureml search`: a search that begins or goes on, from its data to its report."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Annotated, Final

import attrs
from cyclopts import Parameter

from ..errors import PuremlError
from ..search.run import search
from . import datasets, machine, options, ranges, searches, sessions
from .errors import UsageError
from .given import refuse_others
from .interrupts import Interrupts
from .jobs import Told
from .options import OptionalWhole, Options
from .output import say
from .runs import fresh_path
from .searches import SEARCHES, Notes, Resumption, Search, SearchFolder, StrategyName, Tried
from .trial_progress import Shown, Silent, shown
from .trials import Objective
from .workers import workers

TRIALS: Final = 40
TOGETHER: Final = 4
SHARE: Final = 0.2
FEW_EPOCHS: Final = 20  # of fewer than `options.MANY_FROM` samples
MANY_EPOCHS: Final = 3
TAKEN: Final = frozenset({"--resume", "--trials", "--workers", "--threads", "--quiet", "--json"})  # by a search that goes on


class WorkerError(PuremlError):
    """A process of a search ended before its trial did."""


@Parameter(name="*")
@attrs.frozen(kw_only=True)
class Asked:
    """What a command line asks of a search besides the options of its trials; None is what was not given.

    Raises `UsageError` for a number below 1.
    """

    trials: OptionalWhole = None
    """How many networks to train, 40 unless given; with --resume, to how many the search goes on, those that are done among them."""

    strategy: StrategyName | None = None
    """Where to look next: by what the trials before it came to, or by chance; bayesian unless given."""

    ranges: Annotated[tuple[str, ...], Parameter(name="--range", negative=(), show_default=False)] = ()
    """NAME=LOW:HIGH or NAME=LOW:HIGH:linear of lr, weight-decay, dropout, clip, batch or warm-up; lr and weight-decay unless given."""

    together: OptionalWhole = None
    """So many points are chosen before the first of them is tried, which decides what is tried; 4 unless given."""

    workers: OptionalWhole = None
    """Processes to train in, which decide nothing; as many as there are cores unless given, at most as many as --together."""

    out: Path | None = None
    """The search folder, new or empty; searches/DATA-seedSEED unless given."""

    def __attrs_post_init__(self) -> None:
        """Check the numbers."""
        for name, value in (("trials", self.trials), ("together", self.together), ("workers", self.workers)):
            if value is not None and value < 1:
                raise UsageError(f"--{name}: expected at least 1, got {value}")


@attrs.frozen
class Job:
    """What to search and where to leave it, the trials that are done, and where the data is and how many threads to use now."""

    notes: Notes
    path: Path
    source: str
    threads: int
    known: tuple[Tried, ...] = ()
    new: bool = True


def new_job(source: str, base: Options, asked: Asked, given: tuple[str, ...] = ()) -> Job:
    """A search that begins; raises `UsageError` for ranges that cannot be searched, such as those of options that are given."""
    space = ranges.space(base, asked.ranges, given)  # before the data is read: a wrong command line is wrong with any
    if base.validation == 0:
        raise UsageError("--validation: expected a share greater than 0, got 0: nothing to choose by")
    data = datasets.find(source)
    machine.use_threads(base.thread_count)
    notes = Notes(
        started=sessions.now(),
        data=datasets.facts(source, data),
        options=filled(base, len(data.train_labels)),
        ranges=dict(space.ranges),
        strategy=asked.strategy or "bayesian",
        trials=asked.trials or TRIALS,
        together=asked.together or TOGETHER,
        machine=machine.describe(),
    )
    return Job(notes, asked.out if asked.out is not None else fresh_path(data.name, base.seed, SEARCHES), source, base.thread_count)


def filled(base: Options, count: int) -> Options:
    """The options of the trials: those of a run, but for fewer epochs and a validation part.

    >>> filled(Options(), 1437).epochs, filled(Options(), 60_000).epochs, filled(Options(epochs=7), 60_000).epochs
    (20, 3, 7)
    """
    epochs = FEW_EPOCHS if count < options.MANY_FROM else MANY_EPOCHS
    share = SHARE if base.validation is None else base.validation
    return attrs.evolve(base, epochs=epochs if base.epochs is None else base.epochs, validation=share).for_samples(count)


def old_job(path: Path, source: str | None, given: tuple[str, ...], *, trials: int | None = None, threads: int | None = None) -> Job:
    """A search that goes on, to another number of trials if one is given; its other options are those it began with.

    Raises `UsageError` for others that are given, but for the threads, and as `up_to` does.
    """
    refuse_others(given, TAKEN, "search", path / searches.NOTES)
    found = searches.read(path) if trials is None else up_to(trials, searches.read(path))
    noted = found.notes
    here = noted.data.source if source is None else source
    datasets.again(here, noted.data, path)
    threads = threads or noted.options.thread_count
    machine.use_threads(threads)
    if found.ended:
        return Job(noted, path, here, threads, found.trials, new=False)
    now = machine.describe()
    again = Resumption(sessions.now(), len(found.trials), now, machine.differences(noted.last_machine, now))
    return Job(attrs.evolve(noted, resumed=(*noted.resumed, again)), path, here, threads, found.trials, new=False)


def up_to(trials: int, found: Search) -> Search:
    """The search as if it had been asked for so many trials: what is proposed never depends on how many are to come.

    Raises `UsageError` for a number that leaves nothing to do.
    """
    if trials <= (done := len(found.trials)):
        raise UsageError(f"--trials: expected more than the {done} that are done in {found.path}, got {trials}")
    return attrs.evolve(found, notes=attrs.evolve(found.notes, trials=trials))


@attrs.frozen
class Work:
    """A job with what it says, in how many processes it is done, and who writes the report."""

    job: Job
    told: Told
    workers: int
    report: Callable[[str, Notes, tuple[Tried, ...]], str]

    def done(self) -> tuple[Tried, ...]:
        """Search and fill the folder; fewer trials than were asked for are those of a search that was interrupted."""
        job, notes = self.job, self.job.notes
        if len(job.known) == notes.trials:
            self.told.say(f"finished {job.path} after {notes.trials} trials, nothing to resume")
            return job.known
        if notes.resumed and (differs := notes.resumed[-1].differs):
            say(f"pureml: resumed under {'; '.join(differs)}: trials may differ in their last bits", sys.stderr)
        with Interrupts() as interrupts, SearchFolder(job.path, notes, new=job.new) as folder:
            self._introduce()
            known = self._search(interrupts, folder)
            self.told.say(f"report    {folder.report(self.report(str(job.path), notes, known))}")
        return known

    def _introduce(self) -> None:
        """What is searched, and where."""
        notes = self.job.notes
        data = notes.data
        self.told.say(f"data      {data.name}: {data.train - notes.validation} to train on, {notes.validation} to validate on")
        for name, found in notes.ranges.items():
            self.told.say(f"range     {name} {ranges.described(found)}")
        many = f"{notes.trials} trials of {notes.options.epoch_count} epochs, {notes.together} together"
        self.told.say(f"search    {notes.strategy}, {many}, {'1 worker' if self.workers == 1 else f'{self.workers} workers'}")
        if self.job.known:
            self.told.say(f"resumed   after {len(self.job.known)} trials")

    def _search(self, interrupts: Interrupts, folder: SearchFolder) -> tuple[Tried, ...]:
        """All trials, or those that were done when an interrupt came."""
        job, known = self.job, self.job.known
        objective = Objective(attrs.evolve(job.notes.data, source=job.source), job.notes.options)
        try:
            with workers(self.workers, job.threads) as executor, self._shown() as shows:
                found = search(job.notes.plan, objective, known, executor)
                while len(known) < job.notes.trials:
                    with interrupts.allowed():
                        trial = next(found)
                    known = (*known, trial)
                    folder.keep(known)
                    shows.trials(known)
        except KeyboardInterrupt:
            return known
        except BrokenProcessPool as error:
            raise WorkerError(f"a process ended before its trial: less memory is needed with fewer --workers; {again(job.path)}") from error
        return known

    def _shown(self) -> Shown:
        told = self.told
        return shown(told.stream, self.job.notes, self.job.known, only_live=not told.details) if told.live else Silent()


def worker_count(asked: int | None, together: int) -> int:
    """The processes to work in: no more than there are cores unless asked for, and never more than trials together.

    >>> worker_count(9, 4), worker_count(3, 4), worker_count(None, 1)
    (4, 3, 1)
    """
    return min(together, (os.cpu_count() or 1) if asked is None else asked)


def again(path: Path) -> str:
    """How a search goes on."""
    return f"{resuming(path)} goes on"


def resuming(path: Path) -> str:
    """The command that goes on with a search.

    >>> resuming(Path("my search"))
    "pureml search --resume 'my search'"
    """
    return f"pureml search --resume {shlex.quote(str(path))}"


NOTHING: Final = Asked()
