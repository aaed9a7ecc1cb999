"""`pureml predict`: the answers of a trained network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

import attrs
import numpy as np
from cyclopts import Parameter

from ...arrays import F, matrix
from .. import inputs, runs
from ..errors import UsageError
from ..outcome import Answers, answer
from ..output import say
from .command import Command

VERSION: Final = 1


@attrs.frozen(eq=False)
class Answered:
    """A file and what the network says about its images."""

    path: Path
    answers: Answers


def predict(run: Path, /, *files: Path, as_json: Annotated[bool, Parameter(name="--json", negative="")] = False) -> int:
    """Answer images with a trained network: one line an image, its class and how probable the network finds it.

    Parameters
    ----------
    run
        A run folder that `pureml train` wrote.
    files
        IDX files of images, PNG images, or .npy files; the size must be that of the training images, bright ink on dark.
    as_json
        Print one JSON object with the probability of every class instead.

    """
    if not files:
        raise UsageError("expected at least one FILE of images after RUN")
    trained = runs.read(run)
    answered = _answered(trained, files, np.float32) if trained.notes.options.dtype == "float32" else _answered(trained, files, np.float64)
    say(_document(run, answered) if as_json else "\n".join(_lines(answered)))
    return 0


def _answered(trained: runs.Run, files: tuple[Path, ...], dtype: type[F]) -> list[Answered]:
    """The answers for every file: all are read before the first is answered, so that a bad one leaves nothing half-said."""
    net = trained.network(dtype)
    pixels = trained.notes.data.pixels
    given = [inputs.read(path, trained.notes.data) for path in files]
    return [Answered(one.path, answer(net, matrix(one.features, len(one.features), pixels, dtype))) for one in given]


def _lines(answered: list[Answered]) -> Iterator[str]:
    """`FILE[INDEX]  CLASS  PROBABILITY`."""
    for one in answered:
        for i, (found, confidence) in enumerate(zip(one.answers.classes, one.answers.confidence, strict=True)):
            yield f"{one.path}[{i}]  {found}  {confidence * 100:.2f} %"


def _document(run: Path, answered: list[Answered]) -> str:
    """Every answer as JSON."""
    predictions = [
        {"file": str(one.path), "index": i, "class": int(found), "probability": float(row[found]), "probabilities": row.tolist()}
        for one in answered
        for i, (found, row) in enumerate(zip(one.answers.classes, one.answers.probabilities, strict=True))
    ]
    return json.dumps({"version": VERSION, "run": str(run), "predictions": predictions})


COMMAND: Final = Command(
    predict,
    (
        "pureml predict runs/digits-seed0 seven.png",
        "pureml predict runs/digits-seed0 images-idx3-ubyte.gz --json",
    ),
)
