"""`pureml search`: hyperparameters, by trials that a validation part judges."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Final

import attrs
from cyclopts import Parameter

from ...search.trial import best_of
from ..folders import REPORT
from ..given import Given
from ..jobs import Told
from ..main import FAILED, INTERRUPTED, fail
from ..options import DEFAULTS, Flag, Options
from ..output import say
from ..searches import Notes, Tried
from ..searching import NOTHING, Asked, Work, again, new_job, old_job, resuming, worker_count
from ..trials import percent, train_parts
from ..trials import told as told_point
from .command import Command

VERSION: Final = 1


def search(
    data: Annotated[str | None, Parameter(show_default=False)] = None,
    /,
    *,
    asked: Asked = NOTHING,
    options: Options = DEFAULTS,
    resume: Path | None = None,
    quiet: Flag = False,
    as_json: Annotated[Flag, Parameter(name="--json")] = False,
    given: Given = (),
) -> int:
    """Search hyperparameters by training networks, and leave a search folder: report.html, trials, options.

    Unless given, --validation is 0.2, and --epochs 20 for fewer than 10,000 samples, otherwise 3. The test part is never looked at.

    Ctrl-C stops the search and keeps the trials that are done; --resume goes on to the same trials as if it had not stopped,
    and with a greater --trials to those of a search that was asked for so many from the start.

    Parameters
    ----------
    data
        digits, digits-by-writer, or a folder of IDX files named as MNIST's; digits unless given.
    asked
        What to search.
    options
        How to train.
    resume
        Go on with the search in this folder; its options but --trials are those it began with.
    quiet
        Print only the last line: best validation accuracy and search folder.
    as_json
        Print one JSON object instead of lines.
    given
        The options that were typed.

    """
    from ..report.search import report  # matplotlib takes a third of a second, and must be there before a long search starts

    told = Told(sys.stderr if as_json else sys.stdout, details=not (quiet or as_json), live=not quiet)
    if resume is None:
        job = new_job(data or "digits", options, asked, given)
    else:
        job = old_job(resume, data, given, trials=asked.trials, threads=options.threads)
    found = Work(job, told, worker_count(asked.workers, job.notes.together), report).done()
    first = best_of(found)
    best = None if first is None or first.result.accuracy is None else first
    if best is not None:
        told.say(f"best      trial {best.number + 1}: {told_point(best.point)}")
        told.say(f"train     {_train(job.notes, best)}")
        if len(found) == job.notes.trials:
            told.say(f"more      {resuming(job.path)} --trials {2 * len(found)}")
    say(_document(job.path, job.notes, found, best) if as_json else _last(job.path, best))
    return _ended(job.path, job.notes, found, best)


def _last(path: Path, best: Tried | None) -> str:
    """The line that is printed whatever else is."""
    return f"best validation accuracy {percent(best.result) if best else 'none'}, search folder {path}"


def _train(notes: Notes, best: Tried) -> str:
    """The command that trains the best network again."""
    return " ".join(train_parts(notes.data, notes.options, best.point))


def _document(path: Path, notes: Notes, found: tuple[Tried, ...], best: Tried | None) -> str:
    """The result for a machine."""
    return json.dumps(
        {
            "version": VERSION,
            "search": str(path),
            "report": str(path / REPORT),
            "trials": len(found),
            "planned": notes.trials,
            "diverged": len([trial for trial in found if trial.result.accuracy is None]),
            "best": best and attrs.asdict(best),
            "train": best and _train(notes, best),
        }
    )


def _ended(path: Path, notes: Notes, found: tuple[Tried, ...], best: Tried | None) -> int:
    """The exit code; what did not go as planned is said on stderr."""
    if len(found) < notes.trials:
        return fail(f"interrupted after {len(found)} of {notes.trials} trials; {again(path)}", INTERRUPTED)
    return 0 if best else fail("every trial gave numbers that are not finite: try a --range with a smaller lr", FAILED)


COMMAND: Final = Command(
    search,
    (
        "pureml search",
        "pureml search --trials 100 --workers 8 --together 8",
        "pureml search --range lr=0.01:1 --range dropout=0:0.6 --hidden 128",
        "pureml search --optimizer adam --strategy random --seed 1 --out my-search",
        "pureml search --resume my-search",
        "pureml search --resume my-search --trials 80",
    ),
)
