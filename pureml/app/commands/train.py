"""`pureml train`: the main job."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import Annotated, Final

import numpy as np
from cyclopts import Parameter

from ..errors import UsageError
from ..folders import REPORT
from ..given import Given
from ..history import History
from ..jobs import Told, Work, new_job, old_job
from ..main import FAILED, INTERRUPTED, fail
from ..options import DEFAULTS, Flag, Number, Options
from ..outcome import Outcome
from ..output import say
from .command import Command

VERSION: Final = 1


def train(
    data: Annotated[str | None, Parameter(show_default=False)] = None,
    /,
    *,
    options: Options = DEFAULTS,
    out: Path | None = None,
    resume: Path | None = None,
    checkpoint_seconds: Number = 60.0,
    quiet: Flag = False,
    as_json: Annotated[Flag, Parameter(name="--json")] = False,
    given: Given = (),
) -> int:
    """Train a network on labelled images and leave a run folder: report.html, parameters, history, options.

    Ctrl-C stops the run and leaves the folder as useful as a finished run's; --resume goes on where it stopped.

    Parameters
    ----------
    data
        digits, digits-by-writer, or a folder of IDX files named as MNIST's; digits unless given.
    options
        How to train.
    out
        The run folder, new or empty; runs/DATA-seedSEED unless given.
    resume
        Go on with the run in this folder, bit for bit as if it had not stopped; its options are those it began with.
    checkpoint_seconds
        Write down where the run stands so often, besides the end of each epoch.
    quiet
        Print only the last line: test accuracy and run folder.
    as_json
        Print one JSON object instead of lines.
    given
        The options that were typed.

    """
    from ..report.training import report  # matplotlib takes a third of a second, and must be there before a long run starts

    if not checkpoint_seconds > 0:
        raise UsageError(f"--checkpoint-seconds: expected a number greater than 0, got {checkpoint_seconds}")
    told = Told(sys.stderr if as_json else sys.stdout, details=not (quiet or as_json), live=not quiet)
    job = new_job(data or "digits", options, out) if resume is None else old_job(resume, data, options.threads, given)
    dtype = job.notes.options.dtype
    work = Work(job, told, checkpoint_seconds, report)
    result = work.done(np.float32) if dtype == "float32" else work.done(np.float64)
    say(_document(job.path, result) if as_json else _last(job.path, result))
    return _ended(job.path, result.history, job.notes.options.epoch_count)


def _last(path: Path, result: Outcome) -> str:
    """The line that is printed whatever else is."""
    return f"test accuracy {100 * result.accuracy:.2f} %, run folder {path}"


def _document(path: Path, result: Outcome) -> str:
    """The result for a machine."""
    history = result.history
    kept = history.epochs[history.kept - 1] if history.kept else None
    return json.dumps(
        {
            "version": VERSION,
            "run": str(path),
            "report": str(path / REPORT),
            "ended": history.ended,
            "epochs": len(history.epochs),
            "kept": history.kept,
            "loss": kept and kept.loss,
            "train_accuracy": kept and kept.train_accuracy,
            "validation_loss": kept and kept.validation_loss,
            "validation_accuracy": kept and kept.validation_accuracy,
            "test_accuracy": result.accuracy,
            "parameters": result.parameters,
            "seconds": history.seconds,
        }
    )


def _ended(path: Path, history: History, epochs: int) -> int:
    """The exit code; what did not go as planned is said on stderr."""
    done = len(history.epochs)
    kept = f"{path} holds the network after epoch {history.kept}" if history.kept else f"{path} holds the network as it started"
    match history.ended:
        case "interrupted":
            again = f"pureml train --resume {shlex.quote(str(path))} goes on"
            return fail(f"interrupted after {done} of {epochs} epochs; {kept}, with its report; {again}", INTERRUPTED)
        case "diverged":
            return fail(f"epoch {done + 1} gave numbers that are not finite: try a smaller --lr; {kept}", FAILED)
        case "finished" | "stopped early":
            return 0


COMMAND: Final = Command(
    train,
    (
        "pureml train",
        "pureml train --hidden 128,64 --dropout 0 --seed 1 --out my-run",
        "pureml train --optimizer adam --schedule cosine --validation 0.1 --patience 10",
        "pureml train path/to/mnist --model simple-conv --dtype float32",
        "pureml train --resume my-run",
    ),
)
