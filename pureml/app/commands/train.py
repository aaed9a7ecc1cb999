"""`pureml train`: the main job."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final, TextIO

import attrs
import numpy as np
from cyclopts import Parameter

from ...arrays import F
from ...data.dataset import Dataset
from .. import datasets, machine
from ..fit import first_state, fit, samples
from ..history import History
from ..interrupts import Interrupts
from ..main import FAILED, INTERRUPTED, fail
from ..networks import parameters
from ..options import DEFAULTS, Options
from ..outcome import Outcome, outcome
from ..output import say
from ..progress import Shown, Silent, shown
from ..runs import REPORT, Notes, RunFolder, fresh_path
from .command import Command

VERSION: Final = 1
Flag = Annotated[bool, Parameter(negative="", show_default=False)]


def train(
    data: str = "digits",
    /,
    *,
    options: Options = DEFAULTS,
    out: Path | None = None,
    quiet: Flag = False,
    as_json: Annotated[Flag, Parameter(name="--json")] = False,
) -> int:
    """Train a network on labelled images and leave a run folder: report.html, parameters, history, options.

    Ctrl-C stops after the last finished epoch and leaves the folder as useful as a finished run's.

    Parameters
    ----------
    data
        digits, digits-by-writer, or a folder of IDX files named as MNIST's.
    options
        How to train.
    out
        The run folder, new or empty; runs/DATA-seedSEED unless given.
    quiet
        Print only the last line: test accuracy and run folder.
    as_json
        Print one JSON object instead of lines.

    """
    from ..report.training import report  # matplotlib takes a third of a second, and must be there before a long run starts

    dataset = datasets.find(data)
    options = options.for_samples(len(dataset.train_labels))
    machine.use_threads(options.threads)
    notes = Notes(
        started=datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC"),
        data=datasets.facts(data, dataset),
        options=options,
        machine=machine.describe(),
    )
    path = out if out is not None else fresh_path(dataset.name, options.seed)
    told = Told(sys.stderr if as_json else sys.stdout, details=not (quiet or as_json), live=not quiet)
    job = Job(dataset, notes, path, report)
    result = _run(job, told, np.float32) if options.dtype == "float32" else _run(job, told, np.float64)
    say(_document(path, result) if as_json else _last(path, result))
    return _ended(path, result.history, options.epoch_count)


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
    """What to train on and how, where to leave it, and who writes the report."""

    data: Dataset
    notes: Notes
    path: Path
    report: Callable[[str, Notes, Outcome], str]


def _run(job: Job, told: Told, dtype: type[F]) -> Outcome:
    """Train and fill the run folder."""
    data, notes, path = job.data, job.notes, job.path
    given = samples(data, dtype)
    start = first_state(notes.options, notes.data, dtype)
    with Interrupts() as interrupts, RunFolder(path, notes) as folder:
        told.say(f"data     {_described(notes.data)}")
        told.say(f"network  {start.net}, {parameters(start.net)} parameters")
        with told.progress(notes.options.epoch_count) as progress:
            fitted = fit(start, given, notes.options, interrupts, progress.epoch)
        folder.keep(fitted.net, fitted.history)
        result = outcome(fitted, data, given)
        told.say(f"report   {folder.report(job.report(str(path), notes, result))}")
    return result


def _described(data: datasets.Facts) -> str:
    return f"{data.name}: {data.train} to train on, {data.test} to test on, {data.height}x{data.width} pixels, {data.classes} classes"


def _last(path: Path, result: Outcome) -> str:
    """The line that is printed whatever else is."""
    return f"test accuracy {100 * result.accuracy:.2f} %, run folder {path}"


def _document(path: Path, result: Outcome) -> str:
    """The result for a machine."""
    epochs = result.history.epochs
    return json.dumps(
        {
            "version": VERSION,
            "run": str(path),
            "report": str(path / REPORT),
            "ended": result.history.ended,
            "epochs": len(epochs),
            "loss": epochs[-1].loss if epochs else None,
            "train_accuracy": epochs[-1].train_accuracy if epochs else None,
            "test_accuracy": result.accuracy,
            "parameters": result.parameters,
            "seconds": result.history.seconds,
        }
    )


def _ended(path: Path, history: History, epochs: int) -> int:
    """The exit code; what did not go as planned is said on stderr."""
    done = len(history.epochs)
    kept = f"{path} holds the network after epoch {done}" if done else f"{path} holds the network as it started"
    match history.ended:
        case "interrupted":
            return fail(f"interrupted after {done} of {epochs} epochs; {kept}, with its report", INTERRUPTED)
        case "diverged":
            return fail(f"epoch {done + 1} gave numbers that are not finite: try a smaller --lr; {kept}", FAILED)
        case "finished":
            return 0


COMMAND: Final = Command(
    train,
    (
        "pureml train",
        "pureml train --hidden 128,64 --dropout 0 --seed 1 --out my-run",
        "pureml train path/to/mnist --lr 0.1 --epochs 20",
    ),
)
