"""The report of a training run."""

from __future__ import annotations

import shlex
from html import escape
from typing import Final

import attrs

from ..figures.curves import curves
from ..history import History
from ..options import written
from ..outcome import Outcome
from ..runs import Notes, Resumption
from . import confusion, mistakes, network, weights
from .page import Section, command_line, facts, page, tiles

NOTES: Final = {
    "finished": "",
    "stopped early": "This run was stopped early: the validation loss had not become smaller for as many epochs as its patience allows.",
    "interrupted": "This run was interrupted: everything here is about what it had come to. pureml train --resume goes on with it.",
    "diverged": "This run diverged: the numbers of the next epoch were not finite. Everything here is about the last epoch before it.",
}


def report(name: str, notes: Notes, outcome: Outcome) -> str:
    """The page of a run whose folder is called `name`; the same run gives the same page."""
    data = notes.data
    sections = [
        _learning(outcome.history),
        confusion.section(outcome.confusion),
        mistakes.section(outcome.test_images, outcome.test_labels, outcome.answers, data.greatest),
        weights.section(outcome.first_weights),
        network.section(outcome.network, outcome.stages),
        _provenance(notes, outcome),
        _use(name, notes.options.dtype),
    ]
    note = NOTES[outcome.history.ended]
    lead = f"<p>{escape(_said(notes, outcome))}</p>\n" + (f'<p class="note">{note}</p>\n' if note else "") + _tiles(notes, outcome)
    return page(f"{data.name}: {100 * outcome.accuracy:.2f} % test accuracy", lead, sections)


def _said(notes: Notes, outcome: Outcome) -> str:
    """The run in a sentence."""
    data, optimizer = notes.data, notes.options.optimizer
    by = "gradient descent" if optimizer == "sgd" else optimizer
    chosen = f"chosen among epochs by {data.train - trained(notes):,} others, " if notes.options.share else ""
    return (
        f"{outcome.parameters:,} parameters, trained on {trained(notes):,} images of {data.height}×{data.width} pixels by {by} on "
        f"softmax cross-entropy, {chosen}and tested on {data.test:,} others."
    )


def trained(notes: Notes) -> int:
    """How many samples were trained on: all but the validation part, which `split_off` rounds."""
    return notes.data.train - round(notes.options.share * notes.data.train)


def _tiles(notes: Notes, outcome: Outcome) -> str:
    """The figures to be seen first."""
    history = outcome.history
    right = int(outcome.confusion.trace())
    figures = [("test accuracy", f"{100 * outcome.accuracy:.2f} %", f"{right:,} of {notes.data.test:,}")]
    if history.kept:
        kept = history.epochs[history.kept - 1]
        figures.append(("training accuracy", f"{100 * kept.train_accuracy:.2f} %", f"of {trained(notes):,}"))
        if kept.validation_accuracy is not None:
            figures.append(("validation accuracy", f"{100 * kept.validation_accuracy:.2f} %", f"of {notes.data.train - trained(notes):,}"))
        figures.append(("training loss", f"{kept.loss:.4f}", f"in epoch {kept.epoch}"))
    figures += [
        ("epochs", f"{len(history.epochs)}", f"of {notes.options.epoch_count}"),
        ("time", f"{outcome.history.seconds:.1f} s", f"on {_threads(notes.machine.blas_threads)}"),
        ("seed", f"{notes.options.seed}", notes.options.dtype),
    ]
    return tiles(figures)


def _threads(threads: int) -> str:
    return "1 BLAS thread" if threads == 1 else f"{threads} BLAS threads"


def _learning(history: History) -> Section:
    """The loss and the accuracies over the epochs."""
    epochs = history.epochs
    if not epochs:
        return Section("learning", "Learning", "<p>No epoch was finished: this is the network as it started.</p>")
    losses = {"training": [entry.loss for entry in epochs]}
    accuracies = {"training": [100 * entry.train_accuracy for entry in epochs], "test": [100 * entry.test_accuracy for entry in epochs]}
    validation = [entry.validation_loss for entry in epochs if entry.validation_loss is not None]
    kept = history.kept if validation else None
    if validation:
        losses["validation"] = validation
        accuracies["validation"] = [100 * (entry.validation_accuracy or 0.0) for entry in epochs]
    loss = curves("loss", "loss", losses, kept)
    accuracy = curves("accuracy", "accuracy in %", accuracies, kept)
    best = max(epochs, key=lambda entry: entry.test_accuracy)
    chosen = f"epoch {history.kept}, whose validation loss was least" if validation else "the last"
    said = (
        "The training loss is the mean over an epoch's samples, each measured before the step it was used in; everything else is measured "
        f"after the epoch. The best test accuracy was {100 * best.test_accuracy:.2f} % in epoch {best.epoch}; what was kept is {chosen}."
    )
    return Section(
        "learning",
        "Learning",
        f'<div class="curves"><figure>{loss}</figure>\n<figure>{accuracy}</figure></div>\n<p class="faint">{said}</p>',
    )


def _provenance(notes: Notes, outcome: Outcome) -> Section:
    """Everything the numbers depend on."""
    data, machine = notes.data, notes.machine
    command = [f"pureml train {shlex.quote(data.source)}", *notes.options.arguments()]
    options = {field.name.replace("_", " "): written(getattr(notes.options, field.name)) for field in attrs.fields(type(notes.options))}
    where = {
        "pureml": machine.pureml,
        "python": machine.python,
        "numpy": machine.numpy,
        "BLAS": f"{machine.blas}, kernel {machine.kernel}, {_threads(machine.blas_threads)}",
        "CPU features": " ".join(machine.cpu_features) or "unknown",
        "system": f"{machine.system}, {machine.cores} cores",
        "started": notes.started,
        **{f"resumed {i}": _again(found) for i, found in enumerate(notes.resumed, 1)},
        "time": f"{outcome.history.seconds:.2f} s in {len(outcome.history.epochs)} epochs",
    }
    about = {
        "name": data.name,
        "source": data.source,
        "to train on": f"{data.train:,}" + (f", {data.train - trained(notes):,} of them to validate on" if notes.options.share else ""),
        "to test on": f"{data.test:,}",
        "images": f"{data.height}×{data.width} pixels from 0 to {data.greatest}",
        "classes": f"{data.classes}",
        "SHA-256": data.sha256,
    }
    columns = "".join(
        f"<div><h3>{title}</h3>{facts(of)}</div>" for title, of in (("Options", options), ("Machine", where), ("Data", about))
    )
    said = "This line trains the same network again; on the same machine with the same versions, bit for bit."
    return Section("run", "This run", f'{command_line(command)}\n<p class="faint">{said}</p>\n<div class="columns">{columns}</div>')


def _again(found: Resumption) -> str:
    """When and where a run went on."""
    differs = f", under {'; '.join(found.differs)}" if found.differs else ""
    return f"{found.started} after epoch {found.epoch} and {found.batch} steps{differs}"


def _use(name: str, dtype: str) -> Section:
    """What to do with the folder."""
    asked = "" if dtype == "float64" else f", np.{dtype}"
    lines = (
        f"$ pureml predict {shlex.quote(name)} FILE...",
        "",
        *(("import numpy as np",) if asked else ()),
        "import pureml as pm",
        "",
        f"net = pm.load({name!r}{asked})",
        "classes = pm.training.predict(net, x)  # x: one row an image, pixels from 0 to 1",
    )
    files = "parameters.safetensors holds the arrays, history.json every epoch, options.json options, data and machine."
    return Section("use", "Use it", f'<pre>{escape(chr(10).join(lines))}</pre>\n<p class="faint">{files}</p>')
