"""The report of a hyperparameter search."""

from __future__ import annotations

import shlex
from html import escape
from typing import Final

import attrs

from ...search.trial import best_of
from ..figures.trials import against, progress
from ..options import DEFAULTS, written
from ..ranges import described
from ..ranges import written as written_range
from ..searches import Notes, Tried
from ..trial_progress import ordered
from ..trials import percent, train_parts
from .page import Section, command_line, facts, page, tiles, wide

UNFINISHED: Final = (
    "This search was interrupted: everything here is about the trials that were done. pureml search --resume goes on with it."
)
JUDGED: Final = (
    "The validation part judges every trial, and the best of many is judged better than it is; the test part was not looked at. "
    "This line trains the network of the best trial again, bit for bit, and measures it on the test part."
)


def report(name: str, notes: Notes, trials: tuple[Tried, ...]) -> str:
    """The page of a search whose folder is called `name`; the same trials give the same page."""
    best = best_of(trials)
    found = best if best is not None and best.result.accuracy is not None else None
    sections = [_errors(notes, trials), _table(notes, trials), _provenance(name, notes)]
    if found is not None:
        sections.insert(0, _best(notes, found))
    note = f'<p class="note">{UNFINISHED}</p>\n' if len(trials) < notes.trials else ""
    lead = f"<p>{escape(_said(notes))}</p>\n{note}{_tiles(notes, trials, found)}"
    reached = f"{percent(found.result)} validation accuracy" if found else "a search without a result"
    return page(f"{notes.data.name}: {reached}", lead, sections)


def _said(notes: Notes) -> str:
    """The search in a sentence."""
    how = "by chance" if notes.strategy == "random" else "by a Gaussian process and expected improvement"
    return (
        f"{', '.join(notes.ranges)}, searched {how}: {notes.trials:,} networks, each trained for {notes.options.epoch_count} epochs on "
        f"{notes.data.train - notes.validation:,} images and judged by {notes.validation:,} others."
    )


def _tiles(notes: Notes, trials: tuple[Tried, ...], best: Tried | None) -> str:
    """The figures to be seen first."""
    diverged = len([trial for trial in trials if trial.result.accuracy is None])
    figures = [
        ("best validation accuracy", percent(best.result) if best else "none", f"trial {best.number + 1}" if best else ""),
        ("trials", f"{len(trials)}", f"of {notes.trials}, {notes.together} together"),
        ("diverged", f"{diverged}", "trials"),
        ("time", f"{sum((trial.result.seconds for trial in trials), 0.0):.1f} s", "of all trials"),
        ("seed", f"{notes.options.seed}", notes.options.dtype),
    ]
    if best is not None:
        figures[1:1] = [(name, f"{value:g}", "best trial") for name, value in best.point.items()]
    return tiles(figures)


def _best(notes: Notes, best: Tried) -> Section:
    """How to have the network of the best trial."""
    return Section(
        "best", "Best trial", f'{command_line(train_parts(notes.data, notes.options, best.point))}\n<p class="faint">{JUDGED}</p>'
    )


def _errors(notes: Notes, trials: tuple[Tried, ...]) -> Section:
    """The error over the trials, and against each hyperparameter."""
    if not trials:
        return Section("errors", "Errors", "<p>No trial was finished.</p>")
    errors = [None if trial.result.accuracy is None else 100 * (1 - trial.result.accuracy) for trial in trials]
    drawn = [progress(errors)]
    drawn += [against(name, found, [trial.point[name] for trial in trials], errors) for name, found in notes.ranges.items()]
    figures = "\n".join(f"<figure>{svg}</figure>" for svg in drawn)
    return Section("errors", "Errors", f'<div class="curves">{figures}</div>')


def _table(notes: Notes, trials: tuple[Tried, ...]) -> Section:
    """All trials, the best first."""
    names = ("trial", *notes.ranges, "validation accuracy", "validation loss", "epoch kept", "seconds")
    head = "".join(f'<th class="number">{escape(name)}</th>' for name in names)
    rows = "".join(_row(notes, trial) for trial in ordered(trials))
    return Section("trials", "Trials", wide(f'<table class="rows"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'))


def _row(notes: Notes, trial: Tried) -> str:
    result = trial.result
    cells = (
        f"{trial.number + 1}",
        *(f"{trial.point[name]:g}" for name in notes.ranges),
        percent(result),
        "" if result.loss is None else f"{result.loss:.4g}",
        f"{result.kept} of {result.epochs}" if result.kept else "",
        f"{result.seconds:.2f}",
    )
    return "<tr>" + "".join(f'<td class="number">{cell}</td>' for cell in cells) + "</tr>"


def _provenance(name: str, notes: Notes) -> Section:
    """Everything the trials depend on."""
    data, machine = notes.data, notes.machine
    searched = [f"--range {shlex.quote(written_range(of, found))}" for of, found in notes.ranges.items()]
    asked = [f"--trials {notes.trials}", f"--strategy {notes.strategy}", f"--together {notes.together}", *searched]
    base = attrs.evolve(notes.options, **{of.replace("-", "_"): getattr(DEFAULTS, of.replace("-", "_")) for of in notes.ranges})
    command = [f"pureml search {shlex.quote(data.source)}", *asked, *base.arguments()]
    options = {field.name.replace("_", " "): written(getattr(notes.options, field.name)) for field in attrs.fields(type(notes.options))}
    options |= {of.replace("-", " "): described(found) for of, found in notes.ranges.items()}
    where = {
        "folder": name,
        "pureml": machine.pureml,
        "python": machine.python,
        "numpy": machine.numpy,
        "BLAS": f"{machine.blas}, kernel {machine.kernel}, threads {machine.blas_threads} in each process",
        "CPU features": " ".join(machine.cpu_features) or "unknown",
        "system": f"{machine.system}, {machine.cores} cores",
        "started": notes.started,
        **{
            f"resumed {i}": f"{found.started} after {found.trials} trials"
            + (f", under {'; '.join(found.differs)}" if found.differs else "")
            for i, found in enumerate(notes.resumed, 1)
        },
    }
    about = {
        "name": data.name,
        "source": data.source,
        "to train on": f"{data.train - notes.validation:,}",
        "to validate on": f"{notes.validation:,}",
        "images": f"{data.height}×{data.width} pixels from 0 to {data.greatest}",
        "classes": f"{data.classes}",
        "SHA-256": data.sha256,
    }
    columns = "".join(
        f"<div><h3>{title}</h3>{facts(of)}</div>" for title, of in (("Options", options), ("Machine", where), ("Data", about))
    )
    said = "This line searches the same points again, on any number of workers."
    return Section("search", "This search", f'{command_line(command)}\n<p class="faint">{said}</p>\n<div class="columns">{columns}</div>')
