"""The job of `pureml train`: a run that begins or goes on, from its data to its report."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final, TextIO

import attrs

from ..arrays import F
from ..data.dataset import Dataset
from . import checkpoints, datasets, machine, runs, sessions
from .fit import Fitted, Keeper, Point, fit
from .given import refuse_others
from .history import History
from .interrupts import Interrupts
from .networks import parameters
from .options import Options
from .outcome import Outcome, outcome
from .output import say
from .progress import Shown, Silent, shown
from .runs import Notes, Run, RunFolder, fresh_path
from .sessions import Session

TAKEN: Final = frozenset({"--resume", "--threads", "--checkpoint-seconds", "--quiet", "--json"})  # by a run that goes on


@attrs.frozen
class Told:
    """What a run says while it runs, and where."""

    stream: TextIO
    details: bool
    live: bool

    def say(self, line: str) -> None:
        """A line for who wants to know; a reader who has left, as `head` does, ends no run."""
        if self.details:
            with suppress(BrokenPipeError):
                say(line, self.stream)

    def progress(self, epochs: int) -> Shown:
        """What shows the epochs."""
        return shown(self.stream, epochs, only_live=not self.details) if self.live else Silent()


@attrs.frozen
class Job:
    """What to train on and how, where to leave it, and the run that goes on, if one does."""

    data: Dataset
    notes: Notes
    path: Path
    old: Run | None = None


def new_job(source: str, options: Options, out: Path | None) -> Job:
    """A run that begins."""
    data = datasets.find(source)
    options = options.for_samples(len(data.train_labels))
    machine.use_threads(options.thread_count)
    notes = Notes(started=sessions.now(), data=datasets.facts(source, data), options=options, machine=machine.describe())
    return Job(data, notes, out if out is not None else fresh_path(data.name, options.seed))


def old_job(path: Path, source: str | None, threads: int | None, given: tuple[str, ...]) -> Job:
    """A run that goes on; its options are those it began with, but for the threads: others that are given are refused."""
    refuse_others(given, TAKEN, "run", path / runs.OPTIONS)
    run = runs.read(path)
    machine.use_threads(threads or run.notes.options.thread_count)
    data = datasets.again(run.notes.data.source if source is None else source, run.notes.data, path)
    return Job(data, run.notes, path, run)


@attrs.frozen
class Work:
    """A job with what it says, how often it is written down, and who writes the report."""

    job: Job
    told: Told
    seconds: float
    report: Callable[[str, Notes, Outcome], str]

    def done(self, dtype: type[F]) -> Outcome:
        """Train and fill the run folder."""
        job = self.job
        if job.old is None:
            return self._train(sessions.begin(job.data, job.notes, dtype), job.notes)
        if job.old.ended:
            return self._look(job.old, dtype)
        session = sessions.resume(job.old, job.data, dtype)
        notes = sessions.resumed(job.old, session)
        if differs := notes.resumed[-1].differs:
            say(
                f"pureml: resumed under {'; '.join(differs)}: the last bits may differ from those of a run that was not stopped", sys.stderr
            )
        return self._train(session, notes)

    def _train(self, session: Session[F], notes: Notes) -> Outcome:
        job, state = self.job, session.point.state
        with Interrupts() as interrupts, RunFolder(job.path, notes, new=job.old is None) as folder:
            self.told.say(f"data     {_described(notes.data, len(session.task.train))}")
            self.told.say(f"network  {session.net}, {parameters(session.net)} parameters")
            if job.old is not None:
                self.told.say(f"resumed  after epoch {state.epoch} and {state.batch} steps")

            def write(point: Point[F]) -> None:
                if data := checkpoints.encode(point):
                    folder.checkpoint(data)

            with self.told.progress(notes.options.epoch_count) as progress:
                keeper = Keeper(write, self.seconds)
                fitted = fit(session.point, session.task, session.plan, interrupts, progress.epoch, keeper)
            folder.keep(fitted.net, fitted.history)
            result = self._outcome(fitted, session)
            self.told.say(f"report   {folder.report(self.report(str(job.path), notes, result))}")
            if fitted.history.ended != "interrupted":
                folder.ended()
        return result

    def _look(self, run: Run, dtype: type[F]) -> Outcome:
        """What a run that has ended came to; nothing is written."""
        session = sessions.begin(self.job.data, run.notes, dtype)
        history = History.of(run.epochs(), run.notes.options.epoch_count, run.notes.options.patience)
        self.told.say(
            f"{history.ended:8} {run.path} after {len(history.epochs)} of {run.notes.options.epoch_count} epochs, nothing to resume"
        )
        return self._outcome(Fitted(run.network(dtype), history), session)

    def _outcome(self, fitted: Fitted[F], session: Session[F]) -> Outcome:
        """The network measured on the test part."""
        test = session.test
        return outcome(fitted, self.job.data, test.x, test.target)


def _described(data: datasets.Facts, train: int) -> str:
    """The data in a line; what is set aside to validate on is not trained on."""
    validation = f"{data.train - train} to validate on, " if train < data.train else ""
    return (
        f"{data.name}: {train} to train on, {validation}{data.test} to test on, {data.height}x{data.width} pixels, {data.classes} classes"
    )
