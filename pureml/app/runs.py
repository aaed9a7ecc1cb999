"""A run folder: what a run notes when it starts, what it leaves when it ends, and reading both back."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, ClassVar, Final

import attrs
import numpy as np

from ..arrays import F
from ..errors import DtypeError, FormatError
from ..keys import Key
from ..layers.layer import Layer
from . import documents, parameters
from .datasets import Facts
from .files import write_whole
from .folders import Folder
from .history import Entry, History
from .machine import Machine
from .networks import build
from .options import Options

VERSION: Final = 1
OPTIONS: Final = "options.json"
PARAMETERS: Final = "parameters.safetensors"
HISTORY: Final = "history.json"
CHECKPOINT: Final = "checkpoint.safetensors"
RUNS: Final = Path("runs")
DTYPES: Final[dict[str, type[Any]]] = {"float32": np.float32, "float64": np.float64}


@attrs.frozen
class Resumption:
    """A time when a run went on: from which epoch and step, on which machine, and what was another there than before."""

    started: str
    epoch: int
    batch: int
    machine: Machine
    differs: tuple[str, ...]


@attrs.frozen
class Notes:
    """What is known when a run starts or goes on, the content of `options.json`; `version` is that of this form."""

    started: str
    data: Facts
    options: Options
    machine: Machine
    resumed: tuple[Resumption, ...] = ()
    version: int = VERSION

    @property
    def last_machine(self) -> Machine:
        """The one that the run was on last."""
        return self.resumed[-1].machine if self.resumed else self.machine


class RunFolder(Folder):
    """The folder of a run: from the first moment its options stand there, then checkpoints, at the end everything."""

    NOTES: ClassVar[str] = OPTIONS
    WORTH: ClassVar[tuple[str, ...]] = (PARAMETERS, CHECKPOINT, HISTORY)
    BUSY: ClassVar[str] = "training"

    def checkpoint(self, data: bytes) -> None:
        """Write where the run stands, in place of where it stood before."""
        write_whole(self.path / CHECKPOINT, data)

    def keep(self, net: Layer[int, int, F], history: History) -> None:
        """Write what was trained: first the parameters, which took the time."""
        write_whole(self.path / PARAMETERS, parameters.encode(net))
        write_whole(self.path / HISTORY, documents.encode(history.epochs))

    def ended(self) -> None:
        """Remove the checkpoint of a run that has nothing left to go on to."""
        (self.path / CHECKPOINT).unlink(missing_ok=True)


def fresh_path(data: str, seed: int, parent: Path = RUNS) -> Path:
    """A path that is free: data and seed, and from the second run on a number.

    >>> fresh_path("digits by writer", 3)
    PosixPath('runs/digits-by-writer-seed3')
    """
    stem = re.sub(r"[^\w.]+", "-", data).strip("-.") or "data"
    name = f"{stem}-seed{seed}"
    taken = 1
    while os.path.lexists(parent / name):
        taken += 1
        name = f"{stem}-seed{seed}-{taken}"
    return parent / name


@attrs.frozen
class Run:
    """A run folder that was read: its notes; what it has learnt is read when asked for."""

    path: Path
    notes: Notes

    @property
    def begun(self) -> bool:
        """Whether there is a checkpoint to go on from."""
        return (self.path / CHECKPOINT).exists()

    @property
    def ended(self) -> bool:
        """Whether nothing is left to do: the network is there, and no checkpoint to go on from."""
        return (self.path / PARAMETERS).exists() and not self.begun

    def network(self, dtype: type[F]) -> Layer[int, int, F]:
        """The trained network; raises `DtypeError` for another dtype than it was trained in, `FormatError`."""
        expected = self.notes.options.dtype
        if np.dtype(dtype) != np.dtype(DTYPES[expected]):
            raise DtypeError(f"{self.path}: expected dtype {expected}, in which the run was trained, got {np.dtype(dtype)}")
        if self.begun and not (self.path / PARAMETERS).exists():
            raise FormatError(f"{self.path}: expected a run that has come to its end, got one that pureml train --resume goes on with")
        return parameters.decode(self.path / PARAMETERS, self.like(dtype))

    def like(self, dtype: type[F]) -> Layer[int, int, F]:
        """A network of the same layers, at its start."""
        options, data = self.notes.options, self.notes.data
        return build(options, Key.of(options.seed), (data.height, data.width), data.classes, dtype)

    def epochs(self) -> tuple[Entry, ...]:
        """What the history tells; raises `FormatError`."""
        return documents.read(self.path / HISTORY, tuple[Entry, ...])


def read(path: str | os.PathLike[str]) -> Run:
    """The run in a folder; raises `FormatError` for a folder that is none."""
    folder = Path(path)
    try:
        notes = documents.read(folder / OPTIONS, Notes)
    except FormatError as error:
        raise FormatError(f"{folder}: expected a run folder, got none: {error}") from error
    if notes.version != VERSION:
        raise FormatError(f"{folder}: expected a run of version {VERSION}, got {notes.version}")
    return Run(folder, notes)
